"""A clip that leaves room beside it, before a blurred copy of itself."""

import cv2
import numpy as np

from renderer.pictures.fitting import FILL_BLUR, FILL_LIGHT
from renderer.pixels.frames import Plane, Planes, Reals, blank

_HEIGHT_PX = 96
_BLACK, _GREY = 16.0, 128.0
"""What the light goes down to: of luma, and of colour."""


class Backdrop:
    """Frames of one size; it owns the one that it gives."""

    def __init__(self, *, width_px: int, height_px: int) -> None:
        """Prepare."""
        self._frame = blank(width_px, height_px)
        # The same in every frame: grain that changed would cost the encoder more than the clip.
        self._grain = np.random.default_rng(0).random((height_px, width_px), np.float32)

    def under(self, shown: Planes) -> Planes:
        """Put a frame that is too narrow or too low into the middle."""
        into = self._frame
        x, y = (into.width - shown.width) // 4, (into.height - shown.height) // 4
        self._lay(shown.y, into.y, (2 * x, 2 * y), _BLACK)
        self._lay(shown.u, into.u, (x, y), _GREY)
        self._lay(shown.v, into.v, (x, y), _GREY)
        return into

    def _lay(self, plane: Plane, out: Plane, at: tuple[int, int], floor: float) -> None:
        (x, y), (height, width) = at, plane.shape
        soft = (_small(plane, out) - np.float32(floor)) * np.float32(FILL_LIGHT) + np.float32(floor)
        out[y : y + height, x : x + width] = plane
        for rows, columns in _beside(plane, out, at):
            box = out[rows, columns]
            part = _enlarged(soft, out, rows, columns)
            part += self._grain[: box.shape[0], : box.shape[1]]
            np.copyto(box, part, casting="unsafe")


def _small(plane: Plane, out: Plane) -> Reals:
    """Give the part of a plane that has the frame's shape, small and blurred."""
    height, width = plane.shape
    aspect = out.shape[1] / out.shape[0]
    wide, high = min(width, round(height * aspect)), min(height, round(width / aspect))
    x, y = (width - wide) // 2, (height - high) // 2
    size = (max(2, round(_HEIGHT_PX * aspect)), _HEIGHT_PX)
    part = plane[y : y + high, x : x + wide]
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), FILL_BLUR * _HEIGHT_PX), np.float32)


def _beside(
    plane: Plane, out: Plane, at: tuple[int, int]
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Give the two parts of a frame that are not covered."""
    (x, y), (height, width) = at, plane.shape
    if width == out.shape[1]:
        every = slice(0, width)
        return (slice(0, y), every), (slice(y + height, out.shape[0]), every)
    every = slice(0, height)
    return (every, slice(0, x)), (every, slice(x + width, out.shape[1]))


def _enlarged(soft: Reals, out: Plane, rows: slice, columns: slice) -> Reals:
    """Scale a small plane up to the frame's size, and give a part of it."""
    down, across = soft.shape[0] / out.shape[0], soft.shape[1] / out.shape[1]
    warp = np.array(
        [
            [across, 0, (columns.start + 0.5) * across - 0.5],
            [0, down, (rows.start + 0.5) * down - 0.5],
        ]
    )
    size = (columns.stop - columns.start, rows.stop - rows.start)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    made = cv2.warpAffine(soft, warp, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.float32)
