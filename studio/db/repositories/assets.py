"""Assets."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import AssetRow


class Assets(Repository):
    """Pictures, voices and uploads."""

    async def by_recipe(
        self, *, owner_id: UUID, kind: str, recipes: Iterable[str]
    ) -> Sequence[AssetRow]:
        """Find what was made by any of these recipes."""
        found = await self._session.scalars(
            select(AssetRow).where(
                AssetRow.owner_id == owner_id,
                AssetRow.kind == kind,
                AssetRow.recipe.in_(list(recipes)),
            )
        )
        return found.all()

    async def get(self, *, owner_id: UUID, asset_id: UUID) -> AssetRow | None:
        """Find an asset."""
        return await self._session.scalar(
            select(AssetRow).where(AssetRow.id == asset_id, AssetRow.owner_id == owner_id)
        )

    async def makers(self, *, owner_id: UUID, keys: Iterable[str]) -> Sequence[str]:
        """Say what made any of these files, each maker once."""
        found = await self._session.scalars(
            select(AssetRow.maker)
            .where(AssetRow.owner_id == owner_id, AssetRow.key.in_(list(keys)))
            .distinct()
        )
        return found.all()

    async def by_keys(self, *, owner_id: UUID, keys: Iterable[str]) -> Sequence[AssetRow]:
        """Find those of an owner's whose files have any of these keys."""
        found = await self._session.scalars(
            select(AssetRow).where(AssetRow.owner_id == owner_id, AssetRow.key.in_(list(keys)))
        )
        return found.all()

    async def by_ids(self, *, owner_id: UUID, ids: Iterable[UUID]) -> Sequence[AssetRow]:
        """Find those of an owner's that have any of these ids."""
        found = await self._session.scalars(
            select(AssetRow).where(AssetRow.owner_id == owner_id, AssetRow.id.in_(list(ids)))
        )
        return found.all()

    async def of_kind(self, *, owner_id: UUID, kind: str) -> Sequence[AssetRow]:
        """List those of a kind, the first one first."""
        found = await self._session.scalars(
            select(AssetRow)
            .where(AssetRow.owner_id == owner_id, AssetRow.kind == kind)
            .order_by(AssetRow.created_at, AssetRow.id)
        )
        return found.all()

    async def said(
        self, *, owner_id: UUID, maker: str, by: dict[str, Any], newest: int
    ) -> tuple[int, int]:
        """Sum the characters and the milliseconds of the newest voices that have these facts."""
        facts = (
            select(AssetRow.facts)
            .where(
                AssetRow.owner_id == owner_id,
                AssetRow.kind == "voice",
                AssetRow.maker == maker,
                AssetRow.facts.contains(by),
            )
            .order_by(AssetRow.created_at.desc())
            .limit(newest)
            .subquery()
        ).c.facts
        characters = func.sum(facts["said"]["characters"].as_integer())
        duration_ms = func.sum(facts["duration_ms"].as_integer())
        found = (await self._session.execute(select(characters, duration_ms))).one()
        return int(found[0] or 0), int(found[1] or 0)

    async def save(
        self,
        *,
        owner_id: UUID,
        kind: str,
        recipe: str,
        key: str,
        maker: str,
        facts: dict[str, Any],
    ) -> None:
        """Add an asset; made twice at the same time, the later one stays under the first one's id."""
        values = {"key": key, "maker": maker, "facts": facts}
        await self._session.execute(
            insert(AssetRow)
            .values(owner_id=owner_id, kind=kind, recipe=recipe, **values)
            .on_conflict_do_update(
                index_elements=[AssetRow.owner_id, AssetRow.kind, AssetRow.recipe], set_=values
            )
        )
