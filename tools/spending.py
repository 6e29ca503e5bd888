"""Ask before money is spent: one question for all that a storyboard still needs."""

from studio.domain.budget import dollars
from studio.domain.gate import SpendAsk
from studio.domain.money import CallKind
from studio.services import questions
from studio.services.storyboards import SavedStoryboard
from tools.approval import approve
from tools.context import ToolContext
from tools.retirements import warn

SPEND = "spend"


async def approve_spending(
    context: ToolContext, saved: SavedStoryboard, *, key: str = SPEND
) -> None:
    """Go on only where the missing pictures and voices may be paid for.

    The key tells the questions of one call apart.

    Raises:
        NotApproved: The user said no.
    """
    studio = context.studio
    async with studio.work() as work:
        lines = await questions.missing(
            work,
            payer=context.payer,
            storyboard=saved.storyboard,
            pictures=studio.pictures,
            speech=studio.speech,
        )
        asked = await questions.question(work, payer=context.payer, lines=lines)
    await warn(context, lines)
    if asked is not None:
        await approve(
            context,
            key=key,
            message=_question(asked),
            asked=asked,
            within_s=studio.answer_within_s,
        )


def _question(asked: SpendAsk) -> str:
    counts = {what: sum(line.what is what for line in asked.lines) for what in CallKind}
    things = " and ".join(
        f"{count} {what}{'s' if count > 1 else ''}" for what, count in counts.items() if count
    )
    makers = ", ".join(
        dict.fromkeys(f"{line.provider} {line.model}".strip() for line in asked.lines)
    )
    if asked.total_usd is None:
        return f"Make {things} with {makers}? The price is not known."
    return f"Make {things} with {makers} for up to {dollars(asked.total_usd)}?"
