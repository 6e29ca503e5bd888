"""Presets of users."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.preset_rows import PresetRow
from studio.db.repositories.repository import Repository


class Presets(Repository):
    """What users have saved of how their videos begin."""

    async def get(self, *, owner_id: UUID, name: str) -> PresetRow | None:
        """Give one."""
        return await self._session.scalar(
            select(PresetRow).where(PresetRow.owner_id == owner_id, PresetRow.name == name)
        )

    async def list_all(self, *, owner_id: UUID) -> Sequence[PresetRow]:
        """List a user's, the usual one first, then by name."""
        found = await self._session.scalars(
            select(PresetRow)
            .where(PresetRow.owner_id == owner_id)
            .order_by(PresetRow.is_default.desc(), PresetRow.name)
        )
        return found.all()

    async def put(self, *, owner_id: UUID, name: str, content: dict[str, Any]) -> PresetRow:
        """Save one, in the place of an older one of this name."""
        statement = insert(PresetRow).values(owner_id=owner_id, name=name, content=content)
        found = await self._session.scalars(
            statement.on_conflict_do_update(
                index_elements=[PresetRow.owner_id, PresetRow.name],
                set_={
                    "content": statement.excluded.content,
                    "version": PresetRow.version + 1,
                    "changed_at": func.now(),
                },
            ).returning(PresetRow),
            execution_options={"populate_existing": True},
        )
        return found.one()

    async def change(
        self, *, owner_id: UUID, name: str, version: int, to: str, content: dict[str, Any]
    ) -> PresetRow | None:
        """Change one that nobody changed since a version; ``None`` where somebody did."""
        found = await self._session.scalars(
            update(PresetRow)
            .where(
                PresetRow.owner_id == owner_id,
                PresetRow.name == name,
                PresetRow.version == version,
            )
            .values(name=to, content=content, version=version + 1, changed_at=func.now())
            .returning(PresetRow),
            execution_options={"populate_existing": True},
        )
        return found.one_or_none()

    async def remove(self, *, owner_id: UUID, name: str, version: int) -> bool:
        """Delete one that nobody changed since a version, and tell whether it was there."""
        gone = await self._session.execute(
            delete(PresetRow)
            .where(
                PresetRow.owner_id == owner_id,
                PresetRow.name == name,
                PresetRow.version == version,
            )
            .returning(PresetRow.id)
        )
        return gone.first() is not None

    async def choose(self, *, owner_id: UUID, name: str | None) -> None:
        """Make one the usual; ``None`` for none."""
        mine = update(PresetRow).where(PresetRow.owner_id == owner_id)
        await self._session.execute(
            mine.where(PresetRow.is_default, PresetRow.name != (name or "")).values(
                is_default=False
            )
        )
        if name is not None:
            await self._session.execute(mine.where(PresetRow.name == name).values(is_default=True))
