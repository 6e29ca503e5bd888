"""ffmpeg-python behind a typed door: it has no types of its own. Pure: it only builds arguments."""

from pathlib import Path
from typing import Any, Self

import ffmpeg  # pyright: ignore[reportMissingTypeStubs]

_library: Any = ffmpeg


class Stream:
    """Sound on its way through a graph."""

    def __init__(self, node: Any) -> None:
        """Hold a node of the library."""
        self._node = node

    @classmethod
    def read(cls, path: Path, **options: str | int) -> Self:
        """Take the sound of a file; options come before ``-i``."""
        return cls(_library.input(str(path), **options).audio)

    def filter(self, name: str, *values: str, **options: str | float) -> "Stream":
        """Pass through one of ffmpeg's filters."""
        return Stream(self._node.filter(name, *values, **options))

    def write_argv(self, target: str, **options: str | int) -> list[str]:
        """Give the arguments that write to a file, or ``-``; what exists is replaced."""
        argv: list[str] = _library.output(self._node, target, **options).get_args()
        return [*argv, "-y"]
