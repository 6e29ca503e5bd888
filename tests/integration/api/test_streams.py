"""Event streams over real HTTP: complete, resumable, and never in the way of a run."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from redis import Redis

from tests.support.api import WORDS, app_for, make_user, served, settings_for, sign_in


class Client:
    def __init__(self, url: str, token: str) -> None:
        self.http = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=20
        )

    def thread(self) -> str:
        return self.http.post("/v1/threads", json={}).json()["id"]

    def input(self, thread: str, text: str = "tides", run: str = "") -> dict[str, Any]:
        said = {"id": str(uuid4()), "role": "user", "content": text}
        return {"threadId": thread, "runId": run or str(uuid4()), "messages": [said]}

    def events(self, method: str, path: str, **options: Any) -> list[dict[str, Any]]:
        with self.http.stream(method, path, **options) as answer:
            assert answer.status_code == 200, answer.read()
            return list(parse(answer.iter_lines()))

    def run(self, thread: str, text: str = "tides", run: str = "") -> list[dict[str, Any]]:
        return self.events("POST", f"/v1/threads/{thread}/runs", json=self.input(thread, text, run))


def parse(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    event: dict[str, Any] = {}
    for line in lines:
        if line.startswith("id: "):
            event["id"] = line[4:]
        elif line.startswith("data: "):
            event |= json.loads(line[6:])
        elif not line and "type" in event:
            yield event
            event = {}


def text_of(events: list[dict[str, Any]]) -> str:
    return "".join(e["delta"] for e in events if e["type"] == "TEXT_MESSAGE_CONTENT")


def shown(events: list[dict[str, Any]]) -> list[str]:
    """Give the texts that a client shows in the end; a snapshot replaces all of them."""
    texts: dict[str, str] = {}
    for event in events:
        if event["type"] == "MESSAGES_SNAPSHOT":
            texts = {m["id"]: m["content"] for m in event["messages"] if m["role"] != "tool"}
        elif event["type"] == "TEXT_MESSAGE_CONTENT":
            texts[event["messageId"]] = texts.get(event["messageId"], "") + event["delta"]
    return list(texts.values())


@pytest.fixture
async def client(database_url: str, redis_url: str, tmp_path: Path):
    settings = settings_for(database_url, redis_url, tmp_path)
    await make_user(settings, "a@example.com")
    with served(app_for(settings, pause_s=0.01)) as url:
        opened = Client(url, sign_in(url, "a@example.com"))
        yield opened
        opened.http.close()


def test_what_a_lost_worker_was_saying_is_void(client: Client) -> None:
    events = client.run(client.thread(), text="lost")
    names = [e["type"] for e in events]
    replaced = names.index("MESSAGES_SNAPSHOT")
    assert text_of(events[:replaced]) == "Half a "
    assert names[replaced - 1] == "TEXT_MESSAGE_END"
    assert shown(events[:-2]) == ["lost", "".join(WORDS)]
    assert shown(events) == ["lost", "".join(WORDS)]
    assert names.count("RUN_STARTED") == 1


def test_a_run_is_told_from_start_to_end(client: Client) -> None:
    run = str(uuid4())
    events = client.run(client.thread(), run=run)
    assert events[0]["type"] == "RUN_STARTED"
    assert events[0]["runId"] == run
    assert text_of(events) == "".join(WORDS)
    assert events[-1]["type"] == "RUN_FINISHED"
    assert events[-1]["outcome"] == {"type": "success"}


def test_a_late_joiner_gets_the_same_events(client: Client) -> None:
    run = str(uuid4())
    first = client.run(client.thread(), run=run)
    assert client.events("GET", f"/v1/runs/{run}/events") == first


def test_a_client_cut_at_any_place_resumes_without_loss_or_doubling(client: Client) -> None:
    run = str(uuid4())
    whole = client.run(client.thread(), run=run)
    for cut, event in enumerate(whole):
        if "id" in event:
            headers = {"Last-Event-ID": event["id"]}
            rest = client.events("GET", f"/v1/runs/{run}/events", headers=headers)
            assert whole[: cut + 1] + rest == whole
            by_query = client.events("GET", f"/v1/runs/{run}/events?after={event['id']}")
            assert by_query == rest


def test_a_client_killed_in_the_middle_resumes_live(client: Client) -> None:
    thread, run = client.thread(), str(uuid4())
    seen: list[dict[str, Any]] = []
    asked = client.input(thread, run=run)
    with client.http.stream("POST", f"/v1/threads/{thread}/runs", json=asked) as answer:
        for event in parse(answer.iter_lines()):
            seen.append(event)
            if event["type"] == "TEXT_MESSAGE_CONTENT":
                break
    headers = {"Last-Event-ID": seen[-1]["id"]}
    rest = client.events("GET", f"/v1/runs/{run}/events", headers=headers)
    assert seen + rest == client.events("GET", f"/v1/runs/{run}/events")


def test_a_run_goes_on_when_its_client_leaves_at_once(client: Client) -> None:
    thread, run = client.thread(), str(uuid4())
    asked = client.input(thread, run=run)
    with client.http.stream("POST", f"/v1/threads/{thread}/runs", json=asked):
        pass
    events = client.events("GET", f"/v1/runs/{run}/events")
    assert events[-1]["type"] == "RUN_FINISHED"
    assert client.http.get(f"/v1/runs/{run}").json()["status"] == "done"


def test_the_same_run_sent_twice_is_made_once(client: Client) -> None:
    thread, run = client.thread(), str(uuid4())
    asked = client.input(thread, run=run)
    path = f"/v1/threads/{thread}/runs"
    first = client.events("POST", path, json=asked)
    assert client.events("POST", path, json=asked) == first
    messages = client.http.get(f"/v1/threads/{thread}").json()["messages"]
    assert [m["role"] for m in messages].count("user") == 1


def test_a_finished_run_whose_stream_is_gone_is_told_from_the_store(
    client: Client, redis_url: str
) -> None:
    run = str(uuid4())
    whole = client.run(client.thread(), run=run)
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    events = client.events("GET", f"/v1/runs/{run}/events")
    assert [e["type"] for e in events] == ["RUN_STARTED", "MESSAGES_SNAPSHOT", "RUN_FINISHED"]
    assert [m["role"] for m in events[1]["messages"]] == ["user", "assistant"]
    headers = {"Last-Event-ID": whole[3]["id"]}
    events = client.events("GET", f"/v1/runs/{run}/events", headers=headers)
    assert [e["type"] for e in events] == ["CUSTOM", "MESSAGES_SNAPSHOT", "RUN_FINISHED"]
    assert events[0]["name"] == "reelwright.gap"


def test_a_cancelled_run_ends_as_cancelled_and_frees_the_thread(client: Client) -> None:
    thread, run = client.thread(), str(uuid4())
    asked = client.input(thread, "slow", run)
    path = f"/v1/threads/{thread}/runs"
    with client.http.stream("POST", path, json=asked) as answer:
        events = parse(answer.iter_lines())
        assert next(events)["type"] == "RUN_STARTED"
        busy = client.http.post(path, json=client.input(thread))
        assert (busy.status_code, busy.json()["code"]) == (409, "turn_in_progress")
        assert client.http.post(f"/v1/runs/{run}/cancel").status_code == 202
        last = list(events)[-1]
    assert last["type"] == "RUN_FINISHED"
    assert last["outcome"] == {"type": "cancelled"}
    assert client.run(thread)[-1]["type"] == "RUN_FINISHED"


def test_a_threads_stream_tells_run_after_run(client: Client) -> None:
    thread = client.thread()
    first, second = client.run(thread), client.run(thread)
    got: list[dict[str, Any]] = []
    with client.http.stream("GET", f"/v1/threads/{thread}/events") as answer:
        for event in parse(answer.iter_lines()):
            got.append(event)
            if [e["type"] for e in got].count("RUN_FINISHED") == 2:
                break
    assert [e["type"] for e in got] == [e["type"] for e in first + second]


def test_the_streams_headers_keep_proxies_from_buffering(client: Client) -> None:
    thread = client.thread()
    path = f"/v1/threads/{thread}/runs"
    with client.http.stream("POST", path, json=client.input(thread)) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-accel-buffering"] == "no"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-request-id"]


@pytest.mark.parametrize("token", ["nonsense", "1-1.x", "99999999999999999999999-0", "0", "1-0.1"])
def test_a_strange_last_event_id_gives_a_gap_and_an_end(client: Client, token: str) -> None:
    run = str(uuid4())
    client.run(client.thread(), run=run)
    events = client.events("GET", f"/v1/runs/{run}/events", headers={"Last-Event-ID": token})
    assert events[0]["name"] == "reelwright.gap"
    assert events[-1]["type"] == "RUN_FINISHED"
