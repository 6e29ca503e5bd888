"""Starts API processes at once: imports everything, then forks one for each line that it reads.

A line is JSON: ``{"environment": {...}, "log": "path"}``; the answer is the new process's id.
"""

import json
import os
import signal
import sys
from pathlib import Path

from api.cli import serve
from studio.settings import Settings


def main() -> None:
    """Serve lines until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order["environment"], Path(order["log"]))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _become(environment: dict[str, str], log: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.update(environment)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, file), (2, file)):
        os.dup2(source, target)
    serve.serve(Settings(), fd=None)
    os._exit(0)


if __name__ == "__main__":
    main()
