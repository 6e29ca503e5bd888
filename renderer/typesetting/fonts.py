"""Typefaces as they are drawn: text split into runs that a font at hand really covers."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from renderer.pixels.frames import Reals
from renderer.typesetting import emoji
from studio.domain.emoji import clusters, emoji_key, is_emoji, is_picture
from studio.typefaces import emoji_keys, has_glyph, script_of

Role = Literal["display", "text", "mono"]
Locate = Callable[[Role, str], Path]

_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr"})
_ARABIC_LETTER_MARK = "\u061c"
_UNCASED = ("el", "tr", "az", "nl")
"""Languages whose capitals plain upper-casing gets wrong."""
_JOINERS = "\u200c\u200d"
_STRAYS = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "HANGUL": "ko",
}
"""First word of a character's name -> a language whose font has it."""
_SYMBOLS = "und-Zsye"
_SIDE, _BELOW, _AIR = 1.12, 0.22, 0.05
"""Of the size of the letters: an emoji's side, how far it reaches below their foot, and the room on
either side. Its middle is that of capitals."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one font draws."""

    font: FreeTypeFont
    text: str
    direction: Literal["ltr", "rtl"]
    is_arabic_figure: bool = False

    @property
    def size_px(self) -> int:
        """Of the letters."""
        return round(self.font.size)

    @property
    def drawn(self) -> str:
        """What the font is given: figures of Arabic text keep its sides for their marks.

        Source:
            Unicode Standard Annex 9, W2 to W5: after an Arabic letter a percent sign stands to the
            left of its figures; the mark is such a letter, and is not seen.
        """
        return _ARABIC_LETTER_MARK + self.text if self.is_arabic_figure else self.text

    @property
    def width(self) -> float:
        """Advance in pixels."""
        return self.font.getlength(self.drawn, direction=self.direction)

    @property
    def reach(self) -> tuple[float, float]:
        """How far ink goes above the line's foot, and below it."""
        box = self.font.getbbox(self.drawn, direction=self.direction, anchor="ls")
        return -box[1], box[3]


@dataclass(frozen=True, slots=True)
class Emoji:
    """An emoji among letters of this size.

    Attributes:
        text: Its characters.
        size_px: Of the letters.
        draw: What makes its pixels.
    """

    text: str
    size_px: int
    draw: emoji.Draw

    direction: Literal["ltr"] = "ltr"

    @property
    def side_px(self) -> int:
        """Width and height of the picture."""
        return round(_SIDE * self.size_px)

    @property
    def air_px(self) -> float:
        """Room on either side of it."""
        return _AIR * self.size_px

    @property
    def width(self) -> float:
        """Advance in pixels."""
        return self.side_px + 2 * self.air_px

    @property
    def reach(self) -> tuple[float, float]:
        """How far it goes above the line's foot, and below it."""
        return self.side_px - self.below_px, self.below_px

    @property
    def below_px(self) -> int:
        """How far it goes below the line's foot."""
        return round(_BELOW * self.size_px)

    @property
    def pixels(self) -> Reals:
        """R, G, B (0 to 255, multiplied by alpha) and alpha (0 to 1)."""
        return self.draw(emoji_key(self.text), self.side_px)


class Fonts:
    """The fonts for one language, the best first, then other scripts'; the rest is dropped."""

    def __init__(self, locate: Locate, language: str, *, draw: emoji.Draw = emoji.picture) -> None:
        """Remember where fonts are found and what draws emoji; nothing is loaded yet."""
        self._draw = draw
        self._locate = lru_cache(maxsize=64)(locate)
        self._language = language
        self._script = script_of(language)
        self.is_right_to_left = self._script in _RIGHT_TO_LEFT

    def capitals(self, text: str) -> str:
        """Write a text in capitals, unless the language's need more than letter for letter."""
        return text if self._language.split("-")[0].lower() in _UNCASED else text.upper()

    def line_font(self, role: Role, size_px: int) -> FreeTypeFont:
        """Give the font whose height decides the line's."""
        return _font(self._paths(role)[0], size_px)

    def runs(self, text: str, role: Role, size_px: int) -> tuple[Run | Emoji, ...]:
        """Split a word into runs in visual order; empty when no font has anything of it."""
        pieces: list[tuple[Path | None, str]] = []
        for cluster in clusters(text):
            if self._is_shown_as_picture(cluster, role):
                pieces.append((None, cluster))
                continue
            for character in cluster:
                last = pieces[-1][0] if pieces else None
                path = self._path_for(character, role, last)
                if path is None:
                    continue
                if path == last:
                    pieces[-1] = (path, pieces[-1][1] + character)
                else:
                    pieces.append((path, character))
        runs = [self._run(path, piece, size_px) for path, piece in pieces]
        backwards = any(run.direction == "rtl" for run in runs)
        return tuple(reversed(runs) if backwards else runs)

    def _run(self, path: Path | None, piece: str, size_px: int) -> Run | Emoji:
        if path is None:
            return Emoji(piece, size_px, self._draw)
        kinds = {unicodedata.bidirectional(c) for c in piece}
        is_rtl = bool(kinds & {"R", "AL"}) or (self.is_right_to_left and "L" not in kinds)
        is_figure = self._script == "Arab" and "EN" in kinds and not kinds & {"L", "R", "AL"}
        return Run(_font(path, size_px), piece, "rtl" if is_rtl else "ltr", is_figure)

    def _is_shown_as_picture(self, cluster: str, role: Role) -> bool:
        if not is_emoji(cluster) or emoji_key(cluster) not in emoji_keys():
            return False
        return is_picture(cluster) or not any(
            has_glyph(path, cluster) for path in self._paths(role)
        )

    def _path_for(self, character: str, role: Role, current: Path | None) -> Path | None:
        if character in _JOINERS or unicodedata.category(character).startswith("M"):
            return current if current and has_glyph(current, character) else None
        if character.isspace():
            return current or self._paths(role)[0]
        paths: Sequence[Path] = self._paths(role)
        if current:
            paths = (current, *paths)
        found = next((path for path in paths if has_glyph(path, character)), None)
        return found or self._stray(character, role)

    def _stray(self, character: str, role: Role) -> Path | None:
        """Find a font for a character that is foreign to the language: a name, an emoji."""
        script = unicodedata.name(character, "").partition(" ")[0]
        path = self._locate(role, _STRAYS.get(script, _SYMBOLS))
        return path if has_glyph(path, character) else None

    def _paths(self, role: Role) -> tuple[Path, ...]:
        roles: tuple[Role, ...] = (role, "text")
        languages = (self._language, "en")
        paths = [self._locate(each, language) for each in roles for language in languages]
        return tuple(dict.fromkeys(paths))


@lru_cache(maxsize=128)
def _font(path: Path, size_px: int) -> FreeTypeFont:
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.RAQM)
