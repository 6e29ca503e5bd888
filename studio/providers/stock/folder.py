"""Music of the operator's: a folder of sound files, each perhaps with its credit beside it."""

import asyncio
import re
from pathlib import Path

from studio.domain.errors import ProviderFailed
from studio.domain.media import MediaKind
from studio.domain.stock import Find, Licence, StockQuery
from studio.libraries import Allowance

TITLE = "Music folder"
SUFFIXES = frozenset(
    {".mp3", ".m4a", ".flac", ".wav", ".ogg", ".oga", ".opus", ".aac", ".aif", ".aiff"}
)
_MOST_FILES = 5_000
_LONGEST_CREDIT = 300
_OPERATORS = Licence(name="Operator's own terms")


class MusicFolder:
    """Finds music by the words in its files' and folders' names.

    A text file of the same name, ``sea.txt`` beside ``sea.mp3``, holds the credit in its first line and the
    licence's name in its second. Who runs the installation vouches for what is in the folder.
    """

    name, title = "folder", TITLE
    kinds = frozenset({MediaKind.SOUND})
    allowance = Allowance(searches=1_000_000, window_s=60, cache_s=0)

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is read at each search."""
        self._folder = folder

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Give what has most of the words in its name; all of it where no word fits any."""
        if query.kind is not MediaKind.SOUND:
            return ()
        return await asyncio.to_thread(self._search, query.words)

    async def fetch(self, find: Find) -> bytes:
        """Give the file.

        Raises:
            ProviderFailed: It is gone, or not in the folder.
        """
        path = (self._folder / find.id).resolve()
        if not path.is_relative_to(self._folder.resolve()) or path.suffix.lower() not in SUFFIXES:
            raise ProviderFailed(f"{find.id!r} is not in the music folder.")
        try:
            return await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise ProviderFailed(f"{find.id!r} is in the music folder no longer.") from error

    async def look(self, find: Find) -> bytes:
        """There is nothing to see."""
        return b""

    async def aclose(self) -> None:
        """Nothing is held."""

    def _search(self, words: str) -> tuple[Find, ...]:
        paths = [p for p in sorted(self._folder.rglob("*")) if p.suffix.lower() in SUFFIXES]
        wanted = _words(words)
        counted = [
            (len(wanted & _words(str(path.relative_to(self._folder)))), path)
            for path in paths[:_MOST_FILES]
        ]
        best = max((count for count, _ in counted), default=0)
        ordered = sorted(counted, key=lambda pair: -pair[0])
        return tuple(self._find(path) for count, path in ordered if count or not best)

    def _find(self, path: Path) -> Find:
        name = path.stem.replace("_", " ")
        attribution, licence = _credit(path.with_suffix(".txt"), name)
        return Find(
            library=self.name,
            id=str(path.relative_to(self._folder)),
            kind=MediaKind.SOUND,
            title=name[:_LONGEST_CREDIT],
            licence=licence,
            attribution=attribution,
            file_url="",
        )


def _credit(beside: Path, name: str) -> tuple[str, Licence]:
    try:
        lines = [line.strip() for line in beside.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError):
        lines = []
    told = [line[:_LONGEST_CREDIT] for line in lines if line]
    licence = Licence(name=told[1]) if len(told) > 1 else _OPERATORS
    return (told[0] if told else f"“{name}”"), licence


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]{2,}", text.lower()))
