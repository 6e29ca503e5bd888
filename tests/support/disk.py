"""A disk that is full, and one that was made larger."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class SmallDisk:
    """A file system of a few MB in memory."""

    path: Path

    def resize(self, size: str) -> None:
        """Give it another size, e.g. ``"4m"``; what is on it stays."""
        _mount("-o", f"remount,size={size}", str(self.path))

    def files(self) -> list[Path]:
        """Everything on it."""
        return [path for path in self.path.rglob("*") if path.is_file()]


@contextmanager
def small_disk(path: Path, *, size: str) -> Generator[SmallDisk]:
    """Mount one; skips the test where that is not allowed."""
    path.mkdir(parents=True)
    try:
        _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path))
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("mounting a small disk needs root")
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
