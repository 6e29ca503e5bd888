"""Explanations: why each piece of a render was made or reused."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from studio.db.rows import RenderRow, RenderTaskRow
from studio.db.work import Work
from studio.domain.errors import NotFound
from studio.domain.explanation import (
    RENDERER,
    Explanation,
    Piece,
    Verdict,
    explain,
    explain_sound,
    pieces_of,
)
from studio.domain.render import RenderProfile, RenderStatus
from studio.domain.timeline import Timeline
from studio.domain.units import Digest, RenderId, ThreadId, UserId
from studio.domain.value import Value


class Making(StrEnum):
    """What became of a piece in this render."""

    MADE = "made"
    REUSED = "reused"
    WAITING = "waiting"
    """Its turn has not come."""


class Origin(Value):
    """The render that first had a piece."""

    thread_id: ThreadId
    version: int


class PieceExplained(Value):
    """A piece of the picture: why, and what became of it.

    Attributes:
        explanation: How it compares with the render before.
        making: What became of it.
        origin: Where a reused one comes from, unless it is someone else's.
    """

    explanation: Explanation
    making: Making
    origin: Origin | None = None


class SoundExplained(Value):
    """The sound: why, and what became of it; fields as of a piece of the picture."""

    digest: Digest
    verdict: Verdict
    changes: tuple[str, ...]
    making: Making
    origin: Origin | None = None


class RenderExplained(Value):
    """A render, piece by piece.

    Attributes:
        render_id: Which.
        thread_id: Its conversation.
        version: Of the storyboard that it shows.
        profile: Quality and size.
        status: Where it stands.
        before: Version shown by the render that it is held against; ``None`` for the first.
        segments: In order.
        sound: Of the whole video.
    """

    render_id: RenderId
    thread_id: ThreadId
    version: int
    profile: RenderProfile
    status: RenderStatus
    before: int | None
    segments: tuple[PieceExplained, ...]
    sound: SoundExplained


async def explain_render(work: Work, *, owner_id: UserId, render_id: RenderId) -> RenderExplained:
    """Hold a render against the finished one before it, in the same thread and profile.

    Raises:
        NotFound: The owner has no such render.
    """
    row = await work.renders.get(owner_id=owner_id, render_id=render_id)
    if row is None:
        raise NotFound("There is no such render.")
    return await _explained(work, row)


async def explain_thread(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, version: int | None = None
) -> RenderExplained:
    """Explain the render of a thread, or of one of its versions, that was asked for last.

    Raises:
        NotFound: The owner has no such thread, or nothing was rendered in it.
    """
    row = await work.renders.latest(owner_id=owner_id, thread_id=thread_id, version=version)
    if row is None:
        of = "" if version is None else f" of version {version}"
        raise NotFound(f"There is no render{of} in this conversation; ask for the video first.")
    return await _explained(work, row)


async def _explained(work: Work, row: RenderRow) -> RenderExplained:
    before = await work.renders.finished_before(row)
    tasks = await work.renders.tasks(row.id)
    old_tasks = await work.renders.tasks(before.id) if before else ()
    first = await work.renders.first_made(row)
    known = {task.digest: task for task in tasks}
    return RenderExplained(
        render_id=RenderId(row.id),
        thread_id=ThreadId(row.thread_id),
        version=row.storyboard_version,
        profile=RenderProfile(row.profile),
        status=RenderStatus(row.status),
        before=before.storyboard_version if before else None,
        segments=tuple(
            PieceExplained(
                explanation=each,
                making=_making(known.get(each.piece.segment.digest)),
                origin=_origin(first.get(each.piece.segment.digest)),
            )
            for each in explain(_pieces(before, old_tasks) if before else (), _pieces(row, tasks))
        ),
        sound=_sound(row, tasks, before, old_tasks, first),
    )


def _pieces(row: RenderRow, tasks: Sequence[RenderTaskRow]) -> tuple[Piece, ...]:
    """Cut a stored timeline as today's renderer does, but keep the digests of its own day."""
    pieces = pieces_of(Timeline.model_validate(row.timeline), RenderProfile(row.profile))
    then = [Digest(task.digest) for task in tasks if task.kind == "segment"]
    today = list(dict.fromkeys(piece.segment.digest for piece in pieces))
    if len(today) != len(then):
        return pieces
    stored = dict(zip(today, then, strict=True))
    return tuple(_with_digest(piece, stored[piece.segment.digest]) for piece in pieces)


def _with_digest(piece: Piece, digest: Digest) -> Piece:
    segment = piece.segment.model_copy(update={"digest": digest})
    return piece.model_copy(update={"segment": segment})


def _sound(
    row: RenderRow,
    tasks: Sequence[RenderTaskRow],
    before: RenderRow | None,
    old_tasks: Sequence[RenderTaskRow],
    first: Mapping[str, RenderRow],
) -> SoundExplained:
    task = next(task for task in tasks if task.kind == "audio")
    verdict, changes = Verdict.NEW, ()
    if before is not None:
        is_same = any(old.digest == task.digest for old in old_tasks)
        verdict = Verdict.SAME if is_same else Verdict.CHANGED
        old, new = (Timeline.model_validate(r.timeline).audio for r in (before, row))
        changes = () if is_same else explain_sound(old, new) or (RENDERER,)
    return SoundExplained(
        digest=Digest(task.digest),
        verdict=verdict,
        changes=changes,
        making=_making(task),
        origin=_origin(first.get(task.digest)),
    )


def _making(task: RenderTaskRow | None) -> Making:
    if task is None or not task.is_done:
        return Making.WAITING
    return Making.REUSED if task.is_reused else Making.MADE


def _origin(row: RenderRow | None) -> Origin | None:
    if row is None:
        return None
    return Origin(thread_id=ThreadId(row.thread_id), version=row.storyboard_version)
