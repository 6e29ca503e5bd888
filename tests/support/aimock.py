"""The model server of the evals for tests, which are skipped where there is no Node.js."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evals import mock
from evals.mock import Mock
from tests.support import npm


@contextmanager
def serving(folder: Path, fixtures: Sequence[dict[str, Any]]) -> Generator[Mock]:
    """Serve fixtures on a free port, as long as the block."""
    npm.node()
    with mock.serving(folder, fixtures) as server:
        yield server
