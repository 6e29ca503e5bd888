"""The overlays of one layer, laid over its frames."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from renderer.overlays.drawing import Board, Drawn, Veil, draw, scrim
from renderer.overlays.panel import Inks
from renderer.overlays.places import places
from renderer.overlays.styles import OVERLAY_LOOKS
from renderer.overlays.timing import Moment, moment
from renderer.pixels.frames import Planes, to_planes
from renderer.pixels.sprites import Colour, Sprite, even
from renderer.typesetting.fonts import Fonts
from studio.domain.overlays import OverlayStyle, Shown
from studio.domain.zones import Layout

RISE_PX = 34
POP_FROM = 0.86

Scene = tuple[tuple[int, Moment], ...]
"""Which overlays stand at a frame, by number, and what each does."""


class Overlays:
    """One layer's overlays; each is drawn when it is first seen."""

    def __init__(
        self,
        shown: Sequence[Shown],
        fonts: Fonts,
        *,
        style: OverlayStyle,
        accent: Colour,
        layout: Layout,
        fps: int,
    ) -> None:
        """Prepare."""
        self._shown = tuple(shown)
        self._look = OVERLAY_LOOKS[style]
        self._layout, self._fps = layout, fps
        self._board = Board(self._look, Inks(fonts, accent, layout.scale), places(layout))
        self._is_rightward = not fonts.is_right_to_left
        self._drawn = lru_cache(maxsize=None)(self._draw)
        self._scrim = lru_cache(maxsize=2)(scrim)

    def at(self, number: int) -> Scene:
        """Say what stands at a frame; frames of which it says the same look the same."""
        found = (
            (index, moment(each, number, look=self._look, fps=self._fps))
            for index, each in enumerate(self._shown)
        )
        return tuple((index, what) for index, what in found if what is not None)

    def paint(self, frame: Planes, number: int) -> None:
        """Lay over a frame what stands at it."""
        standing = [(self._drawn(index), what) for index, what in self.at(number)]
        seen = [(drawn, what) for drawn, what in standing if drawn is not None]
        self._dim(frame, seen)
        for drawn, what in seen:
            self._lay(frame, drawn.words, what)

    def _dim(self, frame: Planes, seen: Sequence[tuple[Drawn, Moment]]) -> None:
        places = dict.fromkeys(d.backdrop for d, _ in seen if d.backdrop is not None)
        for place in places:
            share = min(1.0, max(what.come for d, what in seen if d.backdrop == place))
            if isinstance(place, Veil):
                _veil(frame, place, share)
            else:
                self._scrim(place, self._layout, frame.width).blend(frame, strength=share)

    def _lay(self, frame: Planes, words: Sprite, what: Moment) -> None:
        if what.size != 1:
            words = words.swelled(what.size)
        share = min(1.0, what.come)
        match self._look.entrance:
            case "rise":
                lower = even(RISE_PX * self._layout.scale * (1 - share))
                words.blend(frame, strength=share, down_px=lower)
            case "pop":
                size = POP_FROM + (1 - POP_FROM) * what.come
                (words if size == 1 else words.swelled(size)).blend(frame, strength=share)
            case "wipe":
                _part(words, share, is_rightward=self._is_rightward).blend(frame)
            case "slide":
                part = _part(words, share, is_rightward=not self._is_rightward)
                rest = words.veil.shape[1] - part.veil.shape[1]
                replace(part, x=part.x - rest if self._is_rightward else part.x + rest).blend(frame)

    def _draw(self, index: int) -> Drawn | None:
        one = self._shown[index]
        has_badge = any(
            other.overlay.kind == "badge" and other.first < one.end and one.first < other.end
            for other in self._shown
        )
        return draw(one.overlay, self._board, has_badge=has_badge)


def _part(words: Sprite, share: float, *, is_rightward: bool) -> Sprite:
    """Give a sprite's first columns in the order of reading, or its last ones."""
    width = words.veil.shape[1]
    seen = min(width, even(width * share))
    return words.columns(0, seen) if is_rightward else words.columns(width - seen, width)


def _veil(frame: Planes, veil: Veil, share: float) -> None:
    kept = 1 - veil.strength * share
    one = to_planes(np.full((2, 2, 3), veil.colour, np.uint8))
    for plane, goal in ((frame.y, one.y), (frame.u, one.u), (frame.v, one.v)):
        cv2.convertScaleAbs(plane, dst=plane, alpha=kept, beta=(1 - kept) * int(goal[0, 0]))
