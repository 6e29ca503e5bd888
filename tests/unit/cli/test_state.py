"""The state folder."""

import stat
from pathlib import Path

import pytest

from api.cli.state import RunInfo, ServerRecord, StateDir
from studio.domain.errors import Misconfigured

INFO = RunInfo(url="http://127.0.0.1:1", pid=1, database_url="postgresql://", redis_url="redis://")


def made(tmp_path: Path) -> StateDir:
    state = StateDir(tmp_path / "state")
    state.make()
    return state


def test_only_one_supervisor_lives_in_a_folder(tmp_path: Path) -> None:
    state = made(tmp_path)

    with state.locked() as first, StateDir(state.root).locked() as second:
        assert (first, second) == (True, False)
        assert state.is_held()
    assert not state.is_held()


def test_an_announcement_counts_while_its_supervisor_lives(tmp_path: Path) -> None:
    state = made(tmp_path)
    with state.locked():
        state.announce(INFO)
        assert StateDir(state.root).running() == INFO

    # As after kill -9: the file is still there.
    assert state.running() is None


def test_a_server_keeps_its_password_and_port(tmp_path: Path) -> None:
    state = made(tmp_path)
    password = state.server("postgres").password
    state.keep_server("postgres", ServerRecord(password=password, port=4321))

    assert StateDir(state.root).server("postgres") == ServerRecord(password=password, port=4321)
    assert state.server("valkey").password != password
    assert len(password) == 40


def test_secrets_are_for_the_owner_only(tmp_path: Path) -> None:
    state = made(tmp_path)
    state.server("postgres")
    state.keep_api_key("rw_secret")
    state.announce(INFO)

    files = [path for path in state.root.iterdir() if path.is_file()]

    assert {path.name for path in files} == {"servers.json", "credentials", "run.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert state.api_key() == "rw_secret"


def test_a_folder_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o750)

    state = made(tmp_path)

    assert stat.S_IMODE(state.root.stat().st_mode) == 0o750


def test_a_torn_file_is_as_good_as_none(tmp_path: Path) -> None:
    state = made(tmp_path)
    (state.root / "credentials").write_text('{"api_key": "rw_')

    assert state.api_key() == ""


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for root in (Path("/proc/state"), tmp_path / "file" / "state"):
        with pytest.raises(Misconfigured, match=rf"{root}.*REELWRIGHT_STATE_DIR"):
            StateDir(root).make()
