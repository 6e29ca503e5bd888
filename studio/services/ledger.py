"""The ledger: what a thread used and what it cost."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from studio.db.repositories.ledger import DaySum
from studio.db.work import Work
from studio.domain.budget import Cap, Caps
from studio.domain.costs import CostLine, Costs, Pending, what_is_left
from studio.domain.errors import NotFound
from studio.domain.money import ChargeState, Usage
from studio.domain.units import ThreadId, UserId
from studio.services import budgets

EVER = datetime(2020, 1, 1, tzinfo=UTC)


async def lines(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> tuple[Usage, ...]:
    """Give a thread's usage, summed by provider, model and unit; what was reused apart.

    Raises:
        NotFound: The owner has no such thread.
    """
    await _check(work, owner_id, thread_id)
    sums = await work.usage.sums(owner_id=owner_id, thread_id=thread_id)
    return tuple(Usage.model_validate(line._asdict()) for line in sums)


async def costs(
    work: Work, *, owner_id: UserId, caps: Caps, since: datetime, thread_id: ThreadId | None = None
) -> Costs:
    """Give what an owner used since a moment, what is uncertain or held, and what is left.

    Args:
        work: A transaction.
        owner_id: Whose account.
        caps: What the installation lets be spent.
        since: The beginning.
        thread_id: Only of this thread.

    Raises:
        NotFound: The owner has no such thread.
    """
    if thread_id is not None:
        await _check(work, owner_id, thread_id)
    days = await work.usage.days(owner_id=owner_id, thread_id=thread_id, since=since)
    pending = await work.charges.pending(owner_id=owner_id, thread_id=thread_id, since=since)
    spent = await work.charges.spendings(owner_id=owner_id, thread_id=thread_id, turn_id=None)
    budget = await budgets.of_user(work, owner_id=owner_id, usual=caps, thread_id=thread_id)
    around = (Cap.PROJECT, Cap.USER_DAY) if thread_id is not None else (Cap.USER_DAY,)
    return Costs(
        lines=tuple(_line(day) for day in days),
        pending=tuple(Pending.model_validate(each._asdict()) for each in pending),
        left=what_is_left(budget.in_force, budgets.amounts(spent), around=around),
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """Calls of unknown outcome, and what they count for; ``None`` where that is unknown."""

    calls: int
    estimate_usd: Decimal | None


async def lost(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> Lost:
    """Tell of a thread's calls that brought nothing and may have been billed."""
    open_ = await work.charges.pending(owner_id=owner_id, thread_id=thread_id, since=EVER)
    unknown = [each for each in open_ if each.state == ChargeState.UNKNOWN]
    known = [each.estimate_usd for each in unknown if each.estimate_usd is not None]
    total = sum(known, Decimal(0)) if len(known) == len(unknown) else None
    return Lost(sum(each.calls for each in unknown), total)


def _line(day: DaySum) -> CostLine:
    used = day._asdict()
    when, thread_id = used.pop("day"), used.pop("thread_id")
    return CostLine(day=when, thread_id=thread_id, used=Usage.model_validate(used))


async def _check(work: Work, owner_id: UserId, thread_id: ThreadId) -> None:
    if await work.threads.get(owner_id=owner_id, thread_id=thread_id) is None:
        raise NotFound("There is no such thread.")
