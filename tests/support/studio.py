"""A database, a person and a thread for tests of the use cases."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from studio.db.engine import Database, driver_url
from studio.domain.budget import Caps
from studio.domain.units import ThreadId, UserId
from studio.services import accounts, conversations
from studio.services.charges import Payer
from studio.settings import DatabaseSettings, RedisSettings, Settings, StateSettings
from studio.wiring import Studio, open_studio

PASSWORD = "correct horse battery"


@asynccontextmanager
async def open_test_studio(
    database_url: str, redis_url: str, state_dir: Path
) -> AsyncGenerator[Studio]:
    """Give a whole studio over the test's own servers and folder."""
    settings = Settings(
        state=StateSettings(state_dir=state_dir, secret=SecretStr("s" * 40)),
        database=DatabaseSettings(database_url=SecretStr(database_url)),
        redis=RedisSettings(redis_url=SecretStr(redis_url)),
    )
    async with open_studio(settings) as studio:
        yield studio


async def execute(database_url: str, statement: str) -> None:
    """Change rows behind the use cases' back, e.g. to let time pass."""
    engine = create_async_engine(driver_url(database_url))
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def make_thread(works: Database, email: str = "ada@example.com") -> tuple[UserId, ThreadId]:
    """Add a person and open a thread."""
    async with works.work() as work:
        user = await accounts.register(work, email=email, password=PASSWORD)
        thread = await conversations.create_thread(work, owner_id=user.id)
    return user.id, thread.id


async def user_with_key(
    studio: Studio, email: str = "a@example.com", *, scopes: Iterable[str] = ("read", "write")
) -> tuple[UserId, str]:
    """Add a person, and give an API key of theirs."""
    async with studio.work() as work:
        user = await accounts.register(work, email=email, password=PASSWORD)
        _, key = await accounts.create_api_key(
            work, owner_id=user.id, name="test", scopes=frozenset(scopes)
        )
    return user.id, key


def pays(owner_id: UserId, thread_id: ThreadId) -> Payer:
    """Give the account of a thread that may spend anything."""
    return Payer(owner_id=owner_id, thread_id=thread_id, turn_id=None, caps=Caps())
