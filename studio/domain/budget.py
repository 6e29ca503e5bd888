"""Hard caps on money, and what of them is left. Pure."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from studio.domain.value import Value

ZERO = Decimal(0)


class Cap(StrEnum):
    """What a cap is drawn around, the narrowest first."""

    REQUEST = "request"
    PROJECT = "project"
    BATCH = "batch"
    USER_DAY = "user_day"
    OPERATOR_DAY = "operator_day"


LABELS = {
    Cap.REQUEST: "one request",
    Cap.PROJECT: "this conversation",
    Cap.BATCH: "this batch",
    Cap.USER_DAY: "your day",
    Cap.OPERATOR_DAY: "this installation's day",
}

WAYS_ON = {
    Cap.REQUEST: "Ask for less in one message, or raise the limit as far as the operator allows.",
    Cap.PROJECT: "Go on in a new conversation, or raise the limit as far as the operator allows.",
    Cap.BATCH: "Make fewer videos, or start a batch with a higher limit.",
    Cap.USER_DAY: "Wait until midnight UTC, or raise the limit as far as the operator allows.",
    Cap.OPERATOR_DAY: "It counts what everyone spends: wait until midnight UTC, or ask the operator.",
}
"""What to do where a cap stands in the way."""


class Amounts(Value):
    """An amount in US dollars for each cap.

    Attributes:
        request: One turn.
        project: One thread, ever.
        batch: One batch, ever.
        user_day: One user since midnight UTC.
        operator_day: Everyone since midnight UTC.
    """

    request: Decimal = ZERO
    project: Decimal = ZERO
    batch: Decimal = ZERO
    user_day: Decimal = ZERO
    operator_day: Decimal = ZERO


class Caps(Value):
    """The most that may be spent, in US dollars; ``None`` is no cap.

    Attributes:
        allows_unpriced: Whether a call whose price nobody knows may be made though a cap is set,
            which the cap then cannot hold.
    """

    request: Decimal | None = Field(default=None, ge=0)
    project: Decimal | None = Field(default=None, ge=0)
    batch: Decimal | None = Field(default=None, ge=0)
    user_day: Decimal | None = Field(default=None, ge=0)
    operator_day: Decimal | None = Field(default=None, ge=0)
    allows_unpriced: bool = False

    @property
    def is_set(self) -> bool:
        """Tell whether anything is capped."""
        return any(self.of(cap) is not None for cap in Cap)

    def of(self, cap: Cap) -> Decimal | None:
        """Give one cap."""
        return getattr(self, cap.value)


class Limits(Value):
    """Caps of one user, in US dollars; ``None`` adds nothing to those that hold for everybody.

    Attributes:
        request: One turn.
        project: One thread, ever.
        user_day: Between two midnights, UTC.
    """

    request: Decimal | None = Field(default=None, ge=0)
    project: Decimal | None = Field(default=None, ge=0)
    user_day: Decimal | None = Field(default=None, ge=0)

    def over(self, caps: Caps) -> Caps:
        """Give caps in which these limits stand in the place of the same caps."""
        return caps.model_copy(update=self.model_dump(exclude_none=True))

    def within(self, caps: Caps) -> Caps:
        """Give caps that are lowered to these limits, and never raised by them."""
        lower = {
            name: limit
            for name, limit in self.model_dump(exclude_none=True).items()
            if _is_looser(caps.of(Cap(name)), limit)
        }
        return caps.model_copy(update=lower)


class Left(Value):
    """What is left of a cap, in US dollars."""

    label: str
    limit_usd: Decimal
    left_usd: Decimal


class AskRule(Value):
    """When the user is asked before money is spent.

    Attributes:
        above_usd: Where one request costs more than this in all; ``None`` for never.
        unpriced: Where nobody knows the price.
    """

    above_usd: Decimal | None = Field(default=None, ge=0)
    unpriced: bool = False

    def applies(self, unasked: Decimal, price_usd: Decimal | None) -> bool:
        """Tell whether to ask.

        Args:
            unasked: What the request has spent or holds without having asked.
            price_usd: What comes on top, at most; ``None`` where nobody knows.
        """
        if price_usd is None:
            return self.unpriced
        return self.above_usd is not None and unasked + price_usd > self.above_usd

    def asks_less_than(self, other: "AskRule") -> bool:
        """Tell whether there is anything that the other asks about and this one does not."""
        return _is_looser(self.above_usd, other.above_usd) or (other.unpriced and not self.unpriced)


NEVER = AskRule()
"""Asks about nothing."""


def rises(before: Caps, after: Caps) -> bool:
    """Tell whether more may be spent after a change of caps than before."""
    return any(_is_looser(after.of(cap), before.of(cap)) for cap in Cap)


def excess(limits: Limits, allowed: Caps) -> str:
    """Say which limit is above what is allowed; empty where none is."""
    for name, limit in limits.model_dump(exclude_none=True).items():
        most = allowed.of(Cap(name))
        if most is not None and limit > most:
            return (
                f"{dollars(limit)} for {LABELS[Cap(name)]} is more than the operator allows; "
                f"choose at most {dollars(most)}."
            )
    return ""


def lefts(caps: Caps, spent: Amounts) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """Give each cap that is set: its label, the limit and what is left of it."""
    found: list[tuple[str, Decimal, Decimal]] = []
    for cap in Cap:
        limit, used = caps.of(cap), getattr(spent, cap.value)
        if limit is not None:
            found.append((LABELS[cap], limit, max(ZERO, limit - used)))
    return tuple(found)


def refusal(caps: Caps, spent: Amounts, price_usd: Decimal | None) -> str:
    """Say why a call must not be made; empty where it may.

    Args:
        caps: What may be spent.
        spent: What is spent or held for calls under way.
        price_usd: What the call will cost at most; ``None`` where nobody knows.
    """
    if price_usd is None:
        if not caps.is_set or caps.allows_unpriced:
            return ""
        return (
            "The price of this call is unknown, so the cap on spending could not be kept. "
            "Allow it by REELWRIGHT_BUDGET_ALLOW_UNPRICED=true, or use a model with a known price."
        )
    for cap in Cap:
        limit = caps.of(cap)
        used: Decimal = getattr(spent, cap.value)
        if limit is not None and used + price_usd > limit:
            return (
                f"This would cost up to {dollars(price_usd)}; of the {dollars(limit)} for "
                f"{LABELS[cap]}, {dollars(used)} is spent or held. Nothing was called. "
                f"{WAYS_ON[cap]}"
            )
    return ""


def dollars(amount: Decimal) -> str:
    """Write an amount as people read it: to the cent, below a cent exactly."""
    cents = Decimal("0.01")
    shown = amount.quantize(cents) if amount == 0 or amount >= cents else amount.normalize()
    return f"${shown:f}"


def _is_looser(limit: Decimal | None, than: Decimal | None) -> bool:
    return than is not None and (limit is None or limit > than)
