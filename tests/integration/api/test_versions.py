"""Versions and edits by hand over HTTP."""

import asyncio
import io
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from rich.console import Console

from api.cli.versions import run
from studio.domain.units import ThreadId, UserId
from studio.services import accounts, conversations, storyboards
from studio.settings import Settings
from studio.wiring import Studio, open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.storyboards import storyboard
from tests.support.turns import cancel
from tests.support.turns import say as asked


@dataclass
class House:
    studio: Studio
    url: str
    owner: UserId
    keys: dict[str, str]
    thread: ThreadId

    async def call(self, method: str, path: str, *, key: str = "ada", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.keys[key]}"} | more.pop("headers", {})
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as client:
            return await client.request(
                method, f"/v1/threads/{self.thread}{path}", headers=headers, **more
            )

    async def patch(self, *operations: dict[str, Any], version: int | str | None = 1) -> Any:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return await self.call("PATCH", "/storyboard", headers=headers, json=list(operations))

    async def said(self) -> list[str]:
        board = (await self.call("GET", "/storyboard")).json()["storyboard"]
        return [scene["narration"] for scene in board["scenes"]]


def say(number: int, text: str) -> dict[str, Any]:
    return {"op": "replace", "path": f"/scenes/{number - 1}/narration", "value": text}


@pytest.fixture
async def house(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[House]:
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
            thread = await conversations.create_thread(work, owner_id=owner)
            await storyboards.save(
                work,
                owner_id=owner,
                thread_id=thread.id,
                storyboard=storyboard("One.", "Two.", "Three."),
                expected_version=0,
                author="agent",
                message="Draft the script",
            )
        with served(app_for(settings)) as url:
            yield House(studio, url, owner, keys, thread.id)


async def test_an_edit_by_hand_is_a_version_of_the_users(house: House) -> None:
    read = await house.call("GET", "/storyboard")
    assert read.headers["ETag"] == '"1"'
    done = await house.patch(say(2, "Dos."))
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')
    body = done.json()
    assert body["changes"] == ["Scene 2: narration “Two.” → “Dos.”"]
    assert [s["narration"] for s in body["storyboard"]["scenes"]] == ["One.", "Dos.", "Three."]
    touched = body["change"]
    assert (touched["scenes"], touched["pictures"], touched["lines"]) == ([2], [1, 2, 3], [1, 2, 3])
    assert (touched["cost_usd"], touched["asks"], touched["takes_s"] > 0) == ("0", False, True)
    [_, change] = (await house.call("GET", "/versions")).json()["items"]
    assert (change["author"], change["touches"]) == ("user", ["scene 2", "script"])
    whole = await house.call("GET", "")
    assert whole.json()["storyboard"]["version"] == 2


async def test_of_two_who_edit_at_once_the_second_is_told_the_difference(house: House) -> None:
    first, second = await asyncio.gather(house.patch(say(1, "Uno.")), house.patch(say(2, "Dos.")))
    done, refused = sorted((first, second), key=lambda answer: answer.status_code)
    assert (done.status_code, refused.status_code) == (200, 409)
    problem = refused.json()
    assert (problem["code"], problem["version"]) == ("version_conflict", 2)
    assert problem["changes"] == done.json()["changes"]
    again = await house.patch(say(2, "Dos."), version=problem["version"])
    assert again.status_code == 200


async def test_a_path_that_does_not_fit_is_named(house: House) -> None:
    for operation, path in (
        (say(9, "x"), "/scenes/8/narration"),
        ({"op": "replace", "path": "/style/captions", "value": "loud"}, "/style/captions"),
        ({"op": "replace", "path": "/style/voice/maker", "value": "nobody"}, "/style/voice/maker"),
        (
            {"op": "add", "path": "/scenes/0/media", "value": {"id": str(uuid4())}},
            "/scenes/0/media/id",
        ),
        (
            {"op": "add", "path": "/style/references/-", "value": {"key": "pictures/aa/x.jpg"}},
            "/style/references",
        ),
    ):
        refused = await house.patch(operation)
        assert refused.status_code == 422, refused.text
        assert refused.json()["errors"][0]["field"] == path
    assert await house.said() == ["One.", "Two.", "Three."]


async def test_a_patch_names_the_version_that_it_changes(house: House) -> None:
    assert (await house.patch(say(1, "x"), version=None)).status_code == 428
    assert (await house.patch(say(1, "x"), version="new")).status_code == 422
    anyway = await house.call(
        "PATCH", "/storyboard", headers={"If-Match": "*"}, json=[say(1, "Uno.")]
    )
    assert anyway.status_code == 200


async def test_a_locked_scene_refuses(house: House) -> None:
    lock = {"op": "replace", "path": "/scenes/0/locked", "value": True}
    assert (await house.patch(lock)).json()["changes"] == ["Scene 1: lock on"]
    refused = await house.patch(say(1, "x"), version=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "scene_locked")


async def test_back_and_forth_with_buttons(house: House) -> None:
    await house.patch(say(1, "Uno."))
    undone = await house.call("POST", "/versions/undo", headers={"If-Match": '"2"'})
    assert (undone.json()["version"], undone.json()["reason"]) == (3, "undo")
    history = (await house.call("GET", "/versions")).json()
    assert (history["newest"], history["current"], history["undo"]) == (3, 1, None)
    assert history["redo"].startswith("Scene 1: narration")
    assert (await house.call("POST", "/versions/redo")).json()["version"] == 4
    assert await house.said() == ["Uno.", "Two.", "Three."]
    nothing = await house.call("POST", "/versions/redo")
    assert (nothing.status_code, nothing.json()["code"]) == (422, "invalid_edit")
    stale = await house.call("POST", "/versions/undo", headers={"If-Match": '"1"'})
    assert stale.status_code == 409


async def test_a_long_history_is_read_page_by_page(house: House) -> None:
    for version in range(1, 6):
        await house.patch(say(1, f"Words {version}."), version=version)
    newest = (await house.call("GET", "/versions?count=4")).json()
    assert [each["version"] for each in newest["items"]] == [3, 4, 5, 6]
    assert (newest["newest"], newest["earlier"]) == (6, 3)
    first = (await house.call("GET", f"/versions?count=4&before={newest['earlier']}")).json()
    assert [each["version"] for each in first["items"]] == [1, 2]
    assert (first["newest"], first["earlier"]) == (6, None)
    for strange in ("count=0", "count=201", "before=0", "before=x"):
        assert (await house.call("GET", f"/versions?{strange}")).status_code == 422


async def test_a_version_or_one_scene_is_restored(house: House) -> None:
    await house.patch(say(1, "Uno."), say(2, "Dos."))
    one = await house.call("POST", "/versions/restore", json={"scene": 2})
    assert one.json()["message"] == "Scene 2 as in version 1"
    assert await house.said() == ["Uno.", "Two.", "Three."]
    await house.call("POST", "/versions/restore", json={"version": 2})
    assert await house.said() == ["Uno.", "Dos.", "Three."]
    assert (await house.call("POST", "/versions/restore", json={})).status_code == 422
    assert (await house.call("POST", "/versions/restore", json={"version": 99})).status_code == 404


async def test_two_versions_are_compared(house: House) -> None:
    await house.patch(say(1, "Uno."))
    found = (await house.call("GET", "/versions/compare?from=1&to=2")).json()
    assert found["words"] == ["Scene 1: narration “One.” → “Uno.”"]
    assert found["scenes"][0]["fields"] == [
        {"field": "narration", "label": "narration", "old": "One.", "new": "Uno."}
    ]
    old = (await house.call("GET", "/versions/1")).json()
    assert old["storyboard"]["scenes"][0]["narration"] == "One."


async def test_a_fork_is_shown_in_both_threads(house: House) -> None:
    made = await house.call("POST", "/versions/fork", json={"title": "Other ending"})
    assert made.status_code == 201
    fork = made.json()
    assert (fork["title"], fork["of_version"]) == ("Other ending", 1)
    source = (await house.call("GET", "")).json()
    assert source["forked_from"] is None
    house.thread = ThreadId(UUID(fork["thread_id"]))
    copy = (await house.call("GET", "")).json()
    for thread in (source, copy):
        cards = [m["content"] for m in thread["messages"] if m.get("activityType") == "fork"]
        assert [card["thread_id"] for card in cards] == [fork["thread_id"]]
    assert copy["forked_from"] == fork["of_thread_id"]
    assert copy["storyboard"]["version"] == 1
    assert await house.said() == ["One.", "Two.", "Three."]


async def test_while_the_agent_works_nothing_is_half_undone(house: House) -> None:
    await house.patch(say(1, "Uno."))
    async with house.studio.work() as work:
        await conversations.start_turn(
            work,
            owner_id=house.owner,
            thread_id=house.thread,
            turn_id=uuid4(),  # pyright: ignore[reportArgumentType]
            message="slow",
            message_id="m",
        )
        await conversations.claim_turn(work, worker="elsewhere", lease_s=60)
    refused = await house.call("POST", "/versions/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "turn_in_progress")
    assert (await house.patch(say(2, "Dos."), version=2)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/versions"),
        ("GET", "/versions/1"),
        ("GET", "/versions/compare?from=1&to=1"),
        ("GET", "/storyboard"),
        ("POST", "/versions/undo"),
        ("POST", "/versions/redo"),
        ("POST", "/versions/fork"),
    ],
)
async def test_foreign_versions_are_not_found_and_readers_do_not_write(
    house: House, method: str, path: str
) -> None:
    assert (await house.call(method, path, key="eve")).status_code == 404
    if method == "POST":
        assert (await house.call(method, path, key="reader")).status_code == 403


async def test_a_stranger_patches_nothing(house: House) -> None:
    answer = await house.call(
        "PATCH", "/storyboard", key="eve", headers={"If-Match": "*"}, json=[say(1, "x")]
    )
    assert answer.status_code == 404


async def test_the_command_line_tells_and_changes_history(house: House) -> None:
    await house.patch(say(1, "Uno."))

    def tell(what: str, **asked: Any) -> tuple[int, str]:
        file = io.StringIO()
        code = run(
            Settings(),
            Console(file=file, width=160),
            what=what,
            asked=asked,
            thread_id=str(house.thread),
            url=house.url,
            api_key=house.keys["ada"],
        )
        return code, file.getvalue()

    code, told = await asyncio.to_thread(tell, "history")
    assert code == 0
    assert "Draft the script" in told
    assert "undo would take: Scene 1: narration “One.” → “Uno.”" in told
    _, told = await asyncio.to_thread(tell, "compare")
    assert told.split("\n")[:2] == [
        "Version 1 → 2",
        "  Scene 1: narration “One.” → “Uno.”",
    ]
    code, told = await asyncio.to_thread(tell, "undo", steps=1)
    assert (code, told.startswith("Version 3: Undo: Scene 1")) == (0, True)
    code, told = await asyncio.to_thread(tell, "undo", steps=1)
    assert (code, told.strip()) == (1, "There is nothing to undo.")
    _, told = await asyncio.to_thread(tell, "fork", title="Other")
    assert UUID(told.strip())


async def test_the_card_of_an_edit_by_hand_marks_claims_in_the_language_of_the_talk(
    house: House,
) -> None:
    said = "Mach die zweite Szene kürzer, bitte, und ohne Musik."
    turn = await asked(house.studio, house.owner, house.thread, said)
    await cancel(house.studio, house.owner, turn)
    first = await house.patch(say(1, "Bees fly 900 kilometres."))
    marks = [
        line["mark"] for scene in first.json()["storyboard"]["scenes"] for line in scene["claims"]
    ]
    assert marks == ["ohne Beleg"]
    source = {"title": "WHO", "says": "Bees fly 900 kilometres."}
    cited = {"op": "add", "path": "/scenes/0/citations", "value": [source]}
    second = await house.patch(cited, version=2)
    assert [c["mark"] for c in second.json()["storyboard"]["scenes"][0]["claims"]] == ["WHO"]
    third = await house.patch(say(1, "Bees fly 200 kilometres."), version=3)
    assert [c["mark"] for c in third.json()["storyboard"]["scenes"][0]["claims"]] == ["ohne Beleg"]
