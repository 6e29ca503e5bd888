"""Log files of the children: JSON lines, trouble also shown on the terminal."""

import json
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from studio.embedded.child import LineSink

MAX_BYTES = 10_000_000

_SERVER_LEVEL = re.compile(r"\b(WARNING|ERROR|FATAL|PANIC):")
_LEVELS = {"WARNING": "warning", "ERROR": "error", "FATAL": "error", "PANIC": "critical"}
_SHOWN = {
    "program": {"warning", "error", "critical"},
    # A server's FATAL is an everyday word: it says so of every connection during its start.
    "server": {"critical"},
}

Show = Callable[[str, str, str], None]
"""Shows a line: source, level, text."""


class Logbook:
    """Keeps each child's lines in ``<folder>/<name>.log``."""

    def __init__(self, folder: Path, *, show: Show) -> None:
        """Keep the files in ``folder`` and pass trouble to ``show``."""
        self._folder = folder
        self._show = show
        self._lock = threading.Lock()

    def of_program(self, name: str) -> LineSink:
        """Give the ear for a program of ours, which logs JSON."""
        return lambda line: self._hear(name, line, shown=_SHOWN["program"])

    def of_server(self, name: str) -> LineSink:
        """Give the ear for a server, which logs text."""
        return lambda line: self._hear(name, line, shown=_SHOWN["server"])

    def _hear(self, name: str, line: str, *, shown: set[str]) -> None:
        if not line.strip():
            return
        entry = parse_line(line, source=name)
        self._write(self._folder / f"{name.partition('-')[0]}.log", entry)
        if entry["level"] in shown:
            self._show(name, entry["level"], summary(entry))

    def _write(self, path: Path, entry: dict[str, Any]) -> None:
        with self._lock:
            if path.exists() and path.stat().st_size > MAX_BYTES:
                path.replace(path.with_suffix(".log.1"))
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def parse_line(line: str, *, source: str) -> dict[str, Any]:
    """Give a line as a JSON entry with at least ``timestamp``, ``level``, ``event``, ``source``."""
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if isinstance(entry, dict) and "event" in entry:
        return {"timestamp": _now(), "level": "info", "source": source, **entry}
    found = _SERVER_LEVEL.search(line)
    level = _LEVELS[found.group(1)] if found else "info"
    return {"timestamp": _now(), "level": level, "source": source, "event": line}


def summary(entry: dict[str, Any]) -> str:
    """Give an entry in one line, fit for a terminal."""
    hidden = {"timestamp", "level", "source", "event", "exception", "logger"}
    fields = " ".join(f"{name}={value}" for name, value in entry.items() if name not in hidden)
    exception = str(entry.get("exception", "")).strip().rpartition("\n")[2]
    return " ".join(part for part in (str(entry["event"]), fields, exception) if part)


def _now() -> str:
    return datetime.now(UTC).isoformat()
