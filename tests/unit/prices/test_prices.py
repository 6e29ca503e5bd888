"""Prices: known with their source and day, or unknown; never zero by mistake."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from studio.domain.errors import Misconfigured
from studio.providers.prices import PriceBook, Tokens, open_prices
from studio.providers.prices.table import shipped

TODAY = date(2026, 11, 28)
MILLION = 1_000_000


class Today:
    def now(self) -> datetime:
        return datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def book() -> PriceBook:
    return open_prices(Today())


def test_a_picture_has_a_price_with_its_source_and_day(book: PriceBook) -> None:
    line = book.usage("gemini", "gemini-3.1-flash-image", "pictures", 4)

    assert line.cost_usd == Decimal("0.18")
    assert line.price_source == "ai.google.dev/gemini-api/docs/pricing"
    assert line.price_date == date(2026, 11, 22)


def test_a_character_has_a_price(book: PriceBook) -> None:
    assert book.usage("elevenlabs", "eleven_v3", "characters", 500).cost_usd == Decimal("0.04")


def test_what_nobody_prices_is_unknown(book: PriceBook) -> None:
    line = book.usage("replicate", "someone/something", "pictures", 1)

    assert (line.cost_usd, line.price_source, line.price_date) == (None, "", None)


@pytest.mark.parametrize("model", ["no-such-model", "tts-1"])
def test_a_model_that_is_not_sold_by_tokens_is_unknown_and_not_free(
    book: PriceBook, model: str
) -> None:
    for line in book.tokens(Tokens(read=9, written=9), provider="openai", model=model):
        assert line.cost_usd is None


def test_tokens_name_their_source_and_the_day(book: PriceBook) -> None:
    [line] = book.tokens(Tokens(read=MILLION // 10), provider="openai", model="gpt-6-luna")

    assert line.cost_usd == Decimal("0.01")
    assert line.price_source.startswith("genai-prices ")
    assert line.price_date == TODAY


def test_pictures_that_are_read_have_their_own_price(book: PriceBook) -> None:
    lines = book.tokens(
        Tokens(read=1000, image=800, written=1000), provider="openai", model="gpt-image-2"
    )

    assert {line.unit: line.cost_usd for line in lines} == {
        "tokens_in": Decimal("0.001"),
        "tokens_image_in": Decimal("0.0064"),
        "tokens_out": Decimal("0.03"),
    }


def test_the_address_tells_who_sells(book: PriceBook) -> None:
    def cost(url: str) -> Decimal | None:
        [line] = book.tokens(
            Tokens(read=MILLION // 10), provider="openai", model="gpt-6-luna", url=url
        )
        return line.cost_usd

    assert cost("https://api.openai.com/v1") == Decimal("0.01")
    assert cost("http://127.0.0.1:1234/v1") is None


def test_an_operators_table_goes_first(tmp_path: Path) -> None:
    table = tmp_path / "prices.toml"
    table.write_text(
        '[[price]]\nprovider = "openai"\nmodel = "*"\nunit = "tokens_in"\nusd = 0\n'
        'source = "our own machine"\ndate = 2026-11-28\n'
    )
    book = open_prices(Today(), table=table)

    [line] = book.tokens(Tokens(read=9), provider="openai", model="qwen")

    assert (line.cost_usd, line.price_source) == (0, "our own machine")


@pytest.mark.parametrize(
    "text", ["[[price", '[[price]]\nprovider = "x"\nmodel = "y"\nunit = "pictures"\nusd = -1\n']
)
def test_a_table_that_is_wrong_is_named(tmp_path: Path, text: str) -> None:
    table = tmp_path / "prices.toml"
    table.write_text(text)

    with pytest.raises(Misconfigured, match=r"prices\.toml"):
        open_prices(Today(), table=table)


def test_no_shipped_row_is_there_twice() -> None:
    rows = [(row.provider, row.model, row.unit, row.variant) for row in shipped().price]
    assert len(rows) == len(set(rows))
