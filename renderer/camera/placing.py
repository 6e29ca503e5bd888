"""Where shots lie in a frame: boxes of pixels, the windows seen in them, and soft edges. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.camera.motion import Window
from renderer.camera.transitions import IRIS_SOFT, WIPE_SOFT, Place, Travel, Wipe
from renderer.pixels.frames import Reals

SHADOW = 0.12
"""How far the shadow of a sliding scene falls, as a share of the frame."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a frame, in whole pixels; every edge is even, as chroma has half the size."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return self.left >= self.right or self.top >= self.bottom


def boxes(second: Place, width: int, height: int) -> tuple[Box, Box]:
    """Split a frame between an old scene and a new one that covers it from one side."""
    across, down = _even(width * second.right), _even(height * second.down)
    if across > 0:
        return Box(0, 0, across, height), Box(across, 0, width, height)
    if across < 0:
        return Box(width + across, 0, width, height), Box(0, 0, width + across, height)
    if down > 0:
        return Box(0, 0, width, down), Box(0, down, width, height)
    if down < 0:
        return Box(0, height + down, width, height), Box(0, 0, width, height + down)
    return Box(0, 0, 0, 0), Box(0, 0, width, height)


def inner(place: Place, width: int, height: int) -> Box:
    """Give what a smaller scene covers around the frame's middle."""
    left, top = _even(width * (1 - place.size) / 2), _even(height * (1 - place.size) / 2)
    return Box(left, top, width - left, height - top)


def part(view: Window, place: Place, box: Box, width: int, height: int) -> Window:
    """Give what is seen in a box of a scene that lies somewhere, if ``view`` fills the frame."""
    left = (box.left / width - place.right - 0.5) / place.size + 0.5
    top = (box.top / height - place.down - 0.5) / place.size + 0.5
    return Window(
        view.x + left * view.width,
        view.y + top * view.height,
        (box.right - box.left) / width / place.size * view.width,
        (box.bottom - box.top) / height / place.size * view.height,
    )


def uncovered(wipe: Wipe, width: int) -> Reals:
    """Say for each column how much of the new scene is seen."""
    at = _middles(width)
    if wipe.is_leftward:
        at = 1 - at
    return _soft((wipe.uncovered - at) / WIPE_SOFT + 0.5)


def wanted(columns: Reals, height: int) -> Box:
    """Give the smallest box with every column of which something is seen."""
    seen = np.flatnonzero(columns)
    if not seen.size:
        return Box(0, 0, 0, 0)
    return Box(int(seen[0]) // 2 * 2, 0, int(seen[-1]) // 2 * 2 + 2, height)


def opened(opening: float, length: int) -> Reals:
    """Say for each line how much of a new scene is seen, which comes softly from the middle.

    Args:
        opening: How far it has come: 0 for nothing, 1 for all.
        length: Of the frame, in lines.
    """
    away = np.abs(2 * _middles(length) - 1)
    return _soft((opening * (1 + IRIS_SOFT) - away) / IRIS_SOFT)


def lit(travel: Travel, width: int, height: int) -> tuple[Reals, Reals]:
    """Say for each row and each column how much light the scenes keep.

    The old one lies in the shade, deepest where the new one begins; the new one keeps all.
    """
    rows, columns = np.ones(height, np.float32), np.ones(width, np.float32)
    if travel.second.right:
        return rows, _shaded(travel.second.right, travel.shade, width)
    return _shaded(travel.second.down, travel.shade, height), columns


def _shaded(gone: float, shade: float, length: int) -> Reals:
    edge = _even(length * gone) / length
    at = _middles(length)
    away = edge - at if gone > 0 else at - (1 + edge)
    near = _soft(1 - away / SHADOW)
    kept = 1 - np.float32(shade) * (np.float32(0.5) + near / 2)
    return np.where(away > 0, kept, np.float32(1)).astype(np.float32)


def _middles(length: int) -> Reals:
    return ((np.arange(length) + 0.5) / length).astype(np.float32)


def _soft(values: NDArray[np.floating]) -> Reals:
    flat = np.clip(values, 0, 1)
    return (flat * flat * (3 - 2 * flat)).astype(np.float32)


def _even(value: float) -> int:
    return 2 * round(value / 2)
