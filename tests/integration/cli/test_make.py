"""``reelwright make`` and ``chat`` end to end."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from tests.support.servers import open_folder
from tests.support.up import (
    RunningUp,
    command_of,
    descendants,
    environment_of,
    running_up,
    wait_until,
)

pytestmark = [pytest.mark.slow]

TEXT = """Honey bees dance to tell their sisters where flowers are.
The angle of the dance shows the direction, measured from the sun.
The longer the bee waggles, the farther the flowers."""


@pytest.fixture(scope="module")
def up() -> Iterator[RunningUp]:
    with open_folder() as folder, running_up(folder) as started:
        yield started


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "make", *arguments],
        env=environment_of(folder),
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )


def test_make_without_a_server_makes_a_video_and_leaves_nothing_running(tmp_path: Path) -> None:
    text, out = tmp_path / "bees.txt", tmp_path / "bees.mp4"
    text.write_text(TEXT)
    with open_folder() as folder:
        made = make(folder, f"@{text}", "--out", str(out), "--seconds", "12")

        assert made.returncode == 0, made.stderr
        assert made.stdout.strip() == str(out)
        with av.open(str(out)) as video:
            stream = video.streams.video[0]
            assert (stream.width, stream.height) == (1080, 1920)
        assert not (folder / "state" / "run.json").exists()
        assert list(tmp_path.glob(".*.part")) == []


def test_make_speaks_to_the_running_server(up: RunningUp, tmp_path: Path) -> None:
    out = tmp_path / "bees.mp4"
    folder = up.state.parent
    made = make(folder, "Why honey bees dance", "--out", str(out), "--seconds", "10")

    assert made.returncode == 0, made.stderr
    assert out.stat().st_size > 10_000
    assert up.process.poll() is None


def test_an_interrupted_make_says_so_and_stops_what_it_started(tmp_path: Path) -> None:
    with open_folder() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "make", "bees", "--out", str(tmp_path / "v.mp4")],
            env=environment_of(folder),
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until(lambda: any("-m renderer" in c for c in descendants(process.pid).values()))
        below = descendants(process.pid)

        process.send_signal(signal.SIGINT)
        process.communicate(timeout=90)

        assert process.returncode == 130
        wait_until(lambda: not any(command_of(pid) for pid in below))


def test_chat_saves_the_video_and_prints_its_path(up: RunningUp, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "api.cli", "chat", "--folder", str(tmp_path)],
        env=environment_of(up.state.parent),
        input="Make this into a 10 s video: " + TEXT.replace("\n", " ") + "\n",
        capture_output=True,
        text=True,
        timeout=170,
        check=True,
    )

    saved = list(tmp_path.glob("*.mp4"))
    assert len(saved) == 1
    assert str(saved[0]) in said.stdout.replace("\n", "")
