"""`@copilotkit/aimock` as OpenAI and as Ollama: a model server that we did not write."""

import json
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support import npm

PACKAGE, VERSION = "@copilotkit/aimock", "1.43.0"
START_S = 20


@dataclass(frozen=True)
class Aimock:
    """A running model server."""

    url: str

    def trouble(self, **rates: float) -> None:
        """Have a share of the answers fail: ``rateLimitRate`` by 429, ``dropRate`` by 500."""
        httpx.delete(f"{self.url}/__aimock/chaos")
        if rates:
            httpx.post(f"{self.url}/__aimock/chaos", json=rates).raise_for_status()

    def asked(self) -> list[dict[str, Any]]:
        """Everything that was asked so far."""
        answer = httpx.get(f"{self.url}/__aimock/journal").raise_for_status().json()
        return answer if isinstance(answer, list) else answer["entries"]


@contextmanager
def serving(folder: Path, fixtures: list[dict[str, Any]]) -> Generator[Aimock]:
    """Serve fixtures on a free port."""
    program = npm.package(PACKAGE, VERSION) / ".bin" / "llmock"
    path = folder / "fixtures.json"
    path.write_text(json.dumps({"fixtures": fixtures}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [program, "-p", str(port), "-f", str(path), "--strict", "--log-level", "warn"],
        env=npm.environment(npm.node()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Aimock(_answering(f"http://127.0.0.1:{port}"))
    finally:
        process.terminate()
        process.wait(10)


def _answering(url: str) -> str:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/__aimock/journal", timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return url
    raise TimeoutError(f"aimock does not answer on {url}")
