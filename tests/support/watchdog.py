"""A test that cannot be stopped takes its process along, with every thread's stack on stderr.

pytest-timeout raises inside a test once. Code that swallows it, a teardown that hangs afterwards or
a call into C that never returns would hold the whole run up. This ends the process from outside the
interpreter's lock; under pytest-xdist that is one failed test and a new process for the others.
"""

import faulthandler
import os
import sys
import time
from collections.abc import Generator

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

GRACE_S = 60.0
ENDING_S = 60.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--grace",
        type=float,
        default=GRACE_S,
        metavar="SECONDS",
        help="how long a test may go on after its timeout before its process is ended",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Before output is captured; xdist's processes have an object without a file for sys.stderr.
    assert sys.__stderr__ is not None
    grace_s = float(config.getoption("--grace", GRACE_S) or 0)
    stderr = os.dup(sys.__stderr__.fileno())
    config.pluginmanager.register(Watchdog(stderr, grace_s))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    return OnceEach(config, log) if config.getoption("dist") == "loadfile" else None


class OnceEach(LoadFileScheduling):
    """Gives a file's other tests to a new process when one dies, but not the test that it died of.

    xdist would begin with that very test again and again until it may start no more processes.
    """

    def remove_node(self, node: WorkerController) -> str | None:
        units = self.assigned_work[node].values()
        unfinished = [(unit, test) for unit in units for test, done in unit.items() if not done]
        if not unfinished:
            return super().remove_node(node)
        unit, died_of = unfinished[0]
        unit[died_of] = True
        super().remove_node(node)
        return died_of


class Watchdog:
    """One alarm at a time, for the test that runs or for the end of the session."""

    def __init__(self, stderr: int, grace_s: float) -> None:
        """Report to a file descriptor, so much later than a test's own timeout."""
        self._stderr = stderr
        self._grace_s = grace_s
        self._ends_at = 0.0

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._ends_at = time.monotonic() + _timeout_s(item) + self._grace_s
        self._arm()
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()

    @pytest.hookimpl(trylast=True)
    def pytest_exception_interact(self) -> None:
        # pytest's own plugin has just called the alarm off, and the teardown is still to come.
        # What cannot be collected has no test that runs, and no alarm.
        if self._ends_at:
            self._arm()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return  # idle until the others are done; whoever started it ends it
        self._ends_at = time.monotonic() + ENDING_S
        self._arm()

    def _arm(self) -> None:
        left = max(self._ends_at - time.monotonic(), 0.1)
        faulthandler.dump_traceback_later(left, exit=True, file=self._stderr)


def _timeout_s(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    if marker is not None and marker.args:
        return float(marker.args[0])
    return float(item.config.getoption("timeout") or item.config.getini("timeout"))
