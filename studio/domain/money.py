"""Usage and cost: what was used, and what it cost where the price is known."""

from decimal import Decimal

from studio.domain.scene import Value


class Usage(Value):
    """What one call of a provider used.

    Attributes:
        provider: E.g. ``"openai"`` or ``"illustrator"``.
        model: The model's or the engine's name.
        unit: What ``quantity`` counts: ``"tokens_in"``, ``"tokens_out"``, ``"pictures"``,
            ``"characters"``.
        quantity: How many.
        cost_usd: ``None`` where the price is unknown; zero only where it is free.
    """

    provider: str
    model: str
    unit: str
    quantity: int
    cost_usd: Decimal | None
