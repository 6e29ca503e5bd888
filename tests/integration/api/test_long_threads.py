"""A conversation of hundreds of turns is opened by its end and read in pages."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from studio.services import accounts, conversations
from studio.wiring import open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.long_talk import talk

TURNS = 34


@dataclass
class Door:
    url: str
    thread: UUID
    keys: dict[str, str]

    async def get(self, path: str = "", *, key: str = "ada") -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.keys[key]}"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30) as client:
            return await client.get(f"/v1/threads/{self.thread}{path}")

    async def told(self, path: str = "") -> dict[str, Any]:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def door(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Door]:
    settings = settings_for(database_url, redis_url, tmp_path)
    keys: dict[str, str] = {}
    async with open_studio(settings) as studio:
        async with studio.work() as work:
            owner = (await accounts.ensure_local_user(work)).id
            eve = await accounts.register(work, email="eve@example.com", password="correct horse b")
            for name, user in (("ada", owner), ("eve", eve.id)):
                _, keys[name] = await accounts.create_api_key(
                    work, owner_id=user, name=name, scopes=("read",)
                )
            thread = await conversations.create_thread(work, owner_id=owner)
        await talk(studio, owner, thread.id, turns=TURNS)
    with served(app_for(settings, runs=False)) as url:
        yield Door(url, thread.id, keys)


def asked(told: dict[str, Any]) -> list[str]:
    return [m["id"] for m in told["messages"] if m["role"] == "user"]


async def test_it_opens_with_its_end_and_pages_lead_back_to_its_beginning(door: Door) -> None:
    told = await door.told()
    assert asked(told) == [f"u{n}" for n in range(5, 35)]
    assert told["earlier"] == "u5"
    assert told["storyboard"]["version"] == TURNS
    pages = [asked(told)]
    while told["earlier"]:
        told = await door.told(f"/messages?before={told['earlier']}&turns=3")
        pages.insert(0, asked(told))
    assert [len(page) for page in pages] == [1, 3, 30]
    assert [id for page in pages for id in page] == [f"u{n}" for n in range(1, TURNS + 1)]

    told = await door.told("/messages?turns=2")
    roles = ["user", "assistant", "activity", "tool", "assistant"]
    assert [m["role"] for m in told["messages"]] == roles * 2
    assert "picture_url" in told["messages"][2]["content"]["scenes"][0]

    assert (await door.get("/messages", key="eve")).status_code == 404
    for strange, status in (("nothing", 404), ("%00", 422), ("x" * 300, 422)):
        assert (await door.get(f"/messages?before={strange}")).status_code == status
