"""What the embedded servers share: ports, leftovers of a crash, waiting until ready."""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.domain.errors import Unavailable
from studio.embedded.child import Child

_POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class RunningServer:
    """An embedded server that answers.

    Attributes:
        url: With user and password.
        port: On 127.0.0.1.
        child: Its process.
    """

    url: str
    port: int
    child: Child


def free_port(preferred: int = 0) -> int:
    """Give a port of 127.0.0.1 that nobody listens on, the preferred one where possible."""
    for port in (preferred, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    message = "no free port on 127.0.0.1"
    raise Unavailable(message)


def wait_until_ready(
    child: Child, answers: Callable[[], bool], *, name: str, timeout_s: float
) -> None:
    """Return as soon as the server answers.

    Raises:
        Unavailable: It ended or did not answer in time; the message holds its last words.
    """
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if child.poll() is not None:
            message = f"{name} ended at once with exit code {child.poll()}:\n{child.tail}"
            raise Unavailable(message)
        if answers():
            return
        time.sleep(_POLL_S)
    child.stop(signal.SIGKILL, timeout_s=5.0)
    message = f"{name} did not answer within {timeout_s:.0f} s:\n{child.tail}"
    raise Unavailable(message)


def end_leftover(pid_file: Path, data_dir: Path, *, ask: signal.Signals) -> None:
    """End a server that a crashed parent left running on this data folder."""
    pid = _read_pid(pid_file)
    if pid is None or not _works_in(pid, data_dir):
        return
    for sign, patience_s in ((ask, 20.0), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            if not _works_in(pid, data_dir):
                return
            time.sleep(_POLL_S)


def _read_pid(pid_file: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(pid_file.read_text().split()[0])
    return None


def _works_in(pid: int, data_dir: Path) -> bool:
    """Tell whether the process is alive in this folder, not a stranger with a reused number."""
    if sys.platform != "linux":
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            return True
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and Path(f"/proc/{pid}/cwd").resolve() == data_dir.resolve()
    except OSError:
        return False
