"""A turn from the claim to its end, on a real database and a real wire."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from agent import checkpoints
from agent.history import dangling, repaired
from agent.runner import TurnRunner
from studio.domain.conversation import Role, TurnStatus
from studio.domain.events import StoryboardSaved, TextDelta, ToolEnded, TurnFinished
from studio.domain.units import ThreadId, TurnId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.providers.llm.director.model import Director
from studio.services import accounts, conversations, renders
from studio.wiring import Studio
from tests.support.studio import open_test_studio

TEXT = "Make this into a 10 s video: Bees dance. The dance tells where flowers are. It is a map."
WAIT_S = 30


@asynccontextmanager
async def running(studio: Studio, url: str) -> AsyncGenerator[TurnRunner]:
    await checkpoints.setup(url)
    async with checkpoints.open_checkpoints(url) as kept:
        runner = TurnRunner(
            studio, model=Director(), checkpoints=kept, worker="w1", heartbeat_s=0.1
        )
        async with asyncio.TaskGroup() as group:
            work = group.create_task(runner.run())
            try:
                yield runner
            finally:
                await runner.drain()
                await work


async def ask(studio: Studio, text: str) -> tuple[UserId, ThreadId, TurnId]:
    async with studio.work() as work:
        owner = (await accounts.ensure_local_user(work)).id
        thread = (await conversations.create_thread(work, owner_id=owner)).id
        turn = TurnId(uuid4())
        await conversations.start_turn(
            work,
            owner_id=owner,
            thread_id=thread,
            turn_id=turn,
            message=text,
            message_id=f"u-{turn}",
        )
    return owner, thread, turn


async def ended(studio: Studio, owner: UserId, turn: TurnId) -> TurnStatus:
    async with asyncio.timeout(WAIT_S):
        while True:
            async with studio.work() as work:
                status = (await conversations.get_turn(work, owner_id=owner, turn_id=turn)).status
                for job in await renders.unfinished(work):
                    await renders.fail(work, render_id=job.render_id, error="no renderer here")
            if status.is_final:
                return status
            await asyncio.sleep(0.05)


async def test_a_turn_drafts_and_tells_of_a_render_that_failed(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        studio = replace(whole, queue=MemoryRenderQueue())
        owner, thread, turn = await ask(studio, TEXT)
        async with running(studio, database_url):
            assert await ended(studio, owner, turn) is TurnStatus.DONE
        async with studio.work() as work:
            messages = await conversations.list_messages(work, owner_id=owner, thread_id=thread)
        events = [e.event for e in await studio.events.history(thread)]
    assert [m.role for m in messages].count(Role.USER) == 1
    assert "no renderer here" in [m for m in messages if m.role is Role.ASSISTANT][-1].content
    assert any(isinstance(e, StoryboardSaved) for e in events)
    assert any(isinstance(e, TextDelta) for e in events)
    assert any(isinstance(e, ToolEnded) and e.is_error for e in events)
    assert isinstance(events[-1], TurnFinished)


async def test_a_cancelled_turn_ends_as_cancelled(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with open_test_studio(database_url, redis_url, tmp_path) as studio:
        owner, _, turn = await ask(studio, TEXT)
        async with studio.work() as work:
            await conversations.request_cancel(work, owner_id=owner, turn_id=turn)
        async with running(studio, database_url):
            assert await ended(studio, owner, turn) is TurnStatus.CANCELLED


def test_a_call_without_a_result_is_answered_in_its_place() -> None:
    called = AIMessage("", tool_calls=[{"name": "render", "args": {}, "id": "c1"}])
    history = [HumanMessage("make it"), called]
    assert [m.tool_call_id for m in dangling(history)] == ["c1"]
    mended = repaired([*history, HumanMessage("hello?")])
    assert isinstance(mended[2], ToolMessage)
    assert isinstance(mended[3], HumanMessage)
