"""A cue drawn once: what lies below its letters, and each word at rest and lit."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

import numpy as np

from renderer.captions.inks import Inks
from renderer.captions.styles import BLUR_PX, Look
from renderer.pixels.frames import Reals
from renderer.pixels.sprites import Canvas, Sprite, blurred, canvas, even, rounded, sprite
from renderer.typesetting import lettering
from renderer.typesetting.fonts import Emoji, Fonts, Run
from renderer.typesetting.lettering import Block, Placed
from studio.domain.zones import Zone

PLATE_PAD_PX = 22
PILL_PAD = 0.13
"""Of the size: half a space, so that neighbouring pills would just touch."""
GROWTH_PAD = 0.1
"""Of the size: how far a lit word may grow into the space on either side."""
CARET = 0.09
_HALO = 0.05
PEAK = 1.1
"""How far easing shoots past its goal."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a word that stands on one line.

    Attributes:
        word: Which word of the cue.
        share: From where to where in the word it reaches, 0 to 1.
        rest: Its letters while another word is spoken.
        lit: What is drawn while this word is spoken, grown where the style says so.
        span: Columns of the sprites where its letters begin and end.
        steps: Where its letters end, as columns of the sprites in the order of reading.
        is_rightward: Read from left to right.
        growth: Size while lit.
        centre: Of the letters, in the frame.
    """

    word: int
    share: tuple[float, float]
    rest: Sprite
    lit: Sprite
    span: tuple[float, float]
    steps: tuple[int, ...]
    is_rightward: bool
    growth: float
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cue, ready to be laid over frames."""

    base: Sprite
    pieces: tuple[Piece, ...]
    caret: Sprite
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pen:
    """All that decides how words are drawn.

    Attributes:
        zone: Where all their ink stays.
        scale: Of all sizes, 1 in a frame of 1080x1920.
    """

    fonts: Fonts
    look: Look
    inks: Inks
    zone: Zone
    scale: float


def draw(words: Sequence[str], pen: Pen) -> Drawing | None:
    """Draw the words of a cue; nothing where no font has any of them."""
    look, scale, zone = pen.look, pen.scale, pen.zone
    pieces = lettering.atoms(words, pen.fonts, look.role)
    if not pieces:
        return None
    reach = _reach_px(pen)
    text = lettering.block(
        pieces,
        pen.fonts,
        look.role,
        size_px=round(look.size_px * scale),
        width_px=round(min(look.measure * zone.width, zone.width - 2 * reach)),
        height_px=round(zone.height - 2 * reach),
        max_lines=look.lines,
    )
    margin = even((look.stroke_px + PLATE_PAD_PX + 4 * BLUR_PX) * scale)
    width, height = even(text.width) + 2 * margin, even(text.height) + 2 * margin
    x, y = (even(at - size / 2) for at, size in zip(zone.centre, (width, height), strict=True))
    placed = lettering.moved(text.placed, width / 2, margin)
    base = _plate if look.plate else _outline
    letters, pictures = (np.zeros((height, width), np.float32) for _ in range(2))
    sheet = _Sheet(pen, text, placed, (height, width), (x, y), letters, pictures)
    drawn = tuple(piece for word in range(len(words)) for piece in _pieces(sheet, word))
    return Drawing(
        base=sprite(base(sheet, margin), x=x, y=y),
        pieces=drawn,
        caret=_caret(sheet),
        centre=(x + width / 2, y + height / 2),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A cue set and placed on a sheet of this shape.

    Attributes:
        origin: The sheet's place in the frame.
        letters: Gathers the letters of all pieces as they are drawn.
        pictures: Gathers how solid their emoji are.
    """

    pen: Pen
    text: Block
    placed: tuple[Placed, ...]
    shape: tuple[int, int]
    origin: tuple[int, int]
    letters: Reals
    pictures: Reals

    @property
    def stroke_px(self) -> int:
        look = self.pen.look
        return round(look.stroke_px * self.text.size_px / look.size_px) if look.stroke_px else 0


def _reach_px(pen: Pen) -> float:
    """Give how far ink reaches past the letters' own box, in pixels of the frame."""
    look = pen.look
    around = PLATE_PAD_PX if look.plate else look.stroke_px
    grown = GROWTH_PAD * PEAK * look.size_px if look.growth > 1 else 0
    swung = (PEAK - 1) * (1 - look.entrance) * pen.zone.width / 2
    return (around + 2 * BLUR_PX + grown) * pen.scale + swung


def _plate(sheet: _Sheet, margin: int) -> Canvas:
    look, scale, (height, width) = sheet.pen.look, sheet.pen.scale, sheet.shape
    ink = sheet.pen.inks.around
    across, up = PLATE_PAD_PX * scale, PLATE_PAD_PX * 0.6 * scale
    over, under = _ink_px(sheet)
    top = min(margin, sheet.placed[0].baseline - over) - up
    bottom = max(height - margin, sheet.placed[-1].baseline + under) + up
    edges = (margin - across, top, width - margin + across, bottom)
    plate = rounded(sheet.shape, edges, 26 * scale)
    shadow = blurred(plate, BLUR_PX * scale, down_px=5 * scale)
    return canvas(width, height).over(shadow, ink, look.shadow).over(plate, ink, look.plate)


def _outline(sheet: _Sheet, margin: int) -> Canvas:
    look, scale, (height, width) = sheet.pen.look, sheet.pen.scale, sheet.shape
    outline = lettering.thickened(sheet.letters, max(1, sheet.stroke_px))
    solid = np.maximum(outline, sheet.pictures)
    fallen = blurred(solid, BLUR_PX * scale, down_px=min(7 * scale, margin))
    shadow = np.minimum(fallen * np.float32(1.25), 1)
    drawing = canvas(width, height).over(shadow, (0, 0, 0), look.shadow)
    return drawing.over(outline, sheet.pen.inks.around, 1.0 if look.stroke_px > 4 else 0.85)


def _pieces(sheet: _Sheet, word: int) -> list[Piece]:
    own = [p for p in sheet.placed if p.word == word]
    rows = [list(row) for _, row in groupby(own, key=lambda p: p.baseline)]
    total = sum(p.width for p in own) or 1.0
    edges = [0.0, *accumulate(sum(p.width for p in row) / total for row in rows)]
    return [_piece(sheet, row, (edges[n], edges[n + 1])) for n, row in enumerate(rows)]


def _piece(sheet: _Sheet, row: Sequence[Placed], share: tuple[float, float]) -> Piece:
    pen, size = sheet.pen, sheet.text.size_px
    left, right = row[0].x, row[-1].x + row[-1].width
    foot = row[0].baseline
    x, y, width, height = _window(sheet, left, right, foot)
    shape = (height, width)
    local = lettering.moved(row, -x, -y)
    letters = lettering.mask(local, shape)
    part = sheet.letters[y : y + height, x : x + width]
    np.maximum(part, letters, out=part)
    emoji = lettering.pictures(local, shape)
    if emoji is not None:
        shaded = sheet.pictures[y : y + height, x : x + width]
        np.maximum(shaded, emoji.alpha, out=shaded)
    text = "".join(run.text for p in row for run in p.runs if isinstance(run, Run))
    is_lit = is_number(text) and pen.look.lights != "box"
    quiet = pen.inks.accent if is_lit else pen.inks.letters
    at = x + sheet.origin[0], y + sheet.origin[1]
    rest = sprite(canvas(width, height).over(letters, quiet).topped(emoji), x=at[0], y=at[1])
    growth = min(pen.look.growth, 1 + 2 * GROWTH_PAD * size / max(1.0, right - left))
    centre = sheet.origin[0] + (left + right) / 2, sheet.origin[1] + foot - 0.35 * size
    lit = rest
    if pen.look.lights != "none":
        lit = sprite(_lit(sheet, row, letters, (x, y), emoji), x=at[0], y=at[1])
    is_rightward = not any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)
    return Piece(
        word=row[0].word,
        share=share,
        rest=rest,
        lit=lit.scaled(growth, centre) if growth > 1 else lit,
        span=(left - x, right - x),
        steps=_steps(local, is_rightward=is_rightward),
        is_rightward=is_rightward,
        growth=growth,
        centre=centre,
    )


def _lit(
    sheet: _Sheet,
    row: Sequence[Placed],
    letters: Reals,
    at: tuple[int, int],
    emoji: Canvas | None,
) -> Canvas:
    height, width = letters.shape
    drawing, inks = canvas(width, height), sheet.pen.inks
    if sheet.pen.look.lights == "box":
        pad, high = _pill_pad(sheet, row), sheet.text.height / sheet.text.lines
        left, right = row[0].x - at[0] - pad, row[-1].x + row[-1].width - at[0] + pad
        foot = row[0].baseline - at[1]
        up, down = _ink_px(sheet)
        box = (left, foot - max(high * 0.74, up), right, foot + max(high * 0.26, down))
        pill = rounded((height, width), box, high * 0.2)
        drawing = drawing.over(pill, inks.accent).over(letters, inks.on_accent)
        if emoji is not None:
            # A yellow star could not be told from a yellow pill.
            drawing = drawing.over(
                blurred(emoji.alpha, _HALO * sheet.text.size_px), inks.on_accent, 0.6
            )
        return drawing.topped(emoji)
    if sheet.pen.look.growth > 1:
        drawing = drawing.over(lettering.thickened(letters, max(1, sheet.stroke_px)), inks.around)
    return drawing.over(letters, inks.accent).topped(emoji)


def _window(sheet: _Sheet, left: float, right: float, foot: float) -> tuple[int, int, int, int]:
    """Give the part of the sheet (x, y, width, height, all even) that a row's ink can reach."""
    aside, size = 0.35 * sheet.text.size_px, sheet.text.size_px
    x, y = max(0, even(left - aside)), max(0, even(foot - 1.45 * size))
    right_px = min(sheet.shape[1], even(right + aside))
    bottom_px = min(sheet.shape[0], even(foot + 0.75 * size))
    return x, y, right_px - x, bottom_px - y


def _ink_px(sheet: _Sheet) -> tuple[float, float]:
    """Measure how far the letters of the whole cue reach above and below their line's foot."""
    reaches = [run.reach for p in sheet.placed for run in p.runs]
    air = 0.06 * sheet.text.size_px
    return max(above for above, _ in reaches) + air, max(below for _, below in reaches) + air


def _pill_pad(sheet: _Sheet, row: Sequence[Placed]) -> float:
    """Give the room beside a row's letters: little where words stand without spaces."""
    left, right = row[0].x, row[-1].x + row[-1].width
    others = [p for p in sheet.placed if p.baseline == row[0].baseline and p.word != row[0].word]
    gaps = [left - p.x - p.width for p in others if p.x < left]
    gaps += [p.x - right for p in others if p.x > left]
    return max(1.0, min([PILL_PAD * sheet.text.size_px, *(gap / 2 for gap in gaps)]))


def _steps(row: Sequence[Placed], *, is_rightward: bool) -> tuple[int, ...]:
    """Find where each letter ends, marks kept with their letter."""
    steps: list[int] = []
    for atom in row if is_rightward else reversed(row):
        start = atom.x
        width = 0.0
        for run in atom.runs:
            for reached in _letter_ends(run):
                at = width + reached
                steps.append(even(start + at if is_rightward else start + atom.width - at))
            width += run.width
    return tuple(steps)


def _letter_ends(run: Run | Emoji) -> Iterator[float]:
    if isinstance(run, Emoji):
        yield run.width
        return
    for end in range(1, len(run.text) + 1):
        if not unicodedata.category(run.text[end : end + 1] or "A").startswith("M"):
            yield run.font.getlength(run.text[:end], direction=run.direction)


def _caret(sheet: _Sheet) -> Sprite:
    size = sheet.text.size_px
    width, height = max(2, even(CARET * size)), even(0.95 * size)
    bar = np.ones((height, width), np.float32)
    return sprite(canvas(width, height).over(bar, sheet.pen.inks.accent), x=0, y=0)


def is_number(text: str) -> bool:
    """Tell whether a word is a figure, as ``"70%"``, ``"$5"`` and ``"2,000"`` are."""
    return next((c for c in text if c.isalnum()), "").isdigit()
