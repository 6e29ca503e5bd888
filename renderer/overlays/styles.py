"""How overlays look: a table of styles. All sizes are pixels of 1080x1920."""

from dataclasses import dataclass
from typing import Literal

from renderer.camera.easing import SETTLE, Ease
from renderer.captions.styles import INK, WHITE
from renderer.pixels.sprites import Colour
from studio.domain.overlays import OverlayStyle

PAPER: Colour = (250, 249, 245)
PENCIL: Colour = (88, 88, 98)
MIST: Colour = (228, 230, 236)
Shade = Colour | Literal["accent"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What letters stand on.

    Attributes:
        fill: ``None`` for the picture itself, softly darkened.
        strength: Of the fill, 0 to 1.
        radius_px: Of its corners.
        letters: Of the main words.
        quiet: Of the words beside them.
    """

    fill: Shade | None
    strength: float
    radius_px: int
    letters: Shade
    quiet: Shade


@dataclass(frozen=True, slots=True)
class OverlayLook:
    """One style, as numbers.

    Attributes:
        ground: Under headlines, titles and names.
        pill: Under badges and calls to action.
        page: Of a title card on the palette's ground: its fill covers the frame.
        headline_px: The largest size of a headline's letters.
        title_px: Likewise of a title card's.
        mark: A bar of the accent colour above the words, beside them, or none.
        is_upper: Main words are written in capitals, where the language's are safe.
        entrance: How it comes, and the other way round how it goes.
        ease: Of the way in.
        in_ms: How long coming takes.
        out_ms: How long going takes.
    """

    ground: Ground
    pill: Ground
    page: Ground
    headline_px: int
    title_px: int
    mark: Literal["above", "beside", "none"]
    is_upper: bool
    entrance: Literal["rise", "slide", "wipe", "pop"]
    ease: Ease
    in_ms: int
    out_ms: int


_POP = Ease(0.2, 1.2, 0.4, 1.08)
"""Shoots a little past its goal."""
_NIGHT: Colour = (22, 24, 34)

OVERLAY_LOOKS: dict[OverlayStyle, OverlayLook] = {
    OverlayStyle.CLEAN: OverlayLook(
        ground=Ground(None, 0.0, 0, WHITE, MIST),
        pill=Ground("accent", 1.0, 66, INK, INK),
        page=Ground(_NIGHT, 1.0, 0, WHITE, "accent"),
        headline_px=122,
        title_px=138,
        mark="above",
        is_upper=False,
        entrance="rise",
        ease=SETTLE,
        in_ms=300,
        out_ms=230,
    ),
    OverlayStyle.PLATE: OverlayLook(
        ground=Ground(INK, 0.86, 26, WHITE, "accent"),
        pill=Ground(INK, 0.92, 34, "accent", "accent"),
        page=Ground(_NIGHT, 1.0, 0, WHITE, "accent"),
        headline_px=88,
        title_px=116,
        mark="beside",
        is_upper=False,
        entrance="slide",
        ease=SETTLE,
        in_ms=430,
        out_ms=300,
    ),
    OverlayStyle.BLOCK: OverlayLook(
        ground=Ground("accent", 1.0, 0, INK, INK),
        pill=Ground(INK, 1.0, 0, "accent", "accent"),
        page=Ground("accent", 1.0, 0, INK, INK),
        headline_px=92,
        title_px=124,
        mark="none",
        is_upper=True,
        entrance="wipe",
        ease=SETTLE,
        in_ms=370,
        out_ms=260,
    ),
    OverlayStyle.PAPER: OverlayLook(
        ground=Ground(PAPER, 1.0, 22, INK, PENCIL),
        pill=Ground("accent", 1.0, 30, INK, INK),
        page=Ground(PAPER, 1.0, 0, INK, PENCIL),
        headline_px=84,
        title_px=112,
        mark="above",
        is_upper=False,
        entrance="pop",
        ease=_POP,
        in_ms=330,
        out_ms=200,
    ),
}
