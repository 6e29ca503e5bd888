"""Emoji: where a text has them, and by which name each is known. Pure.

Source:
    Unicode Technical Standard 51, "Unicode Emoji", section 1.4.9, and ``emoji-data.txt``.
"""

import re
import unicodedata
from collections.abc import Iterator

TEXT_STYLE, PICTURE_STYLE, JOINER = "\ufe0e", "\ufe0f", "\u200d"
_BASE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe"
    "\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_REGION = "[\U0001f1e6-\U0001f1ff]"
_SKIN = "[\U0001f3fb-\U0001f3ff]"
_TAGGED = "[\U000e0020-\U000e007e]+\U000e007f"
_ONE = f"{_BASE}(?:{PICTURE_STYLE}?{_SKIN}|{PICTURE_STYLE}|{_TAGGED})?"
SEQUENCE = f"{_REGION}{_REGION}|[0-9#*]{PICTURE_STYLE}?\u20e3|{_ONE}(?:{JOINER}{_ONE})*"
"""A regular expression for one emoji, however many code points it has."""
_OPENING, _TURNED = {"Ps", "Pi"}, "¿¡"
_READ_ALOUD = "&@#%*/+§¶"
"""Punctuation to Unicode, words to a voice."""
_CLUSTER = re.compile(f"({SEQUENCE}){TEXT_STYLE}?|.", re.DOTALL)
_EMOJI = re.compile(SEQUENCE)


def clusters(text: str) -> Iterator[str]:
    """Split a text into emoji, with all that belongs to each, and single characters."""
    return (found[0] for found in _CLUSTER.finditer(text))


def is_emoji(cluster: str) -> bool:
    """Tell whether a cluster can be shown as a picture."""
    return bool(_EMOJI.fullmatch(cluster))


def is_picture(cluster: str) -> bool:
    """Tell whether an emoji must be a picture; others are letters where a font has them.

    Those of several code points are, those that ask for it (U+FE0F), those of the newer planes,
    and the wide ones: Unicode makes a character wide where it is usually a picture.
    """
    if not is_emoji(cluster):
        return False
    is_wide = (
        unicodedata.east_asian_width(cluster[0]) == "W" and not "\u3000" <= cluster <= "\u33ff"
    )
    return len(cluster) > 1 or cluster >= "\U0001f000" or is_wide


def is_only_emoji(text: str) -> bool:
    """Tell whether a text has emoji and nothing beside them."""
    return bool(text) and all(is_emoji(cluster) for cluster in clusters(text))


def is_silent(text: str) -> bool:
    """Tell whether nothing of a text is read aloud: emoji, stops and quotation marks alone."""
    return bool(text) and all(
        is_emoji(cluster) or _is_mark(cluster) or cluster.isspace() for cluster in clusters(text)
    )


def is_opening(text: str) -> bool:
    """Tell whether a text is marks that go with what follows, such as an opening quotation mark."""
    return bool(text) and all(
        unicodedata.category(character) in _OPENING or character in _TURNED for character in text
    )


def emoji_key(cluster: str) -> str:
    """Give the name of an emoji: its code points in hexadecimal, without U+FE0F."""
    return "-".join(f"{ord(c):x}" for c in cluster if c not in (TEXT_STYLE, PICTURE_STYLE))


def _is_mark(cluster: str) -> bool:
    return unicodedata.category(cluster[0]).startswith("P") and cluster not in _READ_ALOUD
