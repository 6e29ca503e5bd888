"""``reelwright up`` as a real process, and the processes below it."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_S = 150.0
SERVERS = ("DATABASE_URL", "REDIS_URL", "REELWRIGHT_PORT", "REELWRIGHT_URL")


@dataclass(slots=True)
class RunningUp:
    """A running ``up``; ``link`` is the sign-in link that it printed."""

    process: subprocess.Popen[str]
    state: Path
    link: str

    @property
    def info(self) -> dict[str, Any]:
        """What it told the other commands."""
        return json.loads((self.state / "run.json").read_text())

    @property
    def url(self) -> str:
        """Where its API is."""
        return str(self.info["url"])

    @property
    def api_key(self) -> str:
        """The local user's key."""
        return str(json.loads((self.state / "credentials").read_text())["api_key"])

    def below(self) -> dict[int, str]:
        """Every process below it, with its command line."""
        return descendants(self.process.pid)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, and give its exit code."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(sign)
        return self.process.wait(90)


@contextmanager
def running_up(folder: Path, **environment: str) -> Generator[RunningUp, None, None]:
    """Start ``up`` on a free port with its state in a folder, and stop it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "up", "--port", "0"],
        env=environment_of(folder) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = RunningUp(process=process, state=folder / "state", link="")
    try:
        running.link = _read_link(process)
        yield running
    finally:
        running.stop()
        if process.stdout is not None:
            process.stdout.close()


def environment_of(folder: Path) -> dict[str, str]:
    """Give an environment in which nothing but the folder is configured."""
    kept = {name: value for name, value in os.environ.items() if name not in SERVERS}
    return kept | {
        "REELWRIGHT_STATE_DIR": str(folder / "state"),
        "REELWRIGHT_WORKERS": "2",
        "REELWRIGHT_MODEL": "director",
        "COLUMNS": "200",
    }


def descendants(pid: int) -> dict[int, str]:
    """Give the live processes below a process."""
    found: dict[int, str] = {}
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found[int(child)] = command_of(int(child))
                found |= descendants(int(child))
    return found


def command_of(pid: int) -> str:
    """Give a process's command line, empty where it is gone or a zombie."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    return ""


def wait_until(is_so: Callable[[], bool], *, timeout_s: float = 120.0) -> None:
    """Return as soon as something is so; fail where it does not come true."""
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def _read_link(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        found = re.search(r"http://\S+/signin#token=\S+", line)
        if found:
            return found.group()
    raise AssertionError(f"up ended without a link:\n{said}")
