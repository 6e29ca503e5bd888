"""The state folder: what the commands of one installation tell each other through files."""

import contextlib
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.domain.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A running ``up``.

    Attributes:
        url: Of the API, for this machine.
        pid: Of the supervisor.
        database_url: What its processes use.
        redis_url: What its processes use.
    """

    url: str
    pid: int
    database_url: str
    redis_url: str


@dataclass(frozen=True, slots=True)
class ServerRecord:
    """What an embedded server keeps from one start to the next."""

    password: str
    port: int


@dataclass(frozen=True, slots=True)
class Welcome:
    """How the local user comes in: a browser by the token, a program by the key."""

    signin_token: str
    api_key: str


class StateDir:
    """One state folder."""

    def __init__(self, root: Path) -> None:
        """Name it; nothing is made before ``make``."""
        self.root = root.absolute()

    @property
    def logs(self) -> Path:
        """Give the folder of the log files."""
        return self.root / "logs"

    def make(self) -> None:
        """Make the folder, private; only root leaves it passable, for the servers' user.

        Raises:
            Misconfigured: Nothing can be written there.
        """
        mode = 0o711 if os.geteuid() == 0 else 0o700
        try:
            if not self.root.exists():
                self.root.mkdir(parents=True, exist_ok=True)
                self.root.chmod(mode)
            self.logs.mkdir(mode=0o700, exist_ok=True)
            tempfile.TemporaryFile(dir=self.root).close()
        except OSError as error:
            raise Misconfigured(
                f"Nothing can be written to {str(self.root)!r} ({error.strerror}); "
                "name another folder in REELWRIGHT_STATE_DIR."
            ) from error

    @contextmanager
    def locked(self) -> Generator[bool, None, None]:
        """Hold the folder's only supervisor place; false where another process holds it."""
        with (self.root / "lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def is_held(self) -> bool:
        """Tell whether a supervisor lives in this folder."""
        if not (self.root / "lock").exists():
            return False
        with self.locked() as is_ours:
            return not is_ours

    def running(self) -> RunInfo | None:
        """Give the running supervisor's facts once its API answers, ``None`` before and after."""
        facts = self._read("run.json")
        if not facts or not self.is_held():
            return None
        return RunInfo(**facts)

    def announce(self, info: RunInfo) -> None:
        """Tell other commands where the API is."""
        self._write(
            "run.json",
            {
                "url": info.url,
                "pid": info.pid,
                "database_url": info.database_url,
                "redis_url": info.redis_url,
            },
        )

    def withdraw(self) -> None:
        """Take the announcement back."""
        (self.root / "run.json").unlink(missing_ok=True)

    def server(self, name: str) -> ServerRecord:
        """Give a server's record, a new one with a password of 160 bits the first time."""
        record = self._read("servers.json").get(name)
        if record:
            return ServerRecord(**record)
        made = ServerRecord(password=secrets.token_hex(20), port=0)
        self.keep_server(name, made)
        return made

    def keep_server(self, name: str, record: ServerRecord) -> None:
        """Keep a server's record."""
        known = self._read("servers.json")
        known[name] = {"password": record.password, "port": record.port}
        self._write("servers.json", known)

    def api_key(self) -> str:
        """Give the local user's API key, empty where there is none yet."""
        return str(self._read("credentials").get("api_key", ""))

    def keep_api_key(self, secret: str) -> None:
        """Keep the local user's API key."""
        self._write("credentials", {"api_key": secret})

    def _read(self, name: str) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            return dict(json.loads((self.root / name).read_text()))
        return {}

    def _write(self, name: str, value: dict[str, Any]) -> None:
        # mkstemp makes the file 0600; the rename shows it whole or not at all.
        handle, temporary = tempfile.mkstemp(dir=self.root, prefix=f".{name}-")
        with os.fdopen(handle, "w") as file:
            json.dump(value, file)
        Path(temporary).replace(self.root / name)
