"""Programs that meet foreign bytes have no network, where the kernel permits that."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest

from renderer.programs import seclusion

ALONE = [sys.executable, "-I", "-S", seclusion.__file__]
KNOCK = [sys.executable, "-m", "tests.support.knock"]
FORBID = """
import ctypes, os, sys
try:
    if ctypes.CDLL(None).unshare(0x10000000):
        sys.exit(77)
    for kind in ("net", "user"):
        with open(f"/proc/sys/user/max_{kind}_namespaces", "w") as limit:
            limit.write("0")
except OSError:
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Becomes a program in a namespace in which nobody may make another."""


@pytest.fixture
def port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


def said_by(argv: Sequence[str]) -> str:
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    if ended.returncode == 77:
        pytest.skip("this kernel has no user namespaces")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def guarded(argv: Sequence[str]) -> list[str]:
    return [*ALONE, str(os.getpid()), *argv]


@pytest.fixture
def is_permitted() -> bool:
    both = "import ctypes; print(ctypes.CDLL(None).unshare(0x50000000))"
    return said_by([sys.executable, "-c", both]) == "0"


def test_a_secluded_program_reaches_nothing_on_this_machine(port: str, is_permitted: bool) -> None:
    assert said_by([*KNOCK, port]) == "open"
    assert said_by(guarded([*KNOCK, port])) == ("unreachable" if is_permitted else "open")


def test_so_does_a_program_of_the_renderers(port: str, is_permitted: bool) -> None:
    secluded = [sys.executable, "-m", "renderer.programs.secluded", "tests.support.knock", port]

    assert said_by(secluded) == ("unreachable" if is_permitted else "open")


def test_where_the_kernel_forbids_it_the_program_runs_all_the_same(port: str) -> None:
    forbidden = [sys.executable, "-I", "-S", "-c", FORBID]

    assert said_by([*forbidden, *ALONE]) == "reachable"
    as_child = f"import subprocess, os; subprocess.run([*{ALONE!r}, str(os.getpid()), *{KNOCK!r}, '{port}'])"
    assert said_by([*forbidden, sys.executable, "-c", as_child]) == "open"


def test_a_program_whose_starter_is_gone_does_not_begin() -> None:
    orphan = [*ALONE, "1", sys.executable, "-c", "print('begun')"]

    ended = subprocess.run(orphan, capture_output=True, text=True, timeout=60, check=False)

    assert (ended.returncode, ended.stdout) == (1, "")
