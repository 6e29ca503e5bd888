"""Foreign files are opened by processes of their own, with bounds and without this one's secrets."""

import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any

import structlog

from studio.domain.errors import InvalidMedia, TooLarge
from studio.providers.child import bare, run

log = structlog.get_logger()

_AT_A_TIME = 2


def secluded(program: str) -> tuple[str, ...]:
    """Give the command of a program of the renderer's that has no network."""
    return (sys.executable, "-m", "renderer.programs.secluded", program)


class Opener:
    """Has a program open files, two at a time, and reads what it answers in JSON."""

    def __init__(self, program: Sequence[str], *, timeout_s: float) -> None:
        """Take what opens a file, and how long it may take."""
        self._program = program
        self._timeout_s = timeout_s
        self._slots = asyncio.Semaphore(_AT_A_TIME)

    async def answer(self, *arguments: str, name: str) -> dict[str, Any]:
        """Give what the program says of a file.

        Args:
            arguments: Of the program.
            name: Of the file, for errors.

        Raises:
            InvalidMedia: It refuses the file, dies of it, or takes too long.
            TooLarge: The file is too large.
        """
        argv = (*self._program, *arguments)
        async with self._slots:
            try:
                ended = await run(argv, timeout_s=self._timeout_s, environment=bare())
            except TimeoutError as error:
                raise InvalidMedia(f"{name!r} takes too long to read; make it simpler.") from error
        if ended.code != 0:
            program = self._program[-1]
            log.warning("file.unreadable", program=program, exit_code=ended.code, tail=ended.tail)
            raise InvalidMedia(f"{name!r} cannot be read; save it in another format and try again.")
        answer = json.loads(ended.out)
        if "refused" in answer:
            raise (TooLarge if answer["is_too_large"] else InvalidMedia)(answer["refused"])
        return answer
