"""How batches stand, read from their turns and renders: as many queries for a page as for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from studio.db.batch_rows import BatchRow, BatchVideoRow
from studio.db.gate_rows import GateRow
from studio.db.repositories.batches import InBatch
from studio.db.rows import RenderRow, TurnRow
from studio.db.work import Work
from studio.domain.batch import BatchCard, BatchKind, VideoRow, VideoState
from studio.domain.conversation import TurnStatus
from studio.domain.render import ArtifactKind, MediaFacts, RenderStatus
from studio.domain.units import BatchId, UserId

NO_VIDEO = "The conversation ended without a video; open it to see why."
_OF_TURN = {
    TurnStatus.QUEUED: VideoState.QUEUED,
    TurnStatus.RUNNING: VideoState.MAKING,
    TurnStatus.WAITING: VideoState.ASKS,
    TurnStatus.FAILED: VideoState.FAILED,
    TurnStatus.CANCELLED: VideoState.CANCELLED,
}
_CAME_TO_NOTHING = {TurnStatus.FAILED.value, TurnStatus.CANCELLED.value}
_AT_WORK = {RenderStatus.QUEUED, RenderStatus.RUNNING}


@dataclass(frozen=True, slots=True)
class _Found:
    """All that the tables are read from.

    Attributes:
        turns: The one that tells how each video stands.
        rendered: The newest render of each conversation.
        asked: The open question of each conversation.
        costs: Spent or held, by batch and conversation.
        shares: How much of each render is done.
        files: The finished file of each render.
    """

    turns: Mapping[InBatch, TurnRow]
    rendered: Mapping[UUID, RenderRow]
    asked: Mapping[UUID, GateRow]
    costs: Mapping[tuple[UUID, UUID | None], Decimal]
    shares: Mapping[UUID, float]
    files: Mapping[UUID, UUID]


async def cards(work: Work, owner_id: UserId, rows: Sequence[BatchRow]) -> list[BatchCard]:
    """Give batches as tables, in the order of their rows."""
    batch_ids = [row.id for row in rows]
    videos = await work.batches.videos(owner_id=owner_id, batch_ids=batch_ids)
    threads = [video.thread_id for video in videos if video.thread_id]
    found = await _find(work, owner_id, batch_ids, threads)
    return [_card(row, [v for v in videos if v.batch_id == row.id], found) for row in rows]


async def standing(
    work: Work, owner_id: UserId, batch_ids: Sequence[UUID], threads: Sequence[UUID]
) -> dict[InBatch, TurnRow]:
    """Give the turn that tells how each video stands, by batch and conversation.

    It is the batch's own, unless that came to nothing and the user has said something since.
    """
    own = await work.batches.turns(owner_id=owner_id, batch_ids=batch_ids)
    newest = await work.batches.newest_turns(owner_id=owner_id, thread_ids=threads)
    return {
        where: newest.get(row.thread_id, row) if row.status in _CAME_TO_NOTHING else row
        for where, row in own.items()
    }


async def _find(
    work: Work, owner_id: UserId, batch_ids: Sequence[UUID], threads: Sequence[UUID]
) -> _Found:
    rendered = await work.batches.renders(owner_id=owner_id, thread_ids=threads)
    made = [row.id for row in rendered.values()]
    return _Found(
        turns=await standing(work, owner_id, batch_ids, threads),
        rendered=rendered,
        asked=await work.gates.newest_open(owner_id=owner_id, thread_ids=threads),
        costs=await work.batches.costs(owner_id=owner_id, batch_ids=batch_ids),
        shares=await work.renders.shares_done(made),
        files=await work.artifacts.of_kind(made, kind=ArtifactKind.VIDEO.value),
    )


def _card(row: BatchRow, videos: Sequence[BatchVideoRow], found: _Found) -> BatchCard:
    cost = sum((usd for (batch, _), usd in found.costs.items() if batch == row.id), Decimal(0))
    return BatchCard.of(
        [_line(video, found) for video in videos],
        is_stopped=row.stopped_at is not None,
        batch_id=BatchId(row.id),
        kind=BatchKind(row.kind),
        title=row.title,
        price_usd=_plain(row.agreed_usd),
        budget_usd=_plain(row.budget_usd),
        cost_usd=_plain(cost),
    )


def _line(video: BatchVideoRow, found: _Found) -> VideoRow:
    thread = video.thread_id
    turn = found.turns.get((video.batch_id, thread)) if thread else None
    rendered = found.rendered.get(thread) if thread else None
    cost = found.costs.get((video.batch_id, thread), Decimal(0)) if thread else Decimal(0)
    state, reason = _state(turn, rendered)
    told: dict[str, object] = {}
    if thread and state is VideoState.ASKS and (asked := found.asked.get(thread)):
        reason = asked.message
        told |= {"gate_id": asked.id, "gate_kind": asked.kind}
    if rendered is not None and state in {VideoState.RENDERING, VideoState.DONE}:
        told |= _rendered(rendered, found)
    return VideoRow.model_validate(
        {
            "number": video.number,
            "title": video.title,
            "thread_id": thread,
            "state": state,
            "target_s": video.target_s,
            "cost_usd": _plain(cost),
            "reason": reason,
            **told,
        }
    )


def _rendered(row: RenderRow, found: _Found) -> dict[str, object]:
    is_done = row.status == RenderStatus.DONE.value
    facts = MediaFacts.model_validate(row.facts) if row.facts else None
    return {
        "render_id": row.id,
        "fraction": 1.0 if is_done else round(found.shares.get(row.id, 0.0), 2),
        "duration_s": facts.duration_s if facts else None,
        "video": found.files.get(row.id),
    }


def _state(turn: TurnRow | None, rendered: RenderRow | None) -> tuple[VideoState, str]:
    """Tell how a video stands, by its conversation's turn and render."""
    if turn is None:
        return VideoState.CANCELLED, "Its conversation was deleted."
    status = TurnStatus(turn.status)
    at = None if rendered is None else RenderStatus(rendered.status)
    if status.is_final and at is RenderStatus.DONE:
        return VideoState.DONE, ""
    if status is TurnStatus.DONE:
        return VideoState.FAILED, rendered.error if rendered and rendered.error else NO_VIDEO
    if turn.cancel_requested and not status.is_final:
        return VideoState.CANCELLED, ""
    if status is TurnStatus.RUNNING and at in _AT_WORK:
        return VideoState.RENDERING, ""
    return _OF_TURN[status], turn.error


def _plain(usd: Decimal | None) -> Decimal | None:
    return None if usd is None else Decimal(f"{usd.normalize():f}")
