"""Which language a text in letters of its own is likely in: nobody reads Thai in English."""

import re

from studio.domain.phrasing import is_traditional

_ALPHABETS = (
    ("ja", "\u3041-\u30fa"),
    ("zh", "\u3400-\u9fff"),
    ("ko", "\u1100-\u11ff\uac00-\ud7af"),
    ("ar", "\u0600-\u06ff"),
    ("he", "\u0590-\u05ff"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("pa", "\u0a00-\u0a7f"),
    ("gu", "\u0a80-\u0aff"),
    ("ta", "\u0b80-\u0bff"),
    ("te", "\u0c00-\u0c7f"),
    ("kn", "\u0c80-\u0cff"),
    ("ml", "\u0d00-\u0d7f"),
    ("si", "\u0d80-\u0dff"),
    ("th", "\u0e00-\u0e7f"),
    ("my", "\u1000-\u109f"),
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
    ("am", "\u1200-\u137f"),
    ("el", "\u0370-\u03ff"),
    ("ru", "\u0400-\u04ff"),
)
_NARROWER = (("ar", "fa", "[پچژگ]"), ("ru", "uk", "[іїєґІЇЄҐ]"))
"""Letters that another language of the same alphabet has, and the usual one has not."""
_PATTERNS = tuple((code, re.compile(f"[{letters}]")) for code, letters in _ALPHABETS)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def alphabet_language(text: str) -> str:
    """Give the likely language of a text that is mostly in letters of its own; empty for others."""
    counts = {code: len(pattern.findall(text)) for code, pattern in _PATTERNS}
    code = "ja" if counts["ja"] else max(counts, key=lambda one: counts[one])
    if sum(counts.values()) <= len(_LATIN.findall(text)):
        return ""
    if code == "zh":
        return "zh-TW" if is_traditional(text) else "zh"
    rarer = (other for usual, other, mark in _NARROWER if usual == code and re.search(mark, text))
    return next(rarer, code)
