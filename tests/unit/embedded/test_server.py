"""Ports and leftovers."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

from studio.embedded.server import end_leftover, free_port


def test_a_preferred_port_that_is_free_is_kept() -> None:
    port = free_port()

    assert free_port(port) == port


def test_a_preferred_port_that_is_taken_is_replaced() -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()

        assert free_port(squatter.getsockname()[1]) != squatter.getsockname()[1]


def test_a_stranger_with_a_reused_number_is_left_alone(tmp_path: Path) -> None:
    pid_file = tmp_path / "server.pid"
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], cwd="/", stdin=subprocess.PIPE)
    pid_file.write_text(f"{stranger.pid}\n")

    end_leftover(pid_file, tmp_path, ask=signal.SIGTERM)

    assert stranger.poll() is None
    stranger.communicate(b"\n", timeout=10)
    assert stranger.returncode == 0


def test_a_leftover_of_this_folder_is_ended(tmp_path: Path) -> None:
    pid_file = tmp_path / "server.pid"
    code = "print(1, flush=True); input()"
    leftover = subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert leftover.stdout is not None
    leftover.stdout.readline()
    pid_file.write_text(f"{leftover.pid}\n")

    end_leftover(pid_file, tmp_path, ask=signal.SIGTERM)

    assert leftover.wait(10) == -signal.SIGTERM
    leftover.communicate()
