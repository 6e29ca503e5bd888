"""Wikimedia Commons: openly licensed photos, clips and music, without a key.

Source:
    https://www.mediawiki.org/wiki/API:Imageinfo
"""

import html
import re
from typing import Any, cast

from pydantic import Field

from studio.domain.media import MediaKind
from studio.domain.stock import Find, StockQuery, open_licence
from studio.libraries import Allowance
from studio.providers.answers import nonsense
from studio.providers.stock.library import Fetching, client_of, cut, read_items, welcome
from studio.providers.vendor import Surroundings, TurnOptions, Vendor

TITLE = "Wikimedia Commons"
_A_PAGE = 30
_TYPES = {MediaKind.PICTURE: "bitmap", MediaKind.CLIP: "video", MediaKind.SOUND: "audio"}
_MIMES = {MediaKind.PICTURE: "image/", MediaKind.CLIP: "video/", MediaKind.SOUND: "audio/"}
_WIDE_PX, _SMALL_PX = 1_920, 330
"""Sizes that Wikimedia keeps ready."""
_FACTS = "License|LicenseShortName|LicenseUrl|Artist|ObjectName"
_HREF = re.compile(r"""href=["']((?:https?:)?//[^"'\s]+)["']""")


class WikimediaOptions(TurnOptions):
    """Wikimedia Commons; it needs no key."""

    base_url: str = Field(default="https://commons.wikimedia.org", description="Where its API is.")
    timeout_s: float = Field(default=20.0, gt=0, description="Longest wait for one answer.")


class Wikimedia:
    """Searches Wikimedia Commons."""

    name, title = "wikimedia", TITLE
    kinds = frozenset({MediaKind.PICTURE, MediaKind.CLIP, MediaKind.SOUND})
    allowance = Allowance(searches=60, window_s=60)

    def __init__(self, options: WikimediaOptions) -> None:
        """Take where to ask."""
        self._client = client_of(
            TITLE,
            options.base_url,
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_STOCK_WIKIMEDIA_BASE_URL",
        )
        self._files = Fetching(TITLE, options.base_url, timeout_s=options.timeout_s * 6)

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Look for photos, clips or sounds that may be changed and used in commerce."""
        asked = {
            "action": "query",
            "format": "json",
            "formatversion": 2,
            "generator": "search",
            "gsrsearch": f"filetype:{_TYPES[query.kind]} {query.words}",
            "gsrnamespace": 6,
            "gsrlimit": _A_PAGE,
            "prop": "imageinfo",
            "iiprop": "url|size|mime|extmetadata",
            "iiurlwidth": _WIDE_PX,
            "iiextmetadatafilter": _FACTS,
        }
        answer = await self._client.ask("GET", "/w/api.php", replays=True, params=asked)

        def read(page: Any) -> Find | None:
            return _find(page, query.kind)

        return welcome(read_items(_pages(answer), read, title=TITLE), query)

    async def fetch(self, find: Find) -> bytes:
        """Give the file."""
        return await self._files.fetch(find)

    async def look(self, find: Find) -> bytes:
        """Give the small picture."""
        return await self._files.look(find)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _pages(answer: dict[str, Any]) -> list[Any]:
    """Give what was found, in its order; nothing found is an answer without a query."""
    found = answer.get("query", {} if "batchcomplete" in answer else None)
    pages = cast("dict[str, Any]", found).get("pages", []) if isinstance(found, dict) else None
    if not isinstance(pages, list):
        raise nonsense(TITLE, "there are no pages in it")
    return sorted(cast("list[Any]", pages), key=_place)


def _place(page: Any) -> int:
    return cast("dict[str, Any]", page).get("index", 0) if isinstance(page, dict) else 0


def _find(page: Any, kind: MediaKind) -> Find | None:
    (info,) = page["imageinfo"]
    facts = {name: fact["value"] for name, fact in info["extmetadata"].items()}
    licence = open_licence(
        facts.get("License") or facts.get("LicenseShortName") or "",
        url=_absolute(facts.get("LicenseUrl", "")),
    )
    if licence is None or not _is_of(info["mime"], kind):
        return None
    title = cut(_plain(facts.get("ObjectName", "")) or page["title"].removeprefix("File:"))
    author, by = cut(_plain(facts.get("Artist", ""))), _HREF.search(facts.get("Artist", ""))
    credit = f" by {author}" if author else ""
    large, small = _sizes(info, kind)
    return Find(
        library="wikimedia",
        id=str(page["pageid"]),
        kind=kind,
        title=title,
        page_url=info["descriptionurl"],
        author=author,
        author_url=_absolute(by[1]) if by else None,
        licence=licence,
        attribution=f"“{title}”{credit} ({licence.name}), via Wikimedia Commons",
        file_url=large,
        thumbnail_url=small,
        width_px=info.get("width") or 0,
        height_px=info.get("height") or 0,
        duration_s=float(info.get("duration") or 0),
    )


def _is_of(mime: str, kind: MediaKind) -> bool:
    """Ogg files name themselves by their container."""
    return mime.startswith(_MIMES[kind]) or (
        mime == "application/ogg" and kind is not MediaKind.PICTURE
    )


def _sizes(info: dict[str, Any], kind: MediaKind) -> tuple[str, str | None]:
    """Give the file to fetch and a small picture of it."""
    shown = info.get("thumburl") or ""
    small = shown.replace(f"/{_WIDE_PX}px-", f"/{_SMALL_PX}px-")
    if kind is MediaKind.PICTURE:
        return shown or info["url"], small or None
    return info["url"], small or None if kind is MediaKind.CLIP else None


def _absolute(link: str) -> str:
    return f"https:{link}" if link.startswith("//") else link


def _plain(marked: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", marked)).strip()


def _open(options: WikimediaOptions, house: Surroundings) -> Wikimedia:
    return Wikimedia(options)


VENDOR = Vendor(name="wikimedia", title=TITLE, options=WikimediaOptions, open=_open)
