"""Stock: what libraries offer, on which terms, and whom to thank. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import Annotated

from pydantic import Field

from studio.domain.credit import Credit
from studio.domain.media import MediaKind
from studio.domain.value import Value

MAX_WORDS = 100
"""Pixabay takes no longer query."""
_TALL = 1.2
_ENOUGH_PX = 1_080
_REFUSED = frozenset({"nc", "nd", "sampling", "nc-sampling"})
_CREATIVE = re.compile(r"(?:cc[- ])?(by(?:-[a-z]{2})*|sampling|nc-sampling)\+?(?:[- ](\d\.\d))?\b")
_FREE = {
    "cc0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "pdm": ("Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
}

Link = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2_000)]
Words = Annotated[str, Field(max_length=300)]


class Shape(StrEnum):
    """Which way a picture stands."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    SQUARE = "square"


class Licence(Value):
    """The terms that something may be used on; all allow changes and commerce.

    Attributes:
        name: As its author writes it, e.g. ``"CC BY 4.0"``.
        url: Where it can be read; ``None`` for the operator's own.
        is_share_alike: Whether what is made of it must be given on under the same terms.
    """

    name: Words
    url: Link | None = None
    is_share_alike: bool = False


class Find(Value):
    """One thing that a library offers.

    Attributes:
        library: Whose, e.g. ``"pexels"``.
        id: The library's own.
        kind: What it is.
        title: For people.
        page_url: Where a person sees it; ``None`` for a file of the operator's.
        author: Who made it; empty where nobody says.
        author_url: Their page; empty where there is none.
        licence: On which terms.
        attribution: The credit as the library words it.
        file_url: What is fetched when it is chosen.
        thumbnail_url: A small picture of it; empty for most sounds.
        notice_url: Told to the library when it is chosen; empty where it does not want to know.
        width_px: 0 for a sound.
        height_px: 0 for a sound.
        duration_s: 0 for a picture.
    """

    library: Words
    id: Words
    kind: MediaKind
    title: Words = ""
    page_url: Link | None = None
    author: Words = ""
    author_url: Link | None = None
    licence: Licence
    attribution: Annotated[str, Field(max_length=1_000)]
    file_url: Annotated[str, Field(max_length=2_000)]
    thumbnail_url: Link | None = None
    notice_url: Link | None = None
    width_px: int = 0
    height_px: int = 0
    duration_s: float = 0.0


class StockQuery(Value):
    """What is looked for.

    Attributes:
        words: A few, in any language; most libraries know English best.
        kind: Pictures, clips or sounds.
        shape: What comes first.
        share_alike: Whether the user takes share-alike licences upon them.
    """

    words: Annotated[str, Field(min_length=1, max_length=MAX_WORDS)]
    kind: MediaKind = MediaKind.PICTURE
    shape: Shape = Shape.PORTRAIT
    share_alike: bool = False


def credit_of(find: Find, *, title: str, query: str, now: datetime) -> Credit:
    """Give the credit of what was chosen; ``title`` is the library's, for people."""
    return Credit(
        library=title,
        id=find.id,
        title=find.title,
        page_url=find.page_url or "",
        author=find.author,
        author_url=find.author_url or "",
        licence=find.licence.name,
        licence_url=find.licence.url or "",
        attribution=find.attribution,
        query=query,
        taken_at=now,
    )


def open_licence(code: str, *, version: str = "", url: str = "") -> Licence | None:
    """Read a Creative Commons code, as Openverse and Wikimedia write it.

    Args:
        code: Such as ``"by"``, ``"cc-by-sa-4.0"``, ``"cc0"``, ``"pdm"`` or ``"pd-usgov"``.
        version: Where the code has none.
        url: Where the terms can be read.

    Returns:
        ``None`` for what forbids commerce or changes, or is none that we know.
    """
    plain = code.strip().lower().replace(" ", "-")
    if plain.startswith(("cc0", "cc-zero")):
        return Licence(name=_FREE["cc0"][0], url=_FREE["cc0"][1])
    if plain == "pdm" or plain == "pd" or plain.startswith(("pd-", "public-domain")):
        return Licence(name=_FREE["pdm"][0], url=_FREE["pdm"][1])
    found = _CREATIVE.match(plain)
    if found is None or not found[1].startswith("by"):
        return None
    parts = found[1].split("-")
    if _REFUSED & set(parts) or len(parts) > 2 or parts[1:] not in ([], ["sa"]):
        return None
    number = found[2] or version or "4.0"
    address = url or f"https://creativecommons.org/licenses/{found[1]}/{number}/"
    name = f"CC {found[1].upper()} {number}"
    return Licence(name=name, url=address, is_share_alike="sa" in parts)


def is_welcome(find: Find, query: StockQuery) -> bool:
    """Tell whether something is what was looked for, on terms that the user takes."""
    return find.kind is query.kind and (query.share_alike or not find.licence.is_share_alike)


def ranked(finds: Iterable[Find], query: StockQuery) -> tuple[Find, ...]:
    """Put what has the shape and enough pixels first; else the library's order stays."""
    return tuple(sorted(finds, key=lambda find: _rank(find, query.shape)))


def mixed(lists: Sequence[Sequence[Find]], *, limit: int) -> tuple[Find, ...]:
    """Take from every library in turn, so that none hides the others."""
    taken = [find for row in zip_longest(*lists) for find in row if find is not None]
    return tuple(taken[:limit])


def shape_of(width_px: int, height_px: int) -> Shape:
    """Tell which way a size stands."""
    if height_px >= width_px * _TALL:
        return Shape.PORTRAIT
    return Shape.LANDSCAPE if width_px >= height_px * _TALL else Shape.SQUARE


def shortened(words: str) -> str:
    """Give a query of at most 100 characters that ends with a whole word."""
    plain = " ".join(re.sub(r"[^\w'\u2019 -]", " ", words).split())
    if len(plain) <= MAX_WORDS:
        return plain
    cut, _, _ = plain[: MAX_WORDS + 1].rpartition(" ")
    return cut or plain[:MAX_WORDS]


def _rank(find: Find, shape: Shape) -> tuple[bool, bool]:
    if find.kind is MediaKind.SOUND:
        return (False, False)
    is_small = min(find.width_px, find.height_px) < _ENOUGH_PX * 2 // 3
    return (shape_of(find.width_px, find.height_px) is not shape, is_small)
