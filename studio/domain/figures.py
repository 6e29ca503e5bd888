"""Two drafts in numbers: how long, how dense, how dear. Pure."""

from decimal import Decimal
from typing import Literal

from studio.domain.value import Value

FigureName = Literal["length_s", "scenes", "words", "words_per_s", "cost_usd", "to_come_usd"]
LABELS: dict[FigureName, str] = {
    "length_s": "seconds",
    "scenes": "scenes",
    "words": "words",
    "words_per_s": "words a second",
    "cost_usd": "cost of its pictures and voices",
    "to_come_usd": "of that still to be paid",
}


class Measures(Value):
    """What can be counted of one draft.

    Attributes:
        length_s: Measured where voices exist, else estimated.
        scenes: How many.
        words: That are said.
        cost_usd: What its pictures and voices cost from nothing; ``None`` where nobody knows.
        to_come_usd: What of that is not made yet.
    """

    length_s: float
    scenes: int
    words: int
    cost_usd: Decimal | None
    to_come_usd: Decimal | None

    @property
    def words_per_s(self) -> float:
        """Tell how dense it is."""
        return self.words / self.length_s if self.length_s else 0.0


class Figure(Value):
    """One number of two drafts; ``None`` where nobody knows."""

    name: FigureName
    label: str
    old: float | None
    new: float | None


def figures(old: Measures, new: Measures) -> tuple[Figure, ...]:
    """Put two drafts side by side."""
    return tuple(
        Figure(name=name, label=label, old=_of(old, name), new=_of(new, name))
        for name, label in LABELS.items()
    )


def _of(measures: Measures, name: FigureName) -> float | None:
    value: float | Decimal | None = getattr(measures, name)
    return None if value is None else round(float(value), 4 if name.endswith("usd") else 2)
