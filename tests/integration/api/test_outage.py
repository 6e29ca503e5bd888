"""An open stream lives through a Redis that goes away and comes back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.api import WORDS, app_for, make_user, served, settings_for, sign_in
from tests.support.product import events, new_thread, run_input
from tests.support.valkey import OwnValkey


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[OwnValkey]:
    folder = tmp_path / "valkey"
    folder.mkdir()
    server = OwnValkey(folder)
    server.start()
    yield server
    server.stop()


def _follow(client: httpx.Client, thread: str, run: str, valkey: OwnValkey) -> list[dict[str, Any]]:
    """Start a run, follow it, and restart Redis while its words come."""
    with client.stream(
        "POST", f"/v1/threads/{thread}/runs", json=run_input(thread, run, "tides")
    ) as r:
        r.raise_for_status()
        next(r.iter_lines())
    told: list[dict[str, Any]] = []
    for _, event in events(client, run):
        told.append(event)
        if event.get("delta") == WORDS[0]:
            valkey.stop()
            valkey.start()
    return told


def test_a_restart_of_redis_costs_an_open_stream_no_event(
    database_url: str, valkey: OwnValkey, tmp_path: Path
) -> None:
    settings = settings_for(database_url, valkey.url, tmp_path)
    asyncio.run(make_user(settings, "a@example.com"))
    with served(app_for(settings, pause_s=0.3)) as url:
        headers = {"Authorization": f"Bearer {sign_in(url, 'a@example.com')}"}
        with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
            run = str(uuid4())
            told = _follow(client, new_thread(client), run, valkey)
            again = [event for _, event in events(client, run)]

    assert [e["delta"] for e in told if e["type"] == "TEXT_MESSAGE_CONTENT"] == WORDS
    assert told[-1]["type"] == "RUN_FINISHED"
    assert [e for e in told if e["type"] != "MESSAGES_SNAPSHOT"] == again


def test_while_redis_is_away_a_run_that_is_over_is_told_from_the_store(
    database_url: str, valkey: OwnValkey, tmp_path: Path
) -> None:
    settings = settings_for(database_url, valkey.url, tmp_path)
    asyncio.run(make_user(settings, "a@example.com"))
    with served(app_for(settings)) as url:
        headers = {"Authorization": f"Bearer {sign_in(url, 'a@example.com')}"}
        with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
            thread, run = new_thread(client), str(uuid4())
            asked = run_input(thread, run, "tides")
            client.post(f"/v1/threads/{thread}/runs", json=asked).raise_for_status()
            valkey.stop()
            told = [event["type"] for _, event in events(client, run)]

    assert told == ["RUN_STARTED", "MESSAGES_SNAPSHOT", "RUN_FINISHED"]
