"""The sub-pixel warp: a window of a picture, sampled into a frame.

Zooms and pans need no rotation, so sampling is separable: rows are blended, the result is turned,
and rows are blended again. Blending rows reads memory in order, which compiles to vector code.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

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
        self._plane(picture.y, into.y, (left, sx), (top, sy))
        # A chroma sample lies on an even luma column and between two luma rows.
        across, down = (left / 2, sx), ((view.y + sy - 1) / 2, sy)
        self._plane(picture.u, into.u, across, down)
        self._plane(picture.v, into.v, across, down)

    def _plane(
        self, source: Plane, into: Plane, across: tuple[float, float], down: tuple[float, float]
    ) -> None:
        height, width = into.shape
        rows, row_shares = _places(height, source.shape[0], *down)
        columns, column_shares = _places(width, source.shape[1], *across)
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


def _places(
    count: int, size: int, start: float, step: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Say for each output line which line of the source it begins at, and the next one's share."""
    exact = np.clip(start + step * np.arange(count), 0, size - 1)
    lines = np.minimum(exact.astype(np.int64), size - 2)
    return lines, (exact - lines).astype(np.float32)
