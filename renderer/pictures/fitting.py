"""A picture of any shape, fitted to a size: covering it, contained in it, or cut to what matters."""

import cv2
import numpy as np

from renderer.pictures.interest import focus
from renderer.pixels.frames import Plane
from studio.domain.scene import Fit

FILL_BLUR = 0.045
"""Sigma of the blurred fill, as a share of its height: shapes go, light and colour stay."""
FILL_LIGHT = 0.62
"""The fill steps back behind the picture."""
_FILL_HEIGHT_PX = 96
_PAD_PX = 2
"""Source pixels around a cut, which cubic interpolation looks at."""
_AREA_BELOW = 0.7
"""A picture made only a little smaller is as sharp by cubic interpolation, in a quarter of the time."""


def fitted(rgb: Plane, fit: Fit, *, width_px: int, height_px: int) -> Plane:
    """Scale and cut a picture to a size exactly.

    Args:
        rgb: Shape (height, width, 3); not changed.
        fit: The way.
        width_px: Wanted.
        height_px: Wanted.

    Returns:
        Shape (height_px, width_px, 3); the same array where it has that size already.
    """
    if rgb.shape[:2] == (height_px, width_px):
        return rgb
    match fit:
        case Fit.COVER:
            return _covered(rgb, width_px, height_px, (0.5, 0.5))
        case Fit.CONTAIN:
            return _contained(rgb, width_px, height_px)
        case Fit.INTEREST:
            return _covered(rgb, width_px, height_px, focus(rgb, width_px / height_px))


def fitted_cut_out(rgba: Plane, fit: Fit, *, width_px: int, height_px: int) -> Plane:
    """Scale and cut a picture with alpha as ``fitted`` does; around one that is whole it is clear.

    Args:
        rgba: Colours multiplied by alpha, and alpha, shape (height, width, 4); not changed.
        fit: The way.
        width_px: Wanted.
        height_px: Likewise.
    """
    if rgba.shape[:2] == (height_px, width_px):
        return rgba
    match fit:
        case Fit.COVER:
            return _covered(rgba, width_px, height_px, (0.5, 0.5))
        case Fit.CONTAIN:
            clear = np.zeros((height_px, width_px, 4), np.uint8)
            return _laid(rgba, clear, _inside(rgba, width_px, height_px))
        case Fit.INTEREST:
            at = focus(rgba[..., :3], width_px / height_px)
            return _covered(rgba, width_px, height_px, at)


def filled(rgb: Plane, *, width_px: int, height_px: int) -> Plane:
    """Give a blurred and darker copy of a picture, covering the size."""
    return _fill(rgb, width_px, height_px)


def _covered(rgb: Plane, width_px: int, height_px: int, at: tuple[float, float]) -> Plane:
    """Cut first and scale then: of a long strip, only what is seen is made larger."""
    height, width = rgb.shape[:2]
    scale = max(width_px / width, height_px / height)
    left, columns = _span(width, width_px / scale, at[0])
    top, rows = _span(height, height_px / scale, at[1])
    x, y = int(max(0, left - _PAD_PX)), int(max(0, top - _PAD_PX))
    part = rgb[y : int(np.ceil(top + rows)) + _PAD_PX, x : int(np.ceil(left + columns)) + _PAD_PX]
    size = (
        max(width_px, round(part.shape[1] * scale)),
        max(height_px, round(part.shape[0] * scale)),
    )
    scaled = _scaled(part, size)
    x = min(round((left - x) * scale), size[0] - width_px)
    y = min(round((top - y) * scale), size[1] - height_px)
    return np.ascontiguousarray(scaled[y : y + height_px, x : x + width_px], np.uint8)


def _span(size: int, wanted: float, at: float) -> tuple[float, float]:
    wanted = min(float(size), wanted)
    return (size - wanted) * at, wanted


def _contained(rgb: Plane, width_px: int, height_px: int) -> Plane:
    size = _inside(rgb, width_px, height_px)
    if size == (width_px, height_px):
        return _scaled(rgb, size)
    return _laid(rgb, _fill(rgb, width_px, height_px), size)


def _inside(picture: Plane, width_px: int, height_px: int) -> tuple[int, int]:
    height, width = picture.shape[:2]
    scale = min(width_px / width, height_px / height)
    return (
        min(width_px, max(1, round(width * scale))),
        min(height_px, max(1, round(height * scale))),
    )


def _laid(picture: Plane, onto: Plane, size: tuple[int, int]) -> Plane:
    """Lay a whole picture in the middle of another one."""
    x, y = (onto.shape[1] - size[0]) // 2, (onto.shape[0] - size[1]) // 2
    onto[y : y + size[1], x : x + size[0]] = _scaled(picture, size)
    return onto


def _fill(rgb: Plane, width_px: int, height_px: int) -> Plane:
    """Give the picture itself, covering, blurred and darker; dithered, or it would show steps."""
    small = (max(2, round(_FILL_HEIGHT_PX * width_px / height_px)), _FILL_HEIGHT_PX)
    soft = _covered(rgb, small[0], small[1], (0.5, 0.5)).astype(np.float32)
    soft = cv2.GaussianBlur(soft, (0, 0), FILL_BLUR * _FILL_HEIGHT_PX) * np.float32(FILL_LIGHT)
    large = cv2.resize(soft, (width_px, height_px), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(0).random((height_px, width_px, 1), np.float32)
    return np.clip(large + grain, 0, 255).astype(np.uint8)


def _scaled(rgb: Plane, size: tuple[int, int]) -> Plane:
    scale = min(size[0] / rgb.shape[1], size[1] / rgb.shape[0])
    method = cv2.INTER_AREA if scale < _AREA_BELOW else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, size, interpolation=method), np.uint8)
