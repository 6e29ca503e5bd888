"""Batches: begun in one transaction, made by ordinary turns, told as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from uuid_utils.compat import uuid7

from studio.db.rows import TurnRow
from studio.db.work import Work
from studio.domain.batch import BatchCard, VideoState
from studio.domain.conversation import TurnStatus
from studio.domain.errors import Conflict, NotFound
from studio.domain.units import BatchId, ThreadId, TurnId, UserId
from studio.services import conversations, forks, storyboards
from studio.services.batch_plans import Plan, Planned
from studio.services.batch_tables import cards, standing
from studio.services.versions import Hand


@dataclass(frozen=True, slots=True)
class Terms:
    """What the user said yes to.

    Attributes:
        agreed_usd: The most that may be spent without another question; ``None`` for any amount,
            where no price was known.
        budget_usd: The cap; ``None`` for none of the batch's own.
    """

    agreed_usd: Decimal | None
    budget_usd: Decimal | None = None


async def begin(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    batch_id: BatchId,
    plan: Plan,
    terms: Terms,
) -> BatchCard:
    """Begin a batch that the user said yes to; asked for twice under one id, it is begun once.

    All its conversations and turns are written together: from then on each goes on by itself, in
    any process, and whatever dies.

    Args:
        work: The transaction.
        owner_id: Whose.
        thread_id: Where it was asked for.
        batch_id: What to call it.
        plan: The videos.
        terms: What was agreed to.

    Raises:
        Conflict: The id is taken by somebody else's.
    """
    row = await work.batches.add(
        batch_id=batch_id,
        owner_id=owner_id,
        thread_id=thread_id,
        kind=plan.kind.value,
        title=plan.title,
        agreed_usd=terms.agreed_usd,
        budget_usd=terms.budget_usd,
    )
    if row is None:
        return await _known(work, owner_id, batch_id)
    shares = plan.shares(terms.agreed_usd)
    for number, (video, share) in enumerate(zip(plan.videos, shares, strict=True), 1):
        where = await _open(work, owner_id, video)
        await work.batches.add_video(
            batch_id=batch_id,
            number=number,
            owner_id=owner_id,
            thread_id=where,
            title=video.title,
            target_s=video.target_s,
            agreed_usd=share,
        )
        await _say(work, owner_id, batch_id, where, video.message)
    return await get(work, owner_id=owner_id, batch_id=batch_id)


async def get(work: Work, *, owner_id: UserId, batch_id: BatchId) -> BatchCard:
    """Give a batch as it stands.

    Raises:
        NotFound: The owner has no such batch.
    """
    row = await work.batches.get(owner_id=owner_id, batch_id=batch_id)
    if row is None:
        raise NotFound("There is no such batch.")
    (card,) = await cards(work, owner_id, [row])
    return card


async def newest(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> BatchCard:
    """Give the batch that a conversation began last, else the owner's newest.

    Raises:
        NotFound: There is none.
    """
    row = await work.batches.newest(owner_id=owner_id, thread_id=thread_id)
    if row is None:
        raise NotFound("There is no batch yet; send a list of topics to make one.")
    (card,) = await cards(work, owner_id, [row])
    return card


async def list_all(
    work: Work, *, owner_id: UserId, limit: int, before: datetime | None = None
) -> Sequence[tuple[datetime, BatchCard]]:
    """List batches with the time at which each began, the newest first."""
    rows = await work.batches.list(owner_id=owner_id, limit=limit, before=before)
    return list(
        zip((row.created_at for row in rows), await cards(work, owner_id, rows), strict=True)
    )


async def stop(work: Work, *, owner_id: UserId, batch_id: BatchId) -> BatchCard:
    """Stop what is not over; finished videos stay, and nothing more is bought.

    Raises:
        NotFound: The owner has no such batch.
    """
    card = await get(work, owner_id=owner_id, batch_id=batch_id)
    await work.batches.stop(owner_id=owner_id, batch_id=batch_id)
    threads = [video.thread_id for video in card.videos if video.thread_id]
    turns = await standing(work, owner_id, [batch_id], threads)
    for turn in turns.values():
        if not TurnStatus(turn.status).is_final:
            await conversations.request_cancel(work, owner_id=owner_id, turn_id=TurnId(turn.id))
    return await get(work, owner_id=owner_id, batch_id=batch_id)


async def retry(work: Work, *, owner_id: UserId, batch_id: BatchId) -> int:
    """Make again what failed or was stopped, within what was agreed to; tell how many.

    Raises:
        NotFound: The owner has no such batch.
        TurnInProgress: One of the conversations is busy.
    """
    card = await get(work, owner_id=owner_id, batch_id=batch_id)
    turns = await work.batches.turns(owner_id=owner_id, batch_ids=[batch_id])
    again = [v for v in card.videos if v.state in {VideoState.FAILED, VideoState.CANCELLED}]
    begun = 0
    for video in again:
        before = turns.get((batch_id, video.thread_id)) if video.thread_id else None
        if video.thread_id is None or before is None:
            continue
        message = await _wish_of(work, owner_id, before)
        await _say(work, owner_id, batch_id, video.thread_id, message)
        begun += 1
    await work.batches.go_on(owner_id=owner_id, batch_id=batch_id)
    return begun


async def _known(work: Work, owner_id: UserId, batch_id: BatchId) -> BatchCard:
    try:
        return await get(work, owner_id=owner_id, batch_id=batch_id)
    except NotFound as error:
        raise Conflict(f"The batch id {str(batch_id)!r} is taken; choose another.") from error


async def _open(work: Work, owner_id: UserId, video: Planned) -> ThreadId:
    """Open a video's conversation, with what its storyboard begins with."""
    if video.fork_of is not None:
        source, version = video.fork_of
        hand = Hand(owner_id=owner_id, thread_id=source)
        made = await forks.fork(
            work, hand, version=version, title=video.title, thread_id=ThreadId(uuid7())
        )
        return made.thread.id
    thread = await conversations.create_thread(work, owner_id=owner_id, title=video.title)
    if video.board is not None:
        await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=thread.id,
            storyboard=video.board,
            expected_version=0,
            author="user",
            message="Begin with the batch's settings",
        )
    return thread.id


async def _say(
    work: Work, owner_id: UserId, batch_id: BatchId, thread_id: ThreadId, message: str
) -> None:
    turn_id = TurnId(uuid7())
    await conversations.start_turn(
        work,
        owner_id=owner_id,
        thread_id=thread_id,
        turn_id=turn_id,
        message=message,
        message_id=f"u-{turn_id}",
        batch_id=batch_id,
    )


async def _wish_of(work: Work, owner_id: UserId, turn: TurnRow) -> str:
    if turn.resumes is None:
        return turn.message
    root = await conversations.get_turn(work, owner_id=owner_id, turn_id=TurnId(turn.resumes))
    return root.message
