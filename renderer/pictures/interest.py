"""Where the eye goes in a picture, and which cut of it keeps that. Pure."""

from typing import cast

import cv2
import numpy as np

from renderer.pictures.silhouettes import MAP_PX, silhouettes
from renderer.pixels.frames import Plane, Reals

_SMOOTH = 0.05


def focus(rgb: Plane, aspect: float) -> tuple[float, float]:
    """Say where the cut of a shape holds the most of what draws the eye, and cuts through the least.

    Args:
        rgb: Shape (height, width, 3).
        aspect: Width of the cut by its height.

    Returns:
        Of the room beside the largest such cut, the share to its left, and above it the share; 0.5
        where there is no room, and for an even picture.
    """
    lab = _small(rgb)
    height, width = rgb.shape[:2]
    wide = min(1.0, height * aspect / width)
    high = min(1.0, width / aspect / height)
    return _best(lab, wide), _best(np.ascontiguousarray(lab.transpose(1, 0, 2)), high)


def interest(lab: Reals) -> Reals:
    """Say how much each part of a picture draws the eye.

    Three things draw it: edges, a brightness unlike the surroundings', a colour unlike the picture's.
    Each counts as much as the others, where it is there at all; the middle counts a little more.

    Args:
        lab: A small picture, L*a*b*, shape (height, width, 3).

    Returns:
        A map of the same shape, at least 0.
    """
    light, colours = lab[..., 0], lab[..., 1:]
    sigma = _SMOOTH * max(light.shape)
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    edges = np.hypot(across, down)
    contrast = np.abs(light - cv2.GaussianBlur(light, (0, 0), 2 * sigma))
    unlike = np.linalg.norm(colours - np.median(colours, axis=(0, 1)), axis=-1)
    total = sum((_in_shares(part) for part in (edges, contrast, unlike)), np.zeros_like(light))
    smooth = cv2.GaussianBlur(total, (0, 0), sigma)
    return (smooth * _middle(light.shape[0])[:, None] * _middle(light.shape[1])).astype(np.float32)


def _small(rgb: Plane) -> Reals:
    height, width = rgb.shape[:2]
    scale = min(1.0, MAP_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return cast("Reals", cv2.cvtColor(small, cv2.COLOR_RGB2LAB))


def _in_shares(part: Reals) -> Reals:
    """Make what is there sum to 1; what lies within rounding is not there."""
    seen = np.where(part > 1.0, part, np.float32(0))
    total = float(seen.sum())
    return (seen / total if total else seen).astype(np.float32)


def _middle(count: int) -> Reals:
    places = (np.arange(count) + 0.5) / count - 0.5
    return (1 - 0.8 * places**2).astype(np.float32)


def _best(lab: Reals, share: float) -> float:
    """Place a window of a share of the width so that it holds things whole, and well inside."""
    count = lab.shape[1]
    wanted = max(1, round(count * share))
    room = count - wanted
    if room == 0:
        return 0.5
    drawn = interest(lab)
    profile = drawn.sum(axis=0)
    if not profile.any():
        return 0.5
    # Falling off to its sides, the window comes to lie around what it holds.
    weight = np.sin(np.pi * (np.arange(wanted) + 0.5) / wanted)
    inside = np.convolve(profile.astype(np.float64), weight, mode="valid")
    held = inside / inside.max() + silhouettes(lab, drawn).held(wanted)
    return int(held.argmax()) / room
