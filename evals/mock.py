"""`@copilotkit/aimock` as OpenAI and as Ollama: a model server that we did not write."""

import json
import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from evals import npm
from studio.embedded.child import Child
from studio.embedded.server import free_port, wait_until_ready

PACKAGE, VERSION = "@copilotkit/aimock", "1.43.0"
START_S = 20.0


@dataclass(frozen=True)
class Mock:
    """A running model server."""

    url: str

    def trouble(self, **rates: float) -> None:
        """Have a share of the answers fail: ``rateLimitRate`` by 429, ``dropRate`` by 500."""
        httpx.delete(f"{self.url}/__aimock/chaos")
        if rates:
            httpx.post(f"{self.url}/__aimock/chaos", json=rates).raise_for_status()

    def asked(self) -> list[dict[str, Any]]:
        """Give everything that was asked so far."""
        answer = httpx.get(f"{self.url}/__aimock/journal").raise_for_status().json()
        return answer if isinstance(answer, list) else answer["entries"]


@contextmanager
def serving(folder: Path, fixtures: Sequence[dict[str, Any]]) -> Generator[Mock]:
    """Serve fixtures on a free port, as long as the block.

    Where a fixture names a ``turnIndex``, it answers after that many replies and at no other time.

    Raises:
        Misconfigured: There is no Node.js, or npm cannot install the server.
        Unavailable: The server does not come up.
    """
    node = npm.node()
    program = npm.package(PACKAGE, VERSION, node=node) / ".bin" / "llmock"
    path = folder / "fixtures.json"
    path.write_text(json.dumps({"fixtures": list(fixtures)}))
    port = free_port()
    child = Child(
        [str(program), "-p", str(port), "-f", str(path), "--strict", "--log-level", "warn"],
        env=node.environment | {"AIMOCK_STRICT_TURN_INDEX": "1"},
        cwd=folder,
        death_signal=signal.SIGKILL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(child, lambda: _answers(url), name=PACKAGE, timeout_s=START_S)
        yield Mock(url)
    finally:
        child.stop(signal.SIGTERM, timeout_s=10.0)


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/__aimock/journal", timeout=1.0)
    except httpx.TransportError:
        return False
    return True
