"""When a user is asked before money is spent: their own rule, else the installation's."""

from studio.db.work import Work
from studio.domain.budget import AskRule
from studio.domain.units import UserId


async def of_user(work: Work, *, owner_id: UserId, usual: AskRule) -> AskRule:
    """Give a user's rule; ``usual`` where they have none."""
    row = await work.ask_rules.get(owner_id=owner_id)
    return usual if row is None else AskRule(above_usd=row.above_usd, unpriced=row.unpriced)


async def choose(work: Work, *, owner_id: UserId, rule: AskRule) -> None:
    """Keep a user's own rule."""
    await work.ask_rules.put(owner_id=owner_id, above_usd=rule.above_usd, unpriced=rule.unpriced)


async def forget(work: Work, *, owner_id: UserId) -> None:
    """Go back to the installation's rule."""
    await work.ask_rules.delete(owner_id=owner_id)
