"""Things that stand in a picture whole, found as what is lighter, darker or of another colour. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from renderer.pixels.frames import Plane, Reals

MAP_PX = 160
_BLUR = 1.0
"""In pixels of the map; grain and grass go, and what has an outline stays."""
_STEPS = 20
_LEAST_STEP = (4.0, 3.0, 3.0)
"""Of L*, a* and b*: what differs by less is not told apart."""
_LEAST_AREA = 0.0008
_LEAST_WEIGHT = 0.02
_WHOLE = 3.0
"""Half a thing is worth an eighth of it: a cut goes around one thing rather than through two."""


@dataclass(frozen=True, slots=True)
class Silhouettes:
    """What stands between the left and the right side of a picture.

    Attributes:
        shares: Which share of each lies in each column, shape (things, columns); each sums to 1.
        weights: How much each draws the eye, shape (things,).
    """

    shares: Reals
    weights: Reals

    def held(self, columns: int) -> Reals:
        """Say for each place of a window how much of the things it holds whole; at most 1.

        What is wider than the window counts the less, the wider it is.
        """
        room: int = self.shares.shape[1] - columns + 1
        if not self.weights.size:
            return np.zeros(room, np.float32)
        sums = np.pad(self.shares.cumsum(axis=1), ((0, 0), (1, 0)))
        inside: Reals = np.clip(sums[:, columns:] - sums[:, :-columns], 0, 1)
        extents = np.count_nonzero(self.shares, axis=1)
        weights = self.weights * np.minimum(1, columns / extents)
        held: Reals = (weights @ inside**_WHOLE).astype(np.float32)
        most = float(held.max())
        return np.asarray(held / most if most else held, np.float32)


def silhouettes(lab: Reals, drawn: Reals) -> Silhouettes:
    """Find what stands in a picture without reaching across it.

    At every level of each channel, what lies above it and what lies below falls into parts. A part that
    touches both sides is the ground; one that leans on a side counts the less, the broader it does. A
    thing that stands out is found at many levels, and so weighs more.

    Args:
        lab: A small picture, L*a*b*, float32, shape (height, width, 3).
        drawn: How much each pixel draws the eye, shape (height, width).

    Source:
        Zhang and Sclaroff, "Saliency Detection: A Boolean Map Approach", ICCV 2013: what is surrounded
        is seen as a thing. Here only the sides count that a cut brings nearer.
    """
    width = lab.shape[1]
    shares: list[Reals] = [np.zeros((0, width), np.float32)]
    weights: list[float] = []
    soft = cv2.GaussianBlur(lab, (0, 0), _BLUR)
    for channel, least in enumerate(_LEAST_STEP):
        plane = soft[..., channel]
        low, high = float(plane.min()), float(plane.max())
        step = max((high - low) / _STEPS, least)
        for level in np.arange(low + step / 2, high, step):
            above = (plane > level).astype(np.uint8)
            for part in (above, 1 - above):
                for share, weight in _things(part, drawn):
                    shares.append(share[None])
                    weights.append(step * weight)
    return Silhouettes(np.concatenate(shares), np.asarray(weights, np.float32))


def _things(part: Plane, drawn: Reals) -> Iterator[tuple[Reals, float]]:
    height, width = part.shape
    count, marks, boxes, _ = cv2.connectedComponentsWithStats(part, connectivity=4)
    eyes = np.bincount(marks.ravel(), drawn.ravel(), count)
    for thing in range(1, count):
        x, y, wide, high, area = (int(v) for v in boxes[thing])
        if area < _LEAST_AREA * height * width or wide == width:
            continue
        seen = marks[y : y + high, x : x + wide] == thing
        leaning = int(seen[:, 0].sum()) * (x == 0) + int(seen[:, -1].sum()) * (x + wide == width)
        free = float(np.exp(-(leaning**2) / area))
        if free >= _LEAST_WEIGHT:
            share = np.zeros(width, np.float32)
            share[x : x + wide] = seen.sum(axis=0) / area
            yield share, free * float(eyes[thing]) / math.sqrt(area)
