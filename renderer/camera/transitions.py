"""Transitions as numbers: a moment in, how two scenes share the frame out. Pure."""

from dataclasses import dataclass

from renderer.camera.easing import CAMERA, FADE, FLIGHT, GLIDE, SNAP, Ease
from studio.domain.scene import Transition

BLACK, WHITE = 16, 235
"""Luma of the colours that a scene dips to."""
SLIDE_DRAG = 0.25
"""How far the scene below goes along, as a share of the one that slides over it."""
SLIDE_SHADE = 0.55
"""How dark the scene below gets beside the one above."""
SHUTTER = 0.8
"""The share of a frame's time for which a whip's picture is exposed."""
WIPE_SOFT = 0.22
"""Width of a wipe's edge, as a share of the frame's."""
NEAR, FAR = 2.0, 0.84
"""Flying through: the size the old scene grows to, and the new one begins with."""
IRIS_SOFT = 1.0
"""Width of the soft edge in which the new scene comes, as a share of half a frame."""
IRIS_FROM, IRIS_UNTIL = 0.05, 0.72
"""The share of a flight in which the new scene comes."""
TEXT_SHARE = 0.42
"""The share of a transition in which the old scene's text goes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scene lies: its size about the frame's middle, then how far it has gone.

    Attributes:
        right: In shares of the frame's width.
        down: In shares of its height.
        size: 1 fills the frame.
    """

    right: float = 0.0
    down: float = 0.0
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Fade:
    """The new scene shines through the old one; ``share`` is its part."""

    share: float


@dataclass(frozen=True, slots=True)
class Dip:
    """One scene, veiled by a colour without a hue."""

    is_second: bool
    luma: int
    veil: float


@dataclass(frozen=True, slots=True)
class Travel:
    """The new scene moves in and covers what of the old one it meets.

    Attributes:
        first: Where the old scene lies.
        second: Where the new one lies.
        shade: How dark the old one is, 0 to 1, deepest beside the new one.
        blur: Of everything, along the way, as a share of the frame's size.
    """

    first: Place
    second: Place
    shade: float = 0.0
    blur: float = 0.0


@dataclass(frozen=True, slots=True)
class Wipe:
    """A soft edge uncovers the new scene.

    Attributes:
        uncovered: Where the edge's middle is, as a share of the frame's width; beyond 0 and 1
            while only a part of the soft edge is seen.
        is_leftward: The edge comes from the right.
    """

    uncovered: float
    is_leftward: bool


@dataclass(frozen=True, slots=True)
class Through:
    """The camera flies through the old scene; the new one shines through from its middle.

    Attributes:
        first: Where the old scene lies, at least as large as the frame.
        second: Where the new one lies, at most as large; around it lies its own reflection.
        opening: How far the new one has come, 0 to 1, when it has the whole frame.
    """

    first: Place
    second: Place
    opening: float


Moment = Fade | Dip | Travel | Wipe | Through

_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def moment(transition: Transition, number: int, frames: int) -> Moment:
    """Say how two scenes share one frame of a transition.

    Args:
        transition: Which; a cut has no frames.
        number: Of the frame, from 0.
        frames: Length of the transition; before its first and after its last frame one scene is
            alone.
    """
    at, step = (number + 1) / (frames + 1), 1 / (frames + 1)
    family, _, way = transition.value.partition("_")
    match family:
        case "slide":
            return _slide(way, GLIDE(at))
        case "push":
            return _push(way, GLIDE(at))
        case "whip":
            pace = SNAP(min(at + step / 2, 1)) - SNAP(max(at - step / 2, 0))
            return _push(way, SNAP(at), blur=pace * SHUTTER)
        case "wipe":
            return Wipe(CAMERA(at) * (1 + WIPE_SOFT) - WIPE_SOFT / 2, way == "left")
        case "dip":
            veil = FADE(1 - abs(2 * at - 1))
            return Dip(at > 0.5, BLACK if way == "black" else WHITE, veil)
        case "zoom":
            return _through(FLIGHT(at), at)
        case _:
            return Fade(FADE(at))


def text_share(number: int, frames: int) -> float:
    """Say how much is left of the old scene's text, which stands still while pictures go."""
    at = (number + 1) / (frames + 1)
    return 1 - FADE(min(at / TEXT_SHARE, 1))


def _slide(way: str, gone: float) -> Travel:
    right, down = _WAYS[way]
    drag = gone * SLIDE_DRAG
    return Travel(
        Place(right * drag, down * drag),
        Place(right * (gone - 1), down * (gone - 1)),
        shade=SLIDE_SHADE * min(4 * gone, 1),
    )


def _push(way: str, gone: float, blur: float = 0.0) -> Travel:
    right, down = _WAYS[way]
    first = Place(right * gone, down * gone)
    return Travel(first, Place(right * (gone - 1), down * (gone - 1)), blur=blur)


def _through(gone: float, at: float) -> Through:
    opening = _part(FADE, at, IRIS_FROM, IRIS_UNTIL)
    return Through(Place(size=NEAR**gone), Place(size=FAR ** (1 - gone)), opening)


def _part(ease: Ease, at: float, begin: float, end: float) -> float:
    return ease(min(max((at - begin) / (end - begin), 0.0), 1.0))
