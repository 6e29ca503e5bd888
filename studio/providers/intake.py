"""Uploads are examined by a process of their own, with bounds and without this one's secrets."""

import asyncio
import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

from studio.domain.errors import InvalidMedia, TooLarge
from studio.domain.media import MediaMeasures
from studio.ports import Examined
from studio.providers.child import bare, run

log = structlog.get_logger()

_PROGRAM = (sys.executable, "-m", "renderer.programs.secluded", "renderer.uploads.intake")
_TIMEOUT_S = 90.0
_AT_A_TIME = 2


class ProcessExaminer:
    """A ``MediaExaminer`` that survives whatever the bytes do to their decoder."""

    def __init__(self, *, program: Sequence[str] = _PROGRAM, timeout_s: float = _TIMEOUT_S) -> None:
        """Take what examines a file, and how long it may take."""
        self._program = program
        self._timeout_s = timeout_s
        self._slots = asyncio.Semaphore(_AT_A_TIME)

    async def examine(self, path: Path, *, name: str, clean: Path) -> Examined:
        """Measure an upload and write what is kept of it."""
        async with self._slots:
            answer = json.loads(await self._run(path, name, clean))
        if "refused" in answer:
            raise (TooLarge if answer["is_too_large"] else InvalidMedia)(answer["refused"])
        return Examined(
            measures=MediaMeasures.model_validate(answer["measures"]),
            thumbnail=base64.b64decode(answer["thumbnail"]),
        )

    async def _run(self, path: Path, name: str, clean: Path) -> bytes:
        argv = (*self._program, str(path), name, str(clean))
        try:
            ended = await run(argv, timeout_s=self._timeout_s, environment=bare())
        except TimeoutError as error:
            raise InvalidMedia(f"{name!r} takes too long to read; make it simpler.") from error
        if ended.code != 0:
            log.warning("upload.unreadable", exit_code=ended.code, tail=ended.tail)
            raise InvalidMedia(f"{name!r} cannot be read; save it in another format and try again.")
        return ended.out
