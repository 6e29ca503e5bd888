"""A running server to speak to: the one that is there, or one started for the moment."""

import os
import signal
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from api.cli.client import Client
from api.cli.state import StateDir
from api.cli.steps import Steps
from studio.domain.errors import Misconfigured, Unavailable
from studio.embedded.child import Child
from studio.settings import Settings

_START_S = 180.0
_STOP_S = 60.0
_POLL_S = 0.1


@contextmanager
def running_client(settings: Settings, *, url: str, api_key: str) -> Generator[Client, None, None]:
    """Give a client of a server that runs already.

    Raises:
        Misconfigured: None runs, or its key is not known.
    """
    if url:
        if not api_key:
            message = "REELWRIGHT_API_KEY is not set; make a key on the server and set it"
            raise Misconfigured(message)
        with Client(url, api_key) as client:
            yield client
        return
    state = StateDir(settings.state.state_dir)
    info = state.running()
    if info is None:
        message = f"no server runs in {state.root}; start one with `reelwright up`"
        raise Misconfigured(message)
    with Client(info.url, state.api_key()) as client:
        yield client


@contextmanager
def any_client(
    settings: Settings, steps: Steps, *, url: str, api_key: str
) -> Generator[Client, None, None]:
    """Give a client of the running server, or of one that is started now and stopped after.

    Raises:
        Unavailable: It does not start.
    """
    state = StateDir(settings.state.state_dir)
    if url or state.is_held():
        if not url:
            _await_announcement(state, child=None)
        with running_client(settings, url=url, api_key=api_key) as client:
            yield client
        return
    child = _start(settings)
    try:
        with steps.step("Reelwright", "starting for this video") as step:
            _await_announcement(state, child=child)
            step.detail = "started for this video"
        with running_client(settings, url="", api_key="") as client:
            yield client
    finally:
        child.stop(signal.SIGTERM, timeout_s=_STOP_S)


def _start(settings: Settings) -> Child:
    return Child(
        [sys.executable, "-m", "api.cli", "up", "--port", "0"],
        env={
            **os.environ,
            "REELWRIGHT_STATE_DIR": str(settings.state.state_dir.absolute()),
            "PYTHONUNBUFFERED": "1",
        },
        cwd=Path.cwd(),
        death_signal=signal.SIGTERM,
    )


def _await_announcement(state: StateDir, *, child: Child | None) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if state.running() is not None:
            return
        if child is not None and child.poll() is not None:
            message = f"the server did not start:\n{child.tail}"
            raise Unavailable(message)
        time.sleep(_POLL_S)
    message = f"the server is not ready after {_START_S:.0f} s; see {state.logs}"
    raise Unavailable(message)
