"""What stock libraries answered."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import StockSearchRow


class StockSearches(Repository):
    """Answers of stock libraries, the same for everybody."""

    async def fresh(self, *, library: str, digest: str, within_s: int) -> list[Any] | None:
        """Give an answer that is not too old."""
        row = await self._session.get(StockSearchRow, (library, digest))
        if row is None:
            return None
        since = await self._session.scalar(select(func.now() - timedelta(seconds=within_s)))
        return row.found if since is not None and row.fetched_at > since else None

    async def count(self, *, library: str, within_s: int) -> int:
        """Count how often a library was asked lately."""
        since = func.now() - timedelta(seconds=within_s)
        found = await self._session.scalar(
            select(func.count()).where(
                StockSearchRow.library == library, StockSearchRow.fetched_at > since
            )
        )
        return found or 0

    async def keep(self, *, library: str, digest: str, found: list[Any]) -> None:
        """Keep an answer in the place of an older one."""
        values = {"library": library, "digest": digest, "found": found}
        statement = insert(StockSearchRow).values(**values)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[StockSearchRow.library, StockSearchRow.digest],
                set_={"found": statement.excluded.found, "fetched_at": func.now()},
            )
        )
