"""Workers of the render queue as processes, and what their pretended tasks told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.support.render_worker import LOG


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a task: it began or ended."""

    what: str
    digest: str
    pid: int
    child: int
    at: float


@dataclass(slots=True)
class Fleet:
    """Some workers."""

    url: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, count: int) -> None:
        """Start more workers, and wait until they listen."""
        argv = [sys.executable, "-m", "tests.support.render_worker", self.url]
        self.workers += [subprocess.Popen(argv, start_new_session=True) for _ in range(count)]
        wait_until(lambda: _listening(self.url) >= len(self.alive))

    @property
    def alive(self) -> list[subprocess.Popen[bytes]]:
        """Those that have not ended."""
        return [w for w in self.workers if w.poll() is None]

    def worker_of(self, pid: int) -> subprocess.Popen[bytes]:
        """The worker that started a task's process."""
        return next(w for w in self.workers if w.pid == parent_of(pid))

    def told(self, what: str = "began", digest: str = "") -> list[Told]:
        """What tasks told so far, optionally of one digest."""
        with Redis.from_url(self.url, decode_responses=True) as redis:
            lines = [str(line).split() for line in redis.lrange(LOG, 0, -1)]
        told = [Told(w, d, int(p), int(c), float(at)) for w, d, p, c, at in lines]
        return [t for t in told if t.what == what and t.digest.startswith(digest)]

    def stop(self) -> None:
        """Kill what is left."""
        for worker in self.alive:
            worker.kill()
            worker.wait(10)


@contextmanager
def fleet(url: str, count: int) -> Generator[Fleet]:
    """Workers for the length of a test."""
    running = Fleet(url)
    try:
        running.start(count)
        yield running
    finally:
        running.stop()


def wait_until(is_so: Callable[[], object], *, seconds: float = 20.0) -> float:
    """Wait for something, through outages of Redis, and give how long it took."""
    began = time.monotonic()
    while not _holds(is_so):
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began


def is_running(pid: int) -> bool:
    """Whether a process is there and is not just waiting to be buried."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def parent_of(pid: int) -> int:
    """The parent of a process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def kill(pid: int) -> None:
    """End a process as a lack of memory would."""
    os.kill(pid, signal.SIGKILL)


def _holds(is_so: Callable[[], object]) -> bool:
    try:
        return bool(is_so())
    except RedisError:
        return False


def _listening(url: str) -> int:
    with Redis.from_url(url) as redis:
        return int(redis.scard("rq:workers:render"))
