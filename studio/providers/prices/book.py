"""All prices in one place: the operator's, ours, and those of tokens."""

from collections.abc import Sequence
from pathlib import Path

from studio.domain.money import Price, Usage
from studio.ports import Clock
from studio.providers.prices.table import Table, read, shipped
from studio.providers.prices.tokens import Seller, Tokens, token_prices


class PriceBook:
    """Turns what a call used into what it costs. An unknown price stays unknown."""

    def __init__(self, tables: Sequence[Table] = (), clock: Clock | None = None) -> None:
        """Look into the tables in their order; the clock tells which day's tokens are priced."""
        self._tables = tables
        self._clock = clock

    def price(self, provider: str, model: str, unit: str, *, variant: str = "") -> Price | None:
        """Give the price of one unit from the tables; ``None`` where it is unknown."""
        for table in self._tables:
            price = table.find(provider, model, unit, variant=variant)
            if price is not None:
                return price
        return None

    def usage(
        self, provider: str, model: str, unit: str, quantity: int, *, variant: str = ""
    ) -> Usage:
        """Give a line of the ledger for so many pictures, characters or seconds."""
        price = self.price(provider, model, unit, variant=variant)
        return _line(provider, model, unit, quantity, price)

    def tokens(
        self, tokens: Tokens, *, provider: str, model: str, url: str = ""
    ) -> tuple[Usage, ...]:
        """Give the lines of the ledger for a call's tokens.

        Args:
            tokens: As the provider counts them.
            provider: As charges name it.
            model: As the provider names it.
            url: Where it is called, if not at the provider's own address: tells who sells.
        """
        counts = tokens.by_unit
        prices = {unit: self.price(provider, model, unit) for unit in counts}
        if self._clock is not None and None in prices.values():
            seller = Seller(provider, model, url)
            prices = dict(token_prices(seller, tokens, now=self._clock.now()) or {})
        return tuple(
            _line(provider, model, unit, count, prices.get(unit)) for unit, count in counts.items()
        )


def open_prices(clock: Clock, *, table: Path | None = None) -> PriceBook:
    """Give the price book; an operator's table goes before ours.

    Raises:
        Misconfigured: The operator's table is not fit for it.
    """
    own = (read(table),) if table else ()
    return PriceBook((*own, shipped()), clock)


def _line(provider: str, model: str, unit: str, quantity: int, price: Price | None) -> Usage:
    return Usage(
        provider=provider,
        model=model,
        unit=unit,
        quantity=quantity,
        cost_usd=None if price is None else price.usd * quantity,
        price_source="" if price is None else price.source,
        price_date=None if price is None else price.dated,
    )
