"""What an answer used becomes lines of the ledger."""

from decimal import Decimal

from langchain_core.messages import AIMessage
from langchain_core.messages.ai import UsageMetadata

from agent.meter import Meter

COUNTED = UsageMetadata(input_tokens=1200, output_tokens=0, total_tokens=1200)


def test_tokens_of_an_unknown_price_have_no_cost() -> None:
    [line] = Meter("openai", "gpt").read(AIMessage("Hi", usage_metadata=COUNTED))
    assert (line.provider, line.model, line.unit) == ("openai", "gpt", "tokens_in")
    assert (line.quantity, line.cost_usd) == (1200, None)


def test_a_model_of_the_machine_costs_nothing() -> None:
    [line] = Meter("ollama", "qwen", Decimal(0)).read(AIMessage("Hi", usage_metadata=COUNTED))
    assert line.cost_usd == 0


def test_a_model_that_counts_nothing_leaves_no_line() -> None:
    assert Meter("director", "").read(AIMessage("Hi")) == ()
