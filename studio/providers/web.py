"""Pages of the public web, fetched on a user's word and never beyond it."""

from dataclasses import dataclass, field

import httpx

from studio.domain.errors import InvalidMedia
from studio.domain.source import MAX_PAGE_BYTES
from studio.providers.download import Downloader

TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class WebPages:
    """A ``PageFetcher``: over TLS, to public addresses, bounded in bytes, time and redirects."""

    downloader: Downloader = field(
        default_factory=lambda: Downloader(
            title="the page", timeout_s=TIMEOUT_S, max_bytes=MAX_PAGE_BYTES
        )
    )

    def address(self, url: str) -> str:
        """Give the page's address; without a scheme, or with the open one, over TLS."""
        plain = url.strip()
        if any(c.isspace() for c in plain):
            raise InvalidMedia(f"{url[:200]!r} is no address of a page.")
        if "://" not in plain:
            plain = f"https://{plain}"
        try:
            parsed = httpx.URL(plain)
        except httpx.InvalidURL as error:
            raise InvalidMedia(f"{url[:200]!r} is no address of a page.") from error
        if parsed.scheme == "http" and parsed.port is None:
            parsed = parsed.copy_with(scheme="https")
        if parsed.scheme != "https" or not parsed.host or parsed.userinfo:
            raise InvalidMedia(f"{url[:200]!r} is no address of a page; it begins with https://.")
        return str(parsed.copy_with(fragment=None))

    async def fetch(self, address: str) -> bytes:
        """Give what is there, as it comes; whether it has text is seen where it is read."""
        return (await self.downloader.fetch(address, kinds=())).data
