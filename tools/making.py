"""Make the pictures and the voices that are missing."""

from collections.abc import Awaitable, Callable

from studio.domain.errors import ProviderFailed
from studio.domain.units import SceneId
from studio.services import assets
from studio.services.assets import AssetsReport
from studio.services.storyboards import SavedStoryboard
from tools.context import ToolContext
from tools.progress import Stage, patch_progress, show_progress
from tools.spec import NoArguments, Tool
from tools.spending import approve_spending
from tools.storyboards import answer, current, show

OnDone = Callable[[SceneId, int, int, bool], Awaitable[None]]


async def make_pictures(context: ToolContext, arguments: NoArguments) -> str:
    """Make what pictures are missing."""
    saved = await current(context)
    await approve_spending(context, saved)
    return _told(saved, await pictures_of(context, saved))


async def make_voice(context: ToolContext, arguments: NoArguments) -> str:
    """Make what voices are missing."""
    saved = await current(context)
    await approve_spending(context, saved)
    return _told(saved, await voices_of(context, saved))


async def pictures_of(context: ToolContext, saved: SavedStoryboard) -> AssetsReport:
    """Make the pictures of a version and show them on its card."""
    studio = context.studio

    async def make(on_done: OnDone) -> AssetsReport:
        return await assets.make_pictures(
            studio.works,
            store=studio.store,
            makers=studio.pictures,
            payer=context.payer,
            storyboard=saved.storyboard,
            on_done=on_done,
        )

    return await _make(context, saved, make, stage="pictures", label="Making the pictures")


async def voices_of(context: ToolContext, saved: SavedStoryboard) -> AssetsReport:
    """Make the voices of a version; its card then shows measured lengths."""
    studio = context.studio

    async def make(on_done: OnDone) -> AssetsReport:
        return await assets.make_voices(
            studio.works,
            store=studio.store,
            makers=studio.speech,
            payer=context.payer,
            storyboard=saved.storyboard,
            on_done=on_done,
        )

    return await _make(context, saved, make, stage="voice", label="Recording the voice")


async def _make(
    context: ToolContext,
    saved: SavedStoryboard,
    make: Callable[[OnDone], Awaitable[AssetsReport]],
    *,
    stage: Stage,
    label: str,
) -> AssetsReport:
    card = f"{stage}-{context.turn_id}"
    scenes = saved.storyboard.scenes
    made = {"pictures": lambda s: s.media is None, "voice": lambda s: s.spoken != ""}
    count = sum(1 for scene in scenes if made[stage](scene))
    await show_progress(context, card, stage=stage, label=label, done=0, total=count)

    async def on_done(_: SceneId, done: int, total: int, reused: bool) -> None:
        await patch_progress(context, card, done=done, total=total)

    report = await make(on_done)
    finished = len(report.made) + len(report.reused)
    state = "failed" if report.failed else "done"
    await show_progress(
        context, card, stage=stage, label=label, done=finished, total=count, state=state
    )
    await show(context, saved)
    return report


def _told(saved: SavedStoryboard, report: AssetsReport) -> str:
    check(saved, report)
    return answer(ok=True, made=len(report.made), reused=len(report.reused))


def check(saved: SavedStoryboard, report: AssetsReport) -> None:
    """Refuse to go on without what failed.

    Raises:
        ProviderFailed: Some scenes could not be made.
    """
    if report.failed:
        lost = "; ".join(
            f"scene {saved.storyboard.position(scene) + 1}: {reason}"
            for scene, reason in report.failed.items()
        )
        raise ProviderFailed(f"Not everything could be made ({lost}). The rest is kept.")


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
