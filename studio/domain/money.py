"""Usage and cost: what was used, what it cost where the price is known, and what is held for it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from studio.domain.units import ChargeId, Digest
from studio.domain.value import Value

HERE = "this machine"
"""Whose price it is where nobody sells anything."""


class Price(Value):
    """What one of a unit costs.

    Attributes:
        usd: In US dollars.
        source: Who says so.
        dated: The day for which the source states it.
    """

    usd: Decimal
    source: str
    dated: date


class Usage(Value):
    """What one call of a provider used.

    Attributes:
        provider: E.g. ``"openai"`` or ``"illustrator"``.
        model: The model's or the engine's name.
        unit: What ``quantity`` counts: ``"tokens_in"``, ``"tokens_cached"``, ``"tokens_image_in"``,
            ``"tokens_out"``, ``"pictures"``, ``"characters"``, ``"seconds"``.
        quantity: How many; seconds in thousandths.
        cost_usd: ``None`` where the price is unknown; zero only where it is free.
        price_source: Who states the price; empty where it is unknown.
        price_date: The day for which the source states it.
        is_cached: Whether the answer was there already, so that nothing was called.
    """

    provider: str
    model: str
    unit: str
    quantity: int | float
    cost_usd: Decimal | None
    price_source: str = ""
    price_date: date | None = None
    is_cached: bool = False

    def reused(self) -> "Usage":
        """Give the line of the same answer, taken from what was paid for before."""
        free_of_charge = {"cost_usd": Decimal(0), "price_source": "", "price_date": None}
        return self.model_copy(update=free_of_charge | {"is_cached": True})


def free(provider: str, unit: str, quantity: int | float, *, model: str = "") -> Usage:
    """Give the usage of something that runs on this machine."""
    return Usage(
        provider=provider,
        model=model,
        unit=unit,
        quantity=quantity,
        cost_usd=Decimal(0),
        price_source=HERE,
    )


def together(usages: Iterable[Usage]) -> tuple[Usage, ...]:
    """Sum lines that differ in nothing but how much; unknown costs stay unknown."""
    sums: dict[Usage, tuple[int | float, Decimal | None]] = {}
    for usage in usages:
        alike = usage.model_copy(update={"quantity": 0, "cost_usd": None})
        quantity, cost = sums.get(alike, (0, Decimal(0)))
        known = None if cost is None or usage.cost_usd is None else cost + usage.cost_usd
        sums[alike] = (quantity + usage.quantity, known)
    return tuple(
        alike.model_copy(update={"quantity": quantity, "cost_usd": cost})
        for alike, (quantity, cost) in sums.items()
    )


class CallKind(StrEnum):
    """What is bought."""

    PICTURE = "picture"
    VOICE = "voice"
    TEXT = "text"


class Call(Value):
    """A call of a provider that costs money, before it is made.

    Attributes:
        key: Digest of everything that determines the answer; with the owner it is the call's
            idempotency key.
        kind: What is bought.
        provider: Who is asked.
        model: Which of its models.
        estimate_usd: The most it will cost; ``None`` where nobody knows.
        replays: Whether the provider, asked again with the same idempotency key, gives the same
            answer and bills it once.
    """

    key: Digest
    kind: CallKind
    provider: str
    model: str
    estimate_usd: Decimal | None
    replays: bool = False


class ChargeState(StrEnum):
    """How a charge stands.

    ``reserved`` holds the estimate. ``settled`` is paid. ``released`` was not billed. ``unknown``
    may have been billed though its answer was lost or of no use: it counts with its estimate, and is
    shown with the reason.
    """

    RESERVED = "reserved"
    SETTLED = "settled"
    RELEASED = "released"
    UNKNOWN = "unknown"


class Charge(Value):
    """One attempt at a call.

    Attributes:
        id: Also what a provider is given as idempotency key.
        attempt: From 1; a new one follows an attempt that was released or is unknown.
        state: How it stands.
        job_id: The provider's name of the work, where it has one: whoever takes the charge over
            asks for that work's result and does not order again.
    """

    id: ChargeId
    attempt: int
    state: ChargeState
    job_id: str | None = None
