"""What is remembered of a channel, over HTTP: one's own, readable, editable, deletable."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from studio.services.accounts import SCOPES
from studio.wiring import open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.studio import user_with_key

PATH = "/v1/me/profile"


@dataclass
class House:
    url: str
    ada: str
    bob: str
    reader: str

    def call(self, method: str, path: str = "", key: str = "", **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {key or self.ada}"}
        return httpx.request(method, f"{self.url}{PATH}{path}", headers=headers, **more)


@pytest.fixture
async def house(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[House]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        keys = [
            (await user_with_key(studio, f"{name}@example.com", scopes=scopes))[1]
            for name, scopes in (("ada", SCOPES), ("bob", SCOPES), ("eve", {"read"}))
        ]
    with served(app_for(settings, runs=False)) as url:
        yield House(url, *keys)


async def test_a_profile_is_changed_shown_and_forgotten_by_its_owner_alone(house: House) -> None:
    asked = {
        "house": {"captions": "karaoke", "language": "de"},
        "brand": {"handle": "@tides"},
        "ban": ["Guru"],
    }
    put = house.call("PATCH", json=asked)
    assert put.status_code == 200, put.text
    assert (put.json()["banned"], put.json()["house"]["captions"]) == (["guru"], "karaoke")
    rule = house.call("POST", "/rules", json={"says": "Numbers are  written out"})
    assert (rule.status_code, rule.json()["says"]) == (201, "Numbers are written out")
    assert not rule.json()["is_learnt"]
    cleared = house.call("PATCH", json={"house": {"language": None}, "allow": ["GURU"]}).json()
    assert (cleared["house"]["language"], cleared["banned"]) == (None, [])

    assert house.call("GET", key=house.bob).json()["rules"] == []
    there = f"/rules/{rule.json()['id']}"
    assert house.call("DELETE", there, house.bob).status_code == 404
    assert house.call("DELETE", there).status_code == 204
    assert house.call("DELETE", there).status_code == 404
    assert house.call("DELETE").status_code == 204
    told = house.call("GET").json()
    assert (told["house"]["captions"], told["brand"]["handle"]) == (None, "")


@pytest.mark.parametrize(
    "asked",
    [
        {"house": {"captions": "neon"}},
        {"house": {"font": "Arial"}},
        {"brand": {"colours": ["blue"]}},
        {"ban": ["x"]},
        {"rules": []},
    ],
)
async def test_nonsense_is_refused_in_words(house: House, asked: dict[str, Any]) -> None:
    answer = house.call("PATCH", json=asked)
    assert answer.status_code == 422
    assert answer.json()["detail"]


async def test_a_key_that_reads_may_not_change(house: House) -> None:
    assert house.call("GET", key=house.reader).status_code == 200
    assert house.call("PATCH", key=house.reader, json={"ban": ["guru"]}).status_code == 403
    assert house.call("POST", "/rules", house.reader, json={"says": "Yes."}).status_code == 403
    assert house.call("DELETE", key=house.reader).status_code == 403
