"""One ``up`` in a folder: the next waits for one that is stopping, and says so."""

import io
import threading
from pathlib import Path

from rich.console import Console

from api.cli.state import RunInfo, StateDir
from api.cli.steps import Steps
from api.cli.up import await_place


class Told(io.StringIO):
    """What was said, and an event that something was."""

    def __init__(self) -> None:
        super().__init__()
        self.said = threading.Event()

    def write(self, text: str, /) -> int:
        self.said.set()
        return super().write(text)


def test_one_that_is_stopping_is_waited_for(tmp_path: Path) -> None:
    state, told, ready = StateDir(tmp_path), Told(), threading.Event()
    state.make()

    def stopping() -> None:
        with state.locked():
            ready.set()
            told.said.wait(20)

    first = threading.Thread(target=stopping)
    first.start()
    ready.wait(20)
    await_place(state, Steps(Console(file=told)), wait_s=20)
    first.join()

    assert "just starting or stopping" in told.getvalue()
    with state.locked() as is_first:
        assert is_first


def test_one_that_runs_is_not_waited_for(tmp_path: Path) -> None:
    state, told = StateDir(tmp_path), Told()
    state.make()
    state.announce(RunInfo(url="", pid=1, database_url="", redis_url=""))

    with state.locked():
        await_place(state, Steps(Console(file=told)), wait_s=20)

    assert told.getvalue() == ""


def test_a_folder_that_is_free_is_not_waited_for(tmp_path: Path) -> None:
    state, told = StateDir(tmp_path), Told()
    state.make()

    await_place(state, Steps(Console(file=told)), wait_s=20)

    assert told.getvalue() == ""
