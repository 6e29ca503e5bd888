"""Real PostgreSQL and Valkey servers for tests, and databases in them."""

import secrets
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from studio.embedded.postgres import EmbeddedPostgres
from studio.embedded.valkey import EmbeddedValkey

# A test's database may be lost with the machine; waiting for the disk would be wasted.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def open_folder() -> Generator[Path, None, None]:
    """Give a folder with a short path that the servers' user can pass through."""
    folder = Path(tempfile.mkdtemp(prefix="rw-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_postgres() -> Generator[EmbeddedPostgres, None, None]:
    """Give a PostgreSQL of one's own, not started; ``start()`` and ``stop()`` at will."""
    with open_folder() as folder:
        server = EmbeddedPostgres(
            folder / "postgres", password=secrets.token_hex(8), options=CARELESS
        )
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def running_valkey() -> Generator[EmbeddedValkey, None, None]:
    """Give a Valkey of one's own, not started; ``start()`` and ``stop()`` at will."""
    with open_folder() as folder:
        server = EmbeddedValkey(folder / "valkey", password=secrets.token_hex(8))
        try:
            yield server
        finally:
            server.stop()


@dataclass(frozen=True, slots=True)
class Databases:
    """Makes and drops databases on one server."""

    url: str

    @contextmanager
    def fresh(self, *, template: str = "template1") -> Generator[str, None, None]:
        """Give the URL of a database that lives as long as the block."""
        name = f"rw_{secrets.token_hex(8)}"
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        try:
            yield urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))
        finally:
            self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def name_of(url: str) -> str:
    """Give the database's name in a URL."""
    return urlsplit(url).path.removeprefix("/")
