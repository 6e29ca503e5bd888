"""The ledger."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import UsageRow


class Sum(NamedTuple):
    """What a thread used of one thing; the cost is ``None`` where any part of it is unknown."""

    provider: str
    model: str
    unit: str
    quantity: int
    cost_usd: Decimal | None


class UsageLines(Repository):
    """What was used."""

    async def add(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID | None,
        turn_id: UUID | None,
        provider: str,
        model: str,
        unit: str,
        quantity: int,
        cost_usd: Decimal | None,
        charge_id: UUID | None = None,
    ) -> None:
        """Add a line."""
        await self._session.execute(
            insert(UsageRow).values(
                owner_id=owner_id,
                thread_id=thread_id,
                turn_id=turn_id,
                charge_id=charge_id,
                provider=provider,
                model=model,
                unit=unit,
                quantity=quantity,
                cost_usd=cost_usd,
            )
        )

    async def sums(self, *, owner_id: UUID, thread_id: UUID) -> Sequence[Sum]:
        """Sum a thread's lines by provider, model and unit."""
        is_known = func.count() == func.count(UsageRow.cost_usd)
        found = await self._session.execute(
            select(
                UsageRow.provider,
                UsageRow.model,
                UsageRow.unit,
                func.sum(UsageRow.quantity),
                case((is_known, func.sum(UsageRow.cost_usd))),
            )
            .where(UsageRow.owner_id == owner_id, UsageRow.thread_id == thread_id)
            .group_by(UsageRow.provider, UsageRow.model, UsageRow.unit)
            .order_by(UsageRow.provider, UsageRow.model, UsageRow.unit)
        )
        return [Sum(a, b, c, int(d), e) for a, b, c, d, e in found]
