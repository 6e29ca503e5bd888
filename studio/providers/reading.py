"""Documents and pages are read by a process of their own, with bounds and without this one's secrets."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

from studio.domain.errors import InvalidMedia, TooLarge
from studio.domain.source import Passage
from studio.providers.child import bare, run

log = structlog.get_logger()

_PROGRAM = (sys.executable, "-m", "renderer.programs.secluded", "renderer.uploads.reading")
_TIMEOUT_S = 45.0
_AT_A_TIME = 2


class ProcessReader:
    """A ``TextReader`` that survives whatever the bytes do to their parser."""

    def __init__(self, *, program: Sequence[str] = _PROGRAM, timeout_s: float = _TIMEOUT_S) -> None:
        """Take what reads a file, and how long it may take."""
        self._program = program
        self._timeout_s = timeout_s
        self._slots = asyncio.Semaphore(_AT_A_TIME)

    async def read(self, path: Path, *, name: str) -> Passage:
        """Give the text of a file; its bytes alone decide what it is."""
        argv = (*self._program, str(path), name)
        async with self._slots:
            try:
                ended = await run(argv, timeout_s=self._timeout_s, environment=bare())
            except TimeoutError as error:
                raise InvalidMedia(f"{name!r} takes too long to read; make it simpler.") from error
        if ended.code != 0:
            log.warning("source.unreadable", exit_code=ended.code, tail=ended.tail)
            raise InvalidMedia(f"{name!r} cannot be read; save it in another format and try again.")
        answer = json.loads(ended.out)
        if "refused" in answer:
            raise (TooLarge if answer["is_too_large"] else InvalidMedia)(answer["refused"])
        return Passage.model_validate(answer["passage"])
