"""Money is spent once, never beyond a cap, and nothing stays held."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from studio.db.engine import Database, open_database
from studio.db.work import Work
from studio.domain.asset import digest
from studio.domain.budget import Caps
from studio.domain.errors import (
    BudgetExceeded,
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderRefused,
    ProviderUnavailable,
    StudioError,
    Unavailable,
    after_the_answer,
    billed,
)
from studio.domain.money import Call, CallKind, Usage
from studio.domain.units import TurnId
from studio.services import charges, conversations
from studio.services import ledger as accounts
from studio.services.charges import Payer
from studio.services.spending import Order, Paid, Purchase, buy
from tests.support.studio import execute, make_thread, pays

PRICE = Decimal("0.04")
USED = (Usage(provider="p", model="m", unit="pictures", quantity=1, cost_usd=PRICE),)


class Shop:
    """A provider that counts what it bills, and the shelf for what was bought."""

    def __init__(self) -> None:
        self.billed: list[str] = []
        self.shelf: dict[str, str] = {}

    def purchase(
        self,
        name: str,
        *,
        send: Callable[[Order], Awaitable[Paid[str]]] | None = None,
        price: Decimal | None = PRICE,
        replays: bool = False,
    ) -> Purchase[str]:
        call = Call(
            key=digest(name),
            kind=CallKind.PICTURE,
            provider="p",
            model="m",
            estimate_usd=price,
            replays=replays,
        )

        async def find(work: Work) -> str | None:
            return self.shelf.get(name)

        async def sell(order: Order) -> Paid[str]:
            self.billed.append(order.idempotency_key)
            await asyncio.sleep(0)
            return Paid(name.upper(), USED)

        async def keep(work: Work, value: str) -> None:
            self.shelf[name] = value

        return Purchase(call=call, find=find, send=send or sell, keep=keep)


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def payer(works: Database) -> Payer:
    return pays(*await make_thread(works))


async def ledger(database: Database) -> list[tuple[str, int, Decimal | None]]:
    async with database.connect() as connection:
        found = await connection.execute(
            text("SELECT state, attempt, cost_usd FROM charges ORDER BY created_at, attempt")
        )
        return [tuple(row) for row in found]


async def lines(database: Database) -> int:
    async with database.connect() as connection:
        return (await connection.execute(text("SELECT count(*) FROM usage"))).scalar_one()


async def hold(works: Database, payer: Payer, purchase: Purchase[str], *, holder: str) -> UUID:
    """Reserve like a process that dies right after."""
    async with works.work() as work:
        charge = await charges.reserve(work, payer=payer, call=purchase.call, holder=holder)
    assert charge is not None
    return charge.id


async def test_a_call_is_settled_with_what_it_used(works: Database, payer: Payer) -> None:
    shop = Shop()

    assert await buy(works, payer=payer, purchase=shop.purchase("cat")) == "CAT"

    assert await ledger(works) == [("settled", 1, PRICE)]
    assert await lines(works) == 1


async def test_the_same_call_by_many_at_once_is_billed_once(works: Database, payer: Payer) -> None:
    shop = Shop()

    given = await asyncio.gather(
        *(buy(works, payer=payer, purchase=shop.purchase("cat")) for _ in range(12))
    )

    assert given == ["CAT"] * 12
    assert len(shop.billed) == 1
    assert await ledger(works) == [("settled", 1, PRICE)]


async def test_an_answer_that_is_settled_between_a_look_and_a_reservation_is_not_bought_again(
    works: Database, payer: Payer
) -> None:
    shop, has_looked = Shop(), asyncio.Event()
    quick, slow = shop.purchase("cat"), shop.purchase("cat")
    looks = 0

    async def sell_later(order: Order) -> Paid[str]:
        await has_looked.wait()
        return await quick.send(order)

    async def look_and_dawdle(work: Work) -> str | None:
        nonlocal looks
        found, looks = shop.shelf.get("cat"), looks + 1
        if looks == 2:
            has_looked.set()
            await asyncio.wait([first], timeout=0.5)
        return found

    first = asyncio.create_task(buy(works, payer=payer, purchase=replace(quick, send=sell_later)))
    second = buy(works, payer=payer, purchase=replace(slow, find=look_and_dawdle))

    assert await asyncio.gather(first, second) == ["CAT", "CAT"]
    assert len(shop.billed) == 1
    assert await ledger(works) == [("settled", 1, PRICE)]


@pytest.mark.parametrize("cap", ["request", "project", "user_day", "operator_day"])
async def test_twenty_calls_at_once_overdraw_no_cap(
    works: Database, payer: Payer, cap: str
) -> None:
    shop, turn_id = Shop(), TurnId(uuid4())
    assert payer.thread_id is not None
    async with works.work() as work:
        await conversations.start_turn(
            work,
            owner_id=payer.owner_id,
            thread_id=payer.thread_id,
            turn_id=turn_id,
            message="Cats!",
            message_id="m",
        )
    caps = Caps.model_validate({cap: PRICE * 10 + PRICE / 2})
    limited = replace(payer, turn_id=turn_id, caps=caps)

    async def attempt(number: int) -> str | StudioError:
        try:
            return await buy(works, payer=limited, purchase=shop.purchase(f"cat {number}"))
        except BudgetExceeded as error:
            return error

    given = await asyncio.gather(*(attempt(number) for number in range(20)))

    assert len(shop.billed) == 10
    assert sum(isinstance(one, BudgetExceeded) for one in given) == 10
    assert await ledger(works) == [("settled", 1, PRICE)] * 10


async def test_a_refusal_gives_the_money_back(works: Database, payer: Payer) -> None:
    shop = Shop()

    async def refuse(order: Order) -> Paid[str]:
        raise ProviderRefused("Not this one.")

    with pytest.raises(ProviderRefused):
        await buy(works, payer=payer, purchase=shop.purchase("cat", send=refuse))
    assert await buy(works, payer=payer, purchase=shop.purchase("cat")) == "CAT"

    assert await ledger(works) == [("released", 1, None), ("settled", 2, PRICE)]


async def test_a_useless_answer_counts_and_is_told_why(works: Database, payer: Payer) -> None:
    shop = Shop()

    async def scribble(order: Order) -> Paid[str]:
        raise ProviderAnswerInvalid("This is no picture.")

    with pytest.raises(ProviderAnswerInvalid):
        await buy(works, payer=payer, purchase=shop.purchase("cat", send=scribble))

    assert await ledger(works) == [("unknown", 1, None)]
    async with works.work() as work:
        [told] = (
            await accounts.costs(work, owner_id=payer.owner_id, caps=Caps(), since=accounts.EVER)
        ).pending
    assert (told.calls, told.estimate_usd, told.reasons) == (1, PRICE, ("This is no picture.",))


async def test_ordered_work_that_brought_nothing_of_use_is_ordered_anew(
    works: Database, payer: Payer
) -> None:
    shop = Shop()

    async def blacken(order: Order) -> Paid[str]:
        await order.ordered("job-1")
        raise billed(ProviderRefused("Blackened."))

    with pytest.raises(ProviderRefused):
        await buy(works, payer=payer, purchase=shop.purchase("cat", send=blacken))
    await buy(works, payer=payer, purchase=shop.purchase("cat"))

    assert await ledger(works) == [("unknown", 1, None), ("settled", 2, PRICE)]


async def test_an_answer_that_the_store_did_not_take_counts(works: Database, payer: Payer) -> None:
    shop = Shop()

    async def lose(order: Order) -> Paid[str]:
        with after_the_answer():
            raise Unavailable("The store is away.")

    with pytest.raises(Unavailable):
        await buy(works, payer=payer, purchase=shop.purchase("cat", send=lose))

    assert await ledger(works) == [("unknown", 1, None)]


async def test_an_answer_that_can_be_had_again_does_not_count_twice(
    works: Database, payer: Payer
) -> None:
    shop = Shop()

    async def lose(order: Order) -> Paid[str]:
        with after_the_answer():
            raise Unavailable("The store is away.")

    with pytest.raises(Unavailable):
        await buy(works, payer=payer, purchase=shop.purchase("cat", send=lose, replays=True))
    await buy(works, payer=payer, purchase=shop.purchase("cat", replays=True))

    assert await ledger(works) == [("settled", 1, PRICE)]


async def test_an_answer_that_never_came_counts_against_the_cap(
    works: Database, payer: Payer
) -> None:
    shop = Shop()
    poor = replace(payer, caps=Caps(user_day=PRICE * 3 / 2))

    async def hang_up(order: Order) -> Paid[str]:
        raise OutcomeUnknown("The line went dead.")

    with pytest.raises(OutcomeUnknown):
        await buy(works, payer=poor, purchase=shop.purchase("cat", send=hang_up))
    with pytest.raises(BudgetExceeded):
        await buy(works, payer=poor, purchase=shop.purchase("cat"))

    assert shop.billed == []
    assert await ledger(works) == [("unknown", 1, None)]


async def test_a_cancelled_call_is_counted_and_nothing_stays_held(
    works: Database, payer: Payer
) -> None:
    shop, has_left = Shop(), asyncio.Event()

    async def wait(order: Order) -> Paid[str]:
        has_left.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with asyncio.TaskGroup() as group:
        buying = group.create_task(
            buy(works, payer=payer, purchase=shop.purchase("cat", send=wait))
        )
        await has_left.wait()
        buying.cancel()

    assert await ledger(works) == [("unknown", 1, None)]


async def test_ordered_work_is_asked_for_again_and_not_ordered_again(
    works: Database, payer: Payer
) -> None:
    shop, seen = Shop(), list[str | None]()

    async def order_and_lose(order: Order) -> Paid[str]:
        await order.ordered("job-1")
        raise ProviderUnavailable("Nobody answers.")

    async def rejoin(order: Order) -> Paid[str]:
        seen.append(order.job_id)
        return Paid("CAT", USED)

    with pytest.raises(ProviderUnavailable):
        await buy(works, payer=payer, purchase=shop.purchase("cat", send=order_and_lose))
    await buy(works, payer=payer, purchase=shop.purchase("cat", send=rejoin))

    assert seen == ["job-1"]
    assert await ledger(works) == [("settled", 1, PRICE)]


LET_GO = "UPDATE charges SET held_until = now() - interval '1 second'"


async def test_money_held_by_a_process_that_died_before_the_call_is_used(
    database_url: str, works: Database, payer: Payer
) -> None:
    shop = Shop()
    await hold(works, payer, shop.purchase("cat"), holder="dead")
    await execute(database_url, LET_GO)

    await buy(works, payer=payer, purchase=shop.purchase("cat"))

    assert await ledger(works) == [("settled", 1, PRICE)]


@pytest.mark.parametrize(
    ("replays", "expected"),
    [
        (False, [("unknown", 1, None), ("settled", 2, PRICE)]),
        (True, [("settled", 1, PRICE)]),
    ],
)
async def test_a_process_that_died_in_a_call_leaves_it_to_the_next(
    database_url: str,
    works: Database,
    payer: Payer,
    replays: bool,
    expected: list[tuple[str, int, Decimal | None]],
) -> None:
    shop = Shop()
    purchase = shop.purchase("cat", replays=replays)
    dead = await hold(works, payer, purchase, holder="dead")
    async with works.work() as work:
        await work.charges.sent(charge_id=dead, holder="dead")
    await execute(database_url, LET_GO)

    await buy(works, payer=payer, purchase=purchase)

    assert await ledger(works) == expected
    assert (shop.billed == [str(dead)]) is replays


@pytest.mark.parametrize(("was_sent", "state"), [(False, "released"), (True, "unknown")])
async def test_money_that_nobody_comes_back_for_is_not_held_for_ever(
    database_url: str, works: Database, payer: Payer, was_sent: bool, state: str
) -> None:
    purchase = Shop().purchase("cat")
    dead = await hold(works, payer, purchase, holder="dead")
    async with works.work() as work:
        if was_sent:
            await work.charges.sent(charge_id=dead, holder="dead")
        await charges.sweep(work)
    assert await ledger(works) == [("reserved", 1, None)]
    await execute(database_url, "UPDATE charges SET held_until = now() - interval '2 hours'")

    async with works.work() as work:
        await charges.sweep(work)

    assert await ledger(works) == [(state, 1, None)]


async def test_whoever_lost_its_charge_settles_nothing(
    database_url: str, works: Database, payer: Payer
) -> None:
    shop = Shop()

    async def sleep_too_long(order: Order) -> Paid[str]:
        await execute(database_url, LET_GO)
        await buy(works, payer=payer, purchase=shop.purchase("cat"))
        return Paid("LATE", USED)

    await buy(works, payer=payer, purchase=shop.purchase("cat", send=sleep_too_long))

    assert await ledger(works) == [("unknown", 1, None), ("settled", 2, PRICE)]
    assert await lines(works) == 1
