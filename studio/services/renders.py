"""Renders: asked for by users, worked on by the renderer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from studio.db.repositories.renders import NewTask, TaskSums
from studio.db.rows import ArtifactRow, RenderRow
from studio.db.work import Work
from studio.domain.asset import digest as digest_of
from studio.domain.errors import Conflict, NotFound, Unavailable
from studio.domain.render import (
    Artifact,
    MediaFacts,
    Render,
    RenderProfile,
    RenderStatus,
    Urgency,
    render_digest,
    seconds_left,
    urgency_of,
)
from studio.domain.segments import as_begun, audio_digest, audio_key, segment_key, segments_of
from studio.domain.timeline import Timeline
from studio.domain.units import ArtifactId, Digest, RenderId, ThreadId, TurnId, UserId
from studio.ports import ArtifactStore, RenderJob, RenderQueue

_SMALL_SHARE = 20
"""Sound and join each count as much as one frame in this many."""
_KEYS = {"segment": segment_key, "audio": audio_key}
"""Where the pieces of a kind lie."""


@dataclass(frozen=True, slots=True)
class Requested:
    """A render, and whether this request made it."""

    render: Render
    is_new: bool


@dataclass(frozen=True, slots=True)
class JobSheet:
    """All that the renderer needs to know."""

    render: Render
    owner_id: UserId
    timeline: Timeline
    title: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a render is: 0 to 1, the stage at work, and whether it can be watched already."""

    fraction: float
    stage: str
    is_playable: bool


@dataclass(frozen=True, slots=True)
class RenderSummary:
    """What a render took: segments made and reused, seconds since it was asked for."""

    made: int
    reused: int
    seconds: float


async def request(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    turn_id: TurnId | None,
    version: int,
    timeline: Timeline,
    profile: RenderProfile,
    queue: RenderQueue,
    store: ArtifactStore | None = None,
    is_of_batch: bool = False,
) -> Requested:
    """Ask for a video; the same timeline and profile give the thread's render that exists.

    Another thread makes its own, of the same segments and sound, so that it outlives this one. Pieces
    that lie in the store are done from the start, and nobody is rung for them.

    Raises:
        NotFound: The owner has no such version of a storyboard.
        Conflict: The render that exists was cancelled in this very moment.
    """
    saved = await work.storyboards.get(owner_id=owner_id, thread_id=thread_id, version=version)
    if saved is None:
        raise NotFound(f"There is no storyboard version {version}.")
    wanted = render_digest(timeline, profile)
    others = await work.renders.count_unfinished(owner_id=owner_id)
    urgency = urgency_of(
        profile, is_asked_in_turn=turn_id is not None and not is_of_batch, others=others
    )
    row = await work.renders.add(
        owner_id=owner_id,
        digest=wanted,
        thread_id=thread_id,
        turn_id=turn_id,
        storyboard_version=version,
        profile=profile.value,
        urgency=urgency.value,
        title=str(saved.content.get("title", "")),
        timeline=timeline.model_dump(mode="json"),
    )
    if row is None:
        present = await work.renders.live(owner_id=owner_id, thread_id=thread_id, digest=wanted)
        if present is None:
            raise Conflict("The same render was just cancelled; ask again.")
        return Requested(await _render(work, present), is_new=False)
    tasks = _tasks(wanted, timeline, profile)
    await work.renders.add_tasks(owner_id=owner_id, render_id=row.id, tasks=tasks)
    if store is not None:
        await _reuse(work, row, await _stored(store, tasks))
    job = await _job(work, row)
    work.after_commit(lambda: queue.submit(job))
    return Requested(await _render(work, row), is_new=True)


async def get(work: Work, *, owner_id: UserId, render_id: RenderId) -> Render:
    """Give a render as it stands.

    Raises:
        NotFound: The owner has no such render.
    """
    return await _render(
        work, _found(await work.renders.get(owner_id=owner_id, render_id=render_id))
    )


async def newest_video(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> Render:
    """Give the video of a thread that was finished last.

    Raises:
        NotFound: The owner has no such thread, or no video of it is finished.
    """
    row = await work.renders.newest_done(owner_id=owner_id, thread_id=thread_id)
    if row is None:
        raise NotFound("There is no finished video yet; render one first.")
    return await _render(work, row)


async def get_artifact(work: Work, *, owner_id: UserId, artifact_id: ArtifactId) -> Artifact:
    """Give a finished file.

    Raises:
        NotFound: The owner has no such file.
    """
    row = await work.artifacts.get(owner_id=owner_id, artifact_id=artifact_id)
    if row is None:
        raise NotFound("There is no such file.")
    return as_artifact(row)


async def cancel(work: Work, *, owner_id: UserId, render_id: RenderId, queue: RenderQueue) -> None:
    """Stop a render; one that is over stays as it is.

    Raises:
        NotFound: The owner has no such render.
    """
    _found(await work.renders.get(owner_id=owner_id, render_id=render_id))
    if await work.renders.end(render_id, status=RenderStatus.CANCELLED.value) is not None:
        work.after_commit(lambda: queue.cancel(render_id))


async def load_job(work: Work, *, render_id: RenderId) -> JobSheet:
    """Give the renderer what it needs.

    Raises:
        NotFound: There is no such render.
    """
    row = _found(await work.renders.by_id(render_id))
    return JobSheet(
        render=await _render(work, row),
        owner_id=UserId(row.owner_id),
        timeline=Timeline.model_validate(row.timeline),
        title=row.title,
    )


async def task_progress(
    work: Work, *, render_id: RenderId, digest: Digest, done: int, total: int
) -> Progress:
    """Note how far a piece is, and give how far the whole is."""
    await work.renders.start(render_id)
    share = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
    await work.renders.advance(render_id=render_id, digest=digest, share=share)
    return _progress(await work.renders.task_sums(render_id))


async def task_done(
    work: Work, *, render_id: RenderId, digest: Digest, reused: bool = False
) -> Progress:
    """Note that a piece is done, and give how far the whole is; told twice, it counts once."""
    await work.renders.start(render_id)
    await work.renders.complete(render_id=render_id, digest=digest, is_reused=reused)
    progress = _progress(await work.renders.task_sums(render_id))
    if progress.is_playable:
        await work.renders.playable(render_id)
    return progress


async def segments_left(work: Work, *, render_id: RenderId) -> int:
    """Count the segments that are not made yet, those under way among them."""
    sums = await work.renders.task_sums(render_id)
    return sums.segments - sums.segments_done


async def finish(
    work: Work, *, render_id: RenderId, artifacts: Sequence[Artifact], facts: MediaFacts
) -> bool:
    """Note what came out.

    Returns:
        Whether the render was still open; a cancelled one stays cancelled.
    """
    owner_id = await work.renders.end(
        render_id, status=RenderStatus.DONE.value, facts=facts.model_dump(mode="json")
    )
    if owner_id is None:
        return False
    for artifact in artifacts:
        values = artifact.model_dump() | {"kind": artifact.kind.value}
        await work.artifacts.add(owner_id=owner_id, render_id=render_id, **values)
    return True


async def fail(work: Work, *, render_id: RenderId, error: str) -> bool:
    """Note what went wrong; tells whether the render was still open."""
    ended = await work.renders.end(render_id, status=RenderStatus.FAILED.value, error=error)
    return ended is not None


async def unfinished(work: Work) -> list[RenderJob]:
    """List the renders that are not over, oldest first, ready to be rung for again."""
    return [await _job(work, row) for row in await work.renders.unfinished()]


async def overdue(work: Work, *, deadline_s: float) -> list[RenderId]:
    """List everyone's renders that are not over and were asked for longer ago than this."""
    return [RenderId(found) for found in await work.renders.overdue(timedelta(seconds=deadline_s))]


async def summary(work: Work, *, render_id: RenderId) -> RenderSummary:
    """Give what a render took."""
    sums = await work.renders.task_sums(render_id)
    return RenderSummary(
        made=sums.segments_done - sums.segments_reused,
        reused=sums.segments_reused,
        seconds=await work.renders.seconds(render_id),
    )


def _tasks(wanted: Digest, timeline: Timeline, profile: RenderProfile) -> list[NewTask]:
    segments = {s.digest: s.frames for s in segments_of(timeline, profile)}
    small = max(1, timeline.frames // _SMALL_SHARE)
    tasks = [NewTask(d, "segment", i, frames) for i, (d, frames) in enumerate(segments.items())]
    tasks.append(NewTask(audio_digest(timeline.audio), "audio", len(tasks), small))
    tasks.append(NewTask(digest_of("join", wanted), "join", len(tasks), small))
    return tasks


async def _stored(store: ArtifactStore, tasks: Sequence[NewTask]) -> list[Digest]:
    """List the pieces that lie in the store; none while it cannot be asked."""
    keys = {
        Digest(task.digest): _KEYS[task.kind](Digest(task.digest))
        for task in tasks
        if task.kind in _KEYS
    }
    try:
        found = await asyncio.gather(*(store.exists(key) for key in keys.values()))
    except Unavailable:
        return []
    return [digest for digest, is_there in zip(keys, found, strict=True) if is_there]


async def _reuse(work: Work, row: RenderRow, stored: Sequence[Digest]) -> None:
    for digest in stored:
        await work.renders.complete(render_id=row.id, digest=digest, is_reused=True)
    if stored and _progress(await work.renders.task_sums(row.id)).is_playable:
        await work.renders.playable(row.id)


async def _job(work: Work, row: RenderRow) -> RenderJob:
    """Name what is left to do; what is missing at the end after all is made by who joins."""
    tasks = [task for task in await work.renders.tasks(row.id) if not task.is_done]
    segments = as_begun([t for t in tasks if t.kind == "segment"], frames=lambda t: t.frames)
    return RenderJob(
        render_id=RenderId(row.id),
        owner_id=UserId(row.owner_id),
        segments=tuple(Digest(t.digest) for t in segments),
        audio=next((Digest(t.digest) for t in tasks if t.kind == "audio"), None),
        urgency=Urgency(row.urgency),
    )


def _progress(sums: TaskSums) -> Progress:
    fraction = sums.frames_done / sums.frames if sums.frames else 0.0
    is_playable = sums.is_first_done and sums.is_audio_done
    if sums.segments_done < sums.segments:
        return Progress(fraction, "segments", is_playable)
    return Progress(fraction, "join" if sums.is_audio_done else "audio", is_playable)


async def _render(work: Work, row: RenderRow) -> Render:
    status = RenderStatus(row.status)
    at = _progress(await work.renders.task_sums(row.id))
    is_running = status is RenderStatus.RUNNING
    return Render(
        id=RenderId(row.id),
        thread_id=ThreadId(row.thread_id),
        turn_id=TurnId(row.turn_id) if row.turn_id else None,
        storyboard_version=row.storyboard_version,
        digest=Digest(row.digest),
        profile=RenderProfile(row.profile),
        status=status,
        stage=at.stage if is_running else "",
        fraction=1.0 if status is RenderStatus.DONE else at.fraction,
        urgency=Urgency(row.urgency),
        seconds_left=(
            seconds_left(at.fraction, worked_s=await work.renders.seconds_since(row.started_at))
            if is_running and row.started_at
            else None
        ),
        playable_s=(row.playable_at - row.created_at).total_seconds() if row.playable_at else None,
        error=row.error,
        artifacts=tuple(as_artifact(a) for a in await work.artifacts.of_render(row.id)),
        facts=MediaFacts.model_validate(row.facts) if row.facts else None,
    )


def as_artifact(row: ArtifactRow) -> Artifact:
    """Give a finished file as the domain knows it."""
    return Artifact.model_validate(row, from_attributes=True)


def _found(row: RenderRow | None) -> RenderRow:
    if row is None:
        raise NotFound("There is no such render.")
    return row
