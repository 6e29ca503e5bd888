"""Gates over HTTP: asked in the stream, answered once, and only by their owner."""

import asyncio
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from redis import Redis

from tests.integration.api.test_streams import Client, text_of
from tests.support.api import WORDS, app_for, make_user, served, settings_for, sign_in

APPROVE = {"action": "approve"}


@pytest.fixture
def url(database_url: str, redis_url: str, tmp_path: Path) -> Generator[str]:
    settings = settings_for(database_url, redis_url, tmp_path)
    for email in ("ada@example.com", "bob@example.com"):
        asyncio.run(make_user(settings, email))
    with served(app_for(settings)) as address:
        yield address


@pytest.fixture
def client(url: str) -> Generator[Client]:
    ada = Client(url, sign_in(url, "ada@example.com"))
    yield ada
    ada.http.close()


@pytest.fixture
def foreign(url: str) -> Generator[Client]:
    bob = Client(url, sign_in(url, "bob@example.com"))
    yield bob
    bob.http.close()


def ask(client: Client) -> tuple[str, dict[str, Any]]:
    """Come to a gate; give the thread and the interrupt."""
    thread = client.thread()
    outcome = client.run(thread, "spend")[-1]["outcome"]
    assert outcome["type"] == "interrupt"
    (interrupt,) = outcome["interrupts"]
    return thread, interrupt


def answer(client: Client, thread: str, gate: str, body: dict[str, Any]) -> httpx.Response:
    return client.http.post(f"/v1/threads/{thread}/gates/{gate}", json=body)


def test_a_gate_is_told_answered_once_and_by_its_owner_only(
    client: Client, foreign: Client
) -> None:
    thread, interrupt = ask(client)
    gate = interrupt["id"]

    assert interrupt["reason"] == "reelwright.spend"
    assert interrupt["message"] == "Make 2 pictures for up to $0.08?"
    assert interrupt["responseSchema"]["properties"]["scenes"]["items"]["enum"] == [1, 2]
    assert answer(foreign, thread, gate, APPROVE).status_code == 404
    assert answer(client, thread, str(uuid4()), APPROVE).status_code == 404
    assert answer(client, foreign.thread(), gate, APPROVE).status_code == 404
    for wrong in ({}, {"action": "maybe"}, {"action": "edit", "scenes": [7]}, {"action": "edit"}):
        assert answer(client, thread, gate, wrong).status_code == 422, wrong

    done = answer(client, thread, gate, {"action": "edit", "scenes": [2]})

    assert done.status_code == 200, done.text
    assert done.json()["gate"]["state"] == "approved"
    events = client.events("GET", f"/v1/runs/{done.json()['run_id']}/events")
    assert text_of(events) == "".join(WORDS)
    assert events[-1]["outcome"]["type"] == "success"
    late = answer(client, thread, gate, {"action": "reject"})
    assert (late.status_code, late.json()["code"]) == (409, "gate_closed")
    (kept,) = client.http.get(f"/v1/threads/{thread}/gates").json()["items"]
    assert kept == client.http.get(f"/v1/threads/{thread}/gates/{gate}").json()
    assert (kept["answer"]["scenes"], kept["via"]) == ([2], "card")
    cards = client.http.get(f"/v1/threads/{thread}").json()["messages"]
    assert [m["content"]["state"] for m in cards if m.get("activityType") == "gate"] == ["approved"]


def test_the_choice_of_another_maker_is_an_interrupt_with_its_own_answers(client: Client) -> None:
    thread = client.thread()
    events = client.run(thread, "outage")
    (interrupt,) = events[-1]["outcome"]["interrupts"]
    [card] = [e["content"] for e in events if e.get("activityType") == "gate"]

    assert interrupt["reason"] == "reelwright.provider"
    offered = interrupt["responseSchema"]["properties"]
    assert offered["use"]["enum"] == ["illustrator", "gemini"]
    assert "retry" in offered["action"]["enum"]
    sample = card["ask"]["alternatives"][0]["picture_url"]
    assert httpx.get(client.http.base_url.join(sample)).headers["content-type"] == "image/jpeg"
    wrong = answer(client, thread, interrupt["id"], {"action": "approve", "use": "dreamer"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_answer")

    payload = {"action": "edit", "scenes": [3], "use": "gemini"}
    entry = {"interruptId": interrupt["id"], "status": "resolved", "payload": payload}
    body = {"threadId": thread, "runId": str(uuid4()), "messages": [], "resume": [entry]}
    assert text_of(client.events("POST", f"/v1/threads/{thread}/runs", json=body))
    (kept,) = client.http.get(f"/v1/threads/{thread}/gates").json()["items"]
    assert (kept["state"], kept["answer"]["use"]) == ("approved", "gemini")


@pytest.mark.parametrize(("message", "action"), [("use gemini", "approve"), ("wait", "retry")])
def test_a_plain_word_chooses(client: Client, message: str, action: str) -> None:
    thread = client.thread()
    client.run(thread, "outage")

    client.run(thread, message)

    (kept,) = client.http.get(f"/v1/threads/{thread}/gates").json()["items"]
    assert (kept["answer"]["action"], kept["via"]) == (action, "message")


def test_each_user_says_who_replaces_whom(client: Client, foreign: Client) -> None:
    path = "/v1/me/replacements"
    wrong = client.http.put(f"{path}/voice/espeak", json={"instead": "openai"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_edit")
    assert client.http.put(f"{path}/music/espeak", json={"instead": "x"}).status_code == 422
    assert client.http.get(path).json() == {"items": []}
    assert client.http.delete(f"{path}/picture/openai").status_code == 204
    assert httpx.get(client.http.base_url.join(path)).status_code == 401
    assert foreign.http.get(path).json() == {"items": []}


def test_a_resume_entry_goes_on_and_told_twice_is_once(client: Client) -> None:
    thread, interrupt = ask(client)
    entry = {"interruptId": interrupt["id"], "status": "resolved", "payload": APPROVE}
    body = {"threadId": thread, "runId": str(uuid4()), "messages": [], "resume": [entry]}
    path = f"/v1/threads/{thread}/runs"

    wrong = body | {"resume": [entry | {"payload": {"action": "perhaps"}}]}
    assert client.http.post(path, json=wrong).status_code == 422
    first = client.events("POST", path, json=body)
    again = client.events("POST", path, json=body)

    assert first[0] == again[0] == {"type": "RUN_STARTED"} | first[0]
    assert first[0]["runId"] == body["runId"]
    assert text_of(first) == text_of(again) == "".join(WORDS)
    stale = client.http.post(path, json=body | {"runId": str(uuid4())})
    assert (stale.status_code, stale.json()["code"]) == (409, "gate_closed")


def test_a_run_that_waits_is_told_so_after_its_events_are_gone(
    client: Client, redis_url: str
) -> None:
    thread = client.thread()
    run = str(uuid4())
    client.run(thread, "spend", run)
    _flush(redis_url)

    events = client.events("GET", f"/v1/runs/{run}/events")

    assert events[-1]["outcome"]["type"] == "interrupt"
    assert client.http.get(f"/v1/runs/{run}").json()["status"] == "waiting"
    assert client.http.get(f"/v1/threads/{thread}").json()["active_run"] is None


def test_each_user_chooses_when_to_be_asked(client: Client, foreign: Client) -> None:
    usual = client.http.get("/v1/me/ask-rule").json()
    own = {"ask_above_usd": "2.50", "ask_unpriced": False}

    assert client.http.put("/v1/me/ask-rule", json=own).json() == own

    assert Decimal(client.http.get("/v1/me/ask-rule").json()["ask_above_usd"]) == Decimal("2.5")
    assert foreign.http.get("/v1/me/ask-rule").json() == usual
    wrong = client.http.put("/v1/me/ask-rule", json={**own, "ask_above_usd": -1})
    assert wrong.status_code == 422
    client.http.delete("/v1/me/ask-rule")
    assert client.http.get("/v1/me/ask-rule").json() == usual


def test_each_user_chooses_what_to_see_first(client: Client, foreign: Client) -> None:
    path = "/v1/me/wait-rule"
    nothing = {"script": False, "above_s": None, "above_scenes": None}
    own = {"script": True, "above_s": 90.0, "above_scenes": 4}

    assert client.http.get(path).json() == nothing
    assert client.http.put(path, json=own).json() == own
    assert client.http.get(path).json() == own
    assert foreign.http.get(path).json() == nothing
    assert client.http.put(path, json={**own, "above_scenes": -1}).status_code == 422
    assert client.http.put(path, json={**own, "publish": True}).status_code == 422
    assert client.http.delete(path).status_code == 204
    assert client.http.get(path).json() == nothing
    assert httpx.get(client.http.base_url.join(path)).status_code == 401


def test_scenes_are_answered_one_by_one_by_their_number(client: Client, foreign: Client) -> None:
    thread, interrupt = ask(client)
    gate = f"/v1/threads/{thread}/gates/{interrupt['id']}"

    assert foreign.http.post(f"{gate}/scenes/1", json=APPROVE).status_code == 404
    for scene, wrong in (
        (7, APPROVE),
        (1, {"action": "retry"}),
        (1, {"action": "edit", "narration": "Else."}),
        (1, {}),
    ):
        assert client.http.post(f"{gate}/scenes/{scene}", json=wrong).status_code == 422, wrong
    first = client.http.post(f"{gate}/scenes/2", json={"action": "reject", "note": "dearer"})
    twice = client.http.post(f"{gate}/scenes/2", json=APPROVE)
    last = client.http.post(f"{gate}/scenes/1", json=APPROVE)
    late = client.http.post(f"{gate}/scenes/1", json=APPROVE)

    assert (first.status_code, first.json()["run_id"]) == (200, None)
    assert [part["scene"] for part in first.json()["gate"]["parts"]] == [2]
    assert (twice.status_code, twice.json()["code"]) == (409, "gate_closed")
    assert last.json()["gate"]["state"] == "approved"
    assert last.json()["gate"]["answer"]["scenes"] == [1]
    assert last.json()["gate"]["answer"]["note"] == "scene 2: dearer"
    assert last.json()["run_id"]
    assert (late.status_code, late.json()["code"]) == (409, "gate_closed")


def test_a_run_stopped_while_it_waits_takes_no_answer(client: Client) -> None:
    thread = client.thread()
    run = str(uuid4())
    (interrupt,) = client.run(thread, "spend", run)[-1]["outcome"]["interrupts"]

    stopped = client.http.post(f"/v1/runs/{run}/cancel").json()

    assert stopped["status"] == "cancelled"
    assert answer(client, thread, interrupt["id"], APPROVE).status_code == 409


def _flush(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
