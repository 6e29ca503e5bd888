"""The camera: a move and a moment in, a window of the picture out."""

import math
from dataclasses import dataclass
from functools import cache

from renderer.camera.easing import CAMERA, Ease
from studio.domain.scene import Motion

MARGIN = 1.2
"""A picture has 6/5 of the output's size, so that the camera has room."""
ZOOM = 1.12
DRIFT_ZOOM = 1.05
TRAVEL_ZOOM = MARGIN / 1.04
"""Pans are taken a little off 1:1, or the sub-pixel blur would pulse over the whole frame."""
REFERENCE_PX = 1080
MAX_SPEED_PX = 180.0
"""The farthest that anything goes in a second, where the picture's shorter side has 1080 pixels.

An upright frame's width takes six seconds, near what cinematographers keep to so that detail stays
readable. A move that is given less time goes less far.
"""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a picture, in picture pixels; edges may lie between pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a camera stands.

    Attributes:
        zoom: 1 shows the whole picture.
        right: Of the room that the zoom leaves, the share to the left of the window.
        down: The share above it.
    """

    zoom: float
    right: float = 0.5
    down: float = 0.5


@dataclass(frozen=True, slots=True)
class Move:
    """A path of the camera."""

    start: Pose
    end: Pose
    ease: Ease = CAMERA

    def pose(self, at: float) -> Pose:
        """Stand at a share of the way; zooms grow by the same factor in each step."""
        return Pose(
            self.start.zoom * (self.end.zoom / self.start.zoom) ** at,
            self.start.right + (self.end.right - self.start.right) * at,
            self.start.down + (self.end.down - self.start.down) * at,
        )


MOVES = {
    Motion.ZOOM_IN: Move(Pose(1.0), Pose(ZOOM)),
    Motion.ZOOM_OUT: Move(Pose(ZOOM), Pose(1.0)),
    Motion.PAN_RIGHT: Move(Pose(TRAVEL_ZOOM, right=0.0), Pose(TRAVEL_ZOOM, right=1.0)),
    Motion.PAN_LEFT: Move(Pose(TRAVEL_ZOOM, right=1.0), Pose(TRAVEL_ZOOM, right=0.0)),
    Motion.TILT_DOWN: Move(Pose(TRAVEL_ZOOM, down=0.0), Pose(TRAVEL_ZOOM, down=1.0)),
    Motion.TILT_UP: Move(Pose(TRAVEL_ZOOM, down=1.0), Pose(TRAVEL_ZOOM, down=0.0)),
    Motion.DRIFT_RIGHT: Move(Pose(DRIFT_ZOOM, right=0.35), Pose(TRAVEL_ZOOM, right=0.9)),
    Motion.DRIFT_LEFT: Move(Pose(DRIFT_ZOOM, right=0.65), Pose(TRAVEL_ZOOM, right=0.1)),
    Motion.PARALLAX: Move(Pose(TRAVEL_ZOOM, right=0.38), Pose(TRAVEL_ZOOM, right=0.62)),
    Motion.STILL: Move(Pose(1.0), Pose(1.0)),
}
NEAR = {
    Motion.PARALLAX: Move(Pose(TRAVEL_ZOOM, right=0.1), Pose(TRAVEL_ZOOM, right=0.9)),
}
"""Moves of the foreground, where it has one of its own; halfway, both layers lie as in the picture."""
FLAT = {Motion.PARALLAX: Motion.DRIFT_RIGHT}
"""What a move is for a picture without layers."""


def window(
    motion: Motion, progress: float, *, width_px: float, height_px: float, reach: float = 1.0
) -> Window:
    """Say what the camera sees.

    Args:
        motion: Which move.
        progress: Of the move, 0 to 1.
        width_px: Of a picture that has ``MARGIN`` times the output's size.
        height_px: Likewise.
        reach: The share of the whole path that is gone, around its middle.
    """
    return _window(MOVES[motion], progress, width_px, height_px, reach)


def near_window(
    motion: Motion, progress: float, *, width_px: float, height_px: float, reach: float = 1.0
) -> Window:
    """Say which part of a foreground is seen while the camera sees ``window`` of the background."""
    return _window(NEAR.get(motion, MOVES[motion]), progress, width_px, height_px, reach)


def _window(move: Move, progress: float, width_px: float, height_px: float, reach: float) -> Window:
    eased = move.ease(min(max(progress, 0.0), 1.0))
    pose = move.pose(0.5 + (eased - 0.5) * reach)
    width, height = width_px / pose.zoom, height_px / pose.zoom
    return Window((width_px - width) * pose.right, (height_px - height) * pose.down, width, height)


def reach(motion: Motion, frames: int, *, fps: int, width_px: int, height_px: int) -> float:
    """Say how much of its path a move of so many frames may go, for ``MAX_SPEED_PX``."""
    scale = REFERENCE_PX / min(width_px, height_px)
    farthest = _farthest_px(motion, width_px * scale, height_px * scale)
    return min(1.0, MAX_SPEED_PX / fps * (frames - 1) / farthest) if farthest else 1.0


@cache
def _farthest_px(motion: Motion, width: float, height: float) -> float:
    """Give how far a corner would go on the whole path, there or back, at the fastest pace."""
    first, last = (near_window(motion, at, width_px=width, height_px=height) for at in (0.0, 1.0))
    there, back = ((first, last), (last, first))
    farthest = max(_shift_px(*way, width, height) for way in (there, back))
    return farthest * MOVES[motion].ease.steepest


def _shift_px(one: Window, two: Window, width: float, height: float) -> float:
    """Give how far the corner that goes farthest goes from one view to another, on the screen."""
    return max(
        math.hypot(
            (one.x - two.x + x * (one.width - two.width)) * width / two.width,
            (one.y - two.y + y * (one.height - two.height)) * height / two.height,
        )
        for x in (0, 1)
        for y in (0, 1)
    )
