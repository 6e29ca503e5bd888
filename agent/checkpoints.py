"""Where the agent's state is kept: one saver per run, and the memory, over one shared pool."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.store.postgres.aio import AsyncPostgresStore
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from agent.memory import Memory
from agent.packed import PackedSerializer

SETUP_LOCK = 7_305_102_211
LOCK_POLL_S = 0.1
PRUNE_ATTEMPTS = 3

Pool = AsyncConnectionPool[AsyncConnection[DictRow]]


class Checkpoints:
    """Savers over one pool; a saver serialises its own writes, hence one per run.

    Attributes:
        memory: What is remembered of users, over the same pool.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.memory = Memory(AsyncPostgresStore(pool))

    def saver(self) -> AsyncPostgresSaver:
        """Give a saver for one run."""
        return AsyncPostgresSaver(self._pool, serde=serializer())

    async def prune(self, thread_id: str) -> None:
        """Keep only the newest checkpoint of a thread; a race with a writer is tried again."""
        for _ in range(PRUNE_ATTEMPTS):
            try:
                await self.saver().aprune([thread_id])
            except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
                continue
            return

    async def forget(self, thread_id: str) -> None:
        """Delete all checkpoints of a thread."""
        await self.saver().adelete_thread(thread_id)


def serializer() -> PackedSerializer:
    """Read back nothing but LangChain's messages and plain values."""
    return PackedSerializer(allowed_msgpack_modules=None)


@asynccontextmanager
async def open_checkpoints(url: str, *, size: int = 8) -> AsyncGenerator[Checkpoints]:
    """Open the pool."""
    settings: dict[str, Any] = {
        "autocommit": True,
        "row_factory": dict_row,
        "prepare_threshold": 0,
    }
    pool = Pool(
        url,
        min_size=1,
        max_size=size,
        kwargs=settings,
        open=False,
        timeout=10,
        check=Pool.check_connection,
    )
    async with pool:
        yield Checkpoints(pool)


async def setup(url: str) -> None:
    """Make or renew the tables, one process at a time.

    The lock is polled for: a session that waits for it inside PostgreSQL holds a snapshot, which
    the concurrent index builds of the set-up would wait for in turn.
    """
    connection = await AsyncConnection[DictRow].connect(
        url, autocommit=True, row_factory=dict_row, prepare_threshold=0
    )
    async with connection:
        await _lock(connection)
        try:
            await AsyncPostgresSaver(connection).setup()
            await AsyncPostgresStore(connection).setup()
        finally:
            await connection.execute("SELECT pg_advisory_unlock(%s)", (SETUP_LOCK,))


async def _lock(connection: AsyncConnection[DictRow]) -> None:
    while True:
        cursor = await connection.execute(
            "SELECT pg_try_advisory_lock(%s) AS is_ours", (SETUP_LOCK,)
        )
        row = await cursor.fetchone()
        if row and row["is_ours"]:
            return
        await asyncio.sleep(LOCK_POLL_S)
