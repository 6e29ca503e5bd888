"""What was agreed to for a batch: its budget, and the price up to which nobody is asked again."""

from decimal import Decimal

from studio.db.work import Work
from studio.domain.budget import Caps
from studio.domain.units import BatchId, ThreadId, UserId


async def limited(work: Work, caps: Caps, owner_id: UserId, batch_id: BatchId | None) -> Caps:
    """Add a batch's own cap to those that hold anyway."""
    if batch_id is None:
        return caps
    row = await work.batches.get(owner_id=owner_id, batch_id=batch_id)
    return caps if row is None else caps.model_copy(update={"batch": row.budget_usd})


async def covers(
    work: Work,
    price_usd: Decimal | None,
    *,
    owner_id: UserId,
    thread_id: ThreadId | None,
    batch_id: BatchId | None,
) -> bool:
    """Tell whether the yes to a batch covers a call of one of its videos.

    It covers each video's pictures and voices up to its share of the price that was shown, so that
    one which needs more takes nothing from the others. Where no price was known, any is covered.
    """
    if batch_id is None or thread_id is None:
        return False
    batch = await work.batches.get(owner_id=owner_id, batch_id=batch_id)
    video = await work.batches.video_of(owner_id=owner_id, batch_id=batch_id, thread_id=thread_id)
    if batch is None or video is None or batch.stopped_at is not None:
        return False
    if video.agreed_usd is None:
        return True
    made = await work.batches.made_for(owner_id=owner_id, batch_id=batch_id, thread_id=thread_id)
    return price_usd is not None and made + price_usd <= video.agreed_usd
