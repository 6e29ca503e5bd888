"""Shots: how near the viewer stands, where the hero is in the frame, and how it is arranged."""

from dataclasses import dataclass

import numpy as np

from studio.providers.images.illustration.canvas import Canvas
from studio.providers.images.illustration.objects.catalogue import OBJECTS
from studio.providers.images.illustration.scene import Easel

FOCUS_Y = 785.0
"""Height of a hero in the world, in design units."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A view of the world.

    Attributes:
        zoom: At least 1; the world is drawn so much larger and cut to the frame.
        across: Where the hero stands, share of the frame's width.
        down: Where it stands, share of the frame's height.
    """

    zoom: float
    across: float
    down: float


SHOTS = (
    Shot(1.0, 0.5, 0.409),
    Shot(1.14, 0.5, 0.40),
    Shot(1.3, 0.5, 0.405),
    Shot(1.2, 0.4, 0.40),
    Shot(1.2, 0.6, 0.40),
    Shot(1.12, 0.45, 0.35),
    Shot(1.12, 0.55, 0.45),
)
WIDE = SHOTS[0]

_ROW = ((-265, 34, 0.56), (265, 34, 0.56), (0, 0, 0.9))
_SWARM = (
    (-300, -250, 0.3), (-40, -300, 0.24), (250, -220, 0.36), (-330, 60, 0.42), (330, 90, 0.34),
    (-150, -60, 0.52), (120, 40, 0.7),
)  # fmt: skip
ARRANGEMENTS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "solo": ((0, 0, 1.0),),
    "row": _ROW,
    "swarm": _SWARM,
}
"""Offsets in design units and factors of the radius, from the back to the front."""
UNITED = {
    "heart", "brain", "head_thinking", "trophy", "bed", "crowd", "planet", "target", "whale",
    "elephant", "owl", "lighthouse", "ship", "castle", "pyramid",
    "car", "bicycle",
}  # fmt: skip
"""Objects that are shown alone."""
AIRBORNE = {"bird", "fish", "jellyfish", "bee", "coin", "plane", "note", "butterfly"}
"""Objects that need no ground, and may swarm."""


def world(width_px: int, height_px: int, shot: Shot) -> Canvas:
    """Give the canvas on which a world is drawn for a shot."""
    return Canvas(round(width_px * shot.zoom), round(height_px * shot.zoom))


def framed(drawn: Canvas, shot: Shot, *, width_px: int, height_px: int) -> Canvas:
    """Cut the frame of a shot out of its world, so that the hero stands where it should."""
    _, height, width = drawn.planes.shape
    left = round(drawn.cx * drawn.scale - shot.across * width_px)
    top = round(FOCUS_Y * drawn.scale - shot.down * height_px)
    left = min(max(left, 0), width - width_px)
    top = min(max(top, 0), height - height_px)
    frame = Canvas(width_px, height_px)
    frame.planes = np.ascontiguousarray(
        drawn.planes[:, top : top + height_px, left : left + width_px]
    )
    return frame


def mirror(drawn: Canvas) -> None:
    """Swap left and right."""
    drawn.planes = np.ascontiguousarray(drawn.planes[:, :, ::-1])


def arrangement_of(hero: str, *, is_studio: bool, random: np.random.Generator) -> str:
    """Choose how often the hero is drawn."""
    chance = random.random()
    if hero not in OBJECTS or hero in UNITED:
        return "solo"
    if hero in AIRBORNE:
        return "swarm" if chance < 0.34 else "solo"
    return "row" if is_studio and chance < 0.34 else "solo"


def arrange(e: Easel, hero: str, arrangement: str, *, x: float, y: float, r: float) -> None:
    """Draw the hero as often as its arrangement says."""
    for dx, dy, share in ARRANGEMENTS[arrangement]:
        # What stands in a row stands on one ground, however small it is.
        sink = r * (1 - share) * 0.8 if arrangement == "row" else dy
        OBJECTS[hero](e, x + dx, y + sink, r * share)
