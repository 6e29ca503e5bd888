"""Batches and their videos."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import defer

from studio.db.batch_rows import BatchRow, BatchVideoRow
from studio.db.ledger_rows import ChargeRow
from studio.db.repositories.charges import counted_usd
from studio.db.repositories.repository import Repository
from studio.db.rows import RenderRow, TurnRow

InBatch = tuple[UUID, UUID]
"""A batch, and one of its conversations."""


class Batches(Repository):
    """Batches of an owner."""

    async def add(
        self,
        *,
        batch_id: UUID,
        owner_id: UUID,
        thread_id: UUID,
        kind: str,
        title: str,
        agreed_usd: Decimal | None,
        budget_usd: Decimal | None,
    ) -> BatchRow | None:
        """Add a batch; ``None`` where its id is taken."""
        statement = (
            insert(BatchRow)
            .values(
                id=batch_id,
                owner_id=owner_id,
                thread_id=thread_id,
                kind=kind,
                title=title,
                agreed_usd=agreed_usd,
                budget_usd=budget_usd,
            )
            .on_conflict_do_nothing()
            .returning(BatchRow)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def add_video(
        self,
        *,
        batch_id: UUID,
        number: int,
        owner_id: UUID,
        thread_id: UUID,
        title: str,
        target_s: int,
        agreed_usd: Decimal | None,
    ) -> None:
        """Add a video to a batch."""
        await self._session.execute(
            insert(BatchVideoRow).values(
                batch_id=batch_id,
                number=number,
                owner_id=owner_id,
                thread_id=thread_id,
                title=title,
                target_s=target_s,
                agreed_usd=agreed_usd,
            )
        )

    async def get(self, *, owner_id: UUID, batch_id: UUID) -> BatchRow | None:
        """Find a batch."""
        return await self._session.scalar(
            select(BatchRow).where(BatchRow.id == batch_id, BatchRow.owner_id == owner_id)
        )

    async def list(
        self, *, owner_id: UUID, limit: int, before: datetime | None = None
    ) -> Sequence[BatchRow]:
        """List batches, the newest first."""
        query = select(BatchRow).where(BatchRow.owner_id == owner_id)
        if before is not None:
            query = query.where(BatchRow.created_at < before)
        query = query.order_by(BatchRow.created_at.desc(), BatchRow.id.desc()).limit(limit)
        return (await self._session.scalars(query)).all()

    async def newest(self, *, owner_id: UUID, thread_id: UUID) -> BatchRow | None:
        """Find the batch that a conversation began last, else the owner's newest."""
        is_here = case((BatchRow.thread_id == thread_id, 0), else_=1)
        return await self._session.scalar(
            select(BatchRow)
            .where(BatchRow.owner_id == owner_id)
            .order_by(is_here, BatchRow.created_at.desc(), BatchRow.id.desc())
            .limit(1)
        )

    async def videos(
        self, *, owner_id: UUID, batch_ids: Collection[UUID]
    ) -> Sequence[BatchVideoRow]:
        """List the videos of batches, each batch's in order."""
        found = await self._session.scalars(
            select(BatchVideoRow)
            .where(BatchVideoRow.batch_id.in_(batch_ids), BatchVideoRow.owner_id == owner_id)
            .order_by(BatchVideoRow.batch_id, BatchVideoRow.number)
        )
        return found.all()

    async def video_of(
        self, *, owner_id: UUID, batch_id: UUID, thread_id: UUID
    ) -> BatchVideoRow | None:
        """Find the video that a conversation makes for a batch."""
        return await self._session.scalar(
            select(BatchVideoRow).where(
                BatchVideoRow.batch_id == batch_id,
                BatchVideoRow.owner_id == owner_id,
                BatchVideoRow.thread_id == thread_id,
            )
        )

    async def turns(
        self, *, owner_id: UUID, batch_ids: Collection[UUID]
    ) -> Mapping[InBatch, TurnRow]:
        """Give the newest turn of batches in each of their conversations."""
        found = await self._session.scalars(
            select(TurnRow)
            .ext(distinct_on(TurnRow.batch_id, TurnRow.thread_id))
            .where(TurnRow.batch_id.in_(batch_ids), TurnRow.owner_id == owner_id)
            .order_by(
                TurnRow.batch_id, TurnRow.thread_id, TurnRow.created_at.desc(), TurnRow.id.desc()
            )
        )
        return {(row.batch_id, row.thread_id): row for row in found if row.batch_id}

    async def newest_turns(
        self, *, owner_id: UUID, thread_ids: Collection[UUID]
    ) -> Mapping[UUID, TurnRow]:
        """Give the newest turn that the agent took, or takes, in each of some conversations."""
        is_noted = and_(TurnRow.message == "", TurnRow.resumes.is_(None))
        found = await self._session.scalars(
            select(TurnRow)
            .ext(distinct_on(TurnRow.thread_id))
            .where(TurnRow.thread_id.in_(thread_ids), TurnRow.owner_id == owner_id, ~is_noted)
            .order_by(TurnRow.thread_id, TurnRow.created_at.desc(), TurnRow.id.desc())
        )
        return {row.thread_id: row for row in found}

    async def renders(
        self, *, owner_id: UUID, thread_ids: Collection[UUID]
    ) -> Mapping[UUID, RenderRow]:
        """Give the newest render in each of some conversations."""
        found = await self._session.scalars(
            select(RenderRow)
            .ext(distinct_on(RenderRow.thread_id))
            .where(RenderRow.thread_id.in_(thread_ids), RenderRow.owner_id == owner_id)
            .options(defer(RenderRow.timeline))
            .order_by(RenderRow.thread_id, RenderRow.created_at.desc(), RenderRow.id.desc())
        )
        return {row.thread_id: row for row in found}

    async def costs(
        self, *, owner_id: UUID, batch_ids: Collection[UUID]
    ) -> Mapping[tuple[UUID, UUID | None], Decimal]:
        """Sum what is spent or held for batches, by batch and conversation."""
        found = await self._session.execute(
            select(ChargeRow.batch_id, ChargeRow.thread_id, func.sum(counted_usd()))
            .where(ChargeRow.owner_id == owner_id, ChargeRow.batch_id.in_(batch_ids))
            .group_by(ChargeRow.batch_id, ChargeRow.thread_id)
        )
        return {(batch, thread): Decimal(usd or 0) for batch, thread, usd in found if batch}

    async def made_for(self, *, owner_id: UUID, batch_id: UUID, thread_id: UUID) -> Decimal:
        """Sum what is spent or held for one video, the model's own words left out."""
        found = await self._session.scalar(
            select(func.sum(counted_usd())).where(
                ChargeRow.owner_id == owner_id,
                ChargeRow.batch_id == batch_id,
                ChargeRow.thread_id == thread_id,
                ChargeRow.kind != "text",
            )
        )
        return Decimal(found or 0)

    async def stop(self, *, owner_id: UUID, batch_id: UUID) -> None:
        """Note that a batch was stopped; the first time counts."""
        await self._session.execute(
            update(BatchRow)
            .where(
                BatchRow.id == batch_id,
                BatchRow.owner_id == owner_id,
                BatchRow.stopped_at.is_(None),
            )
            .values(stopped_at=func.now())
        )

    async def go_on(self, *, owner_id: UUID, batch_id: UUID) -> None:
        """Forget that a batch was stopped."""
        await self._session.execute(
            update(BatchRow)
            .where(BatchRow.id == batch_id, BatchRow.owner_id == owner_id)
            .values(stopped_at=None)
        )
