"""Servers, databases and a key space for every test that wants the real thing."""

import asyncio
import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import redis
import structlog
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from studio.db.migrate import migrate
from studio.services import accounts
from tests.support.servers import Databases, name_of, running_postgres, running_valkey

os.environ["REELWRIGHT_CONFIG"] = os.devnull
"""Whoever runs the tests may have a ``reelwright.toml`` of their own."""

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
"""A busy machine makes any example late."""

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
"""The usual traceback draws all locals, which takes minutes where one of them is the whole studio."""

pytest_plugins = ["tests.support.watchdog"]

SERVERS = {"databases", "redis_server_url"}
LONGEST_FIRST = ("e2e", "integration", "contract")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark the tests that use a server, and bring files of long tests before those of short ones.

    ``-m servers`` runs the marked ones on other servers. The order keeps all processes of a run
    busy to its end: what begins last is short.
    """
    for item in items:
        if SERVERS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("servers")
    yield
    # After the shuffle; the order within a folder stays random.
    items.sort(key=_length)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Generator[None]:
    """Hash passwords with little work: a real hash takes a fifth of a second, and each test has users.

    ``tests/integration/services/test_accounts.py`` puts the real ones back.
    """
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_PASSWORDS", quick)
        yield


@pytest.fixture(scope="session")
def databases() -> Generator[Databases, None, None]:
    """One PostgreSQL for the session: TEST_DATABASE_URL's, or an embedded one."""
    outside = os.environ.get("TEST_DATABASE_URL")
    if outside:
        yield Databases(url=outside)
        return
    with running_postgres() as server:
        yield Databases(url=server.start().url)


@pytest.fixture(scope="session")
def migrated_template(databases: Databases) -> Generator[str, None, None]:
    """The name of a database that was migrated once, to be copied."""
    with databases.fresh() as url, ThreadPoolExecutor(1) as other_thread:
        # In a thread, so that the tests' own event loop is left alone.
        other_thread.submit(lambda: asyncio.run(migrate(url))).result()
        yield name_of(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Generator[str, None, None]:
    """A database without any table."""
    with databases.fresh() as url:
        yield url


@pytest.fixture
def database_url(databases: Databases, migrated_template: str) -> Generator[str, None, None]:
    """A migrated database of the test's own."""
    with databases.fresh(template=migrated_template) as url:
        yield url


@pytest.fixture(scope="session")
def redis_server_url() -> Generator[str, None, None]:
    """One Redis for the session: TEST_REDIS_URL's, or an embedded Valkey.

    Tests empty it, so each process of a test run has a database of its own on an outside server.
    """
    outside = os.environ.get("TEST_REDIS_URL")
    if outside:
        yield urlsplit(outside)._replace(path=f"/{_process()}").geturl()
        return
    with running_valkey() as server:
        yield server.start().url


@pytest.fixture
def redis_url(redis_server_url: str) -> str:
    """An empty key space."""
    client = redis.Redis.from_url(redis_server_url)
    client.flushdb()
    client.close()
    return redis_server_url


def _length(item: pytest.Item) -> int:
    folder = item.nodeid.split("/")[1]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


def _process() -> int:
    """Which process of the test run this is, from 0 on."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
