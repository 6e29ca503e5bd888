"""What is remembered of each user: LangGraph's store on PostgreSQL."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from langgraph.store.base import Item, PutOp, SearchOp
from langgraph.store.postgres.aio import AsyncPostgresStore
from psycopg_pool import PoolTimeout

from studio.domain.errors import Unavailable
from studio.domain.units import UserId

NAMESPACE = "profiles"
MOST = 500
"""Objects of one user; the use cases keep far fewer."""


class Memory:
    """A `ProfileShelf` in the store; each object is an item of the user's own namespace."""

    def __init__(self, store: AsyncPostgresStore) -> None:
        self._store = store

    async def read(self, owner_id: UserId) -> Mapping[str, dict[str, Any]]:
        """Give everything of a user."""
        with _named():
            (found,) = await self._store.abatch([SearchOp(_space(owner_id), limit=MOST)])
        items = found if isinstance(found, list) else []
        return {item.key: dict(item.value) for item in items if isinstance(item, Item)}

    async def write(self, owner_id: UserId, key: str, value: dict[str, Any]) -> None:
        """Keep an object in the place of what the key named."""
        with _named():
            await self._store.abatch([PutOp(_space(owner_id), key, value)])

    async def delete(self, owner_id: UserId, *keys: str) -> None:
        """Forget objects."""
        with _named():
            await self._store.abatch([PutOp(_space(owner_id), key, None) for key in keys])


def _space(owner_id: UserId) -> tuple[str, ...]:
    return (NAMESPACE, str(owner_id))


@contextmanager
def _named() -> Generator[None]:
    try:
        yield
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise Unavailable("The memory cannot be reached; please try again.") from error
