"""Say who does the work of a maker that is down, without being asked each time."""

from typing import Literal

from pydantic import Field

from studio.domain.gate import ReplacementAsk
from studio.domain.money import CallKind
from studio.services import rules
from studio.services.rules import Replacement
from tools.approval import approve
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import answer


class ReplacementArguments(Arguments):
    """Who replaces whom."""

    what: Literal[CallKind.PICTURE, CallKind.VOICE] = Field(
        CallKind.PICTURE, description="Whose work: pictures or voices."
    )
    maker: str = Field(max_length=40, description="Who may be down, e.g. `openai`.")
    instead: str = Field(
        max_length=40,
        description="Who does it then; empty takes the rule back, and the user is asked again.",
    )


async def set_rule(context: ToolContext, arguments: ReplacementArguments) -> str:
    """Set who replaces a maker that is down; a new rule waits for the user's yes.

    Raises:
        InvalidEdit: One of the makers is not here.
        NotApproved: The user said no.
    """
    what, owner_id = CallKind(arguments.what), context.owner_id
    rule = Replacement(what, arguments.maker, arguments.instead)
    if not rule.instead:
        async with context.studio.work() as work:
            await rules.do_not_replace(work, owner_id=owner_id, what=what, maker=rule.maker)
        return answer(ok=True, rule=f"I ask when {rule.maker} is down.")
    rules.check_replacement(rule, pictures=context.studio.pictures, speech=context.studio.speech)
    async with context.studio.work() as work:
        is_new = rule not in await rules.replacements(work, owner_id=owner_id)
    if is_new:
        await approve(
            context,
            key="replacement",
            message=f"From now on, use {rule.instead} without asking wherever {rule.maker} is down "
            f"or refuses a {what}? What it costs more is asked about only where your rule on spending "
            "says so.",
            asked=ReplacementAsk(what=what, maker=rule.maker, instead=rule.instead),
            within_s=context.studio.answer_within_s,
        )
        async with context.studio.work() as work:
            await rules.replace(work, owner_id=owner_id, rule=rule)
    return answer(ok=True, rule=f"{rule.instead} does it when {rule.maker} is down.")


TOOL = Tool(
    name="set_replacement_rule",
    description="Set who makes the pictures, or speaks, whenever another maker is down or refuses, when "
    "the user says so ('always use the illustrator when openai is down'). It is asked about first. "
    "Without such a rule the user is asked each time.",
    arguments=ReplacementArguments,
    run=set_rule,
)
