"""Uploads are examined by a process of their own, with bounds and without this one's secrets."""

import asyncio
import base64
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path

import structlog

from studio.domain.errors import InvalidMedia, TooLarge
from studio.domain.media import MediaMeasures
from studio.ports import Examined

log = structlog.get_logger()

_PROGRAM = (sys.executable, "-m", "renderer.intake")
_TIMEOUT_S = 90.0
_AT_A_TIME = 2
_KEPT = ("PATH", "PYTHONPATH", "HOME", "LANG", "TMPDIR", "NUMBA_CACHE_DIR")
"""Of the environment; the rest holds keys and addresses that a decoder has no use for."""


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
        environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
        # One thread: more would reserve memory that is counted against the bound.
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        process = await asyncio.create_subprocess_exec(
            *self._program, str(path), name, str(clean), stdin=DEVNULL, stdout=PIPE, stderr=PIPE,
            env=environment,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._timeout_s):
                out, err = await process.communicate()
        except TimeoutError as error:
            raise InvalidMedia(f"{name!r} takes too long to read; make it simpler.") from error
        finally:
            await _end(process)
        if process.returncode != 0:
            tail = err.decode("utf-8", "replace").strip()[-300:]
            log.warning("upload.unreadable", exit_code=process.returncode, tail=tail)
            raise InvalidMedia(f"{name!r} cannot be read; save it in another format and try again.")
        return out


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
