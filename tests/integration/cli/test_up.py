"""``reelwright up`` end to end: every process is real."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.servers import open_folder
from tests.support.up import RunningUp, command_of, environment_of, running_up, wait_until

pytestmark = [pytest.mark.slow]


def sign_in(link: str) -> httpx.Response:
    base, _, token = link.partition("/signin#token=")
    return httpx.post(f"{base}/v1/auth/link", json={"token": token}, timeout=20, trust_env=False)


def test_the_printed_link_signs_in_once() -> None:
    with open_folder() as folder, running_up(folder) as up:
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
            made = httpx.post(f"{up.url}/v1/threads", json={}, headers=headers, trust_env=False)
            below = up.below()
            up.stop(signal.SIGKILL)

            wait_until(lambda: not any(command_of(pid) for pid in below))

        with running_up(folder) as again:
            thread = f"{again.url}/v1/threads/{made.json()['id']}"
            assert again.api_key == key
            assert httpx.get(thread, headers=headers, trust_env=False).status_code == 200


def test_parts_that_are_killed_come_back() -> None:
    with open_folder() as folder, running_up(folder) as up:
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


def test_a_second_up_gives_a_fresh_link_of_the_first() -> None:
    with open_folder() as folder, running_up(folder) as up:
        second = subprocess.run(
            [sys.executable, "-m", "api.cli", "up"],
            env=environment_of(folder),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )

        link = next(word for word in second.stdout.split() if "/signin#token=" in word)
        assert link != up.link
        assert "already running" in second.stdout
        assert sign_in(link).status_code == 200


def test_two_folders_run_side_by_side(tmp_path: Path) -> None:
    with (
        open_folder() as one,
        open_folder() as two,
        running_up(one) as first,
        running_up(two) as second,
    ):
        assert sign_in(second.link).status_code == 200
        assert sign_in(first.link).status_code == 200
