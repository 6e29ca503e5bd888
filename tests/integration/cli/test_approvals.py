"""Approvals from the command line, against an API whose runs are scripted."""

import asyncio
from collections.abc import Callable, Generator
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from api.cli.approvals import Allowance, told
from api.cli.client import Client
from api.cli.make import approve, run_once
from tests.support.api import WORDS, app_for, make_user, served, settings_for, sign_in


@pytest.fixture
def client(database_url: str, redis_url: str, tmp_path: Path) -> Generator[Client]:
    settings = settings_for(database_url, redis_url, tmp_path)
    asyncio.run(make_user(settings, "ada@example.com"))
    with (
        served(app_for(settings)) as url,
        Client(url, sign_in(url, "ada@example.com")) as opened,
    ):
        yield opened


def test_what_is_allowed_beforehand_is_approved_and_the_run_goes_on(client: Client) -> None:
    console = Console(record=True, width=100, quiet=False)
    thread = client.create_thread()
    waits = run_once(client, console, thread, "spend", says=False)
    allowed = Allowance(Decimal("0.10"))

    done = approve(client, console, thread, waits, allowed)

    assert done.waits_for == []
    assert done.text.strip() == "".join(WORDS)
    assert allowed.left_usd == Decimal("0.02")
    assert "scene 2: picture by p m, $0.04" in console.export_text()
    kept = client.thread(thread)["messages"]
    assert [m["content"]["state"] for m in kept if m.get("activityType") == "gate"] == ["approved"]


INTERRUPT = {"id": "g", "message": "Buy?", "metadata": {"ask": {"total_usd": "0.50"}}}
UNPRICED = {"id": "g", "message": "Buy?", "metadata": {"ask": {"total_usd": None}}}


def test_an_allowance_is_used_up() -> None:
    allowed = Allowance(Decimal("0.80"))
    assert allowed.decide(INTERRUPT) == {"action": "approve"}
    assert allowed.decide(INTERRUPT)["action"] == "reject"


def test_no_amount_that_was_allowed_beforehand_is_a_look_at_the_script() -> None:
    ask = {"kind": "script", "script": [{"scene": 1, "narration": "Bees dance."}]}
    interrupt = {"id": "g", "message": "Make it?", "metadata": {"ask": ask}}

    alone = Allowance(Decimal(100)).decide(interrupt)
    seen = Allowance(ask=lambda question: question == "Make it?").decide(interrupt)

    assert (alone["action"], seen) == ("reject", {"action": "approve"})
    assert "wait-rule" in alone["note"]
    assert "  1. Bees dance." in told(interrupt)


def test_another_maker_is_chosen_by_whoever_sits_there_and_by_nobody_else(client: Client) -> None:
    console = Console(record=True, width=200, quiet=False)
    thread = client.create_thread()
    waits = run_once(client, console, thread, "outage", says=False)
    (interrupt,) = waits.waits_for
    asked: list[str] = []

    def choose(said: str) -> Callable[[str], str]:
        return lambda question: asked.append(question) or said

    assert Allowance(Decimal(1000)).decide(interrupt)["action"] == "reject"
    wait = Allowance(choose=choose("wait")).decide(interrupt)
    skip = Allowance(choose=choose("what?")).decide(interrupt)
    assert (wait, skip) == ({"action": "retry"}, {"action": "reject"})

    done = approve(client, console, thread, waits, Allowance(choose=choose("gemini")))

    assert done.waits_for == []
    assert asked[0].endswith("[illustrator/gemini/wait/skip] ")
    assert "gemini: Gemini, $0.13 for 2 calls" in console.export_text()
    kept = client.thread(thread)["messages"]
    [answer] = [m["content"]["answer"] for m in kept if m.get("activityType") == "gate"]
    assert (answer["action"], answer["use"]) == ("approve", "gemini")


def test_nobody_waits_for_a_model_that_has_ended() -> None:
    ask = {"kind": "provider", "trouble": "retired", "alternatives": [{"name": "openai:m2"}]}
    asked: list[str] = []
    allowed = Allowance(choose=lambda question: asked.append(question) or "wait")

    said = allowed.decide({"id": "g", "message": "Move?", "metadata": {"ask": ask}})

    assert (said, asked) == ({"action": "reject"}, ["Move? [openai:m2/skip] "])


def test_an_unknown_price_is_never_allowed_beforehand() -> None:
    assert Allowance(Decimal(1000)).decide(UNPRICED)["action"] == "reject"


@pytest.mark.parametrize(("said", "action"), [(True, "approve"), (False, "reject")])
def test_whoever_sits_at_the_terminal_is_asked(said: bool, action: str) -> None:
    asked: list[str] = []

    def ask(question: str) -> bool:
        asked.append(question)
        return said

    assert Allowance(None, ask).decide(INTERRUPT) == {"action": action}
    assert asked == ["Buy?"]
