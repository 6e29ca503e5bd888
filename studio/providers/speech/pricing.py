"""What an utterance uses: its characters, at a price that somebody states."""

from decimal import Decimal

from studio.domain.money import Usage, free
from studio.providers.prices import PriceBook


def usage(
    prices: PriceBook,
    *,
    provider: str,
    model: str,
    characters: int,
    price_usd: Decimal | None = None,
    is_own: bool = False,
) -> Usage:
    """Give the line of the ledger for so many characters.

    Args:
        prices: Where no other price is given.
        provider: As charges name it.
        model: As the provider names it.
        characters: How many.
        price_usd: Of 1,000 characters, as the operator says.
        is_own: Whether it runs on this machine.
    """
    if price_usd is not None:
        return Usage(
            provider=provider,
            model=model,
            unit="characters",
            quantity=characters,
            cost_usd=price_usd * characters / 1000,
            price_source="settings",
        )
    if is_own:
        return free(provider, "characters", characters, model=model)
    return prices.usage(provider, model, "characters", characters)
