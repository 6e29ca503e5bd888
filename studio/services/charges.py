"""Charges: money is held before a call leaves, and settled or given back after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import structlog

from studio.db.ledger_rows import ChargeRow
from studio.db.work import Work
from studio.domain.budget import NEVER, AskRule, Caps, dollars, refusal
from studio.domain.errors import ApprovalNeeded, BudgetExceeded
from studio.domain.gate import covers
from studio.domain.money import Call, CallKind, Charge, ChargeState, Usage
from studio.domain.units import BatchId, ChargeId, ThreadId, TurnId, UserId
from studio.services import agreements, budgets, gates, rules

log = structlog.get_logger()

LEASE_S = 15.0
"""A holder that is silent for so long is dead."""
ABANDONED_S = 3600.0
"""Whoever wanted a call's answer and has not come back for so long will not."""
LOST = "Whoever made the call died before its answer came."


@dataclass(frozen=True, slots=True)
class Payer:
    """On whose account a call is made.

    Attributes:
        owner_id: Who pays.
        thread_id: For which project; ``None`` for what belongs to none.
        turn_id: For which request; ``None`` outside of one.
        batch_id: For which batch; ``None`` for none.
        caps: What the installation lets be spent; the operator's and the user's own limits hold, too.
        lease_s: A holder that is silent for so long is dead.
        asks: When to ask before spending, where the user has no rule of their own.
    """

    owner_id: UserId
    thread_id: ThreadId | None
    turn_id: TurnId | None
    caps: Caps
    lease_s: float = LEASE_S
    asks: AskRule = NEVER
    batch_id: BatchId | None = None


async def in_force(work: Work, *, payer: Payer) -> Caps:
    """Give the caps that hold for a payer: the lowest that anybody set."""
    budget = await budgets.of_user(
        work, owner_id=payer.owner_id, usual=payer.caps, thread_id=payer.thread_id
    )
    return await agreements.limited(work, budget.in_force, payer.owner_id, payer.batch_id)


async def is_covered(work: Work, *, payer: Payer, price_usd: Decimal | None) -> bool:
    """Tell whether a batch that was agreed to pays for so much more."""
    return await agreements.covers(
        work,
        price_usd,
        owner_id=payer.owner_id,
        thread_id=payer.thread_id,
        batch_id=payer.batch_id,
    )


async def queue_up(work: Work, *, payer: Payer, call: Call) -> None:
    """Wait until no other transaction decides on this payer's money, or ends this call.

    The locks end with ours. Whoever looks for the answer after it sees all that was paid for: looked
    for before, it could be settled between the look and the reservation, and be paid again.
    """
    await work.charges.lock(owner_id=payer.owner_id, everyone=payer.caps.operator_day is not None)
    await work.charges.newest(owner_id=payer.owner_id, call_key=call.key)


async def reserve(work: Work, *, payer: Payer, call: Call, holder: str) -> Charge | None:
    """Hold money for a call, or take over what a dead process held.

    The decision is atomic: however many reserve at a time, no cap is overdrawn.

    Args:
        work: A transaction that has queued up.
        payer: On whose account.
        call: What will be called.
        holder: The name of whoever makes the call, unique to this attempt.

    Returns:
        The charge to work on; with a ``job_id`` the work is ordered already. ``None`` while another
        process makes the same call.

    Raises:
        BudgetExceeded: A cap stands in the way; nothing is held.
        ApprovalNeeded: The user must be asked first; nothing is held.
    """
    last = await work.charges.newest(owner_id=payer.owner_id, call_key=call.key)
    if last is not None and last.state == ChargeState.RESERVED:
        if await work.charges.is_held(last):
            return None
        if last.sent_at is None or last.job_id is not None or call.replays:
            await work.charges.hold(charge_id=last.id, holder=holder, lease_s=payer.lease_s)
            return _charge(last)
        await _lose(work, last)
    return await _add(work, payer, call, holder, attempt=1 if last is None else last.attempt + 1)


async def is_made(work: Work, *, payer: Payer, call: Call) -> bool:
    """Tell whether a process that lives makes a call just now."""
    last = await work.charges.newest(owner_id=payer.owner_id, call_key=call.key)
    if last is None or last.state != ChargeState.RESERVED:
        return False
    return await work.charges.is_held(last)


async def renew(work: Work, *, payer: Payer, charge_id: ChargeId, holder: str) -> bool:
    """Stay alive in the eyes of others; false where the charge was taken over."""
    return await work.charges.renew(charge_id=charge_id, holder=holder, lease_s=payer.lease_s)


async def sent(work: Work, *, charge_id: ChargeId, holder: str) -> bool:
    """Remember that the call leaves now; false where the charge was taken over."""
    return await work.charges.sent(charge_id=charge_id, holder=holder)


async def ordered(work: Work, *, charge_id: ChargeId, holder: str, job_id: str) -> bool:
    """Remember the provider's name of the work; false where the charge was taken over."""
    return await work.charges.ordered(charge_id=charge_id, holder=holder, job_id=job_id)


async def let_go(work: Work, *, charge_id: ChargeId, holder: str) -> None:
    """Leave a charge to whoever comes next, who will ask for the same answer."""
    await work.charges.renew(charge_id=charge_id, holder=holder, lease_s=0)


async def settle(
    work: Work, *, payer: Payer, charge: Charge, holder: str, used: Sequence[Usage]
) -> bool:
    """Pay for what a call used; false where the charge was taken over."""
    costs = [usage.cost_usd for usage in used]
    known = None if None in costs else sum((c for c in costs if c is not None), Decimal(0))
    is_mine = await work.charges.end(
        charge_id=charge.id, holder=holder, state=ChargeState.SETTLED, cost_usd=known
    )
    if is_mine:
        await record(work, payer=payer, used=used, charge_id=charge.id)
    return is_mine


async def record(
    work: Work, *, payer: Payer, used: Sequence[Usage], charge_id: ChargeId | None = None
) -> None:
    """Add lines of what was used to the ledger."""
    for usage in used:
        await work.usage.add(
            owner_id=payer.owner_id,
            thread_id=payer.thread_id,
            turn_id=payer.turn_id,
            charge_id=charge_id,
            **usage.model_dump(),
        )


async def release(work: Work, *, charge_id: ChargeId, holder: str, reason: str) -> bool:
    """Give back what is held for a call that was not billed; false where it was taken over."""
    return await work.charges.end(
        charge_id=charge_id, holder=holder, state=ChargeState.RELEASED, reason=reason
    )


async def lose(work: Work, *, charge_id: ChargeId, holder: str, reason: str) -> bool:
    """Keep counting the estimate of a call whose answer will never come."""
    return await work.charges.end(
        charge_id=charge_id, holder=holder, state=ChargeState.UNKNOWN, reason=reason
    )


async def sweep(work: Work) -> None:
    """End what was abandoned, so that no money stays held for ever."""
    for charge_id in await work.charges.sweep(silent_s=ABANDONED_S):
        log.warning("charge.swept", charge_id=str(charge_id))


async def _lose(work: Work, row: ChargeRow) -> None:
    await work.charges.end(
        charge_id=row.id, holder=row.holder, state=ChargeState.UNKNOWN, reason=LOST
    )


async def _add(work: Work, payer: Payer, call: Call, holder: str, *, attempt: int) -> Charge:
    spent = await work.charges.spendings(
        owner_id=payer.owner_id,
        thread_id=payer.thread_id,
        turn_id=payer.turn_id,
        batch_id=payer.batch_id,
    )
    caps = await in_force(work, payer=payer)
    why_not = refusal(caps, budgets.amounts(spent), call.estimate_usd)
    if why_not:
        raise BudgetExceeded(why_not)
    gate_id = await _approval(work, payer, call, spent.unasked)
    charge_id = await work.charges.add(
        owner_id=payer.owner_id,
        thread_id=payer.thread_id,
        turn_id=payer.turn_id,
        batch_id=payer.batch_id,
        call_key=call.key,
        attempt=attempt,
        kind=call.kind,
        provider=call.provider,
        model=call.model,
        estimate_usd=call.estimate_usd,
        gate_id=gate_id,
        holder=holder,
        lease_s=payer.lease_s,
    )
    return Charge(id=ChargeId(charge_id), attempt=attempt, state=ChargeState.RESERVED)


async def _approval(work: Work, payer: Payer, call: Call, unasked: Decimal) -> UUID | None:
    """Give the gate that allows a call; ``None`` where nobody needs to be asked.

    The model's own words are never asked about, only capped: a conversation must be able to ask.
    """
    said = await gates.decisions(work, payer.owner_id, payer.thread_id, [call.key])
    last = said.get(call.key)
    if last and last.is_granted and covers(last.most_usd, call.estimate_usd):
        return last.gate_id
    is_refused = last is not None and not last.is_granted and last.turn_id == payer.turn_id
    rule = await rules.of_user(work, owner_id=payer.owner_id, usual=payer.asks)
    must_ask = call.kind is not CallKind.TEXT and rule.applies(unasked, call.estimate_usd)
    if not is_refused and not must_ask:
        return None
    is_agreed = await is_covered(work, payer=payer, price_usd=call.estimate_usd)
    if is_agreed and not is_refused:
        return None
    price = "a price that nobody knows" if call.estimate_usd is None else dollars(call.estimate_usd)
    raise ApprovalNeeded(f"A {call.kind} by {call.provider} for {price} was not approved.")


def _charge(row: ChargeRow) -> Charge:
    return Charge(
        id=ChargeId(row.id),
        attempt=row.attempt,
        state=ChargeState(row.state),
        job_id=row.job_id,
    )
