"""What is costly to make and soon wanted again, for a while and up to a size, on this machine.

Only what can be made again lies here, so that trouble with the disk is no trouble. Every process of
a machine takes from the same shelf.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from studio.domain.units import Digest


class Copy:
    """A file on its way to a shelf."""

    def __init__(self, file: BinaryIO | None, made: Path, place: Path) -> None:
        """Write into a file; ``None`` writes nowhere."""
        self._file, self._made, self._place = file, made, place

    def write(self, part: NDArray[np.uint8] | NDArray[np.float32]) -> None:
        """Add an array's bytes; give up where there is no room."""
        try:
            if self._file is not None:
                self._file.write(part.tobytes())
        except OSError:
            self.drop()

    def keep(self) -> None:
        """Lay the file onto the shelf, as all of it is there."""
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
                self._made.replace(self._place)
        self._file = None

    def drop(self) -> None:
        """Leave it, unless it was kept."""
        with suppress(OSError):
            if self._file is not None:
                self._made.unlink(missing_ok=True)
                self._file.close()
        self._file = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with files by their digests.

    Attributes:
        folder: Made when something is put there.
        limit_bytes: Of all files together; the oldest go first.
        keep_s: No file is given that is older.
    """

    folder: Path
    limit_bytes: int
    keep_s: float

    def find(self, digest: Digest) -> Path | None:
        """Give the file of a digest, if it lies here."""
        path = self.folder / digest
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < self.keep_s and self._is_ours():
                return path
        return None

    def copy(self, digest: Digest) -> Copy:
        """Begin a file, in the room that is left once what is too old or too much is gone."""
        made, file = self.folder / f".{digest}-{os.getpid()}", None
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            if self._is_ours():
                self.tidy()
                file = made.open("wb")
        return Copy(file, made, self.folder / digest)

    def tidy(self) -> None:
        """Take away what is too old, and the oldest of what is too much."""
        room = self.limit_bytes
        for changed, size, path in sorted(self._files(), reverse=True):
            room -= size
            if room < 0 or time.time() - changed >= self.keep_s:
                with suppress(OSError):
                    path.unlink()

    def clear(self) -> None:
        """Take everything away."""
        for _, _, path in self._files():
            with suppress(OSError):
                path.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        with suppress(OSError):
            for path in list(self.folder.iterdir()):
                with suppress(OSError):
                    found = path.stat()
                    yield found.st_mtime, found.st_size, path

    def _is_ours(self) -> bool:
        """Tell whether nobody else made the folder: its name is no secret."""
        return not self.folder.is_symlink() and self.folder.stat().st_uid == os.getuid()


def beds() -> Shelf:
    """Give the shelf of music, which follows from its recipe and is nobody's secret."""
    return Shelf(_folder("beds"), 256_000_000, 86_400)


def codings() -> Shelf:
    """Give the shelf of encoded parts of sounds.

    An edit finds the parts that it leaves as they were. What its owner deletes is gone from here within
    the hour.
    """
    return Shelf(_folder("codings"), 64_000_000, 3_600)


def prints() -> Shelf:
    """Give the shelf of pictures as they are filmed.

    A render uses each of them three times, in a scene and two transitions. Workers tidy up all the
    time: what its owner deletes is gone from here within two minutes.
    """
    return Shelf(_folder("prints"), 96_000_000, 120)


def _folder(name: str) -> Path:
    return Path(tempfile.gettempdir()) / f"reelwright-{name}-{os.getuid()}"
