"""Budgets of single users and conversations hold where the money is held, whoever asks at once."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.db.engine import Database, open_database
from studio.domain.budget import Caps, Limits
from studio.domain.errors import BudgetExceeded, Invalid, NotFound
from studio.services import budgets, ledger
from studio.services.charges import Payer
from studio.services.spending import buy
from tests.integration.services.test_spending import PRICE, Shop
from tests.support.studio import make_thread, pays

NOTHING = Caps()


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def payer(works: Database) -> Payer:
    return pays(*await make_thread(works))


async def choose(works: Database, payer: Payer, **limits: Decimal) -> None:
    async with works.work() as work:
        await budgets.choose(
            work, owner_id=payer.owner_id, usual=payer.caps, limits=Limits(**limits)
        )


async def choose_for_thread(works: Database, payer: Payer, limit_usd: Decimal | None) -> None:
    assert payer.thread_id is not None
    async with works.work() as work:
        await budgets.choose_for_thread(
            work,
            owner_id=payer.owner_id,
            thread_id=payer.thread_id,
            usual=payer.caps,
            limit_usd=limit_usd,
        )


async def bought(works: Database, payer: Payer, shop: Shop, name: str) -> bool:
    try:
        await buy(works, payer=payer, purchase=shop.purchase(name))
    except BudgetExceeded:
        return False
    return True


@pytest.mark.parametrize("whose", ["user_day", "project", "thread", "operator"])
async def test_twenty_calls_at_once_overdraw_no_budget(
    works: Database, payer: Payer, whose: str
) -> None:
    shop, most = Shop(), PRICE * 10 + PRICE / 2
    if whose == "thread":
        await choose_for_thread(works, payer, most)
    elif whose == "operator":
        async with works.work() as work:
            limits = Limits(user_day=most)
            await budgets.set_by_operator(work, email="ada@example.com", limits=limits)
    else:
        await choose(works, payer, **{whose: most})

    done = await asyncio.gather(*(bought(works, payer, shop, f"cat {n}") for n in range(20)))

    assert (sum(done), len(shop.billed)) == (10, 10)


async def test_a_budget_that_is_lowered_meanwhile_holds_from_then_on(
    works: Database, payer: Payer
) -> None:
    shop = Shop()
    await choose(works, payer, user_day=PRICE * 40)

    async def lower() -> int:
        await choose(works, payer, user_day=PRICE * 5)
        return len(shop.billed)

    *done, then = await asyncio.gather(
        *(bought(works, payer, shop, f"cat {n}") for n in range(20)),
        lower(),
        *(bought(works, payer, shop, f"dog {n}") for n in range(20)),
    )

    assert sum(map(bool, [*done, then])) < 40
    assert not await bought(works, payer, shop, "late")
    assert len(shop.billed) <= 20


async def test_another_users_budgets_do_not_count(works: Database, payer: Payer) -> None:
    other = pays(*await make_thread(works, "bob@example.com"))
    await choose(works, other, user_day=Decimal(0))
    await choose_for_thread(works, other, Decimal(0))

    assert await bought(works, payer, Shop(), "cat")
    assert not await bought(works, other, Shop(), "cat")
    with pytest.raises(NotFound):
        await choose_for_thread(works, replace(other, thread_id=payer.thread_id), Decimal(1))


async def test_a_user_goes_below_the_operators_caps_and_not_above(
    works: Database, payer: Payer
) -> None:
    limited = replace(payer, caps=Caps(project=Decimal(3), user_day=Decimal(5)))

    with pytest.raises(Invalid, match=r"choose at most \$5.00"):
        await choose(works, limited, user_day=Decimal(6))
    with pytest.raises(Invalid, match=r"choose at most \$3.00"):
        await choose_for_thread(works, limited, Decimal(4))

    await choose(works, limited, user_day=Decimal(2))
    async with works.work() as work:
        held = await budgets.of_user(work, owner_id=payer.owner_id, usual=limited.caps)
    assert (held.in_force.project, held.in_force.user_day) == (3, 2)


async def test_the_operator_lets_one_user_spend_more_or_less_than_all(
    works: Database, payer: Payer
) -> None:
    limited = replace(payer, caps=Caps(user_day=PRICE / 2))
    assert not await bought(works, limited, Shop(), "cat")

    async with works.work() as work:
        limits = Limits(user_day=PRICE)
        await budgets.set_by_operator(work, email=" Ada@example.com", limits=limits)

    assert await bought(works, limited, Shop(), "cat")
    assert not await bought(works, limited, Shop(), "dog")
    with pytest.raises(NotFound, match="add-user"):
        async with works.work() as work:
            await budgets.set_by_operator(work, email="eve@example.com", limits=Limits())


async def test_an_account_tells_what_is_left_of_the_budget_that_holds(
    works: Database, payer: Payer
) -> None:
    await choose(works, payer, user_day=PRICE * 3)
    await choose_for_thread(works, payer, PRICE * 2)
    await bought(works, payer, Shop(), "cat")

    async with works.work() as work:
        told = await ledger.costs(
            work,
            owner_id=payer.owner_id,
            caps=NOTHING,
            since=ledger.EVER,
            thread_id=payer.thread_id,
        )

    assert {str(left.cap): left.left_usd for left in told.left} == {
        "project": PRICE,
        "user_day": PRICE * 2,
    }
