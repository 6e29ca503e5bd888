"""Pexels: photos and clips, with a key.

Source:
    https://www.pexels.com/api/documentation/
"""

from typing import Any

from pydantic import Field

from studio.domain.media import MediaKind
from studio.domain.stock import Find, Licence, StockQuery
from studio.libraries import Allowance
from studio.providers.stock.library import Fetching, client_of, cut, read_all, welcome
from studio.providers.vendor import ServerOptions, Surroundings, TurnOptions, Vendor

TITLE = "Pexels"
LICENCE = Licence(name="Pexels License", url="https://www.pexels.com/license/")
_A_PAGE = 30
_WIDE_ENOUGH_PX = 1_080


class PexelsOptions(TurnOptions, ServerOptions):
    """Pexels; its key is free at pexels.com/api."""

    base_url: str = Field(default="https://api.pexels.com", description="Where its API is.")
    timeout_s: float = Field(default=20.0, gt=0, description="Longest wait for one answer.")


class Pexels:
    """Searches Pexels."""

    name, title = "pexels", TITLE
    kinds = frozenset({MediaKind.PICTURE, MediaKind.CLIP})
    allowance = Allowance(searches=200, window_s=3_600)

    def __init__(self, options: PexelsOptions) -> None:
        """Take the key and where to ask."""
        key = options.api_key.get_secret_value()
        self._client = client_of(
            TITLE,
            options.base_url,
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_STOCK_PEXELS_API_KEY",
            headers={"Authorization": key} if key else {},
        )
        self._files = Fetching(TITLE, options.base_url, timeout_s=options.timeout_s * 6)

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Look for photos or clips."""
        is_clip = query.kind is MediaKind.CLIP
        path = "/v1/videos/search" if is_clip else "/v1/search"
        asked = {"query": query.words, "orientation": query.shape.value, "per_page": _A_PAGE}
        answer = await self._client.ask("GET", path, replays=True, params=asked)
        if is_clip:
            return welcome(read_all(answer, "videos", _clip, title=TITLE), query)
        return welcome(read_all(answer, "photos", _photo, title=TITLE), query)

    async def fetch(self, find: Find) -> bytes:
        """Give the file."""
        return await self._files.fetch(find)

    async def look(self, find: Find) -> bytes:
        """Give the small picture."""
        return await self._files.look(find)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _photo(item: Any) -> Find:
    author = cut(item["photographer"])
    return Find(
        library="pexels",
        id=str(item["id"]),
        kind=MediaKind.PICTURE,
        title=cut(item.get("alt")),
        page_url=item["url"],
        author=author,
        author_url=item.get("photographer_url") or None,
        licence=LICENCE,
        attribution=f"Photo by {author} on Pexels",
        file_url=item["src"].get("large2x") or item["src"]["original"],
        thumbnail_url=item["src"]["medium"],
        width_px=item["width"],
        height_px=item["height"],
    )


def _clip(item: Any) -> Find:
    author, file = cut(item["user"]["name"]), _file(item["video_files"])
    return Find(
        library="pexels",
        id=str(item["id"]),
        kind=MediaKind.CLIP,
        page_url=item["url"],
        author=author,
        author_url=item["user"].get("url") or None,
        licence=LICENCE,
        attribution=f"Video by {author} on Pexels",
        file_url=file["link"],
        thumbnail_url=item.get("image") or None,
        width_px=file["width"],
        height_px=file["height"],
        duration_s=float(item["duration"]),
    )


def _file(files: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the smallest file that fills the frame, or else the largest there is."""
    sized = [f for f in files if f.get("width") and f.get("height")]
    whole = [f for f in sized if min(f["width"], f["height"]) >= _WIDE_ENOUGH_PX]
    if whole:
        return min(whole, key=lambda f: f["width"] * f["height"])
    return max(sized, key=lambda f: f["width"] * f["height"])


def _open(options: PexelsOptions, house: Surroundings) -> Pexels:
    return Pexels(options)


VENDOR = Vendor(name="pexels", title=TITLE, options=PexelsOptions, open=_open)
