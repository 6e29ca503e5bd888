"""Batches over HTTP: one approval with the call, the same limit, nobody else's to see."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.agreeing import agreed_usd
from api.schemas.batches import BatchAsked
from studio.domain.batch import MAX_VIDEOS, BatchKind
from studio.domain.errors import ApprovalNeeded
from studio.services import accounts
from studio.services.batch_plans import Plan, Planned
from studio.wiring import open_studio
from tests.support.api import app_for, served, settings_for

TOPICS = ["Bees", "Black holes", "Moss"]


class Door:
    """Speaks for one person or another."""

    def __init__(self, url: str, keys: dict[str, str]) -> None:
        self._url, self._keys = url, keys

    async def call(
        self, method: str, path: str = "", *, key: str = "ada", json: Any = None
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._keys[key]}"}
        async with httpx.AsyncClient(base_url=self._url, timeout=60) as client:
            return await client.request(method, f"/v1/batches{path}", headers=headers, json=json)


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
    with served(app_for(settings)) as url:
        yield Door(url, keys)


async def test_a_batch_is_begun_once_and_seen_by_its_owner_only(door: Door) -> None:
    asked = {"id": str(uuid4()), "items": TOPICS, "seconds": 20}
    first = await door.call("POST", json=asked)
    assert first.status_code == 201
    made = first.json()
    assert (made["batch_id"], made["count"], made["state"]) == (asked["id"], 3, "running")
    again = await door.call("POST", json=asked)
    assert [v["thread_id"] for v in again.json()["videos"]] == [
        v["thread_id"] for v in made["videos"]
    ]
    shown = await door.call("GET", f"/{asked['id']}")
    assert [v["title"] for v in shown.json()["videos"]] == TOPICS
    assert (await door.call("GET")).json()["items"][0]["batch_id"] == asked["id"]
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/retry")):
        answer = await door.call(method, f"/{asked['id']}{path}", key="eve")
        assert answer.status_code == 404
    assert (await door.call("GET", key="eve")).json()["items"] == []
    taken = await door.call("POST", key="eve", json=asked)
    assert (taken.status_code, taken.json()["code"]) == (409, "conflict")
    assert (await door.call("POST", key="reader", json=asked)).status_code == 403


async def test_a_list_may_come_as_people_write_it(door: Door) -> None:
    made = await door.call("POST", json={"text": "Make these:\n1. Bees\n2. Moss"})
    assert [v["title"] for v in made.json()["videos"]] == ["Bees", "Moss"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"items": []}, "The list is empty"),
        ({"text": " \n "}, "The list is empty"),
        ({"items": ["Bees", "bees."]}, "Lines 1 and 2 of the list are the same"),
        ({"text": "1. Bees\n2.\n"}, "Line 2 of the list is empty"),
        ({"items": [f"Topic {n}" for n in range(MAX_VIDEOS + 1)]}, f"at most {MAX_VIDEOS} videos"),
        ({}, "one of `items`, `text` and `source_id`"),
        ({"items": ["Bees"], "text": "Moss"}, "one of `items`, `text` and `source_id`"),
        ({"items": ["Bees"], "language": "tlh"}, "tlh"),
    ],
)
async def test_a_list_that_cannot_be_made_says_why(
    door: Door, asked: dict[str, Any], why: str
) -> None:
    answer = await door.call("POST", json=asked)
    assert answer.status_code == 422
    assert why in answer.json()["detail"]
    assert (await door.call("GET")).json()["items"] == []


async def test_stopping_leaves_nothing_to_be_done(door: Door) -> None:
    made = (await door.call("POST", json={"items": TOPICS})).json()
    stopped = await door.call("POST", f"/{made['batch_id']}/cancel")
    # The runner of this test is done at once with what it took before, and renders nothing.
    assert {v["state"] for v in stopped.json()["videos"]} <= {"cancelled", "failed"}
    assert (await door.call("GET", f"/{made['batch_id']}")).json()["state"] == "cancelled"


def plan(cost: str | None) -> Plan:
    costs = (None if cost is None else Decimal(cost),)
    videos = (Planned("Bees", 30, "Make it"),)
    return Plan(BatchKind.TOPICS, "1 video", videos, costs)


@pytest.mark.parametrize(
    ("cost", "yes", "unpriced", "agreed"),
    [
        ("2.00", "2.00", False, "2.00"),
        ("2.00", "3.00", False, "3.00"),
        (None, None, True, None),
    ],
)
def test_a_yes_covers_the_whole_price(
    cost: str | None, yes: str | None, unpriced: bool, agreed: str | None
) -> None:
    asked = BatchAsked.model_validate({"yes_usd": yes, "yes_to_unpriced": unpriced})
    found = agreed_usd(asked, plan(cost), must_ask=True)
    assert found == (None if agreed is None else Decimal(agreed))


@pytest.mark.parametrize(("cost", "yes"), [("2.00", None), ("2.00", "1.99"), (None, "9.00")])
def test_without_a_yes_to_all_of_it_nothing_is_begun(cost: str | None, yes: str | None) -> None:
    asked = BatchAsked.model_validate({"yes_usd": yes})
    with pytest.raises(ApprovalNeeded):
        agreed_usd(asked, plan(cost), must_ask=True)


async def test_a_video_is_localised_only_by_its_owner_and_in_words(door: Door) -> None:
    made = (await door.call("POST", json={"items": ["Bees"]})).json()
    path = f"/../threads/{made['videos'][0]['thread_id']}/localise"
    asked = {"languages": ["de"]}
    assert (await door.call("POST", path, json=asked)).json()["code"] == "invalid_edit"
    assert (await door.call("POST", path, json={"languages": []})).status_code == 422
    assert (await door.call("POST", path, key="reader", json=asked)).status_code == 403
