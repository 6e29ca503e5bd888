"""Render the video and wait for it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from studio.domain.cards import VideoCard
from studio.domain.errors import Cancelled, RenderFailed
from studio.domain.money import CallKind
from studio.domain.quality import QualityReport, Verdict
from studio.domain.render import Artifact, ArtifactKind, Render, RenderProfile, RenderStatus
from studio.domain.timeline import compile_timeline
from studio.domain.units import ArtifactId
from studio.services import assets, renders, stock
from studio.services.storyboards import SavedStoryboard
from tools.context import ToolContext
from tools.lengths import keep_length, told_of_length
from tools.making import check, pictures_of, voices_of
from tools.moving import moved_on
from tools.outages import is_decided, pictures_in_the_open, voices_in_the_open
from tools.progress import ended, show_progress
from tools.spec import Arguments, Tool
from tools.spending import approve_spending
from tools.storyboards import answer, current, known_assets
from tools.waiting import approve_work

POLL_S = 0.3
LABEL = "Rendering the video"
HEADS = {
    Verdict.FAILED: "But this video failed its checks:",
    Verdict.WARNINGS: "Its checks passed with warnings:",
}
"""What is said before the findings."""
MENDED = "Some of it was mended automatically before it was finished ({repairs})."
MORE = "and {count} more"
MOST_TOLD = 3
"""Repairs that are told one by one; the report has all of them."""


class RenderArguments(Arguments):
    """How good."""

    profile: RenderProfile = Field(
        RenderProfile.STANDARD,
        description="`draft` is half the size and fast; `standard` is the finished video; "
        "`archive` takes several times as long, for a copy that is edited or encoded again.",
    )


async def render(context: ToolContext, arguments: RenderArguments) -> str:
    """Render the newest version.

    Raises:
        RenderFailed: It could not be rendered.
        Cancelled: Someone stopped it.
    """
    saved = await approve_work(context, await current(context))
    saved = await keep_length(context, await _with_all(context, saved))
    asked = await _request(context, saved, arguments.profile)
    card = f"render-{asked.id}"
    if not asked.status.is_final:
        if asked.turn_id == context.turn_id:
            context.renders.add(asked.id)
        done = round(100 * asked.fraction)
        await show_progress(context, card, stage="render", label=LABEL, done=done, total=100)
    finished = await _wait(context, asked)
    context.renders.discard(asked.id)
    done = round(100 * finished.fraction)
    await show_progress(
        context,
        card,
        stage="render",
        label=LABEL,
        done=done,
        total=100,
        state=ended(finished.status),
    )
    if finished.status is RenderStatus.CANCELLED:
        raise Cancelled("The render was stopped.")
    if finished.status is RenderStatus.FAILED:
        raise RenderFailed(f"The render failed: {finished.error}", stage=finished.stage)
    return await _show_video(context, saved, finished)


async def _with_all(context: ToolContext, saved: SavedStoryboard) -> SavedStoryboard:
    """Make what is missing, all that can be made first; then ask about what cannot.

    Returns:
        The version that holds now: another maker may have been agreed upon.
    """
    saved = await moved_on(context, saved, CallKind.PICTURE, CallKind.VOICE)
    await approve_spending(context, saved)
    made = await known_assets(context, saved.storyboard)
    scenes = saved.storyboard.scenes
    unseen = any(made[s.id].picture is None for s in scenes if s.media is None)
    unheard = any(made[s.id].voice is None for s in scenes if s.spoken)
    seen = heard = None
    if unseen and not await is_decided(context, CallKind.PICTURE):
        seen = await pictures_of(context, saved)
    if unheard and not await is_decided(context, CallKind.VOICE):
        heard = await voices_of(context, saved)
    if unseen:
        saved, seen = await pictures_in_the_open(context, saved, seen)
        check(saved, seen)
    if unheard:
        saved, heard = await voices_in_the_open(context, saved, heard)
        check(saved, heard)
    return saved


async def _request(context: ToolContext, saved: SavedStoryboard, profile: RenderProfile) -> Render:
    async with context.studio.work() as work:
        music = await assets.music_for(work, owner_id=context.owner_id, storyboard=saved.storyboard)
    timeline = compile_timeline(
        saved.storyboard,
        await known_assets(context, saved.storyboard),
        hardware=context.studio.hardware,
        music=music,
    )
    async with context.studio.work() as work:
        asked = await renders.request(
            work,
            owner_id=context.owner_id,
            thread_id=context.thread_id,
            turn_id=context.turn_id,
            version=saved.version,
            timeline=timeline,
            profile=profile,
            queue=context.studio.queue,
            store=context.studio.store,
            is_of_batch=context.batch_id is not None,
        )
    return asked.render


async def _wait(context: ToolContext, asked: Render) -> Render:
    standing = asked
    while not standing.status.is_final:
        await asyncio.sleep(POLL_S)
        async with context.studio.work() as work:
            standing = await renders.get(work, owner_id=context.owner_id, render_id=asked.id)
    return standing


async def _show_video(context: ToolContext, saved: SavedStoryboard, finished: Render) -> str:
    async with context.studio.work() as work:
        summary = await renders.summary(work, render_id=finished.id)
        due = await stock.credits_of(work, owner_id=context.owner_id, render_id=finished.id)
    credits = tuple(dict.fromkeys(credit.line for credit in due))
    video = _artifact(finished, ArtifactKind.VIDEO)
    if video is None or finished.facts is None:
        raise RenderFailed("The render ended without a video.", stage="finish")
    report = finished.facts.quality
    card = VideoCard(
        render_id=finished.id,
        version=saved.version,
        title=saved.storyboard.title,
        duration_s=finished.facts.duration_s,
        size_bytes=video.size_bytes,
        video=video.id,
        cover=_id(finished, ArtifactKind.COVER),
        subtitles=_id(finished, ArtifactKind.SUBTITLES),
        webvtt=_id(finished, ArtifactKind.WEBVTT),
        made_s=summary.seconds,
        segments_made=summary.made,
        segments_reused=summary.reused,
        credits=credits,
        quality=report.verdict if report else None,
        findings=_found(context, report),
    )
    await context.show_card("video", card, card_id=f"video-{finished.id}")
    return answer(
        ok=True,
        render_id=str(finished.id),
        version=saved.version,
        duration_s=round(card.duration_s, 1),
        segments_made=summary.made,
        segments_reused=summary.reused,
        **({"credits": credits} if credits else {}),
        **_quality(context, report),
        **await told_of_length(context, saved, seconds=card.duration_s),
    )


def _quality(context: ToolContext, report: QualityReport | None) -> dict[str, Any]:
    if report is None:
        return {}
    said: dict[str, Any] = {"quality": report.verdict.value}
    if report.findings:
        said["findings"] = [finding.sentence for finding in report.gravest]
        head = context.wording.said(HEADS[report.verdict])
        said["quality_told"] = f"{head} {'; '.join(_found(context, report))}."
    if report.repairs:
        said["repairs"] = list(report.repairs)
        said["repairs_told"] = _mended(context, report.repairs)
    return said


def _mended(context: ToolContext, repairs: Sequence[str]) -> str:
    """Say what was made again before it was shown, and why; the first of it where it is much."""
    more = len(repairs) - MOST_TOLD
    told = [*repairs[:MOST_TOLD], *([MORE.format(count=more)] if more > 0 else [])]
    return context.wording.said(MENDED.format(repairs="; ".join(told)))


def _found(context: ToolContext, report: QualityReport | None) -> tuple[str, ...]:
    """Name what the checks found, as people read it."""
    findings = report.gravest if report else ()
    return tuple(dict.fromkeys(context.wording.said(finding.place) for finding in findings))


def _artifact(finished: Render, kind: ArtifactKind) -> Artifact | None:
    return next((a for a in finished.artifacts if a.kind is kind), None)


def _id(finished: Render, kind: ArtifactKind) -> ArtifactId | None:
    found = _artifact(finished, kind)
    return found.id if found else None


TOOL = Tool(
    name="render",
    description="Render the video and wait until it is done; makes missing pictures and voices "
    "first. What did not change since the last render is not made again. Use `draft` for a "
    "quick look.",
    arguments=RenderArguments,
    run=render,
)
