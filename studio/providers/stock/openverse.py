"""Openverse: openly licensed photos and music, without a key.

Source:
    https://api.openverse.org/v1/
"""

from typing import Any

from pydantic import Field

from studio.domain.media import MediaKind
from studio.domain.stock import Find, Shape, StockQuery, open_licence
from studio.libraries import Allowance
from studio.providers.stock.library import Fetching, client_of, cut, read_all, welcome
from studio.providers.vendor import Surroundings, TurnOptions, Vendor

TITLE = "Openverse"
_A_PAGE = 20
"""More than this is for those with an account."""
_FREE = "cc0,pdm,by"
_SHAPES = {Shape.PORTRAIT: "tall", Shape.LANDSCAPE: "wide", Shape.SQUARE: "square"}


class OpenverseOptions(TurnOptions):
    """Openverse; it needs no key."""

    base_url: str = Field(default="https://api.openverse.org", description="Where its API is.")
    timeout_s: float = Field(default=20.0, gt=0, description="Longest wait for one answer.")


class Openverse:
    """Searches Openverse."""

    name, title = "openverse", TITLE
    kinds = frozenset({MediaKind.PICTURE, MediaKind.SOUND})
    allowance = Allowance(searches=20, window_s=60)

    def __init__(self, options: OpenverseOptions) -> None:
        """Take where to ask."""
        self._client = client_of(
            TITLE,
            options.base_url,
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_STOCK_OPENVERSE_BASE_URL",
        )
        self._files = Fetching(TITLE, options.base_url, timeout_s=options.timeout_s * 6)

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Look for photos or music that may be changed and used in commerce."""
        is_sound = query.kind is MediaKind.SOUND
        licences = f"{_FREE},by-sa" if query.share_alike else _FREE
        asked = {"q": query.words, "license": licences, "page_size": _A_PAGE, "mature": "false"}
        if is_sound:
            asked["category"] = "music"
        else:
            asked |= {"aspect_ratio": _SHAPES[query.shape], "category": "photograph"}
        path = "/v1/audio/" if is_sound else "/v1/images/"
        answer = await self._client.ask("GET", path, replays=True, params=asked)

        def read(item: Any) -> Find | None:
            return _find(item, query.kind)

        return welcome(read_all(answer, "results", read, title=TITLE), query)

    async def fetch(self, find: Find) -> bytes:
        """Give the file, from the museum or the archive that has it."""
        return await self._files.fetch(find)

    async def look(self, find: Find) -> bytes:
        """Give the small picture."""
        return await self._files.look(find)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _find(item: Any, kind: MediaKind) -> Find | None:
    """Read an item; its licence is looked at again, whatever was asked for."""
    licence = open_licence(
        item["license"],
        version=item.get("license_version") or "",
        url=item.get("license_url") or "",
    )
    if licence is None:
        return None
    title, author = cut(item.get("title")) or "Untitled", cut(item.get("creator"))
    by = f" by {author}" if author else ""
    return Find(
        library="openverse",
        id=str(item["id"]),
        kind=kind,
        title=title,
        page_url=item["foreign_landing_url"],
        author=author,
        author_url=item.get("creator_url") or None,
        licence=licence,
        attribution=item.get("attribution") or f"“{title}”{by} ({licence.name})",
        file_url=item["url"],
        thumbnail_url=None if kind is MediaKind.SOUND else item.get("thumbnail") or None,
        width_px=item.get("width") or 0,
        height_px=item.get("height") or 0,
        duration_s=(item.get("duration") or 0) / 1000,
    )


def _open(options: OpenverseOptions, house: Surroundings) -> Openverse:
    return Openverse(options)


VENDOR = Vendor(name="openverse", title=TITLE, options=OpenverseOptions, open=_open)
