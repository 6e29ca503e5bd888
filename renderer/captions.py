"""Captions: each state of a cue drawn once, the word being spoken lit, blended where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from renderer import lettering
from renderer.fonts import Fonts, Role
from renderer.frames import Planes, Reals
from renderer.lettering import Block, Placed
from renderer.sprites import Canvas, Colour, Sprite, blurred, canvas, rounded, sprite
from studio.domain.captions import Cue
from studio.domain.storyboard import CaptionStyle

CENTRE_X, CENTRE_Y = 540, 1175
ZONE_WIDTH, ZONE_HEIGHT = 700, 290
"""In pixels of 1080x1920: 190 to 890 across, clear of every platform's buttons and texts."""
REFERENCE_WIDTH = 1080
MAX_LINES = 2
POP = (0.9, 1.035)
"""Size of a bold cue in its first frames."""
ACCENTS: tuple[Colour, ...] = (
    (255, 221, 51),
    (94, 240, 122),
    (72, 219, 251),
    (255, 159, 67),
    (255, 121, 198),
    (190, 242, 80),
    (196, 165, 255),
    (255, 128, 112),
)
"""Each has a contrast of at least 7:1 against black."""
WHITE: Colour = (255, 255, 255)
INK: Colour = (14, 14, 18)


@dataclass(frozen=True, slots=True)
class Look:
    """Numbers of a caption style, in pixels of 1080x1920."""

    role: Role
    size_px: int
    stroke_px: int
    shadow: float
    is_upper: bool
    pops: bool
    is_boxed: bool


LOOKS = {
    CaptionStyle.BOLD: Look("display", 96, 9, 0.55, is_upper=True, pops=True, is_boxed=False),
    CaptionStyle.CLEAN: Look("text", 68, 3, 0.75, is_upper=False, pops=False, is_boxed=False),
    CaptionStyle.BOX: Look("text", 64, 0, 0.35, is_upper=False, pops=False, is_boxed=True),
}
_UNCASED = ("el", "tr", "az", "nl")
"""Languages whose capitals plain upper-casing gets wrong."""


class Captions:
    """The captions of one layer."""

    def __init__(
        self,
        cues: Sequence[Cue],
        fonts: Fonts,
        *,
        style: CaptionStyle,
        language: str,
        palette_seed: int,
        width_px: int,
        fps: int,
    ) -> None:
        """Prepare; a cue is drawn when it is first seen."""
        self._cues = tuple(cues)
        self._fonts = fonts
        self._look = LOOKS[style]
        self._upper = self._look.is_upper and language.split("-")[0] not in _UNCASED
        self._accent = ACCENTS[palette_seed % len(ACCENTS)]
        self._scale = width_px / REFERENCE_WIDTH
        self._fps = fps
        self._state = lru_cache(maxsize=8)(self._drawn)
        self._parts = lru_cache(maxsize=2)(self._set)

    def paint(self, frame: Planes, number: int) -> None:
        """Lay over a frame what stands at it."""
        at_ms = (number + 0.5) * 1000 / self._fps
        for index, cue in enumerate(self._cues):
            if cue.start_ms <= at_ms < cue.end_ms:
                age = int((at_ms - cue.start_ms) * self._fps / 1000)
                size = POP[age] if self._look.pops and age < len(POP) else 1.0
                drawn = self._state(index, spoken(cue, at_ms), size)
                if drawn is not None:
                    drawn.blend(frame)
                return

    def _drawn(self, index: int, word: int, size: float) -> Sprite | None:
        parts = self._parts(index)
        if parts is None:
            return None
        drawing = parts.lit(word, self._accent, is_boxed=self._look.is_boxed)
        if size != 1.0:
            drawing = drawing.scaled(size)
        return sprite(drawing, x=parts.x, y=parts.y)

    def _set(self, index: int) -> "_Parts | None":
        words = [w.text.upper() if self._upper else w.text for w in self._cues[index].words]
        pieces = lettering.atoms(words, self._fonts, self._look.role)
        if not pieces:
            return None
        text = lettering.block(
            pieces,
            self._fonts,
            self._look.role,
            size_px=round(self._look.size_px * self._scale),
            width_px=round(ZONE_WIDTH * self._scale),
            height_px=round(ZONE_HEIGHT * self._scale),
            max_lines=MAX_LINES,
        )
        return _parts(text, self._look, self._scale, words=len(words))


@dataclass(frozen=True, slots=True)
class _Parts:
    """A cue set and measured; ``x`` and ``y`` are the canvas's place in the frame."""

    x: int
    y: int
    base: Canvas
    placed: tuple[Placed, ...]
    letters: tuple[Reals, ...]
    pad_px: float
    pitch_px: float

    def lit(self, word: int, accent: Colour, *, is_boxed: bool) -> Canvas:
        drawing = self.base
        if is_boxed:
            for pill in self._pills(word):
                drawing = drawing.over(pill, accent)
        for other, letters in enumerate(self.letters):
            if other != word:
                drawing = drawing.over(letters, WHITE)
        return drawing.over(self.letters[word], INK if is_boxed else accent)

    def _pills(self, word: int) -> list[Reals]:
        shape = self.base.alpha.shape
        pad, high = self.pad_px, self.pitch_px
        return [
            rounded(
                (shape[0], shape[1]),
                (
                    p.x - pad,
                    p.baseline - high * 0.74,
                    p.x + p.width + pad,
                    p.baseline + high * 0.26,
                ),
                high * 0.2,
            )
            for p in self.placed
            if p.word == word
        ]


def spoken(cue: Cue, at_ms: float) -> int:
    """Give the index of the word that is lit: the last one that has begun, else the first."""
    begun = [index for index, word in enumerate(cue.words) if word.start_ms <= at_ms]
    return begun[-1] if begun else 0


def _parts(text: Block, look: Look, scale: float, *, words: int) -> _Parts:
    margin = _even((look.stroke_px + 40) * scale)
    width, height = _even(text.width) + 2 * margin, _even(text.height) + 2 * margin
    x = _even(CENTRE_X * scale - width / 2)
    y = _even(CENTRE_Y * scale - height / 2)
    placed = lettering.moved(text.placed, width / 2, margin)
    shape = (height, width)
    pitch = text.height / text.lines
    return _Parts(
        x=x,
        y=y,
        base=_base(text, placed, shape, look, scale, margin),
        placed=placed,
        letters=tuple(
            lettering.mask([p for p in placed if p.word == word], shape) for word in range(words)
        ),
        pad_px=0.13 * text.size_px,
        pitch_px=pitch,
    )


def _base(
    text: Block,
    placed: Sequence[Placed],
    shape: tuple[int, int],
    look: Look,
    scale: float,
    margin: int,
) -> Canvas:
    drawing = canvas(shape[1], shape[0])
    if look.is_boxed:
        pad = 22 * scale
        edges = (
            margin - pad,
            margin - pad * 0.6,
            shape[1] - margin + pad,
            shape[0] - margin + pad * 0.6,
        )
        box = rounded(shape, edges, 26 * scale)
        drawing = drawing.over(blurred(box, 9 * scale, down_px=5 * scale), INK, look.shadow)
        return drawing.over(box, INK, 0.82)
    stroke = round(look.stroke_px * scale * text.size_px / (look.size_px * scale)) or 1
    outline = lettering.mask(placed, shape, stroke_px=stroke)
    shadow = np.minimum(blurred(outline, 9 * scale, down_px=7 * scale) * np.float32(1.25), 1)
    drawing = drawing.over(shadow, (0, 0, 0), look.shadow)
    return drawing.over(outline, INK, 1.0 if look.stroke_px > 4 else 0.85)


def _even(value: float) -> int:
    return 2 * round(value / 2)
