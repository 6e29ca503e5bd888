"""Ask the user before going on."""

from collections.abc import Callable

from studio.domain.batch import BatchAsk
from studio.domain.cards import GateCard
from studio.domain.errors import NotApproved
from studio.domain.events import CardShown
from studio.domain.gate import DECLINED, NOTED, Ask, Gate, GateState, SpendAsk
from studio.domain.units import TurnId
from studio.services import gates
from tools.context import ToolContext


async def approve(
    context: ToolContext, *, key: str, message: str, asked: Ask, within_s: float | None = None
) -> Gate:
    """Give the approval of what is asked; the call ends here until the user answers.

    Args:
        context: The tool call that asks.
        key: Tells the questions of one call apart; the same after a crash.
        message: The question.
        asked: The question as data.
        within_s: After so many seconds it counts as rejected.

    Raises:
        NotApproved: The user said no.
        ApprovalNeeded: Nobody can be waited for here.
    """
    gate = await ask(context, key=key, message=message, asked=asked, within_s=within_s)
    if gate.state is not GateState.APPROVED:
        raise NotApproved(declined(gate))
    return gate


async def asked_before(context: ToolContext, key: str) -> Gate | None:
    """Give what this call asked before it was run again; ``None`` where it did not."""
    async with context.studio.work() as work:
        return await gates.asked_before(
            work,
            owner_id=context.owner_id,
            turn_id=context.root_id,
            call_id=context.call_id,
            key=key,
        )


async def ask(
    context: ToolContext, *, key: str, message: str, asked: Ask, within_s: float | None = None
) -> Gate:
    """Give what the user said to a question; the call ends here until they did. Like ``approve``.

    Raises:
        ApprovalNeeded: Nobody can be waited for here.
    """
    async with context.studio.work() as work:
        gate = await gates.ask(
            work,
            owner_id=context.owner_id,
            thread_id=context.thread_id,
            turn_id=context.root_id,
            call_id=context.call_id,
            key=key,
            message=context.wording.said(message),
            asked=told_in(asked, context.wording.said),
            now=context.studio.clock.now(),
            within_s=within_s,
        )
    await context.emit(shown(gate, turn_id=context.turn_id))
    if gate.is_open:
        context.pause(gate)
        raise AssertionError("a gate was passed that nobody opened")
    return gate


def told_in(asked: Ask, said: Callable[[str], str]) -> Ask:
    """Give a question with what its budgets are called in other words."""
    if not isinstance(asked, SpendAsk | BatchAsk):
        return asked
    budgets = (left.model_copy(update={"label": said(left.label)}) for left in asked.budgets)
    return asked.model_copy(update={"budgets": tuple(budgets)})


def declined(gate: Gate) -> str:
    """Say that the user said no, and what they said besides."""
    note = gate.answer.note.strip() if gate.answer else ""
    return f"{DECLINED}{f' {NOTED} {note}' if note else ''}"


def shown(gate: Gate, *, turn_id: TurnId) -> CardShown:
    """Give the event that shows a gate, or renews its card."""
    content = GateCard.of(gate).model_dump(mode="json")
    return CardShown(turn_id=turn_id, card_id=gate.card_id, kind="gate", content=content)
