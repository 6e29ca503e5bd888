"""What was used and what it cost: over HTTP, as a table, on the command line and to Prometheus."""

import csv
import io
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from api.cli.costs import show
from studio.domain.asset import digest
from studio.domain.budget import Caps
from studio.domain.money import Call, CallKind, Usage
from studio.domain.units import ThreadId, UserId
from studio.services import charges, conversations
from studio.services.charges import Payer
from studio.settings import BudgetSettings, Settings
from studio.wiring import Studio, open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.studio import user_with_key

USED = Usage(
    provider="gemini",
    model="painter",
    unit="pictures",
    quantity=2,
    cost_usd=Decimal("0.09"),
    price_source="the vendor",
    price_date=date(2026, 11, 22),
)
UNPRICED = USED.model_copy(
    update={"model": "new", "cost_usd": None, "price_source": "", "price_date": None}
)


@dataclass
class Books:
    settings: Settings
    url: str
    owner: str
    stranger: str
    thread: ThreadId

    def metrics(self) -> str:
        return httpx.get(f"{self.url}/metrics", timeout=20).text

    def get(self, path: str, key: str = "", **query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {key or self.owner}"}
        return httpx.get(f"{self.url}{path}", headers=headers, params=query, timeout=20)


@pytest.fixture
async def books(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Books]:
    settings = settings_for(database_url, redis_url, tmp_path).model_copy(
        update={"budget": BudgetSettings(user_day_usd=Decimal(1), allow_unpriced=True)}
    )
    async with open_studio(settings) as studio:
        owner_id, owner = await user_with_key(studio, "a@example.com", scopes={"read"})
        _, stranger = await user_with_key(studio, "b@example.com", scopes={"read"})
        thread = await _spend(studio, owner_id)
    with served(app_for(settings, runs=False)) as url:
        yield Books(settings, url, owner, stranger, thread)


async def _spend(studio: Studio, owner_id: UserId) -> ThreadId:
    async with studio.work() as work:
        thread = (await conversations.create_thread(work, owner_id=owner_id)).id
        payer = Payer(owner_id=owner_id, thread_id=thread, turn_id=None, caps=Caps())
        for name, used in (("paid", USED), ("lost", None)):
            call = Call(
                key=digest(name),
                kind=CallKind.PICTURE,
                provider="gemini",
                model="painter",
                estimate_usd=Decimal("0.10"),
            )
            charge = await charges.reserve(work, payer=payer, call=call, holder="h")
            assert charge is not None
            if used:
                await charges.settle(work, payer=payer, charge=charge, holder="h", used=(used,))
            else:
                await charges.lose(work, charge_id=charge.id, holder="h", reason="gone")
        await charges.record(work, payer=payer, used=(UNPRICED, USED.reused()))
    return thread


@pytest.mark.parametrize("path", ["/v1/costs", "/v1/threads/{thread}/costs"])
async def test_an_account_tells_what_is_paid_unknown_and_left(books: Books, path: str) -> None:
    told = books.get(path.format(thread=books.thread)).raise_for_status().json()

    assert Decimal(told["known_usd"]) == Decimal("0.09")
    assert told["has_unknown"] is True
    paid, again, unpriced = sorted(
        told["lines"], key=lambda x: (x["cost_usd"] is None, x["is_cached"])
    )
    assert (paid["quantity"], paid["price_source"], paid["price_date"]) == (
        2,
        "the vendor",
        "2026-11-22",
    )
    assert paid["thread_id"] == str(books.thread)
    assert (again["is_cached"], Decimal(again["cost_usd"])) == (True, 0)
    assert unpriced["cost_usd"] is None
    [lost] = told["pending"]
    assert (lost["state"], lost["calls"], Decimal(lost["estimate_usd"])) == (
        "unknown",
        1,
        Decimal("0.1"),
    )
    [left] = told["left"]
    assert (left["cap"], Decimal(left["left_usd"])) == ("user_day", Decimal("0.81"))


async def test_a_table_holds_the_same_lines(books: Books) -> None:
    answer = books.get("/v1/costs", format="csv").raise_for_status()

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    *rows, lost = rows
    costs = [row["cost_usd"] for row in rows]
    assert sorted(Decimal(cost) for cost in costs if cost) == [0, Decimal("0.09")]
    assert costs.count("") == 1
    assert {(row["provider"], row["state"]) for row in rows} == {("gemini", "settled")}
    assert (lost["state"], lost["quantity"], lost["unit"]) == ("unknown", "1", "picture calls")
    assert (lost["cost_usd"], Decimal(lost["held_usd"])) == ("", Decimal("0.1"))


async def test_nobody_else_sees_it(books: Books) -> None:
    assert books.get(f"/v1/threads/{books.thread}/costs", books.stranger).status_code == 404
    assert books.get("/v1/costs", books.stranger).json()["lines"] == []


async def test_the_command_line_tells_it(books: Books) -> None:
    file = io.StringIO()
    console = Console(file=file, width=160)

    code = show(
        books.settings,
        console,
        thread_id="",
        days=31,
        is_csv=False,
        url=books.url,
        api_key=books.owner,
    )

    written = file.getvalue()
    assert code == 0
    assert "In all $0.09, and what has no known price." in written
    assert (
        "1 picture calls of gemini that may have been billed count with $0.10.\n  gone" in written
    )
    assert "Left of the user day: $0.81 of $1.00." in written


async def test_prometheus_sees_calls_dollars_and_hits(books: Books) -> None:
    told = books.metrics()

    of = 'kind="picture",provider="gemini"'
    assert f'reelwright_provider_calls{{{of},state="settled"}} 1.0' in told
    assert f'reelwright_provider_calls{{{of},state="unknown"}} 1.0' in told
    assert f'reelwright_provider_cost_usd{{{of},state="settled"}} 0.09' in told
    assert 'reelwright_provider_cached_hits{provider="gemini"} 1.0' in told
