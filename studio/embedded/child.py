"""A child process that dies with its parent and whose words are heard line by line."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LineSink = Callable[[str], None]

_PR_SET_PDEATHSIG = 1
_TAIL_LINES = 60
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Account:
    """The system user that a child runs as."""

    uid: int
    gid: int


def ignore_line(line: str) -> None:
    """Hear nothing."""


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Give a ``preexec_fn`` after which the kernel signals the child when its parent is gone.

    The kernel means the parent *thread*: start children from one that lives as long as they may.
    """
    parent = os.getpid()

    def arm() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(_PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return arm


class Child:
    """One running program, in a session of its own so that Ctrl-C reaches only us."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        death_signal: signal.Signals,
        account: Account | None = None,
        stdin: str = "",
        pass_fds: Sequence[int] = (),
        on_line: LineSink = ignore_line,
    ) -> None:
        """Start it; what it writes to stdout and stderr goes to ``on_line``."""
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._on_line = on_line
        self._process = subprocess.Popen(
            argv,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            pass_fds=pass_fds,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509 - only calls prctl
        )
        self._reader = threading.Thread(target=self._hear, daemon=True)
        self._reader.start()
        if stdin:
            self._tell(stdin)

    @property
    def pid(self) -> int:
        """Give the process id."""
        return self._process.pid

    @property
    def tail(self) -> str:
        """Give the last lines it wrote."""
        return "\n".join(self._tail)

    def poll(self) -> int | None:
        """Give the exit code, ``None`` while it runs."""
        return self._process.poll()

    def wait(self, timeout_s: float) -> int | None:
        """Wait for its end; ``None`` where it still runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_s)
        return self._process.poll()

    def send(self, ask: signal.Signals) -> None:
        """Send a signal, where it still runs."""
        if self._process.poll() is None:
            self._process.send_signal(ask)

    def stop(self, ask: signal.Signals, *, timeout_s: float) -> int:
        """Ask it to end, insist after ``timeout_s``, and give the exit code."""
        self.send(ask)
        if self.wait(timeout_s) is None:
            self._process.kill()
        code = self._process.wait()
        self._reader.join(timeout=1.0)
        return code

    def _tell(self, text: str) -> None:
        pipe = self._process.stdin
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError), pipe:
                pipe.write(text)

    def _hear(self) -> None:
        pipe = self._process.stdout
        if pipe is None:
            return
        with pipe:
            for line in pipe:
                self._tail.append(line.rstrip("\n"))
                self._on_line(line.rstrip("\n"))
