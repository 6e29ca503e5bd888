"""Migrations go up, down and up again, and lead to the tables that the rows describe."""

import asyncio

from alembic import command
from sqlalchemy.ext.asyncio import create_async_engine

from studio.db.engine import driver_url
from studio.db.migrate import configure, migrate


async def test_migrations_go_up_down_and_up_again(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    engine = create_async_engine(driver_url(empty_database_url))
    async with engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(configure(c), "base"))
    await migrate(empty_database_url)
    async with engine.begin() as connection:
        await connection.run_sync(lambda c: command.check(configure(c)))
    await engine.dispose()


async def test_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    at_work, most = 0, 0

    async def extra() -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0.05)
        at_work -= 1

    await asyncio.gather(*(migrate(empty_database_url, extra=[extra]) for _ in range(4)))

    assert most == 1
