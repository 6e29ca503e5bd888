"""Which parts make up a running Reelwright, and how each is started."""

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from api.cli.logbook import Logbook
from api.cli.state import ServerRecord, StateDir
from api.cli.supervisor import Part, ProgramPart, ServerPart, Supervisor
from studio.embedded.postgres import EmbeddedPostgres
from studio.embedded.server import RunningServer
from studio.embedded.valkey import EmbeddedValkey
from studio.settings import Settings

_API_PATIENCE_S = 45.0
WORKER_PATIENCE_S = 15.0


@dataclass(slots=True)
class Household:
    """The parts of one installation; addresses are known once the servers run."""

    settings: Settings
    state: StateDir
    logbook: Logbook
    supervisor: Supervisor
    listener: socket.socket
    database_url: str = ""
    redis_url: str = ""

    def __post_init__(self) -> None:
        """Take the outside servers' addresses where they are set."""
        self.database_url = self.settings.database.database_url.get_secret_value()
        self.redis_url = self.settings.redis.redis_url.get_secret_value()

    @property
    def url(self) -> str:
        """Give the API's address on this machine."""
        host, port = self.listener.getsockname()[:2]
        named = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
        return f"http://{f'[{named}]' if ':' in named else named}:{port}"

    def database(self) -> Part:
        """Give the embedded PostgreSQL."""
        record = self.state.server("postgres")
        server = EmbeddedPostgres(
            self.state.root / "postgres",
            password=record.password,
            port=record.port,
            on_line=self.logbook.of_server("postgres"),
        )
        return ServerPart("postgres", server, self._database_started)

    def redis(self) -> Part:
        """Give the embedded Valkey."""
        record = self.state.server("valkey")
        server = EmbeddedValkey(
            self.state.root / "valkey",
            password=record.password,
            port=record.port,
            on_line=self.logbook.of_server("valkey"),
        )
        return ServerPart("valkey", server, self._redis_started)

    def workers(self) -> list[Part]:
        """Give the renderer's workers, one for each core where their number is not set."""
        count = self.settings.server.workers or cores()
        return [
            ProgramPart(
                name=f"renderer-{number}",
                argv=[sys.executable, "-m", "renderer"],
                environment=self.environment,
                on_line=self.logbook.of_program(f"renderer-{number}"),
                patience_s=WORKER_PATIENCE_S,
            )
            for number in range(1, count + 1)
        ]

    def api(self) -> Part:
        """Give the API; it serves on the socket that is open already."""
        handle = self.listener.fileno()
        return ProgramPart(
            name="api",
            argv=[sys.executable, "-m", "api.cli", "api", "--fd", str(handle)],
            environment=self.environment,
            on_line=self.logbook.of_program("api"),
            patience_s=_API_PATIENCE_S,
            pass_fds=[handle],
        )

    def environment(self) -> Mapping[str, str]:
        """Give the environment of our programs."""
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "REELWRIGHT_STATE_DIR": str(self.state.root),
            "REELWRIGHT_HOST": self.settings.server.host,
            "REELWRIGHT_PORT": str(self.listener.getsockname()[1]),
            "REELWRIGHT_LOG_FORMAT": "json",
            "REELWRIGHT_LOG_LEVEL": self.settings.server.log_level,
            "PYTHONUNBUFFERED": "1",
        }

    def _database_started(self, running: RunningServer) -> None:
        self.database_url = self._moved("postgres", self.database_url, running)

    def _redis_started(self, running: RunningServer) -> None:
        self.redis_url = self._moved("valkey", self.redis_url, running)

    def _moved(self, name: str, known: str, running: RunningServer) -> str:
        record = self.state.server(name)
        self.state.keep_server(name, ServerRecord(password=record.password, port=running.port))
        if known and known != running.url:
            self.database_url = running.url if name == "postgres" else self.database_url
            self.redis_url = running.url if name == "valkey" else self.redis_url
            self.supervisor.restart_after(name)
        return running.url


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
