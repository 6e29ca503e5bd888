"""Niche packs and script templates of users' own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.pack_rows import PackRow
from studio.db.repositories.repository import Repository


class Packs(Repository):
    """What users have saved; ``kind`` is ``"pack"`` or ``"template"``."""

    async def get(self, *, owner_id: UUID, kind: str, name: str) -> PackRow | None:
        """Give one."""
        return await self._session.scalar(select(PackRow).where(*_one(owner_id, kind, name)))

    async def list_all(self, *, owner_id: UUID, kind: str) -> Sequence[PackRow]:
        """List a user's, by name."""
        found = await self._session.scalars(
            select(PackRow)
            .where(PackRow.owner_id == owner_id, PackRow.kind == kind)
            .order_by(PackRow.name)
        )
        return found.all()

    async def count(self, *, owner_id: UUID) -> int:
        """Count a user's, of both kinds."""
        counted = select(func.count()).where(PackRow.owner_id == owner_id)
        return await self._session.scalar(counted) or 0

    async def put(self, *, owner_id: UUID, kind: str, name: str, content: dict[str, Any]) -> None:
        """Save one, in the place of an older one of this name."""
        statement = insert(PackRow).values(owner_id=owner_id, kind=kind, name=name, content=content)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[PackRow.owner_id, PackRow.kind, PackRow.name],
                set_={"content": statement.excluded.content, "changed_at": func.now()},
            )
        )

    async def rename(
        self, *, owner_id: UUID, kind: str, name: str, to: str, content: dict[str, Any]
    ) -> None:
        """Give one another name."""
        await self._session.execute(
            update(PackRow)
            .where(*_one(owner_id, kind, name))
            .values(name=to, content=content, changed_at=func.now())
        )

    async def remove(self, *, owner_id: UUID, kind: str, name: str) -> None:
        """Delete one."""
        await self._session.execute(delete(PackRow).where(*_one(owner_id, kind, name)))


def _one(owner_id: UUID, kind: str, name: str) -> tuple[Any, ...]:
    return PackRow.owner_id == owner_id, PackRow.kind == kind, PackRow.name == name
