"""Run ffmpeg: the only place where the renderer starts programs."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs]

from renderer.programs import seclusion
from studio.domain.errors import RenderFailed

_TAIL_CHARACTERS = 2_000
_PROTOCOLS = "file,pipe"


@dataclass(frozen=True, slots=True)
class Completed:
    """What a finished program said.

    Attributes:
        stderr: Everything on its standard error.
    """

    stderr: str


def run(argv: Sequence[str], *, timeout_s: float, stage: str) -> Completed:
    """Run ffmpeg to its end; it dies with this process.

    Args:
        argv: Arguments after the program's name.
        timeout_s: When to kill it.
        stage: What it is part of, for the error.

    Raises:
        RenderFailed: It failed, was killed or took too long.
    """
    try:
        done = subprocess.run(
            [*_guard(), *command(argv)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderFailed(
            f"ffmpeg took longer than {timeout_s:g} s ({stage}); try again.",
            stage=stage,
            stderr_tail=_tail(error.stderr or b""),
        ) from error
    if done.returncode != 0:
        raise RenderFailed(
            f"ffmpeg failed with exit code {done.returncode} ({stage}).",
            stage=stage,
            exit_code=done.returncode,
            stderr_tail=_tail(done.stderr),
        )
    return Completed(stderr=done.stderr.decode("utf-8", "replace"))


@contextlib.contextmanager
def feeding(
    argv: Sequence[str], *, timeout_s: float, stage: str
) -> Generator[Callable[[bytes], int]]:
    """Run ffmpeg, and give what writes to its standard input; it ends with the context.

    Args:
        argv: Arguments after the program's name.
        timeout_s: How long it may take to finish, once all is written.
        stage: What it is part of, for the error.

    Raises:
        RenderFailed: It failed, or did not finish.
    """
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*_guard(), *command(argv, is_fed=True)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as process,
    ):
        pipe = cast("BinaryIO", process.stdin)
        try:
            # What broke the pipe is in the exit code.
            with contextlib.suppress(BrokenPipeError):
                yield pipe.write
                pipe.close()
            process.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            raise RenderFailed(f"ffmpeg does not finish ({stage}).", stage=stage) from error
        finally:
            process.kill()
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        if process.returncode != 0:
            said.seek(0)
            raise RenderFailed(
                f"ffmpeg failed with exit code {process.returncode} ({stage}).",
                stage=stage,
                exit_code=process.returncode,
                stderr_tail=_tail(said.read()),
            )


def command(argv: Sequence[str], *, is_fed: bool = False) -> list[str]:
    """Give the whole command line: every input may only be a local file or a pipe.

    Args:
        argv: Arguments after the program's name.
        is_fed: Whether standard input is one of them; else ffmpeg would take keys from it.
    """
    guarded: list[str] = []
    for argument in argv:
        if argument == "-i":
            guarded += ["-protocol_whitelist", _PROTOCOLS]
        guarded.append(argument)
    quiet = [] if is_fed else ["-nostdin"]
    return [imageio_ffmpeg.get_ffmpeg_exe(), *quiet, "-hide_banner", *guarded]


def _guard() -> list[str]:
    """Give what becomes ffmpeg, without a network and not outliving this process.

    A ``preexec_fn`` would save 15 ms, but may deadlock where numpy has started threads.
    """
    if sys.platform != "linux":
        return []
    return [sys.executable, "-I", "-S", seclusion.__file__, str(os.getpid())]


def _tail(stderr: bytes) -> str:
    return stderr.decode("utf-8", "replace").strip()[-_TAIL_CHARACTERS:]
