"""Presets over HTTP: one's own, versioned, scoped; an edit is tried without being made."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from studio.domain.storyboard import CaptionStyle, Storyboard
from studio.domain.units import ThreadId
from studio.services import conversations, storyboards
from studio.services.accounts import SCOPES
from studio.wiring import open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.storyboards import storyboard
from tests.support.studio import user_with_key


@dataclass
class House:
    url: str
    thread: ThreadId
    other: ThreadId
    ada: str
    bob: str
    reader: str

    def call(self, method: str, path: str, key: str = "", **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {key or self.ada}"} | more.pop("headers", {})
        return httpx.request(method, f"{self.url}{path}", headers=headers, timeout=30, **more)


def video() -> Storyboard:
    board = storyboard("One.", "Two.", "Three.")
    style = board.style.model_copy(update={"captions": CaptionStyle.POP})
    brief = board.brief.model_copy(update={"target_s": 45})
    return board.model_copy(update={"style": style, "brief": brief})


@pytest.fixture
async def house(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[House]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        people = [
            await user_with_key(studio, f"{name}@example.com", scopes=scopes)
            for name, scopes in (("ada", SCOPES), ("bob", SCOPES), ("eve", {"read"}))
        ]
        async with studio.work() as work:
            owner = people[0][0]
            threads = [
                (await conversations.create_thread(work, owner_id=owner, title=title)).id
                for title in ("Tides", "Next")
            ]
            await storyboards.save(
                work,
                owner_id=owner,
                thread_id=threads[0],
                storyboard=video(),
                expected_version=0,
                author="user",
                message="Begin",
            )
    with served(app_for(settings, runs=False)) as url:
        ada, bob, reader = (key for _, key in people)
        yield House(url, threads[0], threads[1], ada, bob, reader)


async def test_a_preset_is_kept_read_changed_and_deleted_by_its_owner_alone(house: House) -> None:
    asked = {"title": "Night Owl", "thread_id": str(house.thread), "is_default": True}
    saved = house.call("POST", "/v1/presets", json=asked)
    assert saved.status_code == 201, saved.text
    assert (saved.json()["name"], saved.headers["ETag"]) == ("night-owl", '"1"')
    assert saved.json()["settings"]["style"]["captions"] == "pop"
    assert house.call("POST", "/v1/presets", key=house.reader, json=asked).status_code == 403

    one = "/v1/presets/night-owl"
    assert house.call("PATCH", one, json={"target_s": 30}).status_code == 428
    stale = house.call("PATCH", one, json={"target_s": 30}, headers={"If-Match": '"7"'})
    assert stale.status_code == 409
    changed = house.call(
        "PATCH", one, json={"target_s": 30, "title": "Barn Owl"}, headers={"If-Match": '"1"'}
    )
    assert changed.status_code == 200, changed.text
    assert ["length", "30 s"] in changed.json()["lines"]
    assert (changed.json()["name"], changed.json()["is_default"]) == ("barn-owl", True)
    packs = house.call("GET", "/v1/packs").json()["items"]
    assert [pack["name"] for pack in packs if pack["is_own"]] == ["barn-owl"]

    one = "/v1/presets/barn-owl"
    for method in ("GET", "DELETE"):
        assert house.call(method, one, key=house.bob).status_code == 404
    foreign = house.call(
        "PATCH", one, key=house.bob, json={"target_s": 9}, headers={"If-Match": "*"}
    )
    assert foreign.status_code == 404
    assert house.call("GET", "/v1/presets", key=house.bob).json() == {"items": []}
    assert house.call("DELETE", one, headers={"If-Match": '"1"'}).status_code == 409
    assert house.call("DELETE", one).status_code == 204
    assert house.call("GET", one).status_code == 404


async def test_settings_make_a_preset_and_a_thread_follows_it(house: House) -> None:
    kept = house.call(
        "POST", "/v1/presets", json={"title": "Owl", "thread_id": str(house.thread)}
    ).json()["settings"]
    again = house.call("POST", "/v1/presets", json={"title": "Copy", "settings": kept})
    assert again.status_code == 201, again.text
    used = house.call("POST", f"/v1/threads/{house.other}/preset", json={"preset": "copy"})
    assert used.status_code == 200, used.text
    assert used.json()["because"] == ["Your preset Copy."]
    board = house.call("GET", f"/v1/threads/{house.other}/storyboard").json()["storyboard"]
    assert (board["style"]["captions"], board["brief"]["target_s"]) == ("pop", 45)
    both = {"thread_id": str(house.thread), "settings": kept}
    assert house.call("POST", "/v1/presets", json=both).status_code == 422
    where = f"/v1/threads/{house.other}/preset"
    assert house.call("POST", where, key=house.bob, json={"like": "last"}).status_code == 404
    assert house.call("POST", where, json={"preset": "nobody's"}).status_code == 404


async def test_a_preset_brings_in_nothing_that_is_not_the_owners(house: House) -> None:
    style = {"references": [{"name": "", "key": "uploads/aa/aa.media"}]}
    settings = {"title": "Thief", "style": style, "music": {"track": str(uuid4())}}
    assert house.call("POST", "/v1/presets", json={"settings": settings}).status_code == 201
    used = house.call("POST", f"/v1/threads/{house.other}/preset", json={"preset": "thief"})
    assert len(used.json()["notes"]) == 2
    board = house.call("GET", f"/v1/threads/{house.other}/storyboard").json()["storyboard"]
    assert (board["style"]["references"], board["music"]["track"]) == ([], None)


async def test_a_batch_begins_with_a_preset(house: House) -> None:
    asked = {"title": "Owl", "thread_id": str(house.thread)}
    assert house.call("POST", "/v1/presets", json=asked).status_code == 201
    begun = house.call("POST", "/v1/batches", json={"items": ["Bees", "Moss"], "preset": "Owl"})
    assert begun.status_code == 201, begun.text
    video = begun.json()["videos"][0]
    assert video["target_s"] == 45
    there = house.call("GET", f"/v1/threads/{video['thread_id']}/storyboard").json()["storyboard"]
    assert (there["style"]["captions"], there["pack"]) == ("pop", "owl")


async def test_a_batch_tells_what_of_its_preset_is_gone(house: House) -> None:
    settings = {"title": "Thief", "music": {"track": str(uuid4())}}
    assert house.call("POST", "/v1/presets", json={"settings": settings}).status_code == 201
    begun = house.call("POST", "/v1/batches", json={"items": ["Bees", "Moss"], "preset": "Thief"})
    assert begun.json()["notes"] == ["The music of the preset is gone; music is composed instead."]


async def test_a_patch_is_tried_and_nothing_is_written(house: House) -> None:
    where = f"/v1/threads/{house.thread}/storyboard"
    patch = [{"op": "replace", "path": "/scenes/1/narration", "value": "Other words entirely."}]
    card = house.call("POST", f"{where}/dry-run", json=patch)
    assert card.status_code == 200, card.text
    assert (card.json()["is_dry"], card.json()["scenes"]) == (True, [2])
    assert house.call("GET", where).headers["ETag"] == '"1"'
    assert house.call("POST", f"{where}/dry-run", key=house.bob, json=patch).status_code == 404
