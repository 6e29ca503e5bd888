"""``reelwright up``: everything in one terminal, until Ctrl-C."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from api.cli.household import Household
from api.cli.listening import open_listener
from api.cli.logbook import Logbook
from api.cli.state import RunInfo, StateDir, Welcome
from api.cli.steps import Steps
from api.cli.supervisor import Supervisor
from studio.domain.errors import Unavailable
from studio.settings import Settings

_READY_S = 90.0
_POLL_S = 0.05
_GIVE_WAY_S = 45.0
"""What is stopping lets its work end, for so long at most."""


def up(settings: Settings, steps: Steps) -> int:
    """Run everything until told to stop, and give the exit code."""
    state = StateDir(settings.state.state_dir)
    state.make()
    await_place(state, steps)
    with state.locked() as is_first:
        if not is_first:
            return _greet_again(settings, state, steps)
        with _signals_interrupt():
            try:
                _live(settings, state, steps)
            except KeyboardInterrupt:
                return 0
    return 0


def await_place(state: StateDir, steps: Steps, *, wait_s: float = _GIVE_WAY_S) -> None:
    """Wait while another ``up`` is just starting or stopping in a folder, and say so."""
    deadline, is_told = time.monotonic() + wait_s, False
    while state.is_held() and state.running() is None and time.monotonic() < deadline:
        if not is_told:
            steps.say(
                f"· Another `reelwright up` is just starting or stopping in {state.root}; waiting."
            )
            is_told = True
        time.sleep(_POLL_S)


def _live(settings: Settings, state: StateDir, steps: Steps) -> None:
    begun = time.monotonic()
    supervisor = Supervisor(tell=steps.warn)
    with _listener(settings, steps) as listener:
        house = Household(
            settings=settings,
            state=state,
            logbook=Logbook(state.logs, show=steps.trouble),
            supervisor=supervisor,
            listener=listener,
        )
        try:
            _start(house, steps)
            _greet(house, steps, seconds=time.monotonic() - begun)
            supervisor.watch()
        finally:
            state.withdraw()
            listener.close()
            _stop(supervisor, steps)


def _start(house: Household, steps: Steps) -> None:
    if house.database_url:
        steps.say("· PostgreSQL   the one of DATABASE_URL")
    else:
        with steps.step("PostgreSQL", "starting") as step:
            house.supervisor.start([house.database()])
            step.detail = _address(house.database_url)
    if house.redis_url:
        steps.say("· Valkey       the one of REDIS_URL")
    else:
        with steps.step("Valkey", "starting") as step:
            house.supervisor.start([house.redis()])
            step.detail = _address(house.redis_url)
    with steps.step("Database", "bringing the tables up to date") as step:
        from api.cli import doorstep  # noqa: PLC0415 - takes seconds; the servers start meanwhile

        asyncio.run(doorstep.prepare_database(house.database_url))
        step.detail = "tables up to date"
    with steps.step("Renderer", "starting workers") as step:
        workers = house.workers()
        house.supervisor.start(workers)
        step.detail = f"{len(workers)} worker{'s' if len(workers) > 1 else ''}"
    with steps.step("API", "starting") as step:
        house.supervisor.start([house.api()])
        _await_api(house)
        step.detail = house.url


def _await_api(house: Household) -> None:
    deadline = time.monotonic() + _READY_S
    with httpx.Client(base_url=house.url, trust_env=False, timeout=2.0) as client:
        while time.monotonic() < deadline:
            house.supervisor.look()
            try:
                if client.get("/readyz").is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(_POLL_S)
    message = f"the API is not ready after {_READY_S:.0f} s; see {house.state.logs / 'api.log'}"
    raise Unavailable(message)


def _welcome(state: StateDir, *, url: str, database_url: str) -> Welcome:
    from api.cli import doorstep  # noqa: PLC0415 - see _start

    known = state.api_key()
    api_key = known if known and _status(url, known).is_success else ""
    welcome = asyncio.run(doorstep.welcome(database_url, api_key=api_key))
    state.keep_api_key(welcome.api_key)
    return welcome


def _greet(house: Household, steps: Steps, *, seconds: float) -> None:
    welcome = _welcome(house.state, url=house.url, database_url=house.database_url)
    house.state.announce(
        RunInfo(
            url=house.url,
            pid=os.getpid(),
            database_url=house.database_url,
            redis_url=house.redis_url,
        )
    )
    steps.say("")
    steps.say(f"Model    {_model(house.url, welcome.api_key)}")
    steps.say(f"Data     {house.state.root}")
    steps.say(f"Logs     {_short(house.state.logs)}")
    steps.say("")
    steps.say(f"Ready in {seconds:.1f} s. Open this link; it works once:")
    steps.say(
        _signin(house.settings.server.public_url or house.url, welcome.signin_token),
        style="bold cyan",
    )
    steps.say("")
    steps.say("Ctrl-C stops everything.", style="dim")


def _greet_again(settings: Settings, state: StateDir, steps: Steps) -> int:
    info = state.running()
    if info is None:
        steps.say(f"Another `reelwright up` is just starting or stopping in {state.root}.")
        return 1
    welcome = _welcome(state, url=info.url, database_url=info.database_url)
    steps.say(f"Reelwright is already running here (process {info.pid}). A fresh link:")
    steps.say(
        _signin(settings.server.public_url or info.url, welcome.signin_token), style="bold cyan"
    )
    return 0


@contextmanager
def _listener(settings: Settings, steps: Steps) -> Generator[socket.socket, None, None]:
    server = settings.server
    is_chosen = "port" in server.model_fields_set
    with open_listener(server.host, server.port, may_move=not is_chosen) as listener:
        port = listener.getsockname()[1]
        if server.port not in {0, port}:
            steps.warn(f"Port {server.port} is taken by another program; using {port}.")
        yield listener


@contextmanager
def _signals_interrupt() -> Generator[None, None, None]:
    """Turn SIGTERM and SIGHUP into what Ctrl-C is."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signs = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = {sign: signal.signal(sign, interrupt) for sign in signs}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _stop(supervisor: Supervisor, steps: Steps) -> None:
    try:
        steps.say("")
        with steps.step("Stopping", "letting the API finish what it does") as step:
            supervisor.stop()
            step.detail = "everything is stopped"
    except OSError:
        pass  # the terminal is gone; nobody is left to be told
    finally:
        supervisor.stop()


def _model(url: str, api_key: str) -> str:
    answer = _status(url, api_key)
    facts: dict[str, Any] = answer.json() if answer.is_success else {}
    name, kind = str(facts.get("model", "unknown")), str(facts.get("model_kind", ""))
    if kind == "director":
        return f"{name}, built in; name another by REELWRIGHT_MODEL=openai:NAME, or start Ollama"
    return f"{name} ({kind})" if kind else name


def _status(url: str, api_key: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {api_key}"}
    return httpx.get(f"{url}/v1/status", headers=headers, trust_env=False, timeout=10.0)


def _signin(base: str, token: str) -> str:
    return f"{base.rstrip('/')}/signin#token={token}"


def _address(url: str) -> str:
    return url.rpartition("@")[2].partition("/")[0]


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
