"""A turn from the claim to its end, on a real database and a real wire."""

from dataclasses import replace
from pathlib import Path

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from agent.history import dangling, repaired
from studio.domain.conversation import Role, TurnStatus
from studio.domain.events import StoryboardSaved, TextDelta, ToolEnded, TurnFinished
from studio.jobs.memory import MemoryRenderQueue
from studio.providers.llm.director.model import Director
from tests.support.studio import open_test_studio
from tests.support.turns import (
    cancel,
    ended,
    events_of,
    failing_renders,
    messages_of,
    open_thread,
    running,
    say,
)

TEXT = "Make this into a 10 s video: Bees dance. The dance tells where flowers are. It is a map."


async def test_a_turn_drafts_and_tells_of_a_render_that_failed(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        studio = replace(whole, queue=MemoryRenderQueue())
        owner, thread = await open_thread(studio)
        turn = await say(studio, owner, thread, TEXT)
        async with running(studio, database_url, Director()), failing_renders(studio):
            assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
        messages = await messages_of(studio, owner, thread)
        events = await events_of(studio, thread)
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
        owner, thread = await open_thread(studio)
        turn = await say(studio, owner, thread, TEXT)
        await cancel(studio, owner, turn)
        async with running(studio, database_url, Director()):
            assert await ended(studio, owner, thread, turn) is TurnStatus.CANCELLED


def test_a_call_without_a_result_is_answered_in_its_place() -> None:
    called = AIMessage("", tool_calls=[{"name": "render", "args": {}, "id": "c1"}])
    history = [HumanMessage("make it"), called]
    assert [m.tool_call_id for m in dangling(history)] == ["c1"]
    mended = repaired([*history, HumanMessage("hello?")])
    assert isinstance(mended[2], ToolMessage)
    assert isinstance(mended[3], HumanMessage)
