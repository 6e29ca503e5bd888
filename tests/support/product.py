"""The whole product as a user starts it: `reelwright up` in a folder of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

PROGRAM = Path(sys.executable).with_name("reelwright")
START_S = 150
STOP_S = 90

TEXT = (
    "Make this into a 15 s video: Octopuses have three hearts. Two of them pump blood to the "
    "gills, and one serves the rest of the body. When an octopus swims, that heart stops "
    "beating. This is why it would rather crawl than swim."
)


@dataclass
class Product:
    """A running product.

    Attributes:
        url: Of the API.
        key: An API key of the local user.
        state: Its state folder.
        process: The supervisor.
    """

    url: str
    key: str
    state: Path
    process: subprocess.Popen[bytes]

    def client(self, **options: Any) -> httpx.Client:
        """Talk to the API as the local user."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, **options)

    def children(self, part: str) -> list[int]:
        """Find the processes below the supervisor whose command line holds ``part``."""
        return [p for p in descendants(self.process.pid) if part in command_line(p)]


@contextmanager
def running(state: Path, **environment: str) -> Generator[Product]:
    """Start the product and stop it as Ctrl-C does."""
    log = (state.parent / f"{state.name}.out").open("wb")
    process = subprocess.Popen(
        [PROGRAM, "up"],
        env={
            **os.environ,
            "REELWRIGHT_STATE_DIR": str(state),
            "REELWRIGHT_PORT": "0",
            "REELWRIGHT_MODEL": "director",
            **environment,
        },
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    log.close()
    product = _ready(process, state, Path(log.name))
    try:
        yield product
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise


def begin(client: httpx.Client, text: str, *, thread: str | None = None) -> tuple[str, str]:
    """Send a message and go away before anything is answered.

    Returns:
        The thread's and the run's id.
    """
    thread = thread or new_thread(client)
    run = str(uuid4())
    with client.stream(
        "POST", f"/v1/threads/{thread}/runs", json=run_input(thread, run, text)
    ) as r:
        r.raise_for_status()
        next(r.iter_bytes())
    return thread, run


def new_thread(client: httpx.Client) -> str:
    """Begin a conversation and give its id."""
    return str(client.post("/v1/threads", json={}).raise_for_status().json()["id"])


def run_input(thread: str, run: str, text: str) -> dict[str, Any]:
    """The body of a run, as AG-UI defines it."""
    return {
        "threadId": thread,
        "runId": run,
        "messages": [{"id": str(uuid4()), "role": "user", "content": text}],
        "tools": [],
        "context": [],
        "state": {},
        "forwardedProps": {},
    }


def events(
    client: httpx.Client, run: str, *, after: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Follow a run to its end, as (id, event)."""
    headers = {"Last-Event-ID": after} if after else {}
    with client.stream("GET", f"/v1/runs/{run}/events", headers=headers) as answer:
        answer.raise_for_status()
        event_id = ""
        for line in answer.iter_lines():
            if line.startswith("id:"):
                event_id = line[3:].strip()
            elif line.startswith("data:"):
                yield event_id, json.loads(line[5:])


def wait_for_end(client: httpx.Client, run: str, *, seconds: float) -> str:
    """Poll a run until it is over, through any outage, and give its status."""
    deadline = time.monotonic() + seconds
    status = "unknown"
    while time.monotonic() < deadline:
        try:
            answer = client.get(f"/v1/runs/{run}")
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code == httpx.codes.OK:
            status = answer.json()["status"]
            if status in {"done", "failed", "cancelled"}:
                return status
        time.sleep(0.2)
    raise TimeoutError(f"the run is still {status} after {seconds} s")


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        below = parents.get(todo.pop(), [])
        found += below
        todo += below
    return found


def command_line(pid: int) -> str:
    """What a process was started as; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _ready(process: subprocess.Popen[bytes], state: Path, log: Path) -> Product:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            run = json.loads((state / "run.json").read_text())
            if httpx.get(f"{run['url']}/readyz", timeout=2).is_success:
                key = json.loads((state / "credentials").read_text())["api_key"]
                return Product(run["url"], key, state, process)
        except (FileNotFoundError, httpx.TransportError, json.JSONDecodeError):
            pass
        time.sleep(0.1)
    process.kill()
    process.wait()
    raise RuntimeError(f"the product did not start:\n{log.read_text()[-3000:]}")
