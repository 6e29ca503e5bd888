"""The camera: a move and a moment in, a window of the picture out."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from renderer.frames import Plane
from studio.domain.scene import Motion

MARGIN = 1.2
"""A picture has 6/5 of the output's size, so that the camera has room."""
ZOOM = 1.12
TRAVEL_ZOOM = MARGIN / 1.04
"""Pans are taken a little off 1:1, or the sub-pixel blur would pulse over the whole frame."""
GENTLE = 0.05
"""How far the pace bends at both ends: 0 is linear."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a picture, in picture pixels; edges may lie between pixels."""

    x: float
    y: float
    width: float
    height: float


def eased(progress: float) -> float:
    """Bend a linear progress so that it starts and stops a little slower."""
    return progress - GENTLE * math.sin(2 * math.pi * progress)


def window(motion: Motion, progress: float, *, width_px: int, height_px: int) -> Window:
    """Say what the camera sees.

    Args:
        motion: Which move.
        progress: Of the move, 0 to 1.
        width_px: Of a picture that has ``MARGIN`` times the output's size.
        height_px: Likewise.
    """
    at = eased(min(max(progress, 0.0), 1.0))
    zoom, right, down = _pose(motion, at)
    width, height = width_px / zoom, height_px / zoom
    return Window((width_px - width) * right, (height_px - height) * down, width, height)


def cover(rgb: Plane, *, width_px: int, height_px: int) -> Plane:
    """Scale and crop a picture, shape (height, width, 3), so that it fills a size exactly."""
    height, width = rgb.shape[:2]
    if (width, height) == (width_px, height_px):
        return rgb
    scale = max(width_px / width, height_px / height)
    size = (max(width_px, round(width * scale)), max(height_px, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(rgb, size, interpolation=method)
    x, y = (size[0] - width_px) // 2, (size[1] - height_px) // 2
    return np.ascontiguousarray(scaled[y : y + height_px, x : x + width_px], np.uint8)


def _pose(motion: Motion, at: float) -> tuple[float, float, float]:
    poses = {
        Motion.ZOOM_IN: (ZOOM**at, 0.5, 0.5),
        Motion.ZOOM_OUT: (ZOOM ** (1 - at), 0.5, 0.5),
        Motion.PAN_RIGHT: (TRAVEL_ZOOM, at, 0.5),
        Motion.PAN_LEFT: (TRAVEL_ZOOM, 1 - at, 0.5),
        Motion.TILT_DOWN: (TRAVEL_ZOOM, 0.5, at),
        Motion.TILT_UP: (TRAVEL_ZOOM, 0.5, 1 - at),
        Motion.STILL: (1.0, 0.5, 0.5),
    }
    return poses[motion]
