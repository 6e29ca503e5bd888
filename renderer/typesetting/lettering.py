"""Words on lines: measured, broken into balanced lines, shrunk to fit, and drawn as masks."""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, groupby, pairwise
from typing import cast

import cv2
import numpy as np
from PIL import Image, ImageDraw

from renderer.pixels.frames import Reals
from renderer.pixels.sprites import Canvas, canvas
from renderer.typesetting.fonts import Emoji, Fonts, Role, Run
from studio.domain.captions import small_words
from studio.domain.emoji import SEQUENCE, is_only_emoji, is_opening, is_silent
from studio.domain.phrasing import parted

LINE_HEIGHT = 1.16
_SPACE = 0.26
_MAX_BREAK_CANDIDATES = 28
_CHARACTERS = re.compile(
    f"{SEQUENCE}|[「『（《]*(?:[A-Za-z0-9.,%$€]+|.[\u3099\u309a]?)"  # noqa: RUF001
)
_LONE = 1.35
"""How much narrower lines must become for one of them to end with an article, or within a phrase."""
_SHORT, _RAGGED = 0.55, 0.8
"""A line so much shorter than others of three or more, and what it takes from their worth."""
_NEVER_FIRST = frozenset("ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
"""Letters that no Japanese line begins with, beside punctuation."""
_STOPS = ".,:;!?…،؛؟"
_LONGEST = 48
"""So many letters of one word go on a line at most, as in an address."""
_READABLE = 160
"""Of a word that is longer than this nothing could be read if all of it were shown."""
_CUTTABLE = ("LATIN", "CYRILLIC", "GREEK", "DIGIT")
"""Scripts whose letters stand apart, so that a word may be cut between any two."""
_SMALLEST_PX = 2
_ROW = 4
"""So many emoji behind each other are a text of their own, which may go on in a new line."""
_NO_SPACE_SCRIPTS = ("THAI", "CJK", "HIRAGANA", "KATAKANA", "HANGZHOU", "FULLWIDTH", "IDEOGRAPHIC")


@dataclass(frozen=True, slots=True)
class Atom:
    """What a line never breaks: a word, or one character where words are not spaced.

    Attributes:
        word: Index of the word it belongs to.
        text: What is drawn.
        is_spaced: A space parts it from the atom before.
        is_inner: It goes on with a phrase, so a line begins with it unwillingly.
    """

    word: int
    text: str
    is_spaced: bool
    is_inner: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """An atom in its place; ``x`` is the left edge, ``baseline`` its foot."""

    word: int
    runs: tuple[Run | Emoji, ...]
    x: float
    baseline: float
    width: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of atoms, centred around x = 0, with the first line's top at y = 0."""

    placed: tuple[Placed, ...]
    size_px: int
    width: float
    height: float
    lines: int


def atoms(words: Sequence[str], fonts: Fonts, role: Role) -> tuple[Atom, ...]:
    """Split words into atoms, dropping what no font covers."""
    found: list[Atom] = []
    for index, part in ((i, part) for i, word in enumerate(words) for part in word.split()):
        starts, at = _starts(part), 0
        for number, piece in enumerate(_broken(part)):
            is_inner, at = at not in starts, at + len(piece)
            if fonts.runs(piece, role, 24) and piece.strip():
                joins = not found or number > 0
                joins = joins or (_is_unspaced(piece[0]) and _is_unspaced(found[-1].text[-1]))
                name, stops = _with_stops(piece) if fonts.is_right_to_left else (piece, "")
                found.append(Atom(index, name, is_spaced=not joins, is_inner=is_inner))
                if stops:
                    found.append(Atom(index, stops, is_spaced=False))
    return tuple(found)


def _with_stops(word: str) -> tuple[str, str]:
    """Part a Latin word and the stops behind it, which belong to the right-to-left text around."""
    name = word.rstrip(_STOPS)
    return (name, word[len(name) :]) if name and _reads_rightward(name) else (word, "")


def _starts(word: str) -> set[int]:
    """Say where the phrases of a word begin, in characters."""
    return {0, *accumulate(len(phrase) for phrase in parted(word))}


def _broken(word: str) -> Sequence[str]:
    if any(_is_thai(c) for c in word):
        return parted(word)
    if any(_is_unspaced(c) for c in word):
        return _CHARACTERS.findall(word)
    if len(word) > _READABLE:
        word = word[: _READABLE - 1] + "…"
    return _cut(word) if len(word) > _LONGEST and _is_cuttable(word) else [word]


def _cut(word: str) -> Sequence[str]:
    """Cut a word that no line can hold into even parts."""
    size = math.ceil(len(word) / math.ceil(len(word) / _LONGEST))
    return [word[at : at + size] for at in range(0, len(word), size)]


def _is_cuttable(word: str) -> bool:
    return all(
        c.isascii() or c == "…" or unicodedata.name(c, "").startswith(_CUTTABLE) for c in word
    )


def block(
    pieces: Sequence[Atom],
    fonts: Fonts,
    role: Role,
    *,
    size_px: int,
    width_px: int,
    height_px: int,
    max_lines: int,
) -> Block:
    """Set atoms in the largest size, at most ``size_px``, that fits, on balanced lines."""
    advance = [sum(r.width for r in fonts.runs(a.text, role, 100)) / 100 for a in pieces]
    best, chosen, worth = 0.0, (), 0.0
    for lines in range(1, min(max_lines, len(pieces)) + 1):
        breaks, widths = _balanced(pieces, advance, lines)
        fitting = min(size_px, width_px / max(widths), height_px / (lines * LINE_HEIGHT))
        is_ragged = lines > 2 and min(widths) < _SHORT * max(widths)
        worthy = fitting * _RAGGED if is_ragged else fitting
        if worthy > worth * 1.08:
            best, chosen, worth = fitting, breaks, worthy
    return _set(pieces, fonts, role, size_px=max(_SMALLEST_PX, int(best)), breaks=chosen)


def mask(placed: Sequence[Placed], shape: tuple[int, int]) -> Reals:
    """Draw atoms into a mask of this shape (height, width), 0 to 1."""
    image = Image.new("L", (shape[1], shape[0]))
    pen = ImageDraw.Draw(image)
    for atom in placed:
        x = atom.x
        for run in atom.runs:
            if isinstance(run, Run):
                pen.text(
                    (x, atom.baseline),
                    run.drawn,
                    fill=255,
                    font=run.font,
                    anchor="ls",
                    direction=run.direction,
                )
            x += run.width
    return cast("Reals", np.asarray(image, np.float32) / np.float32(255))


def pictures(placed: Sequence[Placed], shape: tuple[int, int]) -> Canvas | None:
    """Draw the emoji among atoms on a sheet of this shape; nothing where there are none."""
    found = [
        (x, atom.baseline, run)
        for atom in placed
        for x, run in _with_places(atom)
        if isinstance(run, Emoji)
    ]
    if not found:
        return None
    sheet = canvas(shape[1], shape[0])
    for x, baseline, run in found:
        sheet.lay(run.pixels, x=round(x + run.air_px), y=round(baseline) - round(run.reach[0]))
    return sheet


def _with_places(atom: Placed) -> Iterator[tuple[float, Run | Emoji]]:
    x = atom.x
    for run in atom.runs:
        yield x, run
        x += run.width


def thickened(letters: Reals, stroke_px: int) -> Reals:
    """Widen a mask of letters into that of their outline.

    FreeType's own stroker leaves holes where a glyph's contours overlap, as in Korean.
    """
    away = cv2.distanceTransform((letters < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return cast("Reals", np.clip(stroke_px + 0.5 - away, letters, 1))


def moved(placed: Sequence[Placed], dx: float, dy: float) -> tuple[Placed, ...]:
    """Shift atoms."""
    return tuple(Placed(p.word, p.runs, p.x + dx, p.baseline + dy, p.width) for p in placed)


def to_side(placed: Sequence[Placed], *, is_right: bool) -> tuple[Placed, ...]:
    """Move each line of centred atoms so that it begins at x = 0, or at the right ends there."""
    rows = [list(row) for _, row in groupby(placed, key=lambda p: p.baseline)]
    edges = [(row[0].x, row[-1].x + row[-1].width) for row in rows]
    return tuple(
        atom
        for row, (left, right) in zip(rows, edges, strict=True)
        for atom in moved(row, -right if is_right else -left, 0)
    )


def _set(
    pieces: Sequence[Atom], fonts: Fonts, role: Role, *, size_px: int, breaks: tuple[int, ...]
) -> Block:
    ascent, descent = fonts.line_font(role, size_px).getmetrics()
    pitch = size_px * LINE_HEIGHT
    foot = (pitch - (ascent + descent)) / 2 + ascent
    edges = (0, *breaks, len(pieces))
    placed: list[Placed] = []
    widest = 0.0
    for line, (start, end) in enumerate(pairwise(edges)):
        row = _row(_seen(pieces[start:end], fonts), fonts, role, size_px)
        width = row[-1].x + row[-1].width
        widest = max(widest, width)
        placed += moved(row, -width / 2, foot + line * pitch)
    return Block(tuple(placed), size_px, widest, pitch * (len(edges) - 1), len(edges) - 1)


def _seen(pieces: Sequence[Atom], fonts: Fonts) -> list[Atom]:
    """Order atoms from left to right: in right-to-left text only runs of Latin keep their order.

    Figures do not join such a run: a space between a figure and a word goes to the left. Each atom
    then says whether a space parts it from the one on its left.
    """
    if not fonts.is_right_to_left:
        return list(pieces)
    groups: list[list[Atom]] = []
    for atom in pieces:
        if groups and _reads_rightward(atom.text) and _reads_rightward(groups[-1][-1].text):
            groups[-1].append(atom)
        else:
            groups.append([atom])
    seen: list[Atom] = []
    is_spaced = False
    for first, *others in reversed(groups):
        seen += [replace(first, is_spaced=is_spaced), *others]
        is_spaced = first.is_spaced
    return seen


def _reads_rightward(text: str) -> bool:
    kinds = {unicodedata.bidirectional(c) for c in text}
    return "L" in kinds and not kinds & {"R", "AL"}


def _row(pieces: Sequence[Atom], fonts: Fonts, role: Role, size_px: int) -> list[Placed]:
    row: list[Placed] = []
    x = 0.0
    for index, atom in enumerate(pieces):
        x += _SPACE * size_px if index and atom.is_spaced else 0
        runs = fonts.runs(atom.text, role, size_px)
        width = sum(run.width for run in runs)
        row.append(Placed(atom.word, runs, x, 0, width))
        x += width
    return row


def _balanced(
    pieces: Sequence[Atom], advance: Sequence[float], lines: int
) -> tuple[tuple[int, ...], list[float]]:
    allowed = [i for i in range(1, len(pieces)) if not _clings(pieces, i)] or [1]
    allowed = allowed[:: 1 + len(allowed) // _MAX_BREAK_CANDIDATES]
    small = small_words([atom.text for atom in pieces])

    def cost(breaks: tuple[int, ...]) -> tuple[float, float]:
        lone = any(
            pieces[edge].is_inner or pieces[edge - 1].text.lower() in small for edge in breaks
        )
        widths = _widths(pieces, advance, breaks)
        return max(widths) * (_LONE if lone else 1.0), sum(width * width for width in widths)

    best = min(combinations(allowed, lines - 1), key=cost, default=())
    return best, _widths(pieces, advance, best)


def _widths(
    pieces: Sequence[Atom], advance: Sequence[float], breaks: tuple[int, ...]
) -> list[float]:
    edges = (0, *breaks, len(pieces))
    return [
        sum(advance[start:end]) + _SPACE * sum(a.is_spaced for a in pieces[start + 1 : end])
        for start, end in pairwise(edges)
    ]


def _clings(pieces: Sequence[Atom], at: int) -> bool:
    """Tell whether no line may begin with an atom.

    Source:
        Unicode Standard Annex 14, "Unicode Line Breaking Algorithm": nothing breaks before closing
        marks (LB13, also after a space) nor after opening ones (LB14). An emoji may begin a line
        there; here it goes with its word, as a line of it alone would be a caption of nothing.
    """
    atom, before = pieces[at], pieces[at - 1]
    if is_opening(before.text) or (atom.text[0] in _NEVER_FIRST and not atom.is_spaced):
        return True
    if not is_silent(atom.text) or is_opening(atom.text):
        return not atom.is_spaced and _is_closing(atom.text[0])
    row = pieces[max(0, at - _ROW) : at]
    return len(row) < _ROW or not all(is_only_emoji(one.text) for one in row)


def _is_closing(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" and not is_opening(character)


def _is_thai(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f"


def _is_unspaced(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_NO_SPACE_SCRIPTS)
