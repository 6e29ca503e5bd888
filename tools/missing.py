"""Make the pictures and the voices that are missing, and ask where a maker is down."""

from studio.domain.money import CallKind
from studio.services.making import AssetsReport
from studio.services.storyboards import SavedStoryboard
from tools.context import ToolContext
from tools.lengths import keep_length
from tools.making import check
from tools.moving import moved_on
from tools.outages import pictures_in_the_open, voices_in_the_open
from tools.spec import NoArguments, Tool
from tools.spending import approve_spending
from tools.storyboards import answer, current
from tools.waiting import approve_work


async def make_pictures(context: ToolContext, arguments: NoArguments) -> str:
    """Make what pictures are missing."""
    saved = await approve_work(context, await current(context))
    saved = await moved_on(context, saved, CallKind.PICTURE)
    await approve_spending(context, saved)
    return _told(*await pictures_in_the_open(context, saved))


async def make_voice(context: ToolContext, arguments: NoArguments) -> str:
    """Make what voices are missing."""
    saved = await approve_work(context, await current(context))
    saved = await moved_on(context, saved, CallKind.VOICE)
    await approve_spending(context, saved)
    saved, report = await voices_in_the_open(context, saved)
    check(saved, report)
    await keep_length(context, saved)
    return _told(saved, report)


def _told(saved: SavedStoryboard, report: AssetsReport) -> str:
    check(saved, report)
    return answer(ok=True, made=len(report.made), reused=len(report.reused))


PICTURES = Tool(
    name="make_pictures",
    description="Make the pictures of all scenes that lack one; pictures that exist are kept.",
    arguments=NoArguments,
    run=make_pictures,
)
VOICE = Tool(
    name="make_voice",
    description="Record the voice of all scenes that lack one; what exists is kept. "
    "Afterwards the lengths on the storyboard are measured.",
    arguments=NoArguments,
    run=make_voice,
)
