"""What operators do alone: ``migrate``, ``worker``, ``add-user`` and ``budget --user``."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from decimal import Decimal

from api.cli import doorstep, household
from api.cli.state import RunInfo, StateDir
from api.cli.supervisor import ProgramPart, Supervisor
from studio.db.engine import open_database
from studio.domain.budget import Limits
from studio.domain.errors import Misconfigured
from studio.services import accounts, budgets
from studio.settings import Settings


def migrate(settings: Settings) -> None:
    """Bring the database up to date.

    Raises:
        Misconfigured: It is not known which one.
    """
    url = settings.database.database_url.get_secret_value()
    asyncio.run(doorstep.prepare_database(url or _running(settings, "DATABASE_URL").database_url))


def add_user(settings: Settings, *, email: str, password: str) -> None:
    """Make an account that signs in with a password.

    Raises:
        Misconfigured: It is not known in which database.
        Invalid: The address or the password will not do.
        Conflict: The address is taken.
    """
    url = settings.database.database_url.get_secret_value()
    asyncio.run(_register(url or _running(settings, "DATABASE_URL").database_url, email, password))


def set_budget(settings: Settings, *, email: str, chosen: Mapping[str, Decimal | None]) -> Limits:
    """Change what one user may spend, in the place of the installation's budgets, and give it.

    Raises:
        Misconfigured: It is not known in which database.
        NotFound: Nobody has this address.
    """
    url = settings.database.database_url.get_secret_value()
    url = url or _running(settings, "DATABASE_URL").database_url
    return asyncio.run(_set_budget(url, email, chosen))


def work(settings: Settings, *, slots: int = 1) -> None:
    """Run renderer workers, a process for each slot, until told to stop.

    Args:
        settings: Of this process.
        slots: How many tasks may be at work here at a time; 0 takes one per core.

    Raises:
        Misconfigured: The database or the queue is not known.
    """
    argv, environment = [sys.executable, "-m", "renderer"], with_servers(settings)
    count = slots or household.cores()
    if count == 1:
        os.execve(sys.executable, argv, environment)  # noqa: S606 - becomes a program of ours, no shell
    supervisor = Supervisor(tell=_tell)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        supervisor.start(
            [
                ProgramPart(
                    name=f"renderer-{number}",
                    argv=argv,
                    environment=lambda: environment,
                    on_line=_pass_on,
                    patience_s=household.WORKER_PATIENCE_S,
                )
                for number in range(1, count + 1)
            ]
        )
        supervisor.watch()
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.stop()


def with_servers(settings: Settings) -> dict[str, str]:
    """Give our environment with the addresses of the servers, a running ``up``'s where unset.

    Raises:
        Misconfigured: An address is neither set nor known.
    """
    environment = dict(os.environ)
    if not settings.database.database_url.get_secret_value():
        environment["DATABASE_URL"] = _running(settings, "DATABASE_URL").database_url
    if not settings.redis.redis_url.get_secret_value():
        environment["REDIS_URL"] = _running(settings, "REDIS_URL").redis_url
    return environment


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _pass_on(line: str) -> None:
    print(line, flush=True)


async def _register(database_url: str, email: str, password: str) -> None:
    database = open_database(database_url, pool=2)
    try:
        async with database.work() as work:
            await accounts.register(work, email=email, password=password)
    finally:
        await database.close()


async def _set_budget(
    database_url: str, email: str, chosen: Mapping[str, Decimal | None]
) -> Limits:
    database = open_database(database_url, pool=2)
    try:
        async with database.work() as work:
            before = await budgets.of_operator(work, email=email)
            limits = before.model_copy(update=dict(chosen))
            await budgets.set_by_operator(work, email=email, limits=limits)
            return limits
    finally:
        await database.close()


def _running(settings: Settings, setting: str) -> RunInfo:
    info = StateDir(settings.state.state_dir).running()
    if info is None:
        message = f"set {setting}, or start `reelwright up` in this folder first"
        raise Misconfigured(message)
    return info
