"""Lay one sound's frames along another's: dynamic time warping within a band. Pure.

A coarse path is found first, then refined near it, so time and memory grow with the length and not
with its square.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.providers.speech.alignment.features import Matrix

Indices = NDArray[np.int64]

WIDEST_S = 12.0
"""How far two voices may be apart, pauses and all, once their lengths are made equal."""
_REFINED_S = 0.12
_STRETCH = np.float32(0.35)
"""What standing still in one sound costs, beside the frames' distance: keeps paths straight."""
_FAR = np.float32(1e9)


class Path(NamedTuple):
    """For each frame of the reference, the first and the last frame of the other it lies along."""

    first: Indices
    last: Indices


def warp(reference: Matrix, other: Matrix, *, hop_s: float, coarse: int = 4) -> Path:
    """Find where the other sounds like each frame of the reference; both begin and end together.

    Args:
        reference: Shape (frames, features).
        other: Shape (other frames, features).
        hop_s: Between two frames of both.
        coarse: How many frames are one in the first search.
    """
    few, less = _fewer(reference, coarse), _fewer(other, coarse)
    straight = np.round(np.linspace(0, len(less) - 1, len(few))).astype(np.int64)
    rough = _search(few, less, Path(straight, straight), half=int(WIDEST_S / hop_s / coarse))
    rows = np.minimum(np.arange(len(reference)) // coarse, len(few) - 1)
    near = Path(rough.first[rows] * coarse, rough.last[rows] * coarse + coarse - 1)
    return _search(reference, other, near, half=max(coarse, int(_REFINED_S / hop_s)))


def _fewer(frames: Matrix, step: int) -> Matrix:
    whole = -(-len(frames) // step) * step
    padded = np.pad(frames, ((0, whole - len(frames)), (0, 0)), mode="edge")
    return padded.reshape(-1, step, frames.shape[1]).mean(axis=1)


def _search(reference: Matrix, other: Matrix, near: Path, *, half: int) -> Path:
    """Find the cheapest monotone path that stays within ``half`` frames of ``near``."""
    end = len(other)
    lows = np.clip(near.first - half, 0, end - 1)
    highs = np.clip(near.last + half + 1, 1, end)
    highs[-1] = end
    totals = np.zeros(0, dtype=np.float32)
    origins: list[Indices] = []
    stills: list[NDArray[np.bool_]] = []
    for row, (low, high) in enumerate(zip(lows.tolist(), highs.tolist(), strict=True)):
        apart = other[low:high] - reference[row]
        costs = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        above = _above(totals, int(lows[row - 1]), low, high) if row else _begin(low, high)
        still = above[1:] + _STRETCH < above[:-1]
        entered = np.where(still, above[1:] + _STRETCH, above[:-1]) + costs
        totals, origin = _along(entered, costs)
        origins.append(origin + low)
        stills.append(still)
    return _trace(origins, stills, lows, end)


def _begin(low: int, high: int) -> Matrix:
    above = np.full(high - low + 1, _FAR, dtype=np.float32)
    above[0] = 0
    return above


def _above(totals: Matrix, was: int, low: int, high: int) -> Matrix:
    """Give the row before from the column before ``low`` on, far where it has none."""
    above = np.full(high - low + 1, _FAR, dtype=np.float32)
    first, last = max(was, low - 1), min(was + len(totals), high)
    if first < last:
        above[first - low + 1 : last - low + 1] = totals[first - was : last - was]
    return above


def _along(entered: Matrix, costs: Matrix) -> tuple[Matrix, Indices]:
    """Let a row go on to the right, which is a running minimum; tell where each cell's began."""
    steps = np.cumsum(costs + _STRETCH, dtype=np.float32)
    level = entered - steps
    lowest = np.minimum.accumulate(level)
    places = np.arange(len(level))
    origin = np.maximum.accumulate(np.where(level <= lowest, places, 0))
    return lowest + steps, origin


def _trace(
    origins: list[Indices], stills: list[NDArray[np.bool_]], lows: Indices, end: int
) -> Path:
    first, last = np.zeros(len(origins), np.int64), np.zeros(len(origins), np.int64)
    column = end - 1
    for row in range(len(origins) - 1, -1, -1):
        place = column - int(lows[row])
        last[row] = column
        first[row] = column = int(origins[row][place])
        if not stills[row][column - int(lows[row])]:
            column = max(column - 1, 0)
    return Path(first, last)
