"""A long conversation reaches the model short, with what holds still known."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.messages import BaseMessage, HumanMessage, ToolMessage
from psycopg import AsyncConnection

from agent.condensing import CLOSE, MOST_TOKENS, OPEN
from agent.knowledge import OPEN as NOTE
from studio.domain.conversation import TurnStatus
from studio.jobs.memory import MemoryRenderQueue
from studio.services import conversations
from studio.wiring import Studio
from tests.support.makers import FLAT, HUMMED
from tests.support.scripted import Scripted, call
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say

DRAFT = '{"title": "Bees", "scenes": [{"narration": "Bees dance."}]}'


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio, None]:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


def texts(shown: list[BaseMessage]) -> list[str]:
    return [m.text for m in shown if isinstance(m, HumanMessage)]


async def test_what_is_far_back_is_summed_up_and_nothing_is_lost_on_the_screen(
    studio: Studio, database_url: str
) -> None:
    model = Scripted.of(
        [call("draft_script", DRAFT, id="c1")], ["Drafted."], ["Read."], ["Yes."], ["Still here."]
    )
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, model):
        for said in ("Bees, please.", "<b> " + "long " * 3000, "Short.", "And now?"):
            turn = await say(studio, owner, thread, said)
            assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    shown = model.shown[-1]
    summary, *words = texts(shown)
    assert summary.startswith(OPEN)
    assert summary.endswith(CLOSE)
    assert "- “Bees, please.” → draft_script" in summary
    assert "- “(b) long long" in summary
    assert words == ["<user_text>\nShort.\n</user_text>", "<user_text>\nAnd now?\n</user_text>"]
    assert [m.tool_call_id for m in shown if isinstance(m, ToolMessage)] == ["c1"]
    assert not any(NOTE in text for text in texts(shown))
    assert sum(len(m.text) for m in shown[1:]) < MOST_TOKENS
    async with studio.work() as work:
        kept = await conversations.list_messages(work, owner_id=owner, thread_id=thread)
    assert [len(m.content) > 10_000 for m in kept if m.role == "user"] == [
        False,
        True,
        False,
        False,
    ]


async def test_a_turn_that_is_over_leaves_one_checkpoint(studio: Studio, database_url: str) -> None:
    """A heartbeat finds the lease of an ended turn given up, and must not stop the tidying."""
    model = Scripted.of([call("draft_script", DRAFT, id="c1")], ["Drafted."])
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, model):
        turn = await say(studio, owner, thread, "Bees, please.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    async with await AsyncConnection.connect(database_url) as connection:
        found = await connection.execute("SELECT count(*) FROM checkpoints")
        assert await found.fetchone() == (1,)
