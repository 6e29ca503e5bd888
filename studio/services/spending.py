"""Spend money once: reserve, call, keep the answer and settle, whatever dies in between."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

import structlog

from studio.db.work import Work, Works
from studio.domain.errors import Conflict, StudioError, Unavailable
from studio.domain.money import Call, Charge, Usage, free
from studio.domain.units import ChargeId
from studio.lanes import FreeLane, Lane, Passage, beside
from studio.makers import Order
from studio.services import charges
from studio.services.charges import Payer

T = TypeVar("T")
log = structlog.get_logger()

WAIT_S = 0.5
"""Between two looks at a call that another process makes."""
CUT_OFF = "The call was broken off before its answer came."


@dataclass(frozen=True, slots=True)
class Paid(Generic[T]):
    """What a call gave, and what it used."""

    value: T
    used: Sequence[Usage]


@dataclass(frozen=True, slots=True)
class Purchase(Generic[T]):
    """A call, and what surrounds it.

    Attributes:
        call: What is bought.
        find: Looks for the answer of an earlier, or another process's, call; ``None`` is no answer.
        send: Calls the provider.
        keep: Writes the answer, in the transaction that settles.
        quoted: What it uses at most; where the answer is found, that is counted at no cost.
        lane: The way to the provider, where the call waits for its turn before money is held.
    """

    call: Call
    find: Callable[[Work], Awaitable[T | None]]
    send: Callable[[Order], Awaitable[Paid[T]]]
    keep: Callable[[Work, T], Awaitable[None]]
    quoted: Sequence[Usage] = ()
    lane: Lane = field(default_factory=FreeLane)


class _End(Protocol):
    async def __call__(
        self, work: Work, *, charge_id: ChargeId, holder: str, reason: str
    ) -> bool: ...


async def buy(works: Works, *, payer: Payer, purchase: Purchase[T]) -> T:
    """Give the answer of a call, made and paid once.

    What is free is made without asking. Where another process makes the same call, its answer is
    waited for. What the provider answers with an error is given back. A call that was cut off, or whose
    answer is of no use, counts with its estimate: it may have been billed. Only an answer that can be
    asked for again is. Nothing is held while the call waits for its turn.

    Raises:
        BudgetExceeded: A cap stands in the way; nothing was called.
        ProviderDown: The provider is left alone for a while; nothing was called.
        ProviderCrowded: No turn came in time; nothing was called.
        OutcomeUnknown: The call left and no answer came.
        StudioError: As the provider's client raises.
    """
    if purchase.call.estimate_usd == 0:
        return await _take(works, payer, purchase)
    while True:
        async with works.work() as work:
            found = await _found(work, payer, purchase)
            is_made = await charges.is_made(work, payer=payer, call=purchase.call)
        if found is None and not is_made:
            async with _turn(purchase) as passage:
                found = await _in_turn(works, payer, purchase, passage)
        if found is not None:
            return found
        await asyncio.sleep(WAIT_S)


async def _in_turn(works: Works, payer: Payer, purchase: Purchase[T], passage: Passage) -> T | None:
    """Hold money, call and pay; ``None`` where another process was quicker to call."""
    holder = uuid4().hex
    async with works.work() as work:
        await charges.queue_up(work, payer=payer, call=purchase.call)
        found = await _found(work, payer, purchase)
        if found is not None:
            return found
        charge = await charges.reserve(work, payer=payer, call=purchase.call, holder=holder)
    if charge is None:
        return None
    return await _Till(works, payer, holder, charge, purchase, passage).pay()


async def _found(work: Work, payer: Payer, purchase: Purchase[T]) -> T | None:
    """Give the answer that is there, counted at no cost."""
    found = await purchase.find(work)
    if found is not None:
        reused = [usage.reused() for usage in purchase.quoted]
        await charges.record(work, payer=payer, used=reused)
    return found


def _turn(purchase: Purchase[T]) -> AbstractAsyncContextManager[Passage]:
    # What runs here has no models: it is listed, and so timed, by its own name.
    model = purchase.call.model or purchase.call.provider
    return purchase.lane.enter(model=model, tokens=_tokens(purchase.quoted))


def _tokens(used: Sequence[Usage]) -> int:
    return sum(int(usage.quantity) for usage in used if usage.unit.startswith("tokens"))


async def _take(works: Works, payer: Payer, purchase: Purchase[T]) -> T:
    """Nothing is held for what is free; made twice by chance, it is the same."""
    async with _turn(purchase) as passage:
        began = time.monotonic()
        paid = await passage.watch(purchase.send(Order(slowed=passage.slow)))
        passage.count(_tokens(paid.used))
    call, seconds = purchase.call, round(time.monotonic() - began, 3)
    took = free(call.provider, "seconds", seconds, model=call.model)
    async with works.work() as work:
        await purchase.keep(work, paid.value)
        await charges.record(work, payer=payer, used=(*paid.used, took))
    return paid.value


@dataclass(slots=True)
class _Till(Generic[T]):
    """One charge at work."""

    works: Works
    payer: Payer
    holder: str
    charge: Charge
    purchase: Purchase[T]
    passage: Passage
    job_id: str | None = None

    async def pay(self) -> T:
        self.job_id = self.charge.job_id
        await self._note_sent()
        try:
            outcome = await self._call()
        except BaseException:
            await asyncio.shield(self._cut_off(CUT_OFF))
            raise
        if isinstance(outcome, StudioError):
            await self._failed(outcome)
            raise outcome
        await self._keep(outcome)
        return outcome.value

    async def _call(self) -> Paid[T] | StudioError:
        order = Order(str(self.charge.id), self.job_id, self._note_order, self.passage.slow)
        sending = beside(self.purchase.send(order), self._beat, every_s=self.payer.lease_s / 3)
        try:
            paid = await self.passage.watch(sending)
        except StudioError as error:
            return error
        self.passage.count(_tokens(paid.used))
        return paid

    async def _failed(self, error: StudioError) -> None:
        """Give back what was not billed; what may have been is asked for again, or counts."""
        may_be_billed = error.may_be_billed or self.job_id is not None
        if may_be_billed and isinstance(error, Unavailable):
            await self._cut_off(error.message)
        elif error.may_be_billed:
            await self._end(charges.lose, error.message)
        else:
            await self._end(charges.release, error.message)

    async def _cut_off(self, reason: str) -> None:
        """Leave an answer that can be asked for again to the next one; count any other."""
        if self.job_id is None and not self.purchase.call.replays:
            await self._end(charges.lose, reason)
            return
        with _logged():
            async with self.works.work() as work:
                await charges.let_go(work, charge_id=self.charge.id, holder=self.holder)

    async def _keep(self, paid: Paid[T]) -> None:
        async with self.works.work() as work:
            await self.purchase.keep(work, paid.value)
            is_mine = await charges.settle(
                work, payer=self.payer, charge=self.charge, holder=self.holder, used=paid.used
            )
        if not is_mine:
            log.warning("charge.taken_over", charge_id=str(self.charge.id))

    async def _note_sent(self) -> None:
        async with self.works.work() as work:
            is_mine = await charges.sent(work, charge_id=self.charge.id, holder=self.holder)
        if not is_mine:
            raise Conflict("Another process makes this call now.")

    async def _note_order(self, job_id: str) -> None:
        self.job_id = job_id
        async with self.works.work() as work:
            await charges.ordered(work, charge_id=self.charge.id, holder=self.holder, job_id=job_id)

    async def _end(self, end: _End, reason: str) -> None:
        with _logged():
            async with self.works.work() as work:
                await end(work, charge_id=self.charge.id, holder=self.holder, reason=reason)

    async def _beat(self) -> None:
        with _logged():
            async with self.works.work() as work:
                await charges.renew(
                    work, payer=self.payer, charge_id=self.charge.id, holder=self.holder
                )


@contextmanager
def _logged() -> Generator[None]:
    """Go on without the database: the charge's lease runs out, and the next one decides."""
    try:
        yield
    except Unavailable as error:
        log.warning("charge.left_to_its_lease", reason=error.message)
