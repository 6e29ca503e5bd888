"""Turns at work: a runner, a user who asks, and what came of it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from langchain_core.language_models import BaseChatModel

from agent import checkpoints
from agent.checkpoints import Checkpoints
from agent.meter import Meter
from agent.runner import TurnRunner
from agent.standby import Standby
from studio.domain.conversation import Message, TurnStatus
from studio.domain.events import FINAL_EVENTS, Event, Gap
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import accounts, conversations, renders
from studio.wiring import Studio

WAIT_S = 120
"""For what takes a second on a machine that does nothing else."""


@asynccontextmanager
async def running(
    studio: Studio,
    url: str,
    model: BaseChatModel,
    *,
    worker: str = "w1",
    lease_s: float = 20.0,
    drain_s: float = 15.0,
    heartbeat_s: float = 0.05,
    standbys: Sequence[Standby] = (),
    meter: Meter | None = None,
    wrap: Callable[[Checkpoints], Checkpoints] = lambda kept: kept,
) -> AsyncGenerator[TurnRunner]:
    """Give a runner at work; leaving drains it."""
    await checkpoints.setup(url)
    async with checkpoints.open_checkpoints(url) as kept:
        runner = TurnRunner(
            studio,
            model=model,
            meter=meter or Meter(provider="scripted", model="one", prices=studio.prices),
            checkpoints=wrap(kept),
            worker=worker,
            standbys=standbys,
            heartbeat_s=heartbeat_s,
            lease_s=lease_s,
            drain_s=drain_s,
        )
        async with asyncio.TaskGroup() as group:
            work = group.create_task(runner.run())
            try:
                yield runner
            finally:
                await runner.drain()
                await work


@asynccontextmanager
async def failing_renders(studio: Studio) -> AsyncGenerator[None]:
    """Fail every render that is asked for while inside, as there is no renderer."""

    async def fail() -> None:
        while True:
            async with studio.work() as work:
                for job in await renders.unfinished(work):
                    await renders.fail(work, render_id=job.render_id, error="no renderer here")
            await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        failing = group.create_task(fail())
        yield
        failing.cancel()


async def open_thread(studio: Studio) -> tuple[UserId, ThreadId]:
    """Give the local user and a new thread."""
    async with studio.work() as work:
        owner = (await accounts.ensure_local_user(work)).id
        return owner, (await conversations.create_thread(work, owner_id=owner)).id


async def say(studio: Studio, owner: UserId, thread: ThreadId, text: str) -> TurnId:
    """Queue a turn."""
    turn = TurnId(uuid4())
    async with studio.work() as work:
        await conversations.start_turn(
            work,
            owner_id=owner,
            thread_id=thread,
            turn_id=turn,
            message=text,
            message_id=f"u-{turn}",
        )
    return turn


async def cancel(studio: Studio, owner: UserId, turn: TurnId) -> None:
    """Ask a turn to stop."""
    async with studio.work() as work:
        await conversations.request_cancel(work, owner_id=owner, turn_id=turn)


async def status_of(studio: Studio, owner: UserId, turn: TurnId) -> TurnStatus:
    """Tell how a turn stands."""
    async with studio.work() as work:
        return (await conversations.get_turn(work, owner_id=owner, turn_id=turn)).status


async def told(
    studio: Studio, thread: ThreadId, kind: type[Any] | tuple[type[Any], ...], *, turn: TurnId
) -> None:
    """Wait until an event of a kind was told of a turn."""
    async with asyncio.timeout(WAIT_S), studio.events.listen(thread, after=None) as live:
        async for item in live:
            if isinstance(item, Gap) or item.event.turn_id != turn:
                continue
            if isinstance(item.event, kind):
                return


async def ended(studio: Studio, owner: UserId, thread: ThreadId, turn: TurnId) -> TurnStatus:
    """Wait until a turn's end was told, and give how it is stored."""
    await told(studio, thread, FINAL_EVENTS, turn=turn)
    return await status_of(studio, owner, turn)


async def messages_of(studio: Studio, owner: UserId, thread: ThreadId) -> tuple[Message, ...]:
    """Give what is stored of the conversation."""
    async with studio.work() as work:
        return await conversations.list_messages(work, owner_id=owner, thread_id=thread)


async def events_of(studio: Studio, thread: ThreadId) -> list[Event]:
    """Give what was told live."""
    return [envelope.event for envelope in await studio.events.history(thread)]
