"""Where conversations are played: a studio of one's own on embedded servers."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from agent import checkpoints
from agent.checkpoints import Checkpoints
from studio.db.migrate import migrate
from studio.embedded.postgres import EmbeddedPostgres
from studio.embedded.valkey import EmbeddedValkey
from studio.settings import DatabaseSettings, RedisSettings, Settings, StateSettings
from studio.wiring import Studio, open_studio

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""These databases end with the run; waiting for the disk would be wasted."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A studio with nothing in it."""

    studio: Studio
    checkpoints: Checkpoints


@contextmanager
def open_folder() -> Generator[Path]:
    """Give a folder that the servers' user can pass through, as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="rw-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def open_ground(folder: Path) -> AsyncGenerator[Ground]:
    """Start the servers and open a studio with the built-in makers.

    Raises:
        Unavailable: A server does not come up.
        Misconfigured: A binary is missing.
    """
    postgres = EmbeddedPostgres(
        folder / "postgres", password=secrets.token_hex(8), options=FAST
    )
    valkey = EmbeddedValkey(folder / "valkey", password=secrets.token_hex(8))
    try:
        database_url = (await asyncio.to_thread(postgres.start)).url
        redis_url = (await asyncio.to_thread(valkey.start)).url
        await migrate(database_url, [lambda: checkpoints.setup(database_url)])
        settings = Settings(
            state=StateSettings(state_dir=folder / "state"),
            database=DatabaseSettings(database_url=SecretStr(database_url)),
            redis=RedisSettings(redis_url=SecretStr(redis_url)),
        )
        async with (
            open_studio(settings) as studio,
            checkpoints.open_checkpoints(database_url) as kept,
        ):
            yield Ground(studio, kept)
    finally:
        await asyncio.to_thread(valkey.stop)
        await asyncio.to_thread(postgres.stop)
