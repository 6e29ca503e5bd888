"""Unsplash: photos, with a key.

Source:
    https://unsplash.com/documentation - a download is told, credits carry where they come from.
"""

from typing import Any

import httpx
import structlog
from pydantic import Field

from studio.domain.errors import ProviderBusy, ProviderKeyRefused, StudioError
from studio.domain.media import MediaKind
from studio.domain.stock import Find, Licence, Shape, StockQuery
from studio.libraries import Allowance
from studio.providers.stock.library import Fetching, client_of, cut, read_all, welcome
from studio.providers.vendor import ServerOptions, Surroundings, TurnOptions, Vendor

log = structlog.get_logger()

TITLE = "Unsplash"
LICENCE = Licence(name="Unsplash License", url="https://unsplash.com/license")
_A_PAGE = 30
_SHAPES = {Shape.PORTRAIT: "portrait", Shape.LANDSCAPE: "landscape", Shape.SQUARE: "squarish"}
_FROM = {"utm_source": "reelwright", "utm_medium": "referral"}
_FILE = {"w": "2560", "h": "2560", "fit": "max", "fm": "jpg", "q": "88"}


class UnsplashOptions(TurnOptions, ServerOptions):
    """Unsplash; its access key is free at unsplash.com/developers."""

    base_url: str = Field(default="https://api.unsplash.com", description="Where its API is.")
    timeout_s: float = Field(default=20.0, gt=0, description="Longest wait for one answer.")
    per_hour: int = Field(
        default=50, gt=0, description="Searches that the key may make; more once it is approved."
    )


class Unsplash:
    """Searches Unsplash."""

    name, title = "unsplash", TITLE
    kinds = frozenset({MediaKind.PICTURE})

    def __init__(self, options: UnsplashOptions) -> None:
        """Take the key and where to ask."""
        key = options.api_key.get_secret_value()
        self.allowance = Allowance(searches=options.per_hour, window_s=3_600)
        self._client = client_of(
            TITLE,
            options.base_url,
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_STOCK_UNSPLASH_API_KEY",
            headers={"Authorization": f"Client-ID {key}", "Accept-Version": "v1"},
        )
        self._base = httpx.URL(options.base_url)
        self._files = Fetching(TITLE, options.base_url, timeout_s=options.timeout_s * 6)

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Look for photos."""
        asked = {
            "query": query.words,
            "orientation": _SHAPES[query.shape],
            "content_filter": "high",
            "per_page": _A_PAGE,
        }
        answer = await self._ask("/search/photos", asked)
        return welcome(read_all(answer, "results", _photo, title=TITLE), query)

    async def fetch(self, find: Find) -> bytes:
        """Give the file, and tell of the download, as Unsplash asks every client to."""
        data = await self._files.fetch(find)
        notice = httpx.URL(find.notice_url or "")
        # The key goes to Unsplash alone, whatever host an answer named.
        if notice.host == self._base.host and notice.port == self._base.port:
            try:
                await self._ask(str(notice), {})
            except StudioError as error:
                log.warning("stock.download_untold", library=TITLE, reason=error.message)
        return data

    async def look(self, find: Find) -> bytes:
        """Give the small picture."""
        return await self._files.look(find)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _ask(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self._client.ask("GET", path, replays=True, params=asked or None)
        except ProviderKeyRefused as error:
            if "rate limit" in error.message.lower():
                raise ProviderBusy(
                    f"{TITLE} allows no more searches in this hour; try again later."
                ) from error
            raise


def _photo(item: Any) -> Find:
    author = cut(item["user"]["name"])
    return Find(
        library="unsplash",
        id=str(item["id"]),
        kind=MediaKind.PICTURE,
        title=cut(item.get("alt_description") or item.get("description")),
        page_url=_with(item["links"]["html"], _FROM),
        author=author,
        author_url=_with(item["user"]["links"]["html"], _FROM),
        licence=LICENCE,
        attribution=f"Photo by {author} on Unsplash",
        file_url=_with(item["urls"]["raw"], _FILE),
        thumbnail_url=item["urls"]["small"],
        notice_url=item["links"]["download_location"],
        width_px=item["width"],
        height_px=item["height"],
    )


def _with(link: str, parameters: dict[str, str]) -> str:
    return str(httpx.URL(link).copy_merge_params(parameters))


def _open(options: UnsplashOptions, house: Surroundings) -> Unsplash:
    return Unsplash(options)


VENDOR = Vendor(name="unsplash", title=TITLE, options=UnsplashOptions, open=_open)
