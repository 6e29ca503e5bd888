"""What goes wrong at a language model has a name and a remedy, and the conversation goes on."""

import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from agent import middleware
from agent.meter import Meter
from studio.domain.conversation import TurnStatus
from studio.jobs.memory import MemoryRenderQueue
from studio.providers.llm import open_model
from studio.wiring import Studio
from tests.contract.test_bad_input import told_well
from tests.support.makers import FLAT, HUMMED
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say
from tests.support.vendor import Answer, Hang, VendorServer, serving

SHORT_S = 0.5
"""Stands for `REELWRIGHT_MODEL_TIMEOUT_S`: a server that hangs for half an hour is left."""
HTML = Answer(b"<html>Sign in to this network</html>", media_type="text/html")
EVENTS, LINES = "text/event-stream", "application/x-ndjson"


def openai_said(*, whole: bool = True) -> Answer:
    """Say a word, as OpenAI streams it; what is not whole ends where a line does."""
    chunk: dict[str, Any] = {"id": "x", "object": "chat.completion.chunk", "created": 1}
    chunk["model"] = "m"
    deltas = [({"role": "assistant", "content": "Hello."}, None), ({}, "stop")]
    choices = [[{"index": 0, "delta": d, "finish_reason": end}] for d, end in deltas]
    lines = [f"data: {json.dumps(chunk | {'choices': each})}\n\n" for each in choices]
    body = "".join([*lines, "data: [DONE]\n\n"] if whole else lines[:1])
    return Answer(body.encode(), media_type=EVENTS)


def ollama_said(*, whole: bool = True) -> Answer:
    """Say a word, as Ollama streams it."""
    line: dict[str, Any] = {"model": "m", "created_at": "2026-11-28T00:00:00Z"}
    word = line | {"message": {"role": "assistant", "content": "Hello."}, "done": False}
    last = line | {"message": {"role": "assistant", "content": ""}, "done": True}
    last |= {"done_reason": "stop", "prompt_eval_count": 3, "eval_count": 2}
    lines = [word, last] if whole else [word]
    return Answer("".join(f"{json.dumps(each)}\n" for each in lines).encode(), media_type=LINES)


def failed(status: int, code: str = "") -> Answer:
    return Answer.of({"error": {"message": "no", "code": code, "type": code}}, status=status)


def alone(answer: Answer | Hang) -> Answer | Hang:
    """Let a connection serve one call, so that none is left open behind."""
    if isinstance(answer, Hang):
        return answer
    return replace(answer, headers={"Connection": "close"})


@dataclass(frozen=True)
class Server:
    """How a kind of server answers, well and badly."""

    well: Callable[[], Answer]
    troubles: dict[str, tuple[Answer | Hang, str]]


SERVERS = {
    "openai": Server(
        openai_said,
        {
            "a wrong key": (failed(401), "provider_key_refused"),
            "a dead model": (failed(404), "provider_model_unknown"),
            "no balance": (failed(429, "insufficient_quota"), "provider_balance_empty"),
            "a hang": (Hang(), "outcome_unknown"),
            "a cut stream": (replace(openai_said(), cut=40), "outcome_unknown"),
            "a stream that just ends": (openai_said(whole=False), "outcome_unknown"),
            "an error in a stream": (
                Answer(b'data: {"error": {"message": "overheated"}}\n\n', media_type=EVENTS),
                "provider_failed",
            ),
            "200 with an error": (failed(200), "provider_answer_invalid"),
            "a wrong content type": (HTML, "provider_answer_invalid"),
        },
    ),
    "ollama": Server(
        ollama_said,
        {
            "a dead model": (
                Answer.of({"error": "model 'm' not found"}, status=404),
                "provider_model_unknown",
            ),
            "a hang": (Hang(), "outcome_unknown"),
            "a cut stream": (replace(ollama_said(), cut=40), "outcome_unknown"),
            "a stream that just ends": (ollama_said(whole=False), "outcome_unknown"),
            "200 with an error": (Answer.of({"error": "out of memory"}), "provider_failed"),
            "a wrong content type": (HTML, "provider_answer_invalid"),
        },
    ),
}


@pytest.fixture
async def studio(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Studio]:
    monkeypatch.setattr(middleware, "_FIRST_WAIT", lambda _: 0.0)
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


@pytest.mark.parametrize("kind", SERVERS)
async def test_a_language_model_in_trouble_costs_its_turn_only(
    kind: str, studio: Studio, database_url: str
) -> None:
    server = SERVERS[kind]
    found: dict[str, tuple[str | None, str | None]] = {}
    with serving(lambda asked: alone(server.well())) as wire:
        chat = await opened(kind, wire)
        meter = Meter(provider=kind, model="m", prices=studio.prices, url=chat.url)
        owner, thread = await open_thread(studio)
        async with running(studio, database_url, chat.model, meter=meter):
            for what, (answer, _) in server.troubles.items():
                wire.respond = lambda asked, answer=answer: alone(answer)
                turn = await say(studio, owner, thread, "Hello?")
                assert await ended(studio, owner, thread, turn) is TurnStatus.FAILED, what
                found[what] = await trouble_of(studio, turn)
            wire.respond = lambda asked: alone(server.well())
            turn = await say(studio, owner, thread, "Are you well?")
            last = await ended(studio, owner, thread, turn)

    assert {what: code for what, (code, _) in found.items()} == {
        what: code for what, (_, code) in server.troubles.items()
    }
    assert [words for _, words in found.values() if not told_well(words or "")] == []
    assert last is TurnStatus.DONE


async def opened(kind: str, wire: VendorServer) -> Any:
    base = f"{wire.url}/v1" if kind == "openai" else wire.url
    return await open_model(spec=f"{kind}:m", base_url=base, api_key="k" * 20, timeout_s=SHORT_S)


async def trouble_of(studio: Studio, turn: object) -> tuple[str | None, str | None]:
    """Give the code and the words that a turn ended with."""
    async with studio.works.connect() as connection:
        asked = text("SELECT error_code, error FROM turns WHERE id = :turn")
        row = (await connection.execute(asked, {"turn": turn})).one()
    return row[0], row[1]
