"""What `doctor --probe` asks of a model that bills is in the ledger, and no cap is passed for it."""

import json
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from api.cli.probing import probe_in_ledger
from studio.db.engine import open_database
from studio.domain.errors import BudgetExceeded
from studio.providers.llm import Capabilities, open_model
from studio.settings import (
    BudgetSettings,
    DatabaseSettings,
    PriceSettings,
    RedisSettings,
    Settings,
    StateSettings,
)
from tests.support.metered import price_table
from tests.support.vendor import Answer, Asked, VendorServer, serving

READ, WRITTEN = 20, 5
COST = READ * Decimal("0.000001") + WRITTEN * Decimal("0.000004")


def counted(asked: Asked) -> Answer:
    """Talk, call the tool, and refuse schemas; each answer counts its tokens."""
    if "response_format" in asked.json:
        return Answer.of({"error": {"message": "no schemas here"}}, status=400)
    delta: dict[str, Any] = {"role": "assistant", "content": "ready"}
    if "tools" in asked.json:
        function = {"name": "report_ready", "arguments": '{"ready": true}'}
        delta["tool_calls"] = [{"index": 0, "id": "c", "type": "function", "function": function}]
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    usage = {"prompt_tokens": READ, "completion_tokens": WRITTEN, "total_tokens": READ + WRITTEN}
    choice = {"index": 0, "delta": delta, "finish_reason": "stop"}
    chunks = [{**chunk, "choices": [choice]}, {**chunk, "choices": [], "usage": usage}]
    lines = "".join(f"data: {json.dumps(each)}\n\n" for each in chunks)
    return Answer(f"{lines}data: [DONE]\n\n".encode(), media_type="text/event-stream")


@pytest.fixture
def server() -> Generator[VendorServer]:
    with serving(counted) as running:
        yield running


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    table = tmp_path / "prices.toml"
    table.write_text(price_table())
    return Settings(
        state=StateSettings(state_dir=tmp_path, secret=SecretStr("s" * 40)),
        database=DatabaseSettings(database_url=SecretStr(database_url)),
        redis=RedisSettings(redis_url=SecretStr(redis_url)),
        prices=PriceSettings(prices=table),
    )


async def charges(database_url: str) -> list[tuple[str, Decimal | None]]:
    database = open_database(database_url)
    async with database.connect() as connection:
        found = await connection.execute(
            text("SELECT state, cost_usd FROM charges ORDER BY created_at")
        )
        rows = [(state, cost) for state, cost in found]
    await database.close()
    return rows


async def test_questions_are_paid_through_the_ledger(
    settings: Settings, server: VendorServer, database_url: str
) -> None:
    found = await open_model(spec="openai:m", base_url=f"{server.url}/v1", api_key="k" * 20)

    able, paid = await probe_in_ledger(settings, found)

    assert able == Capabilities(calls_tools=True, follows_schema=False)
    assert paid == f"asked for ${2 * COST:f}, which stands in the ledger"
    assert await charges(database_url) == [
        ("settled", COST),
        ("settled", COST),
        ("released", None),
    ]


async def test_a_cap_holds_for_questions_too(
    settings: Settings, server: VendorServer, database_url: str
) -> None:
    found = await open_model(spec="openai:m", base_url=f"{server.url}/v1", api_key="k" * 20)
    capped = settings.model_copy(update={"budget": BudgetSettings(user_day_usd=Decimal("0.001"))})

    with pytest.raises(BudgetExceeded):
        await probe_in_ledger(capped, found)

    assert server.asked == []
    assert await charges(database_url) == []
