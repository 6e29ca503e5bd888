"""All scripts of a batch are answered in one call, or on a terminal: each by the id that was shown."""

from collections.abc import AsyncGenerator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rich.console import Console

from api.cli.client import Client
from api.cli.scripts import NOBODY_READ, NONE_WAIT, answer_scripts, said
from studio.services import accounts, conversations
from studio.wiring import open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.batches import asks, begun, threads_of

TOPICS = ["Topic 0", "Topic 1", "Topic 2"]


class Door:
    """Speaks for one person or another."""

    def __init__(self, url: str, keys: dict[str, str], batch: str) -> None:
        self.url, self.keys, self.batch = url, keys, batch

    def call(self, method: str, path: str, *, key: str = "ada", json: Any = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.keys[key]}", "Accept-Language": "de"}
        with httpx.Client(base_url=self.url, timeout=60) as client:
            return client.request(method, f"/v1{path}", headers=headers, json=json)


@pytest.fixture
async def door(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Door]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        keys: dict[str, str] = {}
        async with studio.work() as work:
            owner = (await accounts.ensure_local_user(work)).id
            eve = await accounts.register(work, email="eve@example.com", password="correct horse b")
            for name, user, scopes in (
                ("ada", owner, ("read", "write")),
                ("eve", eve.id, ("read", "write")),
                ("reader", owner, ("read",)),
            ):
                _, keys[name] = await accounts.create_api_key(
                    work, owner_id=user, name=name, scopes=scopes
                )
            thread = (await conversations.create_thread(work, owner_id=owner)).id
        card = await begun(studio, owner, thread, 3)
        for each in threads_of(card):
            await asks(studio, owner, each)
    with served(app_for(settings)) as url:
        yield Door(url, keys, str(card.batch_id))


def test_one_call_approves_the_scripts_that_were_read_and_says_which(door: Door) -> None:
    path = f"/batches/{door.batch}/scripts"
    items = door.call("GET", path, key="reader").json()["items"]
    assert [(one["number"], one["title"]) for one in items] == [*enumerate(TOPICS, 1)]
    assert all(line["narration"] for one in items for line in one["script"])
    read = [one["gate_id"] for one in items[:2]]
    stranger = str(uuid4())
    asked = {"action": "approve", "gates": [*read, stranger]}
    assert door.call("POST", path, key="reader", json=asked).status_code == 403
    assert door.call("POST", path, key="eve", json=asked).status_code == 404
    assert door.call("GET", path, key="eve").status_code == 404
    told = door.call("POST", path, json=asked).json()
    assert [one["gate_id"] for one in told["answered"]] == read
    assert all(one["run_id"] for one in told["answered"])
    assert [(one["gate_id"], one["code"]) for one in told["refused"]] == [(stranger, "not_found")]
    assert told["batch"]["videos"][2]["gate_id"] == items[2]["gate_id"]
    again = door.call("POST", path, json=asked).json()
    assert again["answered"] == []
    assert [one["code"] for one in again["refused"]] == ["gate_closed", "gate_closed", "not_found"]
    # What is refused is told in the language that the reader prefers.
    assert not any("answer" in one["reason"] for one in again["refused"])
    left = door.call("GET", path).json()["items"]
    assert [one["gate_id"] for one in left] == [items[2]["gate_id"]]


@pytest.mark.parametrize(
    "asked",
    [
        {"action": "approve", "gates": []},
        {"action": "approve"},
        {"action": "edit", "gates": [str(uuid4())]},
        {"action": "approve", "gates": [str(uuid4()) for _ in range(26)]},
    ],
)
def test_an_answer_names_what_was_read(door: Door, asked: dict[str, Any]) -> None:
    assert door.call("POST", f"/batches/{door.batch}/scripts", json=asked).status_code == 422


def test_on_a_terminal_all_are_printed_before_they_are_answered(door: Door) -> None:
    batch = door.batch
    shown = StringIO()
    console = Console(file=shown, width=200)
    with Client(door.url, door.keys["ada"]) as client:
        assert not answer_scripts(client, console, batch, None)
        assert NOBODY_READ in shown.getvalue()
        assert all(f"{n}. {topic}" in shown.getvalue() for n, topic in enumerate(TOPICS, 1))
        assert not answer_scripts(client, console, batch, lambda: "none")
        assert len(client.batch_scripts(batch)) == 3
        assert answer_scripts(client, console, batch, lambda: "1, 3")
        assert "Approved: 1, 3." in shown.getvalue()
        assert answer_scripts(client, console, batch, lambda: "reject all")
        assert "Rejected: 2." in shown.getvalue()
        assert not answer_scripts(client, console, batch, lambda: "all")
        assert NONE_WAIT in shown.getvalue()


@pytest.mark.parametrize(
    ("words", "action", "numbers"),
    [
        ("all", "approve", {1, 3}),
        (" Y ", "approve", {1, 3}),
        ("3", "approve", {3}),
        ("1,3", "approve", {1, 3}),
        ("1 2", "approve", set()),
        ("reject all", "reject", {1, 3}),
        ("none", "approve", set()),
        ("not 1", "approve", set()),
        ("", "approve", set()),
    ],
)
def test_only_a_plain_answer_is_one(words: str, action: str, numbers: set[int]) -> None:
    assert said(words, [1, 3]) == (action, numbers)
