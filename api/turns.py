"""The work behind the door: one task group owns it, and a shutdown drains it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from agent.runner import TurnRunner

log = structlog.get_logger()

RESTART_S = 1.0


@asynccontextmanager
async def running(
    runner: TurnRunner, *, beside: Callable[[], Awaitable[None]]
) -> AsyncGenerator[None]:
    """Run turns while inside, and something else beside; leaving drains the runner first."""
    async with asyncio.TaskGroup() as group:
        work = group.create_task(keep(runner.run), name="turns")
        aside = group.create_task(keep(beside), name="beside")
        try:
            yield
        finally:
            aside.cancel()
            await runner.drain()
            work.cancel()


async def keep(run: Callable[[], Awaitable[None]]) -> None:
    """Run until it ends by itself; after a crash run it anew."""
    while True:
        try:
            await run()
        except Exception:
            # The background group's last handler: one broken turn must not stop all the others.
            log.exception("turns.restarting")
            await asyncio.sleep(RESTART_S)
        else:
            return
