"""Budgets and the ask rule in conversation: stricter at once, looser after a yes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.domain.budget import AskRule, Cap, Caps
from studio.domain.errors import ApprovalNeeded, Invalid, NotApproved
from studio.domain.gate import Action, Answer, BudgetAsk, Gate, RuleAsk, Via
from studio.services import budgets, gates, rules
from tests.support.makers import only
from tests.support.priced import PricedPictures
from tests.support.toolbox import Toolbox

YES, NO = Answer(action=Action.APPROVE), Answer(action=Action.REJECT)


@pytest.fixture
def capped(box: Toolbox) -> Toolbox:
    """A conversation in which a day may cost $5, and that asks above a dollar."""
    asks = AskRule(above_usd=Decimal(1), unpriced=True)
    box.studio = replace(box.studio, caps=Caps(user_day=Decimal(5)), asks=asks)
    return box


async def said(box: Toolbox, answer: Answer) -> Gate:
    """Answer the gate that is open."""
    async with box.studio.work() as work:
        asked = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
        (gate,) = [gate for gate in asked if gate.is_open]
        return await gates.close(work, gate, answer=answer, via=Via.CARD, by=box.owner)


async def in_force(box: Toolbox) -> Caps:
    async with box.studio.work() as work:
        budget = await budgets.of_thread(
            work, owner_id=box.owner, thread_id=box.thread, usual=box.studio.caps
        )
    return budget.in_force


async def rule(box: Toolbox) -> AskRule:
    async with box.studio.work() as work:
        return await rules.of_user(work, owner_id=box.owner, usual=box.studio.asks)


async def test_a_lower_budget_holds_at_once_and_stands_on_the_cost_card(capped: Toolbox) -> None:
    told = await capped.call("set_budget", usd=2)
    await capped.call("set_budget", cap="user_day", usd=3.5)
    await capped.call("set_budget", cap="request", usd=0.5)
    await capped.call("show_cost")

    assert told["holds"] == "$2.00"
    held = await in_force(capped)
    assert (held.project, held.user_day, held.request) == (2, Decimal("3.5"), Decimal("0.5"))
    (card,) = capped.cards("cost")
    assert {b["label"]: Decimal(b["left_usd"]) for b in card["budgets"]} == {
        "one request": Decimal("0.5"),
        "this conversation": 2,
        "your day": Decimal("3.5"),
    }


async def test_what_is_still_to_be_made_stands_on_the_cost_card(capped: Toolbox) -> None:
    painters = only(PricedPictures("0.40"))
    box = replace(capped, studio=replace(capped.studio, pictures=painters))
    await box.draft("One.", "Two.", "Three.")

    told = await box.call("show_cost")

    # Three pictures at a price, and three voices of this machine.
    assert (told["to_come_calls"], told["to_come_usd"]) == (6, "1.2")
    await box.call("set_ask_rule", above_usd=0.1)
    with pytest.raises(ApprovalNeeded):
        await box.call("make_pictures", call_id="paint")
    await said(box, YES)
    await box.call("make_pictures", call_id="paint")
    assert (await box.call("show_cost"))["to_come_usd"] == "0"


async def test_a_higher_budget_waits_for_a_yes(capped: Toolbox) -> None:
    await capped.call("set_budget", usd=2)

    with pytest.raises(ApprovalNeeded, match=r"up to \$4.00\? Until now it is \$2.00"):
        await capped.call("set_budget", usd=4, call_id="more")
    assert (await in_force(capped)).project == 2

    gate = await said(capped, YES)
    assert gate.ask == BudgetAsk(cap=Cap.PROJECT, limit_usd=Decimal(4), before_usd=Decimal(2))
    await capped.call("set_budget", usd=4, call_id="more")
    assert (await in_force(capped)).project == 4


async def test_a_no_leaves_the_budget(capped: Toolbox) -> None:
    await capped.call("set_budget", usd=2)
    with pytest.raises(ApprovalNeeded):
        await capped.call("set_budget", usd=None, call_id="more")

    await said(capped, NO)

    with pytest.raises(NotApproved):
        await capped.call("set_budget", usd=None, call_id="more")
    assert (await in_force(capped)).project == 2


async def test_nobody_is_asked_about_what_the_operator_forbids(capped: Toolbox) -> None:
    with pytest.raises(Invalid, match="more than the operator allows"):
        await capped.call("set_budget", cap="user_day", usd=6)
    assert capped.cards("gate") == []


async def test_asking_more_often_holds_at_once(capped: Toolbox) -> None:
    told = await capped.call("set_ask_rule", above_usd=0.5)

    assert await rule(capped) == AskRule(above_usd=Decimal("0.5"), unpriced=True)
    assert "more than $0.50" in told["rule"]


@pytest.mark.parametrize("looser", [{"above_usd": 20}, {"above_usd": None}])
async def test_asking_less_often_waits_for_a_yes(
    capped: Toolbox, looser: dict[str, float | None]
) -> None:
    with pytest.raises(ApprovalNeeded):
        await capped.call("set_ask_rule", **looser, call_id="less")
    assert (await rule(capped)).above_usd == 1

    gate = await said(capped, YES)
    assert isinstance(gate.ask, RuleAsk)
    await capped.call("set_ask_rule", **looser, call_id="less")
    assert (await rule(capped)).above_usd == looser["above_usd"]
