"""The supervisor over real processes."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli.supervisor import ProgramPart, Supervisor

PROGRAM = """
import signal, sys, time
name, log = sys.argv[1:]
def end(*_):
    print(f"{name} ends", file=open(log, "a"), flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


class Lines(list[str]):
    """Heard lines, that one can wait for."""

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self) >= count)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20.0
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def part(
    name: str, code: str, *arguments: str, lines: Lines, patience_s: float = 10.0
) -> ProgramPart:
    return ProgramPart(
        name=name,
        argv=[sys.executable, "-c", code, *arguments],
        environment=lambda: os.environ,
        on_line=lines.append,
        patience_s=patience_s,
    )


def pid_of(program: ProgramPart) -> int:
    assert program.pid is not None
    return program.pid


def test_a_killed_program_comes_back_after_a_second(tmp_path: Path) -> None:
    said: list[str] = []
    lines = Lines()
    supervisor = Supervisor(tell=said.append)
    program = part("worker", PROGRAM, "worker", str(tmp_path / "log"), lines=lines)
    supervisor.start([program])
    lines.wait_for(1)
    first = pid_of(program)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: program.exit_code() is not None)
    fell = time.monotonic()

    while len(lines) < 2:
        supervisor.look()
        time.sleep(0.02)

    assert pid_of(program) != first
    assert time.monotonic() - fell >= 1.0
    assert "exit code -9" in said[0]
    assert said[1] == "worker is back."
    supervisor.stop()


def test_a_program_that_always_fails_is_tried_less_and_less_often() -> None:
    said: list[str] = []
    supervisor = Supervisor(tell=said.append)
    supervisor.start([part("broken", "raise SystemExit(3)", lines=Lines())])

    while sum("exit code 3" in sentence for sentence in said) < 3:
        supervisor.look()
        time.sleep(0.02)

    falls = [sentence for sentence in said if "exit code 3" in sentence]
    assert [fall.partition(" in ")[2] for fall in falls] == ["1 s.", "2 s.", "4 s."]
    supervisor.stop()


def test_groups_stop_in_the_opposite_order_of_their_start(tmp_path: Path) -> None:
    log, lines = tmp_path / "log", Lines()
    supervisor = Supervisor(tell=lambda _: None)
    for name in ("database", "worker", "api"):
        supervisor.start([part(name, PROGRAM, name, str(log), lines=lines)])
    lines.wait_for(3)

    supervisor.stop()

    assert log.read_text().splitlines() == ["api ends", "worker ends", "database ends"]


def test_a_program_that_does_not_listen_is_ended_by_force() -> None:
    lines = Lines()
    program = part("deaf", STUBBORN, lines=lines, patience_s=0.2)
    supervisor = Supervisor(tell=lambda _: None)
    supervisor.start([program])
    lines.wait_for(1)
    pid = pid_of(program)

    supervisor.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
