"""A picture of any shape, fitted to a size: covering it, contained in it, or cut to what matters."""

from typing import cast

import cv2
import numpy as np

from renderer.frames import Plane, Reals
from studio.domain.scene import Fit

FILL_BLUR = 0.045
"""Sigma of the blurred fill, as a share of its height: shapes go, light and colour stay."""
FILL_LIGHT = 0.62
"""The fill steps back behind the picture."""
_FILL_HEIGHT_PX = 96
_MAP_PX = 160
_SMOOTH = 0.05
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


def focus(rgb: Plane, aspect: float) -> tuple[float, float]:
    """Say where the cut of a shape holds the most of what draws the eye.

    Args:
        rgb: Shape (height, width, 3).
        aspect: Width of the cut by its height.

    Returns:
        Of the room beside the largest such cut, the share to its left, and above it the share; 0.5
        where there is no room, and for an even picture.
    """
    map_ = interest(rgb)
    height, width = rgb.shape[:2]
    wide = min(1.0, height * aspect / width)
    high = min(1.0, width / aspect / height)
    return _best(map_.sum(axis=0), wide), _best(map_.sum(axis=1), high)


def interest(rgb: Plane) -> Reals:
    """Say how much each part of a picture draws the eye.

    Three things draw it: edges, a brightness unlike the surroundings', a colour unlike the picture's.
    Each counts as much as the others, where it is there at all; the middle counts a little more.

    Args:
        rgb: Shape (height, width, 3).

    Returns:
        A small map of the same shape, at least 0.
    """
    height, width = rgb.shape[:2]
    scale = min(1.0, _MAP_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lab = cast("Reals", cv2.cvtColor(small, cv2.COLOR_RGB2LAB))
    light, colours = lab[..., 0], lab[..., 1:]
    sigma = _SMOOTH * max(size)
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    edges = np.hypot(across, down)
    contrast = np.abs(light - cv2.GaussianBlur(light, (0, 0), 2 * sigma))
    unlike = np.linalg.norm(colours - np.median(colours, axis=(0, 1)), axis=-1)
    total = sum((_in_shares(part) for part in (edges, contrast, unlike)), np.zeros_like(light))
    smooth = cv2.GaussianBlur(total, (0, 0), sigma)
    return (smooth * _middle(size[1])[:, None] * _middle(size[0])).astype(np.float32)


def _in_shares(part: Reals) -> Reals:
    """Make what is there sum to 1; what lies within rounding is not there."""
    seen = np.where(part > 1.0, part, np.float32(0))
    total = float(seen.sum())
    return (seen / total if total else seen).astype(np.float32)


def _middle(count: int) -> Reals:
    places = (np.arange(count) + 0.5) / count - 0.5
    return (1 - 0.8 * places**2).astype(np.float32)


def _best(profile: Reals, share: float) -> float:
    """Place a window of a share of a profile so that most of it lies well inside."""
    count = profile.size
    wanted = max(1, round(count * share))
    room = count - wanted
    if room == 0 or not profile.any():
        return 0.5
    # Falling off to its sides, the window comes to lie around what it holds.
    weight = np.sin(np.pi * (np.arange(wanted) + 0.5) / wanted)
    held = np.convolve(profile.astype(np.float64), weight, mode="valid")
    return int(held.argmax()) / room


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
