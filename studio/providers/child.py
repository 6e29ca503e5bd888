"""Programs that a provider needs: started, fed, awaited, and ended with whoever waits for them."""

import asyncio
import contextlib
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_KEPT = ("PATH", "PYTHONPATH", "HOME", "LANG", "TMPDIR", "NUMBA_CACHE_DIR")
"""Of the environment; the rest holds keys and addresses that a decoder has no use for."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a program left behind."""

    code: int
    out: bytes
    err: bytes

    @property
    def tail(self) -> str:
        """Give its last words."""
        return self.err.decode("utf-8", "replace").strip()[-300:]


async def run(
    argv: Sequence[str],
    *,
    given: bytes = b"",
    timeout_s: float,
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Run a program to its end.

    Args:
        argv: What to start.
        given: To its standard input.
        timeout_s: Longest time it may take; then it is killed.
        environment: Instead of this process's.

    Raises:
        TimeoutError: It took longer.
    """
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
    )
    try:
        async with asyncio.timeout(timeout_s):
            out, err = await process.communicate(given)
    finally:
        await _end(process)
    return Ended(process.returncode or 0, out, err)


def bare() -> dict[str, str]:
    """Give the environment of a program that meets foreign bytes: no secrets, one thread."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    # More threads would reserve memory that is counted against the program's bound.
    return environment | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
