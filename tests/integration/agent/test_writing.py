"""What the model writes for its words alone is paid once; equal wishes find it at no cost."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain_core.messages import ToolMessage
from sqlalchemy import text

from agent.meter import Meter
from agent.writing import BoughtWriter
from studio.domain.conversation import TurnStatus
from studio.domain.errors import OutcomeUnknown
from studio.domain.events import TextDelta
from studio.jobs.memory import MemoryRenderQueue
from studio.wiring import Studio
from tests.integration.agent.test_buying import ANSWER, TABLE, counted
from tests.support.makers import FLAT, HUMMED
from tests.support.scripted import Scripted, call
from tests.support.studio import open_test_studio, pays
from tests.support.turns import ended, events_of, open_thread, running, say

FRESH = "Why ice is slippery\nThe sound of a black hole"


@pytest.fixture
async def studio(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Studio]:
    table = tmp_path / "prices.toml"
    table.write_text(TABLE)
    monkeypatch.setenv("REELWRIGHT_PRICES", str(table))
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


async def writer(studio: Studio, model: Scripted, *, name: str = "one") -> BoughtWriter:
    payer = pays(*await open_thread(studio))
    meter = Meter(provider="scripted", model=name, prices=studio.prices)
    return BoughtWriter(studio.works, model, meter, payer)


async def rows(studio: Studio, statement: str) -> list[tuple[Any, ...]]:
    async with studio.works.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(statement))]


async def test_equal_wishes_are_paid_once_and_counted_as_hits(studio: Studio) -> None:
    model = Scripted.of(counted("Ice."), counted("Fire."))
    asked = await writer(studio, model)

    said = [await asked.write("A word."), await asked.write("A word."), await asked.write("More.")]

    assert said == ["Ice.", "Ice.", "Fire."]
    assert len(model.shown) == 2
    assert await rows(studio, "SELECT state, cost_usd FROM charges") == [("settled", ANSWER)] * 2
    hits = await rows(studio, "SELECT cost_usd FROM usage WHERE is_cached")
    assert hits == [(Decimal(0),)] * 2, "what it reads and what it writes, each at zero"


async def test_many_equal_wishes_at_once_are_one_call(studio: Studio) -> None:
    model = Scripted.of(counted("Ice."))
    asked = await writer(studio, model)

    said = await asyncio.gather(*(asked.write("A word.") for _ in range(8)))

    assert said == ["Ice."] * 8
    assert len(model.shown) == 1


async def test_another_model_writes_its_own(studio: Studio) -> None:
    first, second = Scripted.of(counted("Ice.")), Scripted.of(counted("Fire."))

    said = [
        await (await writer(studio, first)).write("A word."),
        await (await writer(studio, second, name="two")).write("A word."),
    ]

    assert said == ["Ice.", "Fire."]


async def test_a_lost_answer_counts_and_is_no_answer(studio: Studio) -> None:
    asked = await writer(studio, Scripted.of([httpx.ReadError("cut")], counted("Ice.")))

    with pytest.raises(OutcomeUnknown):
        await asked.write("A word.")

    assert await asked.write("A word.") == "Ice."
    states = await rows(studio, "SELECT state FROM charges ORDER BY attempt")
    assert states == [("unknown",), ("settled",)]


async def test_topics_are_written_once_for_all_conversations_and_not_said_aloud(
    studio: Studio, database_url: str
) -> None:
    asks = call("suggest_topics", '{"pack": "science"}', id="c1")
    script = [counted(asks), counted(FRESH), counted("Take one."), counted(asks), counted("Well?")]
    model = Scripted.of(*script)
    for _ in range(2):
        owner, thread = await open_thread(studio)
        async with running(studio, database_url, model):
            turn = await say(studio, owner, thread, "What about?")
            assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
        told = [m for m in model.shown[-1] if isinstance(m, ToolMessage)][-1].text
        assert all(topic in told for topic in FRESH.splitlines())
        said = [e.delta for e in await events_of(studio, thread) if isinstance(e, TextDelta)]
        assert FRESH not in "".join(said)

    assert model.script == []
    assert await rows(studio, "SELECT count(*) FROM answers") == [(1,)]
