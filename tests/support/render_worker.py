"""A real worker of the render queue with pretended tasks: ``python -m tests.support.render_worker``.

A task's digest says what it does: ``<milliseconds>-<name>`` sleeps in a child of its own, as a task
that runs a program does, ``die-<name>`` kills its own process, and ``hog-<name>`` wants
more than it may have.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from types import ModuleType

from redis import Redis

from renderer.programs.bounds import FILE_BYTES, MEMORY_BYTES
from renderer.programs.ffmpeg import _guard  # pyright: ignore[reportPrivateUsage]
from renderer.worker import work

LOG = "test:log"


def main(url: str) -> None:
    """Work on the queue, and tell in a list what begins and ends."""

    def task(render_id: str, digest: str = "0-finish") -> None:
        redis = Redis.from_url(url)
        what, _, _ = digest.partition("-")
        if what == "die":
            redis.rpush(LOG, f"began {digest} {os.getpid()} 0 {time.time()}")
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "hog":
            redis.rpush(LOG, f"{_hog()} {digest} {os.getpid()} 0 {time.time()}")
            return
        child = subprocess.Popen([*_guard(), "/bin/sleep", str(int(what) / 1000)])
        redis.rpush(LOG, f"began {digest} {os.getpid()} {child.pid} {time.time()}")
        child.wait()
        redis.rpush(LOG, f"ended {digest} {os.getpid()} {child.pid} {time.time()}")

    stand_in = ModuleType("renderer.job")
    for name in ("encode_segment", "mix_audio", "finish_render"):
        setattr(stand_in, name, task)
    sys.modules["renderer.job"] = stand_in
    exporting = ModuleType("renderer.exporting")
    setattr(exporting, "make_export", lambda export_id: task(export_id, "0-export"))  # noqa: B010 - the checker knows no such attribute
    sys.modules["renderer.exporting"] = exporting
    work(url)


def _hog() -> str:
    """Take more memory than a task may, and write more into a file."""
    try:
        bytearray(MEMORY_BYTES + 2**30)
    except MemoryError:
        pass
    else:
        return "took-memory"
    with tempfile.TemporaryFile() as file:
        try:
            os.truncate(file.fileno(), FILE_BYTES + 1)
        except OSError:
            return "refused"
    return "took-disk"


if __name__ == "__main__":
    main(sys.argv[1])
