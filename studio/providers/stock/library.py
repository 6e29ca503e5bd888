"""What all libraries over HTTP share: patient search, items read one by one, files fetched safely."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import structlog
from pydantic import ValidationError

from studio.domain.errors import ProviderAnswerInvalid
from studio.domain.media import MediaKind
from studio.domain.stock import Find, StockQuery, is_welcome, ranked
from studio.providers.answers import nonsense
from studio.providers.client import ProviderClient
from studio.providers.download import Downloader

log = structlog.get_logger()

AGENT = "Reelwright/0.1"
MAX_FILE_BYTES = 256 * 1024 * 1024
MAX_LOOK_BYTES = 2 * 1024 * 1024
KINDS = {MediaKind.PICTURE: "image/", MediaKind.CLIP: "video/", MediaKind.SOUND: "audio/"}
_MISSHAPEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, ValidationError)

Read = Callable[[Any], Find | None]


class Fetching:
    """Fetches what a library links to."""

    def __init__(self, title: str, own: str, *, timeout_s: float) -> None:
        """Take whose files, and the address that the operator named."""
        self._title = title
        self._files = Downloader(
            title=title, own=own, timeout_s=timeout_s, max_bytes=MAX_FILE_BYTES
        )
        self._looks = Downloader(
            title=title, own=own, timeout_s=timeout_s, max_bytes=MAX_LOOK_BYTES
        )

    async def fetch(self, find: Find) -> bytes:
        """Give the file; its bytes must be of the kind that was promised."""
        kinds = [KINDS[find.kind]]
        if find.kind is MediaKind.SOUND:
            # An MP4 or WebM file may hold nothing but sound; the examination tells.
            kinds.append("video/")
        return (await self._files.fetch(find.file_url, kinds=kinds)).data

    async def look(self, find: Find) -> bytes:
        """Give the small picture; a link to anything else is refused."""
        if not find.thumbnail_url:
            return b""
        kinds = ("image/jpeg", "image/png", "image/webp")
        return (await self._looks.fetch(find.thumbnail_url, kinds=kinds)).data


def client_of(
    title: str,
    base_url: str,
    *,
    timeout_s: float,
    mend: str,
    headers: Mapping[str, str] | None = None,
) -> ProviderClient:
    """Give a client whose searches are free, so that they may be repeated."""
    return ProviderClient(
        title=title,
        base_url=base_url,
        headers={"User-Agent": AGENT, **(headers or {})},
        timeout_s=timeout_s,
        mend=mend,
    )


def read_all(answer: Mapping[str, Any], key: str, read: Read, *, title: str) -> list[Find]:
    """Read every item that can be read; one that is misshapen is left out.

    Raises:
        ProviderAnswerInvalid: There is no such list, or nothing in it can be read.
    """
    found = answer.get(key)
    if not isinstance(found, list):
        raise nonsense(title, f"there is no list of {key!r} in it")
    return read_items(cast("list[Any]", found), read, title=title)


def read_items(items: Iterable[Any], read: Read, *, title: str) -> list[Find]:
    """Read what can be read of some items; like ``read_all``."""
    finds: list[Find] = []
    broken = 0
    for item in items:
        try:
            find = read(item)
        except _MISSHAPEN:
            broken += 1
            continue
        if find is not None:
            finds.append(find)
    if broken:
        log.warning("stock.misshapen", library=title, items=broken)
    if broken and not finds:
        raise ProviderAnswerInvalid(f"{title} answered with nothing that can be read.")
    return finds


def welcome(finds: Iterable[Find], query: StockQuery) -> tuple[Find, ...]:
    """Give what may be used, the right shape first."""
    return ranked((find for find in finds if is_welcome(find, query)), query)


def cut(text: object) -> str:
    """Give a text of a library's as one line that fits."""
    return " ".join(str(text or "").split())[:300]
