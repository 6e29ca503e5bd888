"""Ease curves: how far along a move is, given how much of its time has passed."""

from dataclasses import dataclass
from itertools import pairwise

_HALVINGS = 40
_SAMPLES = 200


@dataclass(frozen=True, slots=True)
class Ease:
    """A cubic Bezier curve from (0, 0) to (1, 1), as animators and style sheets write it.

    Attributes:
        x1: Time of the first control point, 0 to 1.
        y1: Progress of the first control point.
        x2: Time of the second, 0 to 1.
        y2: Progress of the second.
    """

    x1: float
    y1: float
    x2: float
    y2: float

    def __call__(self, at: float) -> float:
        """Give the progress at a moment, both 0 to 1."""
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if _bezier(self.x1, self.x2, middle) < at:
                low = middle
            else:
                high = middle
        return _bezier(self.y1, self.y2, (low + high) / 2)

    @property
    def steepest(self) -> float:
        """The pace at its fastest, as a multiple of a steady one."""
        values = [self(n / _SAMPLES) for n in range(_SAMPLES + 1)]
        return max(b - a for a, b in pairwise(values)) * _SAMPLES


CAMERA = Ease(0.4, 0.2, 0.6, 0.8)
"""Nearly steady: a camera that is under way, a little slower at both ends."""
FADE = Ease(0.4, 0.0, 0.6, 1.0)
GLIDE = Ease(0.5, 0.0, 0.15, 1.0)
"""Sets off softly and lands slower still."""
SNAP = Ease(0.75, 0.0, 0.25, 1.0)
"""Slow, very fast, slow."""
FLIGHT = Ease(0.6, 0.0, 0.2, 1.0)
SETTLE = Ease(0.15, 0.8, 0.3, 1.0)
"""Comes fast and lands slowly."""
DEPART = Ease(0.4, 0.0, 0.9, 0.7)


def _bezier(first: float, second: float, at: float) -> float:
    rest = 1 - at
    return 3 * rest * rest * at * first + 3 * rest * at * at * second + at**3
