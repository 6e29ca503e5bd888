"""Answers of a language model are paid for once, and no cap is passed for them."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from studio.domain.budget import Caps
from studio.domain.conversation import TurnStatus
from studio.jobs.memory import MemoryRenderQueue
from studio.wiring import Studio
from tests.integration.agent.test_stops import COUNTED, DRAFT, StumblingCheckpoints
from tests.support.makers import FLAT, HUMMED
from tests.support.scripted import AIMessageChunk, Scripted, call
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say

TABLE = """
[[price]]
provider = "scripted"
model = "*"
unit = "tokens_in"
usd = 1
per = 1000
source = "the test"
date = 2026-11-28

[[price]]
provider = "scripted"
model = "*"
unit = "tokens_out"
usd = 1
per = 1000
source = "the test"
date = 2026-11-28
"""
ANSWER = (11 + 7) * Decimal("0.001")


@pytest.fixture
async def studio(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Studio]:
    table = tmp_path / "prices.toml"
    table.write_text(TABLE)
    monkeypatch.setenv("REELWRIGHT_PRICES", str(table))
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


def counted(*pieces: Any) -> list[Any]:
    return [*pieces, AIMessageChunk(content="", usage_metadata=COUNTED)]


async def rows(studio: Studio, statement: str) -> list[tuple[Any, ...]]:
    async with studio.works.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(statement))]


async def charged(studio: Studio) -> list[tuple[str, Decimal | None]]:
    found = await rows(studio, "SELECT state, cost_usd FROM charges ORDER BY created_at")
    return [(state, cost) for state, cost in found]


@pytest.mark.parametrize("step", [1, 3])
async def test_an_answer_that_was_not_saved_is_taken_up_and_not_bought_again(
    studio: Studio, database_url: str, step: int
) -> None:
    model = Scripted.of(
        counted("Drafting.", call("draft_script", DRAFT)), counted("All done."), counted("Twice?")
    )
    owner, thread = await open_thread(studio)
    steps = [step]
    async with running(
        studio, database_url, model, wrap=lambda kept: StumblingCheckpoints(kept, steps)
    ):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE

    assert steps == []
    assert len(model.shown) == 2
    assert await charged(studio) == [("settled", ANSWER)] * 2
    assert await rows(studio, "SELECT kind, provider FROM charges LIMIT 1") == [
        ("text", "scripted")
    ]
    assert await rows(studio, "SELECT count(*) FROM answers") == [(0,)]


async def test_a_cap_holds_for_what_an_answer_may_cost(studio: Studio, database_url: str) -> None:
    model = Scripted.of(counted("Hello."))
    capped = replace(studio, caps=Caps(request=Decimal(1)))
    owner, thread = await open_thread(studio)
    async with running(capped, database_url, model):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.FAILED

    assert model.shown == []
    assert await charged(studio) == []
    assert await rows(studio, "SELECT error_code FROM turns") == [("budget_exceeded",)]


@pytest.mark.parametrize(
    ("trouble", "states"),
    [
        (httpx.ConnectError("no"), ["released", "settled"]),
        (httpx.ReadError("cut"), ["unknown", "settled"]),
    ],
)
async def test_what_never_left_is_given_back_and_what_was_cut_off_is_counted(
    studio: Studio, database_url: str, trouble: Exception, states: list[str]
) -> None:
    model = Scripted.of(["Hel", trouble], counted("Hello."))
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, model):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE

    assert [state for state, _ in await charged(studio)] == states


async def test_a_second_lost_answer_is_left_to_the_user(studio: Studio, database_url: str) -> None:
    lost = httpx.ReadError("cut")
    model = Scripted.of([lost], [lost], counted("Hello."))
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, model):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.FAILED

    assert [state for state, _ in await charged(studio)] == ["unknown", "unknown"]
