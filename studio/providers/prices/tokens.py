"""Prices of tokens, as genai-prices keeps them."""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from genai_prices import Usage as Counted
from genai_prices import calc_price
from genai_prices.types import PriceCalculation

from studio.domain.money import Price

SOURCE = f"genai-prices {version('genai-prices')}"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one call, as a provider counts them.

    Attributes:
        read: All that went in, ``cached`` and ``image`` among them.
        cached: What of it the provider had kept from an earlier call.
        image: What of it are pictures.
        written: All that came out, thoughts included.
    """

    read: int = 0
    cached: int = 0
    image: int = 0
    written: int = 0

    @property
    def by_unit(self) -> dict[str, int]:
        """Give how many there are of each unit."""
        counts = {
            "tokens_in": self.read - self.cached - self.image,
            "tokens_cached": self.cached,
            "tokens_image_in": self.image,
            "tokens_out": self.written,
        }
        return {unit: count for unit, count in counts.items() if count > 0}


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells a model's tokens.

    Attributes:
        provider: As charges name it.
        model: As the provider names it.
        url: Where it is called; empty for the provider's own address.
    """

    provider: str
    model: str
    url: str = ""


def token_prices(seller: Seller, tokens: Tokens, *, now: datetime) -> dict[str, Price] | None:
    """Give the price of one token of each unit of a call; ``None`` where nobody knows it.

    The price of a token may depend on how many there are, and on the day.
    """
    bare = _ask(seller, now, input_tokens=tokens.read, output_tokens=tokens.written)
    if bare is None:
        return None
    paid = {
        "tokens_in": (bare.input_price, tokens.read),
        "tokens_out": (bare.output_price, tokens.written),
    }
    for unit, kind, count in (
        ("tokens_cached", "cache_read_tokens", tokens.cached),
        ("tokens_image_in", "input_image_tokens", tokens.image),
    ):
        if count:
            whole = _ask(seller, now, input_tokens=tokens.read, **{kind: count})
            if whole is None:
                return None
            plain = bare.input_price * (tokens.read - count) / tokens.read
            paid[unit] = (whole.input_price - plain, count)
    return {
        unit: Price(usd=usd / count, source=SOURCE, dated=now.date())
        for unit, (usd, count) in paid.items()
        if count
    }


def _ask(seller: Seller, now: datetime, **counts: int) -> PriceCalculation | None:
    used, model = Counted(**counts), seller.model
    try:
        if seller.url:
            found = calc_price(
                used, model, provider_api_url=seller.url, genai_request_timestamp=now
            )
        else:
            found = calc_price(
                used, model, provider_id=seller.provider, genai_request_timestamp=now
            )
    except LookupError:
        return None
    # A model that is sold by another unit costs nothing by tokens, which is not its price.
    is_sold = found.model_price.input_mtok is not None and found.model_price.output_mtok is not None
    return found if is_sold or found.total_price > 0 else None
