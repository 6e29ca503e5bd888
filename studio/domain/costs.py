"""What was spent, what is uncertain, what is held and what is left. Pure."""

from datetime import date
from decimal import Decimal

from studio.domain.budget import Amounts, Cap, Caps
from studio.domain.money import Usage
from studio.domain.units import ThreadId
from studio.domain.value import Value


class CostLine(Value):
    """What was used of one thing on one day.

    Attributes:
        day: In UTC.
        thread_id: For which conversation; ``None`` for what belongs to none, or to one that is gone.
        used: Summed; its cost is ``None`` where any part of it is unknown.
    """

    day: date
    thread_id: ThreadId | None
    used: Usage


class Pending(Value):
    """Charges that are not settled, of one kind and provider.

    Attributes:
        state: ``"unknown"`` for calls that may have been billed though no answer of use came,
            ``"reserved"`` for calls under way.
        kind: What was to be bought.
        provider: Who was asked.
        model: Which of its models.
        calls: How many.
        estimate_usd: What they count for; ``None`` where any of their prices is unknown.
        reasons: Why their outcome is unknown, each once.
    """

    state: str
    kind: str
    provider: str
    model: str
    calls: int
    estimate_usd: Decimal | None
    reasons: tuple[str, ...] = ()


class Left(Value):
    """What is left of a cap; the sum that counts holds what is under way and what is uncertain."""

    cap: Cap
    limit_usd: Decimal
    counted_usd: Decimal

    @property
    def left_usd(self) -> Decimal:
        """Give what may still be spent."""
        return max(Decimal(0), self.limit_usd - self.counted_usd)


class Costs(Value):
    """An account.

    Attributes:
        lines: The newest day first.
        pending: What is held or uncertain.
        left: Of every cap that is set and that this account has to do with.
    """

    lines: tuple[CostLine, ...] = ()
    pending: tuple[Pending, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def known_usd(self) -> Decimal:
        """Give the sum of all prices that are known."""
        return sum((line.used.cost_usd or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def has_unknown(self) -> bool:
        """Tell whether anything was used at a price that nobody knows."""
        return any(line.used.cost_usd is None for line in self.lines)


def what_is_left(caps: Caps, spent: Amounts, *, around: tuple[Cap, ...]) -> tuple[Left, ...]:
    """Say what is left of the caps that are set."""
    found: list[Left] = []
    for cap in around:
        limit = caps.of(cap)
        if limit is not None:
            found.append(Left(cap=cap, limit_usd=limit, counted_usd=getattr(spent, cap.value)))
    return tuple(found)
