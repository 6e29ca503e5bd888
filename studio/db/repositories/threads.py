"""Threads."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import ThreadRow


class Threads(Repository):
    """Conversations."""

    async def add(self, *, owner_id: UUID, title: str) -> ThreadRow:
        """Add a thread."""
        statement = insert(ThreadRow).values(owner_id=owner_id, title=title).returning(ThreadRow)
        return (await self._session.scalars(statement)).one()

    async def fork(
        self, *, owner_id: UUID, thread_id: UUID, title: str, forked_from: UUID, version: int
    ) -> ThreadRow | None:
        """Add a thread that begins as a copy; ``None`` where its id is taken."""
        statement = (
            insert(ThreadRow)
            .values(
                id=thread_id,
                owner_id=owner_id,
                title=title,
                forked_from=forked_from,
                forked_version=version,
            )
            .on_conflict_do_nothing()
            .returning(ThreadRow)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def list(
        self, *, owner_id: UUID, limit: int, before: datetime | None
    ) -> Sequence[ThreadRow]:
        """List threads, the one used last first."""
        query = select(ThreadRow).where(ThreadRow.owner_id == owner_id)
        if before is not None:
            query = query.where(ThreadRow.updated_at < before)
        query = query.order_by(ThreadRow.updated_at.desc(), ThreadRow.id.desc()).limit(limit)
        return (await self._session.scalars(query)).all()

    async def get(self, *, owner_id: UUID, thread_id: UUID) -> ThreadRow | None:
        """Find a thread."""
        return await self._session.scalar(
            select(ThreadRow).where(ThreadRow.id == thread_id, ThreadRow.owner_id == owner_id)
        )

    async def newest_fork(self, *, owner_id: UUID, thread_id: UUID) -> ThreadRow | None:
        """Find the copy that was made of a thread last."""
        return await self._session.scalar(
            select(ThreadRow)
            .where(ThreadRow.forked_from == thread_id, ThreadRow.owner_id == owner_id)
            .order_by(ThreadRow.created_at.desc(), ThreadRow.id.desc())
            .limit(1)
        )

    async def lock(self, *, owner_id: UUID, thread_id: UUID) -> ThreadRow | None:
        """Find a thread and keep other writers of it waiting until the commit."""
        return await self._session.scalar(
            select(ThreadRow)
            .where(ThreadRow.id == thread_id, ThreadRow.owner_id == owner_id)
            .with_for_update()
        )

    async def touch(self, *, owner_id: UUID, thread_id: UUID, title: str | None = None) -> None:
        """Note that a thread was used; ``title`` replaces its title."""
        # The clock, not the transaction's start: two touches of a busy thread keep their order.
        values: dict[str, object] = {"updated_at": func.clock_timestamp()}
        if title is not None:
            values["title"] = title
        await self._session.execute(
            update(ThreadRow)
            .where(ThreadRow.id == thread_id, ThreadRow.owner_id == owner_id)
            .values(values)
            .execution_options(synchronize_session=False)
        )

    async def set_budget(
        self, *, owner_id: UUID, thread_id: UUID, budget_usd: Decimal | None
    ) -> None:
        """Set the most that a thread may cost."""
        await self._session.execute(
            update(ThreadRow)
            .where(ThreadRow.id == thread_id, ThreadRow.owner_id == owner_id)
            .values(budget_usd=budget_usd)
        )

    async def delete(self, *, owner_id: UUID, thread_id: UUID) -> None:
        """Delete a thread with everything in it."""
        await self._session.execute(
            delete(ThreadRow).where(ThreadRow.id == thread_id, ThreadRow.owner_id == owner_id)
        )
