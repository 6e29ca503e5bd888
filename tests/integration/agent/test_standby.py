"""Where a model cannot answer, another one does: by rule, paid by its own name, and told."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import httpx
import openai
import pytest
from sqlalchemy import text

from agent import middleware
from agent.meter import Meter
from agent.standby import Standby
from studio.domain.conversation import TurnStatus
from studio.domain.trouble import Trouble
from studio.jobs.memory import MemoryRenderQueue
from studio.services import conversations
from studio.wiring import Studio
from tests.integration.agent.test_stops import DRAFT
from tests.support.makers import FLAT, HUMMED
from tests.support.scripted import Scripted, call
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say

DOWN = httpx.ConnectError("no")


@pytest.fixture
async def studio(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Studio]:
    monkeypatch.setattr(middleware, "ATTEMPTS", 1)
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


def standby(studio: Studio, model: Scripted, *when: Trouble, name: str = "spare:two") -> Standby:
    provider, _, called = name.partition(":")
    meter = Meter(provider=provider, model=called, prices=studio.prices)
    return Standby(name, model, meter, frozenset(when))


def failed(status: int) -> openai.APIStatusError:
    answer = httpx.Response(status, request=httpx.Request("POST", "http://127.0.0.1"))
    kinds = {401: openai.AuthenticationError, 404: openai.NotFoundError}
    return kinds[status]("no", response=answer, body=None)


async def test_another_model_answers_to_the_end_of_the_turn_and_it_is_said_once(
    studio: Studio, database_url: str
) -> None:
    first = Scripted.of([DOWN])
    second = Scripted.of(["Drafting.", call("draft_script", DRAFT)], ["All done."])
    owner, thread = await open_thread(studio)
    spare = standby(studio, second, Trouble.UNAVAILABLE)
    async with running(studio, database_url, first, standbys=[spare]):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE

    assert (len(first.shown), len(second.shown)) == (1, 2)
    async with studio.work() as work:
        messages = await conversations.list_messages(work, owner_id=owner, thread_id=thread)
    told = [m.content for m in messages if "spare:two answers" in m.content]
    assert len(told) == 1
    assert "cannot be reached" in told[0]
    async with studio.works.connect() as connection:
        paid = await connection.execute(text("SELECT provider, state FROM charges ORDER BY 1, 2"))
        assert [tuple(row) for row in paid] == [
            ("scripted", "released"),
            ("spare", "settled"),
            ("spare", "settled"),
        ]


@pytest.mark.parametrize(("status", "when"), [(401, Trouble.KEY), (404, Trouble.MODEL)])
async def test_only_the_troubles_of_the_rule_are_answered_by_another(
    studio: Studio, database_url: str, status: int, when: Trouble
) -> None:
    others = frozenset(Trouble) - {when}
    owner, thread = await open_thread(studio)
    for allowed, end in ((others, TurnStatus.FAILED), ({when}, TurnStatus.DONE)):
        spare = standby(studio, Scripted.of(["Hello."]), *allowed)
        model = Scripted.of([failed(status)])
        async with running(studio, database_url, model, standbys=[spare]):
            turn = await say(studio, owner, thread, "Bees.")
            assert await ended(studio, owner, thread, turn) is end


async def test_the_last_model_of_all_says_its_own_trouble(
    studio: Studio, database_url: str
) -> None:
    spares = [
        standby(studio, Scripted.of([DOWN]), Trouble.UNAVAILABLE),
        standby(studio, Scripted.of([failed(404)]), Trouble.UNAVAILABLE, name="spare:three"),
    ]
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, Scripted.of([DOWN]), standbys=spares):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.FAILED

    async with studio.works.connect() as connection:
        code = (await connection.execute(text("SELECT error_code FROM turns"))).scalar_one()
    assert code == "provider_model_unknown"
