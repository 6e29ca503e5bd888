"""Budgets: caps of single users."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from studio.db.ledger_rows import BudgetRow
from studio.db.repositories.repository import Repository
from studio.db.rows import ThreadRow


class Budgeted(NamedTuple):
    """What is set for a user, by whom, and for one of their threads."""

    rows: Mapping[str, BudgetRow]
    thread_usd: Decimal | None


class Budgets(Repository):
    """Caps that the operator sets for a user, and caps of their own."""

    async def get(self, *, owner_id: UUID, thread_id: UUID | None) -> Budgeted:
        """Find what is set."""
        found = await self._session.scalars(select(BudgetRow).where(BudgetRow.owner_id == owner_id))
        thread_usd = await self._session.scalar(
            select(ThreadRow.budget_usd).where(
                ThreadRow.id == thread_id, ThreadRow.owner_id == owner_id
            )
        )
        return Budgeted({row.set_by: row for row in found}, thread_usd)

    async def put(
        self,
        *,
        owner_id: UUID,
        set_by: str,
        request_usd: Decimal | None,
        project_usd: Decimal | None,
        user_day_usd: Decimal | None,
    ) -> None:
        """Keep caps in the place of those that the same one set before."""
        values = {
            "request_usd": request_usd,
            "project_usd": project_usd,
            "user_day_usd": user_day_usd,
        }
        await self._session.execute(
            insert(BudgetRow)
            .values(owner_id=owner_id, set_by=set_by, **values)
            .on_conflict_do_update(
                index_elements=[BudgetRow.owner_id, BudgetRow.set_by], set_=values
            )
        )
