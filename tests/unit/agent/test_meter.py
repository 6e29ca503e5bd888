"""What an answer used becomes lines of the ledger."""

from datetime import UTC, datetime
from decimal import Decimal

from langchain_core.messages import AIMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata

from agent.meter import Meter
from studio.providers.prices import PriceBook, open_prices

COUNTED = UsageMetadata(
    input_tokens=1200,
    output_tokens=10,
    total_tokens=1210,
    input_token_details=InputTokenDetails(cache_read=200),
)


class Today:
    def now(self) -> datetime:
        return datetime(2026, 11, 28, tzinfo=UTC)


def prices() -> PriceBook:
    return open_prices(Today())


def read(provider: str, model: str) -> dict[str, tuple[float, Decimal | None]]:
    lines = Meter(provider, model, prices()).read(AIMessage("Hi", usage_metadata=COUNTED))
    assert {(line.provider, line.model) for line in lines} == {(provider, model)}
    return {line.unit: (line.quantity, line.cost_usd) for line in lines}


def test_tokens_are_priced_and_cached_ones_apart() -> None:
    assert read("openai", "gpt-6-luna") == {
        "tokens_in": (1000, Decimal("0.0001")),
        "tokens_cached": (200, Decimal("0.000002")),
        "tokens_out": (10, Decimal("0.000005")),
    }


def test_tokens_of_an_unknown_price_have_no_cost() -> None:
    assert {cost for _, cost in read("openai", "no-such-model").values()} == {None}


def test_a_model_of_the_machine_costs_nothing() -> None:
    assert {cost for _, cost in read("ollama", "qwen").values()} == {Decimal(0)}


def test_a_model_that_counts_nothing_leaves_no_line() -> None:
    assert Meter("director", "", prices()).read(AIMessage("Hi")) == ()
