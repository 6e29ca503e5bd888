"""What a batch of calls will cost, before any is made. Pure."""

from collections.abc import Iterable
from decimal import Decimal

from studio.domain.money import Usage, together
from studio.domain.value import Value


class Estimate(Value):
    """What will be called, and what that costs at most.

    Attributes:
        lines: By provider, model and unit; what is there already is among them at no cost.
        calls: How many calls will leave.
        known_usd: The sum of the prices that are known.
        has_unknown: Whether the price of any call is unknown, so that the sum is too low.
    """

    lines: tuple[Usage, ...] = ()
    calls: int = 0
    known_usd: Decimal = Decimal(0)
    has_unknown: bool = False

    @property
    def cost_usd(self) -> Decimal | None:
        """Give the most that it will cost; ``None`` where nobody knows."""
        return None if self.has_unknown else self.known_usd

    @property
    def is_free(self) -> bool:
        """Tell whether nothing will be billed."""
        return not self.has_unknown and self.known_usd == 0

    def __add__(self, other: "Estimate") -> "Estimate":
        """Give the estimate of both batches."""
        return Estimate(
            lines=together((*self.lines, *other.lines)),
            calls=self.calls + other.calls,
            known_usd=self.known_usd + other.known_usd,
            has_unknown=self.has_unknown or other.has_unknown,
        )


def estimate(missing: Iterable[Usage], *, there: Iterable[Usage] = ()) -> Estimate:
    """Sum quotes.

    Args:
        missing: What each call that will leave uses at most.
        there: What calls would use whose answers exist.
    """
    asked = tuple(missing)
    costs = [usage.cost_usd for usage in asked]
    known = [cost for cost in costs if cost is not None]
    return Estimate(
        lines=together((*asked, *(usage.reused() for usage in there))),
        calls=len(asked),
        known_usd=sum(known, Decimal(0)),
        has_unknown=len(known) < len(costs),
    )
