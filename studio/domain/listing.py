"""Lists that people write: numbered, with bullets, or a line each. Pure."""

import re
import unicodedata
from itertools import groupby

from studio.domain.errors import Invalid

_BULLET = r"[-*+\u2022\u2013\u2014\u00b7\u25aa\u25e6]"
_MARK = re.compile(rf"^\s*(?:{_BULLET}\s+|\(?\d{{1,3}}\s?(?:\)\s*|[.:]\s+)|\[[ xX]?\]\s+)")
_BARE_MARK = re.compile(rf"^\s*(?:{_BULLET}|\(?\d{{1,3}}\s?[.):])\s*$")


def listed(text: str) -> tuple[str, ...]:
    """Give the items of a list, in its order.

    Where some lines are numbered or have bullets, those are the items and each takes the plain lines
    under it; what stands above the first is an introduction. Else every line is an item.

    Raises:
        Invalid: An item is empty.
    """
    lines = unicodedata.normalize("NFC", text).splitlines()
    empty = [number for number, line in enumerate(lines, 1) if _BARE_MARK.match(line)]
    if empty:
        raise Invalid(f"Line {empty[0]} of the list is empty: {lines[empty[0] - 1].strip()!r}.")
    marked = [n for n, line in enumerate(lines) if _MARK.match(line)]
    if not marked:
        return tuple(_plain(line) for line in lines if line.strip())
    ends = [*marked[1:], len(lines)]
    return tuple(
        _plain(_MARK.sub("", " ".join(_paragraph(lines[start:end])), count=1))
        for start, end in zip(marked, ends, strict=True)
    )


def repeated(items: tuple[str, ...]) -> tuple[int, int] | None:
    """Give the numbers, from 1, of the first two items that say the same; ``None`` for none."""
    order = sorted(range(len(items)), key=lambda n: (_key(items[n]), n))
    for _, same in groupby(order, key=lambda n: _key(items[n])):
        first, *others = same
        if others:
            return first + 1, others[0] + 1
    return None


def _paragraph(lines: list[str]) -> list[str]:
    """Give an item's lines up to the first blank one."""
    kept: list[str] = []
    for line in lines:
        if not line.strip():
            break
        kept.append(line.strip())
    return kept


def _plain(line: str) -> str:
    return " ".join(line.split()).strip("*_` ")


def _key(item: str) -> str:
    """Give what an item says: letters with their marks, figures and signs, without punctuation."""
    said = (" " if c != "#" and unicodedata.category(c)[0] in "PZC" else c for c in item.casefold())
    return " ".join("".join(said).split()) or item
