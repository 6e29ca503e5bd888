"""Artifacts as files in a folder."""

import asyncio
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from studio.domain.errors import NotFound, StorageFull
from studio.domain.units import StorageKey
from studio.ports import StoredFile
from studio.storage.keys import checked

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TEMPORARY = "incoming"


class LocalStore:
    """An ``ArtifactStore``; written aside and renamed, so that a key exists whole or not at all."""

    def __init__(self, root: Path) -> None:
        """Take the folder; made when it is first written to."""
        self._root = root.absolute()

    async def put(self, key: StorageKey, data: bytes, *, media_type: str) -> None:
        await asyncio.to_thread(self._write, key, lambda file: file.write(data))

    async def put_file(self, key: StorageKey, path: Path, *, media_type: str) -> None:
        await asyncio.to_thread(self._copy, key, path)

    async def get(self, key: StorageKey) -> bytes:
        return await asyncio.to_thread(self._existing(key).read_bytes)

    async def fetch(self, key: StorageKey, folder: Path) -> Path:
        return self._existing(key)

    async def exists(self, key: StorageKey) -> bool:
        return self._path(key).is_file()

    async def locate(self, key: StorageKey, *, filename: str, media_type: str) -> StoredFile:
        path = self._existing(key)
        return StoredFile(size_bytes=path.stat().st_size, path=path, url=None)

    async def delete(self, key: StorageKey) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: StorageKey) -> Path:
        return self._root / checked(key)

    def _existing(self, key: StorageKey) -> Path:
        path = self._path(key)
        if not path.is_file():
            raise NotFound(f"There is no file {key!r}.")
        return path

    def _copy(self, key: StorageKey, source: Path) -> None:
        with source.open("rb") as opened:
            self._write(key, lambda file: shutil.copyfileobj(opened, file))

    def _write(self, key: StorageKey, write: Callable[[BinaryIO], object]) -> None:
        target = self._path(key)
        if target.is_file():
            return
        with _translated():
            aside = self._root / _TEMPORARY
            aside.mkdir(parents=True, exist_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=aside)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    write(file)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(target)
            finally:
                with suppress(FileNotFoundError):
                    Path(name).unlink()
            _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise StorageFull("The disk is full; make room and try again.") from error
