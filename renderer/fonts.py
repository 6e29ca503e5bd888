"""Typefaces as they are drawn: text split into runs that a font at hand really covers."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from studio.typefaces import has_glyph

Role = Literal["display", "text", "mono"]
Locate = Callable[[Role, str], Path]

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "ckb", "dv"})
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
_EMOJI = "und-Zsye"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one font draws."""

    font: FreeTypeFont
    text: str
    direction: Literal["ltr", "rtl"]

    @property
    def width(self) -> float:
        """Advance in pixels."""
        return self.font.getlength(self.text, direction=self.direction)


class Fonts:
    """The fonts for one language, the best first, then other scripts'; the rest is dropped."""

    def __init__(self, locate: Locate, language: str) -> None:
        """Remember where fonts are found; nothing is loaded yet."""
        self._locate = lru_cache(maxsize=64)(locate)
        self._language = language
        self.is_right_to_left = language.split("-")[0].lower() in _RIGHT_TO_LEFT

    def capitals(self, text: str) -> str:
        """Write a text in capitals, unless the language's need more than letter for letter."""
        return text if self._language.split("-")[0].lower() in _UNCASED else text.upper()

    def line_font(self, role: Role, size_px: int) -> FreeTypeFont:
        """Give the font whose height decides the line's."""
        return _font(self._paths(role)[0], size_px)

    def runs(self, text: str, role: Role, size_px: int) -> tuple[Run, ...]:
        """Split a word into runs in visual order; empty when no font has anything of it."""
        pieces: list[tuple[Path, str]] = []
        for character in text:
            path = self._path_for(character, role, pieces[-1][0] if pieces else None)
            if path is None:
                continue
            if pieces and pieces[-1][0] == path:
                pieces[-1] = (path, pieces[-1][1] + character)
            else:
                pieces.append((path, character))
        runs = [Run(_font(path, size_px), piece, _direction(piece)) for path, piece in pieces]
        backwards = any(run.direction == "rtl" for run in runs)
        return tuple(reversed(runs) if backwards else runs)

    def _path_for(self, character: str, role: Role, current: Path | None) -> Path | None:
        if character in _JOINERS or unicodedata.category(character).startswith("M"):
            return current if current and has_glyph(current, character) else None
        if character.isspace():
            return current
        paths: Sequence[Path] = self._paths(role)
        if current:
            paths = (current, *paths)
        found = next((path for path in paths if has_glyph(path, character)), None)
        return found or self._stray(character, role)

    def _stray(self, character: str, role: Role) -> Path | None:
        """Find a font for a character that is foreign to the language: a name, an emoji."""
        script = unicodedata.name(character, "").partition(" ")[0]
        path = self._locate(role, _STRAYS.get(script, _EMOJI))
        return path if has_glyph(path, character) else None

    def _paths(self, role: Role) -> tuple[Path, ...]:
        roles: tuple[Role, ...] = (role, "text")
        languages = (self._language, "en")
        paths = [self._locate(each, language) for each in roles for language in languages]
        return tuple(dict.fromkeys(paths))


@lru_cache(maxsize=128)
def _font(path: Path, size_px: int) -> FreeTypeFont:
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.RAQM)


def _direction(text: str) -> Literal["ltr", "rtl"]:
    is_rtl = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)
    return "rtl" if is_rtl else "ltr"
