"""The sub-pixel warp: a window of a picture, sampled into a frame.

Zooms and pans need no rotation, so sampling is separable: rows are blended, the result is turned,
and rows are blended again. Blending rows reads memory in order, which compiles to vector code.
"""

import cv2
import numpy as np

from renderer import kernels
from renderer.frames import Plane, Planes
from renderer.motion import Window


class Sampler:
    """Samples frames of one size; it owns the memory between the passes."""

    def __init__(self, *, width_px: int, height_px: int, widest_px: int) -> None:
        """Prepare.

        Args:
            width_px: Of the frames.
            height_px: Of the frames.
            widest_px: Of any picture.
        """
        self._rows = np.empty(height_px * widest_px, np.uint16)
        self._columns = np.empty(height_px * widest_px, np.uint16)
        self._turned = np.empty(height_px * width_px, np.uint8)

    def sample(self, picture: Planes, view: Window, into: Planes) -> None:
        """Sample a window of a picture into a frame, to a fraction of a pixel.

        Neither is larger than said at the start; what lies beyond the picture repeats its edge.
        """
        sx, sy = view.width / into.width, view.height / into.height
        left, top = view.x + (sx - 1) / 2, view.y + (sy - 1) / 2
        self._plane(
            picture.y,
            into.y,
            _places(into.height, picture.height, top, sy),
            _places(into.width, picture.width, left, sx),
        )
        # A chroma sample lies on an even luma column and between two luma rows.
        down = _places(into.height // 2, picture.height // 2, (view.y + sy - 1) / 2, sy)
        across = _places(into.width // 2, picture.width // 2, left / 2, sx)
        self._plane(picture.u, into.u, down, across)
        self._plane(picture.v, into.v, down, across)

    def _plane(self, source: Plane, into: Plane, down: "_Places", across: "_Places") -> None:
        height, width = into.shape
        (rows, row_shares), (columns, column_shares) = down, across
        first, last = int(columns[0]), int(columns[-1]) + 2
        count = last - first
        # The passes want whole rows side by side: a view with gaps would not vectorise.
        blended = self._rows[: height * count].reshape(height, count)
        kernels.blend_rows(source, blended, rows, row_shares, first)
        columns_first = self._columns[: height * count].reshape(count, height)
        cv2.transpose(blended, columns_first)
        turned = self._turned[: height * width].reshape(width, height)
        kernels.blend_rows_down(columns_first, turned, columns - first, column_shares)
        cv2.transpose(turned, into)


_Places = tuple[kernels.Lines, kernels.Reals]


def _places(count: int, size: int, start: float, step: float) -> _Places:
    """Say for each output line which line of the source it begins at, and the next one's share."""
    lines, shares = np.empty(count, np.int64), np.empty(count, np.float32)
    kernels.place(start, step, size, lines, shares)
    return lines, shares
