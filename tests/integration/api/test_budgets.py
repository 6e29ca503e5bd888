"""Budgets over HTTP and on the command line: one's own, never above the operator's."""

import io
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rich.console import Console

from api.cli.budget import budget
from studio.domain.errors import Invalid
from studio.services import accounts, conversations
from studio.settings import BudgetSettings, Settings
from studio.wiring import Studio, open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.studio import user_with_key

NOBODY = "nobody"
NONE = {"request_usd": None, "project_usd": None, "user_day_usd": None}


@dataclass
class House:
    settings: Settings
    url: str
    ada: str
    bob: str
    reader: str
    thread: str

    def call(self, method: str, path: str, key: str = "", **more: Any) -> httpx.Response:
        headers = {} if key == NOBODY else {"Authorization": f"Bearer {key or self.ada}"}
        return httpx.request(method, f"{self.url}{path}", headers=headers, timeout=20, **more)

    def tell(self, key: str = "", **wanted: str) -> tuple[int, str]:
        file = io.StringIO()
        asked = {"request": "", "project": "", "user_day": ""} | wanted
        thread_id, email = asked.pop("thread", ""), asked.pop("email", "")
        code = budget(
            self.settings,
            Console(file=file, width=120),
            wanted=asked,
            thread_id=thread_id,
            email=email,
            url=self.url,
            api_key=key or self.ada,
        )
        return code, file.getvalue()


@pytest.fixture
async def house(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[House]:
    settings = settings_for(database_url, redis_url, tmp_path).model_copy(
        update={"budget": BudgetSettings(user_day_usd=Decimal(5))}
    )
    async with open_studio(settings) as studio:
        ada, thread = await _user(studio, "ada@example.com")
        bob, _ = await _user(studio, "bob@example.com")
        reader, _ = await _user(studio, "eve@example.com", scopes={"read"})
    with served(app_for(settings, runs=False)) as url:
        yield House(settings, url, ada, bob, reader, thread)


async def _user(
    studio: Studio, email: str, scopes: frozenset[str] | set[str] = accounts.SCOPES
) -> tuple[str, str]:
    owner_id, key = await user_with_key(studio, email, scopes=scopes)
    async with studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=owner_id)
    return key, str(thread.id)


async def test_own_limits_are_kept_and_lowered_only_for_their_owner(house: House) -> None:
    asked = NONE | {"user_day_usd": "2.50", "request_usd": "0"}

    put = house.call("PUT", "/v1/budgets", json=asked)

    assert put.status_code == 200, put.text
    told = house.call("GET", "/v1/budgets").json()
    assert told["in_force"] == {
        "request_usd": "0",
        "project_usd": None,
        "user_day_usd": "2.5",
    }
    assert Decimal(told["allowed"]["user_day_usd"]) == 5
    (left,) = told["left"]
    assert (left["cap"], Decimal(left["left_usd"])) == ("user_day", Decimal("2.50"))
    others = house.call("GET", "/v1/budgets", house.bob).json()
    assert (others["own"], Decimal(others["in_force"]["user_day_usd"])) == (NONE, 5)


async def test_a_video_has_a_budget_that_only_its_owner_sees(house: House) -> None:
    path = f"/v1/threads/{house.thread}/budget"

    put = house.call("PUT", path, json={"limit_usd": "2"})

    assert put.status_code == 200, put.text
    told = house.call("GET", path).json()
    assert (Decimal(told["limit_usd"]), Decimal(told["in_force_usd"])) == (2, 2)
    assert [left["cap"] for left in told["left"]] == ["project"]
    for other in (path, f"/v1/threads/{uuid4()}/budget"):
        assert house.call("GET", other, house.bob).status_code == 404
        assert house.call("PUT", other, house.bob, json={"limit_usd": "1"}).status_code == 404
    house.call("PUT", path, json={"limit_usd": None})
    assert house.call("GET", path).json()["in_force_usd"] is None


async def test_who_may_only_read_changes_nothing(house: House) -> None:
    assert house.call("GET", "/v1/budgets", house.reader).status_code == 200
    assert house.call("PUT", "/v1/budgets", house.reader, json=NONE).status_code == 403
    path = f"/v1/threads/{house.thread}/budget"
    assert house.call("PUT", path, house.reader, json={"limit_usd": "1"}).status_code == 403
    assert house.call("GET", "/v1/budgets", NOBODY).status_code == 401


async def test_nonsense_and_more_than_the_operator_allows_is_refused(house: House) -> None:
    wrong = ("-1", "NaN", "Infinity", "much", "1000001", "0.123456789", [], "5.01")
    bodies = [NONE | {"user_day_usd": each} for each in wrong]
    for body in (*bodies, {"user_day_usd": "1"}, {}, []):
        answer = house.call("PUT", "/v1/budgets", json=body)
        assert answer.status_code == 422, answer.text
    assert house.call("GET", "/v1/budgets").json()["own"] == NONE


async def test_the_command_line_sets_ones_own_and_the_operator_anybodys(house: House) -> None:
    code, told = house.tell(user_day="$2.5")
    assert code == 0
    assert "one day: at most $2.50; the operator allows $5.00" in told
    assert "one video: no budget" in told

    assert house.tell(project="3", thread=house.thread)[1] == "This video: at most $3.00.\n"
    assert house.tell(user_day="6") == (
        1,
        "$6.00 for your day is more than the operator allows; choose at most $5.00.\n",
    )
    assert house.tell(user_day="none")[1].startswith("one message: no budget\n")
    with pytest.raises(Invalid, match="no amount"):
        house.tell(user_day="lots")


def test_the_operator_sets_what_one_user_may_spend(house: House) -> None:
    code, told = house.tell(email="bob@example.com", user_day="8")

    assert code == 0
    assert "bob@example.com, one day: $8.00" in told
    allowed = house.call("GET", "/v1/budgets", house.bob).json()["allowed"]
    assert Decimal(allowed["user_day_usd"]) == 8
    assert house.tell(house.bob, user_day="6")[0] == 0
