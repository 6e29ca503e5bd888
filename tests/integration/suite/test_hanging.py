"""Nothing that hangs holds a test run or CI up."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]
STUBBORN = """
import contextlib, threading
import pytest

@pytest.fixture
def stuck():
    yield
    threading.Event().wait()

def test_whose_teardown_hangs_after_its_timeout(stuck):
    threading.Event().wait()

def test_that_swallows_its_timeout():
    with contextlib.suppress(BaseException):
        threading.Event().wait()
    threading.Event().wait()

def test_that_is_well():
    pass
"""


def test_a_test_that_cannot_be_stopped_fails_alone_and_shows_its_stack(tmp_path: Path) -> None:
    (tmp_path / "test_stubborn.py").write_text(STUBBORN)

    done = _pytest(tmp_path, "-n1", "--dist=loadfile")

    died_of = re.findall(
        r"^worker 'gw\d' crashed while running '.*::(\w+)'", done.stdout, re.MULTILINE
    )
    assert died_of == [
        "test_whose_teardown_hangs_after_its_timeout",
        "test_that_swallows_its_timeout",
    ]
    assert done.stdout.count("replacing crashed worker") == len(died_of)
    assert re.search(r"\d failed, 1 passed", done.stdout)
    assert re.search(r'Thread .*\(most recent call first\):\n.*threading.py", line', done.stderr)


def test_a_file_that_cannot_be_collected_is_named(tmp_path: Path) -> None:
    (tmp_path / "test_gone.py").write_text("from studio import what_is_gone")

    done = _pytest(tmp_path, "-n1", "--dist=loadfile")

    assert "cannot import name 'what_is_gone'" in done.stdout
    assert "node down" not in done.stdout + done.stderr


def test_ci_ends_by_itself_with_everything_it_started(tmp_path: Path) -> None:
    _program(tmp_path / "apt-get", "exit 0")
    # A step that hangs, and a stray process that holds the output.
    _program(tmp_path / "make", f"setsid sleep 300 & echo $! >{tmp_path}/stray; exec sleep 300")
    began = time.monotonic()

    done = subprocess.run(
        [ROOT / ".ci" / "run"],
        env=_environment() | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CI_LIMIT_S": "2"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode != 0
    assert "== make install-dev" in done.stdout
    assert time.monotonic() - began < 30
    assert _has_ended(int((tmp_path / "stray").read_text()))


def _pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    plugins = ["-p", "xdist", "-p", "pytest_timeout", "-p", "tests.support.watchdog"]
    options = [*plugins, "--timeout=1", "--grace=1"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments],
        cwd=folder,
        env=_environment() | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def _environment() -> dict[str, str]:
    # This test may itself run inside both.
    ours = ("CI", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _has_ended(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    # Ended, and its new parent has not looked yet.
    return state == "Z"


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
