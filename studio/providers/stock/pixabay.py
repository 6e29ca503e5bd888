"""Pixabay: photos and clips, with a key.

Source:
    https://pixabay.com/api/docs/ - answers must be kept for 24 hours, files must not be hot-linked.
"""

from typing import Any

from pydantic import Field

from studio.domain.errors import ProviderFailed, ProviderKeyRefused
from studio.domain.media import MediaKind
from studio.domain.stock import Find, Licence, Shape, StockQuery
from studio.libraries import Allowance
from studio.providers.stock.library import Fetching, client_of, cut, read_all, welcome
from studio.providers.vendor import ServerOptions, Surroundings, TurnOptions, Vendor

TITLE = "Pixabay"
LICENCE = Licence(
    name="Pixabay Content License", url="https://pixabay.com/service/license-summary/"
)
_A_PAGE = 40
_SHAPES = {Shape.PORTRAIT: "vertical", Shape.LANDSCAPE: "horizontal", Shape.SQUARE: "all"}
_SIZES = ("medium", "large", "small")
"""Of clips: 1080p or 720p is enough, 4K is fetched where there is nothing else."""


class PixabayOptions(TurnOptions, ServerOptions):
    """Pixabay; its key is free at pixabay.com/api/docs."""

    base_url: str = Field(default="https://pixabay.com", description="Where its API is.")
    timeout_s: float = Field(default=20.0, gt=0, description="Longest wait for one answer.")


class Pixabay:
    """Searches Pixabay."""

    name, title = "pixabay", TITLE
    kinds = frozenset({MediaKind.PICTURE, MediaKind.CLIP})
    allowance = Allowance(searches=100, window_s=60)

    def __init__(self, options: PixabayOptions) -> None:
        """Take the key and where to ask."""
        self._key = options.api_key.get_secret_value()
        self._client = client_of(
            TITLE,
            options.base_url,
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_STOCK_PIXABAY_API_KEY",
        )
        self._files = Fetching(TITLE, options.base_url, timeout_s=options.timeout_s * 6)

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Look for photos or clips."""
        is_clip = query.kind is MediaKind.CLIP
        asked = {"key": self._key, "q": query.words, "safesearch": "true", "per_page": _A_PAGE}
        if not is_clip:
            asked |= {"image_type": "photo", "orientation": _SHAPES[query.shape]}
        path = "/api/videos/" if is_clip else "/api/"
        try:
            answer = await self._client.ask("GET", path, replays=True, params=asked)
        except ProviderFailed as error:
            raise self._named(error) from error
        read = _clip if is_clip else _photo
        return welcome(read_all(answer, "hits", read, title=TITLE), query)

    async def fetch(self, find: Find) -> bytes:
        """Give the file."""
        return await self._files.fetch(find)

    async def look(self, find: Find) -> bytes:
        """Give the small picture."""
        return await self._files.look(find)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _named(self, error: ProviderFailed) -> ProviderFailed:
        """A wrong key is a plain 400 here, told in English."""
        if type(error) is ProviderFailed and "API key" in error.message:
            return ProviderKeyRefused(
                f"{TITLE} refused our key; check REELWRIGHT_STOCK_PIXABAY_API_KEY."
            )
        return type(error)(error.message.replace(self._key or "\0", "***"))


def _photo(item: Any) -> Find:
    author, author_url = _author(item)
    return Find(
        library="pixabay",
        id=str(item["id"]),
        kind=MediaKind.PICTURE,
        title=cut(item.get("tags")),
        page_url=item["pageURL"],
        author=author,
        author_url=author_url,
        licence=LICENCE,
        attribution=f"Image by {author} from Pixabay",
        file_url=item.get("fullHDURL") or item["largeImageURL"],
        thumbnail_url=item.get("webformatURL") or item["previewURL"],
        width_px=item["imageWidth"],
        height_px=item["imageHeight"],
    )


def _clip(item: Any) -> Find:
    author, author_url = _author(item)
    files = item["videos"]
    file = next(files[size] for size in _SIZES if files.get(size, {}).get("url"))
    return Find(
        library="pixabay",
        id=str(item["id"]),
        kind=MediaKind.CLIP,
        title=cut(item.get("tags")),
        page_url=item["pageURL"],
        author=author,
        author_url=author_url,
        licence=LICENCE,
        attribution=f"Video by {author} from Pixabay",
        file_url=file["url"],
        thumbnail_url=file.get("thumbnail") or None,
        width_px=file["width"],
        height_px=file["height"],
        duration_s=float(item["duration"]),
    )


def _author(item: Any) -> tuple[str, str]:
    name = cut(item["user"])
    return name, f"https://pixabay.com/users/{item['user_id']}/"


def _open(options: PixabayOptions, house: Surroundings) -> Pixabay:
    return Pixabay(options)


VENDOR = Vendor(name="pixabay", title=TITLE, options=PixabayOptions, open=_open)
