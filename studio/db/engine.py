"""The database: a pool of connections, and units of work over it."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    create_async_engine,
)

from studio.db.work import Work
from studio.domain.errors import Unavailable

log = structlog.get_logger()

_CONNECT_S = 5
_POOL_WAIT_S = 10
_OPTIONS = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=120s -c timezone=UTC"


class Database:
    """Hands out units of work; close it where the process ends."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Take an engine."""
        self._engine = engine

    @asynccontextmanager
    async def work(self) -> AsyncGenerator[Work]:
        """Give one transaction: committed on leaving, rolled back on an error.

        What was asked for by ``Work.after_commit`` runs after the commit, without a connection.

        Raises:
            Unavailable: PostgreSQL cannot be reached or is too busy.
        """
        with _translated():
            async with AsyncSession(self._engine, expire_on_commit=False) as session:
                await session.connection()
                work = Work(session)
                yield work
                await session.commit()
        await _ring(work)

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[AsyncConnection]:
        """Give a bare connection, for questions about the database itself.

        Raises:
            Unavailable: PostgreSQL cannot be reached or is too busy.
        """
        with _translated():
            async with self._engine.connect() as connection:
                yield connection

    async def close(self) -> None:
        """Give every connection back."""
        await self._engine.dispose()


def open_database(url: str, *, pool: int = 10) -> Database:
    """Describe a database; connections are made when they are needed.

    Args:
        url: ``postgresql://...``.
        pool: Most connections at a time.
    """
    engine = create_async_engine(
        driver_url(url),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_S,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_S, "options": _OPTIONS},
    )
    return Database(engine)


def driver_url(url: str) -> str:
    """Name the driver in a plain PostgreSQL URL."""
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        scheme = "postgresql+psycopg"
    return f"{scheme}{separator}{rest}"


async def _ring(work: Work) -> None:
    for action in work.actions:
        try:
            await action()
        except Unavailable as error:
            # The rows are committed; the reconciler rings again.
            log.warning("work.after_commit_failed", error=error.message)


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable("The database cannot be reached or is too busy; try again.") from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise Unavailable("The database went away; try again.") from error
