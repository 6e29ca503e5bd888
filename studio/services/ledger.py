"""The ledger: what a thread used and what it cost."""

from studio.db.work import Work
from studio.domain.errors import NotFound
from studio.domain.money import Usage
from studio.domain.units import ThreadId, TurnId, UserId


async def record(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, turn_id: TurnId | None, usage: Usage
) -> None:
    """Add a line.

    Raises:
        NotFound: The owner has no such thread.
    """
    await _check(work, owner_id, thread_id)
    await work.usage.add(
        owner_id=owner_id, thread_id=thread_id, turn_id=turn_id, **usage.model_dump()
    )


async def lines(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> tuple[Usage, ...]:
    """Give a thread's usage, summed by provider, model and unit; what was reused apart.

    Raises:
        NotFound: The owner has no such thread.
    """
    await _check(work, owner_id, thread_id)
    sums = await work.usage.sums(owner_id=owner_id, thread_id=thread_id)
    return tuple(Usage.model_validate(line._asdict()) for line in sums)


async def _check(work: Work, owner_id: UserId, thread_id: ThreadId) -> None:
    if await work.threads.get(owner_id=owner_id, thread_id=thread_id) is None:
        raise NotFound("There is no such thread.")
