"""A library of coloured squares and beeps, for tests and for trying things out without a network."""

import wave
from io import BytesIO

import numpy as np
from PIL import Image

from studio.domain.media import MediaKind
from studio.domain.stock import Find, Licence, StockQuery
from studio.libraries import Allowance
from studio.providers.stock.library import welcome

_COLOURS = ((178, 58, 72), (58, 120, 178), (84, 150, 90), (201, 160, 60))
_PAGE = "https://stock.invalid"


class FakeLibrary:
    """Has four pictures and four sounds of everything but of ``nothing``."""

    name, title = "fake", "Fake library"
    kinds = frozenset({MediaKind.PICTURE, MediaKind.SOUND})

    def __init__(self, *, searches: int = 1_000) -> None:
        """Take how often it may be asked."""
        self.allowance = Allowance(searches=searches, window_s=60)
        self.asked: list[StockQuery] = []
        self.fetched: list[Find] = []

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Find four, the last one under a share-alike licence."""
        self.asked.append(query)
        if query.words == "nothing":
            return ()
        return welcome((_find(number, query) for number in range(4)), query)

    async def fetch(self, find: Find) -> bytes:
        """Draw or play it."""
        self.fetched.append(find)
        number = int(find.id.rpartition("-")[2])
        return _beep(number) if find.kind is MediaKind.SOUND else _square(number, (720, 1_280))

    async def look(self, find: Find) -> bytes:
        """Draw it small."""
        if find.kind is MediaKind.SOUND:
            return b""
        return _square(int(find.id.rpartition("-")[2]), (180, 320))

    async def aclose(self) -> None:
        """Nothing is held."""


def _find(number: int, query: StockQuery) -> Find:
    licence = Licence(
        name="CC BY-SA 4.0" if number == 3 else "CC BY 4.0",
        url="https://creativecommons.org/licenses/",
        is_share_alike=number == 3,
    )
    is_sound = query.kind is MediaKind.SOUND
    title = f"{query.words} {number + 1}"
    return Find(
        library="fake",
        id=f"{query.words}-{number}",
        kind=query.kind,
        title=title,
        page_url=f"{_PAGE}/{number}",
        author="Nobody",
        author_url=f"{_PAGE}/nobody",
        licence=licence,
        attribution=f"“{title}” by Nobody ({licence.name})",
        file_url=f"{_PAGE}/{number}/file",
        thumbnail_url=None if is_sound else f"{_PAGE}/{number}/small",
        width_px=0 if is_sound else 720,
        height_px=0 if is_sound else 1_280,
        duration_s=8.0 if is_sound else 0.0,
    )


def _square(number: int, size: tuple[int, int]) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, _COLOURS[number]).save(file, "JPEG")
    return file.getvalue()


def _beep(number: int) -> bytes:
    """Eight seconds of clicks at 120 to the minute over a soft tone."""
    at = np.arange(8 * 22_050) / 22_050
    clicks = np.exp(-(at % 0.5) * 40) * np.sin(2 * np.pi * 880 * at)
    tone = 0.2 * np.sin(2 * np.pi * (220 + 55 * number) * at)
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(22_050)
        out.writeframes((9_000 * (clicks + tone)).astype("<i2").tobytes())
    return file.getvalue()
