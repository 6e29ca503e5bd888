"""Bring a database up to date, one process at a time."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from studio.db.engine import driver_url
from studio.domain.errors import Unavailable

_LOCK = 0x5265656C
"""Any number that nobody else's advisory locks use; this one spells "Reel"."""


async def migrate(url: str, extra: Sequence[Callable[[], Awaitable[None]]] = ()) -> None:
    """Run the missing migrations, then ``extra``, while no other process does.

    Args:
        url: ``postgresql://...``.
        extra: Set-ups of others' tables, run under the same lock.

    Raises:
        Unavailable: The database cannot be reached.
    """
    engine = create_async_engine(
        driver_url(url), poolclass=NullPool, connect_args={"connect_timeout": 10}
    )
    try:
        # A connection of its own: the lock outlives every transaction of the migrations.
        async with engine.connect() as guard:
            await guard.execution_options(isolation_level="AUTOCOMMIT")
            await guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            async with engine.begin() as connection:
                await connection.execute(text("SET LOCAL lock_timeout = '30s'"))
                await connection.run_sync(_upgrade)
            for action in extra:
                await action()
    except OperationalError as error:
        raise Unavailable("The database cannot be reached, so it was not migrated.") from error
    finally:
        await engine.dispose()


def configure(connection: Connection) -> Config:
    """Give Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(configure(connection), "head")
