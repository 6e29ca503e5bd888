"""Stock libraries: the protocol that each of them serves."""

from dataclasses import dataclass
from typing import Protocol

from studio.domain.media import MediaKind
from studio.domain.stock import Find, StockQuery


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often a library may be asked.

    Attributes:
        searches: So many searches that were not answered from the cache,
        window_s: within so many seconds.
        cache_s: How long an answer is good; some libraries want it kept at least a day.
    """

    searches: int
    window_s: int
    cache_s: int = 24 * 3_600


class StockLibrary(Protocol):
    """Finds photos, clips or music of others that may be used."""

    @property
    def name(self) -> str:
        """Give what settings call it."""
        ...

    @property
    def title(self) -> str:
        """Give what people call it."""
        ...

    @property
    def kinds(self) -> frozenset[MediaKind]:
        """Tell what it has."""
        ...

    @property
    def allowance(self) -> Allowance:
        """Tell how often it may be asked."""
        ...

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Look for something; what may not be changed or sold with is left out.

        Raises:
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        ...

    async def fetch(self, find: Find) -> bytes:
        """Give the file of what was chosen, and tell the library where it wants to know.

        Raises:
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: It is gone, too large or not what it was said to be.
        """
        ...

    async def look(self, find: Find) -> bytes:
        """Give a small picture of something, a JPEG, PNG or WebP; empty where there is none.

        Raises:
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: It is gone or is no picture.
        """
        ...

    async def aclose(self) -> None:
        """Give back the connections."""
        ...
