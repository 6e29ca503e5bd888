"""The steps of making: the pictures and the voices of a version, with progress on its cards."""

from collections.abc import Awaitable, Callable, Collection

from studio.domain.errors import ProviderFailed
from studio.domain.units import SceneId
from studio.services import assets
from studio.services.making import AssetsReport, OnDone
from studio.services.storyboards import SavedStoryboard
from tools.context import ToolContext
from tools.progress import Stage, patch_progress, show_progress
from tools.storyboards import show


async def pictures_of(
    context: ToolContext, saved: SavedStoryboard, without: Collection[SceneId] = ()
) -> AssetsReport:
    """Make the pictures of a version and show them on its card; some scenes may be left out."""
    studio = context.studio

    async def make(on_done: OnDone) -> AssetsReport:
        return await assets.make_pictures(
            studio.works,
            store=studio.store,
            makers=studio.pictures,
            payer=context.payer,
            storyboard=saved.storyboard,
            on_done=on_done,
            without=without,
        )

    return await _make(context, saved, make, stage="pictures", label="Making the pictures")


async def voices_of(
    context: ToolContext, saved: SavedStoryboard, without: Collection[SceneId] = ()
) -> AssetsReport:
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
            without=without,
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
