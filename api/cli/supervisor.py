"""Keeps a set of processes alive until told to stop, then ends them in order."""

import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from studio.domain.errors import StudioError
from studio.embedded.child import Child, LineSink
from studio.embedded.server import RunningServer

_POLL_S = 0.1
_FIRST_DELAY_S = 1.0
_LONGEST_DELAY_S = 15.0
_STABLE_S = 30.0

Tell = Callable[[str], None]
"""Shows the user a sentence."""


class EmbeddedServer(Protocol):
    """An embedded PostgreSQL or Valkey."""

    def start(self) -> RunningServer: ...

    def stop(self) -> None: ...


class Part(Protocol):
    """Something that is kept alive."""

    @property
    def name(self) -> str: ...

    def start(self) -> None: ...

    def exit_code(self) -> int | None: ...

    def last_words(self) -> str: ...

    def ask_to_stop(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(slots=True)
class ServerPart:
    """An embedded server as a part; ``on_start`` hears of every start, its address included."""

    name: str
    server: EmbeddedServer
    on_start: Callable[[RunningServer], None]
    _running: RunningServer | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._running = self.server.start()
        self.on_start(self._running)

    def exit_code(self) -> int | None:
        """Give the exit code, ``None`` while it runs."""
        return self._running.child.poll() if self._running else None

    def last_words(self) -> str:
        """Give the last lines it wrote."""
        return self._running.child.tail if self._running else ""

    def ask_to_stop(self) -> None:
        """Do nothing yet: servers outlive their users."""

    def stop(self) -> None:
        """End it."""
        self.server.stop()


@dataclass(slots=True)
class ProgramPart:
    """One of our own programs as a part.

    Attributes:
        environment: Asked at every start, since a server may have moved.
        patience_s: How long it may take to end by itself.
    """

    name: str
    argv: Sequence[str]
    environment: Callable[[], Mapping[str, str]]
    on_line: LineSink
    patience_s: float
    pass_fds: Sequence[int] = ()
    _child: Child | None = None

    @property
    def pid(self) -> int | None:
        """Give the process id, ``None`` before the start."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start it."""
        self._child = Child(
            self.argv,
            env=self.environment(),
            cwd=Path.cwd(),
            # Without its servers it can finish nothing; whatever is lost is taken up again.
            death_signal=signal.SIGKILL,
            pass_fds=self.pass_fds,
            on_line=self.on_line,
        )

    def exit_code(self) -> int | None:
        """Give the exit code, ``None`` while it runs."""
        return self._child.poll() if self._child else None

    def last_words(self) -> str:
        """Give the last lines it wrote."""
        return self._child.tail if self._child else ""

    def ask_to_stop(self) -> None:
        """Ask it to end."""
        if self._child is not None:
            self._child.send(signal.SIGTERM)

    def stop(self) -> None:
        """End it, by force once its patience is over."""
        if self._child is not None:
            self._child.stop(signal.SIGTERM, timeout_s=self.patience_s)
            self._child = None


@dataclass(slots=True)
class _Revival:
    """When a part that fell is started again."""

    due: float = 0.0
    delay_s: float = 0.0
    started: float = field(default_factory=time.monotonic)

    def postpone(self, now: float) -> None:
        is_stable = now - self.started > _STABLE_S
        longer = min(self.delay_s * 2, _LONGEST_DELAY_S)
        self.delay_s = _FIRST_DELAY_S if is_stable or not self.delay_s else longer
        self.due = now + self.delay_s


class Supervisor:
    """Starts parts in order, revives them, and stops them group by group."""

    def __init__(self, *, tell: Tell) -> None:
        """Tell the user about falls and revivals through ``tell``."""
        self._tell = tell
        self._groups: list[list[Part]] = []
        self._revivals: dict[str, _Revival] = {}

    def start(self, parts: Sequence[Part]) -> None:
        """Start a group that needs the groups before it."""
        group: list[Part] = []
        self._groups.append(group)
        for part in parts:
            group.append(part)
            part.start()

    def watch(self) -> None:
        """Keep every part alive; only an exception, Ctrl-C's for one, ends this."""
        while True:
            self.look()
            time.sleep(_POLL_S)

    def look(self) -> None:
        """Look once at every part, and revive those whose time has come."""
        now = time.monotonic()
        for part in [part for group in self._groups for part in group]:
            revival = self._revivals.get(part.name)
            if revival is not None and revival.due:
                if now >= revival.due:
                    self._revive(part, revival)
            elif part.exit_code() is not None:
                self._mourn(part, now)

    def restart_after(self, name: str) -> None:
        """Start anew every part of the groups behind the one that holds ``name``."""
        place = next(i for i, g in enumerate(self._groups) if any(p.name == name for p in g))
        followers = [part for group in self._groups[place + 1 :] for part in group]
        for part in followers:
            part.ask_to_stop()
        for part in followers:
            part.stop()
            part.start()

    def stop(self) -> None:
        """Stop all groups, the last started first; inside a group all at once."""
        while self._groups:
            group = self._groups[-1]
            for part in group:
                part.ask_to_stop()
            for part in reversed(group):
                part.stop()
            self._groups.pop()

    def _mourn(self, part: Part, now: float) -> None:
        revival = self._revivals.setdefault(part.name, _Revival())
        revival.postpone(now)
        said = part.last_words().rpartition("\n")[2]
        self._tell(
            f"{part.name} ended with exit code {part.exit_code()}; starting it again in "
            f"{revival.delay_s:.0f} s. {said}".rstrip()
        )

    def _revive(self, part: Part, revival: _Revival) -> None:
        revival.due = 0.0
        revival.started = time.monotonic()
        try:
            part.start()
        except StudioError as error:
            revival.postpone(time.monotonic())
            self._tell(f"{part.name} does not start: {error}")
        else:
            self._tell(f"{part.name} is back.")
