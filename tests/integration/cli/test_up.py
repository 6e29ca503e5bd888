"""``reelwright up`` end to end: every process is real."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.support.product import begin, wait_for_end
from tests.support.servers import open_folder
from tests.support.up import RunningUp, command_of, environment_of, running_up, wait_until

pytestmark = [pytest.mark.slow]


def sign_in(link: str) -> httpx.Response:
    base, _, token = link.partition("/signin#token=")
    return httpx.post(f"{base}/v1/auth/link", json={"token": token}, timeout=20, trust_env=False)


@pytest.fixture(scope="module")
def up() -> Iterator[RunningUp]:
    """One that several tests look at; what they ask of it leaves it running."""
    with open_folder() as folder, running_up(folder) as started:
        yield started


def test_the_printed_link_signs_in_once(up: RunningUp) -> None:
    first, second = sign_in(up.link), sign_in(up.link)

    assert first.status_code == 200
    assert first.json()["access_token"]
    assert second.status_code == 401


def test_sigterm_ends_everything_in_good_order() -> None:
    with open_folder() as folder, running_up(folder) as up:
        below = up.below()
        for part in ("postgres", "valkey-server", "renderer", "api.cli api"):
            assert any(part in command for command in below.values()), part

        assert up.stop() == 0

        assert [command_of(pid) for pid in below if command_of(pid)] == []
        assert not (up.state / "run.json").exists()
        log = (up.state / "logs" / "postgres.log").read_text()
        assert "database system is shut down" in log


def test_kill_9_of_the_supervisor_leaves_no_orphan_and_nothing_is_lost() -> None:
    with open_folder() as folder:
        with running_up(folder) as up:
            key = up.api_key
            headers = {"Authorization": f"Bearer {key}"}
            with httpx.Client(
                base_url=up.url, headers=headers, timeout=60, trust_env=False
            ) as client:
                thread, run = begin(client, "help")
                wait_for_end(client, run, seconds=60)
            below = up.below()
            up.stop(signal.SIGKILL)

            wait_until(lambda: not any(command_of(pid) for pid in below))

        with running_up(folder) as again:
            assert again.api_key == key
            kept = httpx.get(f"{again.url}/v1/threads/{thread}", headers=headers, trust_env=False)
            assert kept.json()["messages"][0]["content"] == "help"


def test_parts_that_are_killed_come_back(up: RunningUp) -> None:
    for part in ("api.cli api", "valkey-server", "bin/postgres -D", "-m renderer"):
        before = pids_of(up, part)
        os.kill(min(before), signal.SIGKILL)
        wait_until(
            lambda part=part, before=before: (
                len(pids_of(up, part)) >= len(before) and min(before) not in pids_of(up, part)
            )
        )

    wait_until(lambda: is_ready(up.url))


def pids_of(up: RunningUp, part: str) -> set[int]:
    return {pid for pid, command in up.below().items() if part in command}


def is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


def test_a_second_up_gives_a_fresh_link_of_the_first(up: RunningUp) -> None:
    second = started_again(up)

    link = link_in(second.stdout)
    assert link != up.link
    assert "already running" in second.stdout
    assert sign_in(link).status_code == 200


def test_two_folders_run_side_by_side(up: RunningUp) -> None:
    with open_folder() as folder, running_up(folder) as second:
        assert second.url != up.url
        assert sign_in(second.link).status_code == 200
        assert sign_in(link_in(started_again(up).stdout)).status_code == 200


def started_again(up: RunningUp) -> subprocess.CompletedProcess[str]:
    """What a second ``up`` in the same folder answers."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "up"],
        env=environment_of(up.state.parent),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def link_in(said: str) -> str:
    return next(word for word in said.split() if "/signin#token=" in word)
