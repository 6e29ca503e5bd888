"""The sub-pixel warp: a window of a picture, sampled into a frame.

Zooms and pans need no rotation, so sampling is separable: each row that is needed is blended along
itself once, and while two of them lie in the nearest cache they are blended into the frame.
"""

from dataclasses import dataclass

import numpy as np

from renderer.camera.motion import Window
from renderer.pixels import kernels
from renderer.pixels.frames import Plane, Planes
from renderer.pixels.lanes import GROUP, SPAN


class Sampler:
    """Samples frames of one size; it owns the memory between the passes."""

    def __init__(self, *, width_px: int) -> None:
        """Prepare.

        Args:
            width_px: Of the widest frame.
        """
        self._rows = np.empty((2, width_px + GROUP), np.uint16)

    def sample(self, picture: Planes, view: Window, into: Planes) -> None:
        """Sample a window of a picture into a frame, to a fraction of a pixel.

        The frame is not wider than said at the start, and its rows are whole; what lies beyond the
        picture repeats its edge.
        """
        sx, sy = view.width / into.width, view.height / into.height
        left, top = view.x + (sx - 1) / 2, view.y + (sy - 1) / 2
        rows = into.rows
        self._plane(
            picture.y,
            rows.y,
            _places(into.height, picture.height, top, sy),
            _places(into.width, picture.width, left, sx),
        )
        # A chroma sample lies on an even luma column and between two luma rows.
        down = _places(into.height // 2, picture.height // 2, (view.y + sy - 1) / 2, sy)
        across = _places(into.width // 2, picture.width // 2, left / 2, sx)
        self._plane(picture.u, rows.u, down, across)
        self._plane(picture.v, rows.v, down, across)

    def _plane(self, source: Plane, rows: Plane, down: "_Lines", across: "_Lines") -> None:
        source, along = _along(source, across)
        groups = along.starts, along.offsets, along.weights
        kernels.sample(source, rows, across[0].size, *down, *groups, self._rows)


_Lines = tuple[kernels.Lines, kernels.Reals]


@dataclass(frozen=True, slots=True)
class _Along:
    """How rows are blended, as ``kernels.pair`` gives it."""

    starts: kernels.Lines
    offsets: Plane
    weights: Plane


def _along(source: Plane, across: _Lines) -> tuple[Plane, _Along]:
    """Say how the rows of a source are blended; one that is shrunk a lot is taken apart first."""
    (columns, shares), width = across, source.shape[1]
    groups = -(-columns.size // GROUP)
    starts, offsets = np.empty(groups, np.int64), np.empty(groups * SPAN, np.uint8)
    weights = np.empty_like(offsets)
    if width >= SPAN and kernels.pair(columns, shares, width, starts, offsets, weights):
        return source, _Along(starts, offsets, weights)
    last = np.full(groups * GROUP - columns.size, columns[-1])
    both = np.concatenate((columns, last))[:, None] + np.arange(2)
    apart = np.ascontiguousarray(source[:, both.ravel()])
    near = np.arange(columns.size, dtype=np.int64) * 2
    kernels.pair(near, shares, apart.shape[1], starts, offsets, weights)
    return apart, _Along(starts, offsets, weights)


def _places(count: int, size: int, start: float, step: float) -> _Lines:
    """Say for each output line which line of the source it begins at, and the next one's share."""
    lines, shares = np.empty(count, np.int64), np.empty(count, np.float32)
    kernels.place(start, step, size, lines, shares)
    return lines, shares
