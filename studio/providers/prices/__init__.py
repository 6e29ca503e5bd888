"""Prices: what a unit of a provider's model costs, who says so, and for which day."""

from studio.providers.prices.book import PriceBook, open_prices
from studio.providers.prices.tokens import Tokens

__all__ = ["PriceBook", "Tokens", "open_prices"]
