"""Usage and cost: what was used, what it cost where the price is known, and what is held for it."""

from decimal import Decimal
from enum import StrEnum

from studio.domain.scene import Value
from studio.domain.units import ChargeId, Digest


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


def free(provider: str, unit: str, quantity: int) -> Usage:
    """Give the usage of something that runs on this machine."""
    return Usage(provider=provider, model="", unit=unit, quantity=quantity, cost_usd=Decimal(0))


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
    was sent and its answer lost: it counts with its estimate, and is shown.
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
