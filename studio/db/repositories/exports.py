"""Exports of finished videos."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import LIVE, ExportRow

_ACTIVE = ("queued", "running")
_LIVE = (*_ACTIVE, "done")


class Exports(Repository):
    """Exports."""

    async def add(self, *, owner_id: UUID, render_id: UUID, kind: str) -> ExportRow | None:
        """Queue an export; ``None`` where the render has a live one of this kind."""
        statement = (
            insert(ExportRow)
            .values(
                owner_id=owner_id,
                render_id=render_id,
                kind=kind,
                status="queued",
                fraction=0.0,
                error="",
            )
            .on_conflict_do_nothing(
                index_elements=[ExportRow.render_id, ExportRow.kind], index_where=LIVE
            )
            .returning(ExportRow)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def live(self, *, owner_id: UUID, render_id: UUID, kind: str) -> ExportRow | None:
        """Find the render's export of a kind that did not fail and was not cancelled."""
        return await self._session.scalar(
            select(ExportRow).where(
                ExportRow.owner_id == owner_id,
                ExportRow.render_id == render_id,
                ExportRow.kind == kind,
                ExportRow.status.in_(_LIVE),
            )
        )

    async def get(self, *, owner_id: UUID, export_id: UUID) -> ExportRow | None:
        """Find an owner's export."""
        return await self._session.scalar(
            select(ExportRow).where(ExportRow.id == export_id, ExportRow.owner_id == owner_id)
        )

    async def by_id(self, export_id: UUID) -> ExportRow | None:
        """Find anyone's export; for the renderer only."""
        return await self._session.scalar(select(ExportRow).where(ExportRow.id == export_id))

    async def of_render(self, *, owner_id: UUID, render_id: UUID) -> Sequence[ExportRow]:
        """List an owner's exports of a render, oldest first."""
        found = await self._session.scalars(
            select(ExportRow)
            .where(ExportRow.owner_id == owner_id, ExportRow.render_id == render_id)
            .order_by(ExportRow.created_at)
        )
        return found.all()

    async def unfinished(self) -> Sequence[ExportRow]:
        """List everyone's exports that are not over, oldest first; for the reconciler only."""
        found = await self._session.scalars(
            select(ExportRow).where(ExportRow.status.in_(_ACTIVE)).order_by(ExportRow.created_at)
        )
        return found.all()

    async def overdue(self, age: timedelta) -> Sequence[UUID]:
        """List everyone's exports that are not over and older than this; for the reconciler only."""
        found = await self._session.scalars(
            select(ExportRow.id).where(
                ExportRow.status.in_(_ACTIVE), ExportRow.created_at < func.now() - age
            )
        )
        return found.all()

    async def advance(self, export_id: UUID, *, fraction: float) -> bool:
        """Note how far an export is; false where it is over."""
        found = await self._session.scalar(
            update(ExportRow)
            .where(ExportRow.id == export_id, ExportRow.status.in_(_ACTIVE))
            .values(
                status="running",
                started_at=func.coalesce(ExportRow.started_at, func.now()),
                fraction=fraction,
            )
            .returning(ExportRow.id)
        )
        return found is not None

    async def end(self, export_id: UUID, *, status: str, **values: Any) -> bool:
        """End an export that is not over; false where it is over already."""
        found = await self._session.scalar(
            update(ExportRow)
            .where(ExportRow.id == export_id, ExportRow.status.in_(_ACTIVE))
            .values(status=status, finished_at=func.now(), **values)
            .returning(ExportRow.id)
        )
        return found is not None
