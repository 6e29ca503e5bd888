"""Where embedded servers may live."""

import os
import stat
from pathlib import Path

import pytest

from studio.embedded.child import Account
from studio.embedded.ground import home_for, others_can_reach, reachable_copy, server_account
from tests.support.servers import open_folder

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")


def test_a_private_folder_anywhere_above_is_no_way_through() -> None:
    with open_folder() as folder:
        inner = folder / "private" / "inner"
        inner.mkdir(parents=True)
        assert others_can_reach(inner)

        (folder / "private").chmod(0o700)

        assert not others_can_reach(inner)
        assert not others_can_reach(inner / "not" / "there" / "yet")


def test_an_ordinary_user_stays_where_the_data_is_wanted(tmp_path: Path) -> None:
    home = home_for(tmp_path / "state" / "postgres", None)

    assert home == tmp_path / "state" / "postgres"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_an_ordinary_user_runs_the_wheels_own_files(tmp_path: Path) -> None:
    assert reachable_copy(tmp_path, ["anything"], None) == tmp_path


@only_root
def test_root_gives_the_home_to_the_servers_user_only() -> None:
    account = server_account()
    assert account is not None
    with open_folder() as folder:
        home = home_for(folder / "postgres", account)

        assert home == folder / "postgres"
        assert (home.stat().st_uid, stat.S_IMODE(home.stat().st_mode)) == (account.uid, 0o700)


@only_root
def test_unreachable_files_are_copied_together_and_once(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir(mode=0o700)
    (tmp_path / "two").mkdir()
    program = tmp_path / "one" / "program"
    program.touch(mode=0o700)
    (tmp_path / "two" / "library").touch(mode=0o600)
    account = Account(uid=65534, gid=65534)

    copy = reachable_copy(tmp_path, ["one", "two"], account)

    try:
        assert copy != tmp_path
        assert others_can_reach(copy / "one")
        assert stat.S_IMODE((copy / "one" / "program").stat().st_mode) == 0o755
        assert stat.S_IMODE((copy / "two" / "library").stat().st_mode) == 0o644
        assert reachable_copy(tmp_path, ["one", "two"], account) == copy
    finally:
        for path in sorted(copy.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        copy.rmdir()
