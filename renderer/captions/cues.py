"""Captions: which cue stands at a frame, and how far its words have been spoken."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from renderer.captions.drawing import Drawing, Pen, Piece, draw
from renderer.captions.inks import inks
from renderer.captions.styles import LOOKS, Look
from renderer.pixels.frames import Planes
from renderer.pixels.sprites import Sprite
from renderer.typesetting.fonts import Fonts
from studio.domain.asset import Word
from studio.domain.caption_look import CaptionLook
from studio.domain.captions import Cue
from studio.domain.storyboard import CaptionStyle
from studio.domain.zones import USUAL_LOOK, Layout

EASE_MS = 170
COLOURED_STROKE_PX = 8
TYPED = 0.8
"""The share of a word's time in which its letters are typed."""


class Captions:
    """The captions of one layer."""

    def __init__(
        self,
        cues: Sequence[Cue],
        fonts: Fonts,
        *,
        style: CaptionStyle,
        palette_seed: int,
        layout: Layout,
        fps: int,
        wanted: CaptionLook = USUAL_LOOK,
    ) -> None:
        """Prepare; a cue is drawn when it is first seen."""
        self._cues = tuple(cues)
        self._look = _outlined(LOOKS[style]) if wanted.colour else LOOKS[style]
        self._written = fonts.capitals if self._look.is_upper else str
        self.inks = inks(wanted, palette_seed, fills=self._look.lights == "fill")
        self._pen = Pen(fonts, self._look, self.inks, layout.captions, layout.caption_scale)
        self._fps = fps
        self._drawn = lru_cache(maxsize=2)(self._draw)

    def paint(self, frame: Planes, number: int) -> None:
        """Lay over a frame what stands at it."""
        at_ms = (number + 0.5) * 1000 / self._fps
        for cue in self._cues:
            if cue.start_ms <= at_ms < cue.end_ms:
                for part in self._parts(cue, at_ms):
                    part.blend(frame)
                return

    def _parts(self, cue: Cue, at_ms: float) -> Iterator[Sprite]:
        lit = spoken(cue, at_ms)
        is_alone = self._look.shows == "word"
        seen = (cue.words[lit],) if is_alone else cue.words
        drawing = self._drawn(seen)
        if drawing is None:
            return
        since = max(cue.start_ms, seen[0].start_ms) if is_alone else cue.start_ms
        size = _eased(self._look.entrance, 1, at_ms - since)
        for part in self._layers(drawing, seen, 0 if is_alone else lit, at_ms):
            yield part if size == 1 else part.scaled(size, drawing.centre)

    def _layers(
        self, drawing: Drawing, words: Sequence[Word], lit: int, at_ms: float
    ) -> Iterator[Sprite]:
        yield drawing.base
        if self._look.shows == "letters":
            yield from _typed(drawing, words, at_ms)
        elif self._look.lights == "fill":
            yield from _filled(drawing, words, at_ms)
        elif self._look.lights == "none":
            yield from (piece.rest for piece in drawing.pieces)
        else:
            yield from _lit(drawing, words, lit, at_ms)

    def _draw(self, words: Sequence[Word]) -> Drawing | None:
        return draw([self._written(w.text) for w in words], self._pen)


def _outlined(look: Look) -> Look:
    """Give letters that are not white an outline wide enough to be read on anything."""
    if not look.stroke_px:
        return look
    return replace(look, stroke_px=max(look.stroke_px, COLOURED_STROKE_PX))


def spoken(cue: Cue, at_ms: float) -> int:
    """Give the index of the word that is lit: the last one that has begun, else the first."""
    begun = [index for index, word in enumerate(cue.words) if word.start_ms <= at_ms]
    return begun[-1] if begun else 0


def _lit(drawing: Drawing, words: Sequence[Word], lit: int, at_ms: float) -> Iterator[Sprite]:
    since = at_ms - words[lit].start_ms
    for piece in drawing.pieces:
        if piece.word == lit - 1:
            yield _grown(piece.rest, piece, _eased(piece.growth, 1, since))
        elif piece.word != lit:
            yield piece.rest
    for piece in drawing.pieces:
        if piece.word == lit:
            yield _grown(piece.lit, piece, _eased(1 / piece.growth, 1, since))


def _grown(sprite: Sprite, piece: Piece, size: float) -> Sprite:
    return sprite if size == 1 else sprite.scaled(size, piece.centre)


def _filled(drawing: Drawing, words: Sequence[Word], at_ms: float) -> Iterator[Sprite]:
    for piece in drawing.pieces:
        width, said = piece.rest.veil.shape[1], _said(piece, words, at_ms)
        if said <= 0 or said >= 1:
            yield piece.lit if said >= 1 else piece.rest
            continue
        first, last = piece.span
        share = said if piece.is_rightward else 1 - said
        edge = min(max(2 * round((first + share * (last - first)) / 2), 0), width)
        left, right = piece.lit, piece.rest
        if not piece.is_rightward:
            left, right = right, left
        yield left.columns(0, edge)
        yield right.columns(edge, width)


def _typed(drawing: Drawing, words: Sequence[Word], at_ms: float) -> Iterator[Sprite]:
    caret: Sprite | None = None
    for piece in drawing.pieces:
        width = piece.rest.veil.shape[1]
        said = _said(piece, words, at_ms, pace=1 / TYPED)
        count = min(len(piece.steps), int(said * len(piece.steps) + 1)) if said > 0 else 0
        if not count:
            continue
        edge = min(max(piece.steps[count - 1], 0), width)
        is_whole = count == len(piece.steps)
        if piece.is_rightward:
            yield piece.rest if is_whole else piece.rest.columns(0, edge)
        else:
            yield piece.rest if is_whole else piece.rest.columns(edge, width)
        caret = drawing.caret.at(piece.rest.x + edge, piece.centre[1])
    if caret is not None:
        yield caret


def _said(piece: Piece, words: Sequence[Word], at_ms: float, *, pace: float = 1.0) -> float:
    """Tell how much of a piece has been spoken, 0 to 1."""
    word = words[piece.word]
    done = pace * (at_ms - word.start_ms) / max(1, word.end_ms - word.start_ms)
    first, last = piece.share
    return min(1.0, max(0.0, (done - first) / max(1e-6, last - first)))


def _eased(first: float, last: float, age_ms: float) -> float:
    """Go from one size to another, shooting a tenth past the second before coming to rest."""
    if first == last or age_ms >= EASE_MS:
        return last
    left = 1 - max(0.0, age_ms) / EASE_MS
    return last + (first - last) * (2.7 * left**3 - 1.7 * left**2)
