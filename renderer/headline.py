"""The headline: a scene's on-screen text as a title in the upper part of the picture."""

import numpy as np

from renderer import lettering
from renderer.caption_styles import INK, WHITE
from renderer.fonts import Fonts
from renderer.frames import Planes
from renderer.sprites import Colour, Sprite, blurred, canvas, rounded, sprite
from studio.domain.zones import Layout

INSET_PX = 4
SIZE_PX = 122
MAX_LINES = 4
EASE_FRAMES = 9
RISE_PX = 34
_SCRIM_BELOW = 210
"""How far the scrim reaches below the title."""
_SCRIM_DEPTH = 0.62
_BAR_WIDTH, _BAR_HEIGHT, _BAR_GAP = 96, 12, 22


class Headline:
    """One layer's headline; drawn when it is first seen."""

    def __init__(
        self, text: str, fonts: Fonts, *, accent: Colour, layout: Layout, width_px: int
    ) -> None:
        """Prepare the title and the scrim behind it."""
        self._rise = RISE_PX * layout.scale
        self._title = _title(text, fonts, accent, layout)
        self._scrim = _scrim(width_px, layout) if self._title else None

    def paint(self, frame: Planes, age: int) -> None:
        """Lay the headline over a frame, ``age`` frames after it appeared."""
        if self._title is None or self._scrim is None:
            return
        progress = min((age + 1) / EASE_FRAMES, 1.0)
        shown = 1 - (1 - progress) ** 3
        self._scrim.blend(frame, strength=shown)
        self._title.blend(frame, strength=shown, down_px=2 * round(self._rise * (1 - shown) / 2))


def _title(text: str, fonts: Fonts, accent: Colour, layout: Layout) -> Sprite | None:
    scale, zone = layout.scale, layout.title
    pieces = lettering.atoms(text.split(), fonts, "display")
    if not pieces:
        return None
    bar = (_BAR_HEIGHT + _BAR_GAP) * scale
    block = lettering.block(
        pieces,
        fonts,
        "display",
        size_px=round(SIZE_PX * scale),
        width_px=round(zone.width - 2 * INSET_PX * scale),
        height_px=round(zone.height - INSET_PX * scale - bar),
        max_lines=MAX_LINES,
    )
    margin = _even(44 * scale)
    width = _even(max(block.width, _BAR_WIDTH * scale)) + 2 * margin
    height = _even(block.height + bar) + 2 * margin
    shape = (height, width)
    letters = lettering.mask(lettering.moved(block.placed, width / 2, margin + bar), shape)
    half = _BAR_WIDTH * scale / 2
    edges = (width / 2 - half, margin, width / 2 + half, margin + _BAR_HEIGHT * scale)
    mark = rounded(shape, edges, _BAR_HEIGHT * scale / 2)
    both = np.maximum(letters, mark)
    shadow = np.minimum(blurred(both, 12 * scale, down_px=6 * scale) * np.float32(1.3), 1)
    close = blurred(both, 3 * scale, down_px=3 * scale)
    drawing = canvas(width, height).over(shadow, INK, 0.6).over(close, INK, 0.7)
    drawing = drawing.over(letters, WHITE).over(mark, accent)
    x, y = zone.centre[0] - width / 2, zone.top + INSET_PX * scale - margin
    return sprite(drawing, x=_even(x), y=_even(y))


def _scrim(width_px: int, layout: Layout) -> Sprite:
    height = _even(layout.title.bottom + _SCRIM_BELOW * layout.scale)
    fall = np.linspace(0, 1, height, dtype=np.float32)
    depth = np.maximum(np.cos(fall * np.pi / 2, dtype=np.float32), 0) ** 1.5
    mask = np.repeat(depth[:, None], width_px, axis=1)
    # A little noise keeps the long gradient from banding in 8 bits.
    grain = np.random.default_rng(7).uniform(-0.012, 0.012, mask.shape).astype(np.float32)
    soft = np.clip(mask + grain * mask, 0, 1).astype(np.float32)
    return sprite(canvas(width_px, height).over(soft, INK, _SCRIM_DEPTH), x=0, y=0)


def _even(value: float) -> int:
    return 2 * round(value / 2)
