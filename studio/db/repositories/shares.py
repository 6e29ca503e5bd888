"""Share links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.share_rows import ShareRow


class Shares(Repository):
    """Share links."""

    async def add(self, **values: Any) -> ShareRow | None:
        """Store a link; ``None`` where its gate has led to one already."""
        statement = (
            insert(ShareRow)
            .values(**values)
            .on_conflict_do_nothing(index_elements=[ShareRow.gate_id])
            .returning(ShareRow)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def of_gate(self, *, owner_id: UUID, gate_id: UUID) -> ShareRow | None:
        """Find the link that a gate has led to."""
        return await self._session.scalar(
            select(ShareRow).where(ShareRow.owner_id == owner_id, ShareRow.gate_id == gate_id)
        )

    async def get(self, *, owner_id: UUID, share_id: UUID) -> ShareRow | None:
        """Find an owner's link."""
        return await self._session.scalar(
            select(ShareRow).where(ShareRow.id == share_id, ShareRow.owner_id == owner_id)
        )

    async def open(self, *, token_hash: str, now: datetime) -> ShareRow | None:
        """Find anyone's link by its token, where it works; for the watch page only."""
        return await self._session.scalar(
            select(ShareRow).where(
                ShareRow.token_hash == token_hash,
                ShareRow.stopped_at.is_(None),
                ShareRow.expires_at > now,
            )
        )

    async def list_open(
        self, *, owner_id: UUID, thread_id: UUID | None, now: datetime
    ) -> Sequence[ShareRow]:
        """List an owner's links that work, the newest first; of one thread, or of all."""
        statement = select(ShareRow).where(
            ShareRow.owner_id == owner_id,
            ShareRow.stopped_at.is_(None),
            ShareRow.expires_at > now,
        )
        if thread_id is not None:
            statement = statement.where(ShareRow.thread_id == thread_id)
        found = await self._session.scalars(statement.order_by(ShareRow.created_at.desc()))
        return found.all()

    async def count_open(self, *, owner_id: UUID, now: datetime) -> int:
        """Count an owner's links that work."""
        found = await self._session.scalar(
            select(func.count())
            .select_from(ShareRow)
            .where(
                ShareRow.owner_id == owner_id,
                ShareRow.stopped_at.is_(None),
                ShareRow.expires_at > now,
            )
        )
        return found or 0

    async def stop(self, *, owner_id: UUID, share_id: UUID, now: datetime) -> None:
        """End a link; one that was ended before keeps its time."""
        await self._session.execute(
            update(ShareRow)
            .where(
                ShareRow.id == share_id,
                ShareRow.owner_id == owner_id,
                ShareRow.stopped_at.is_(None),
            )
            .values(stopped_at=now)
        )
