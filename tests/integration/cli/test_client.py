"""The client against a real HTTP server that breaks off in the middle."""

import json
import threading
import uuid
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from api.cli.client import Client, Refused
from studio.domain.errors import Unavailable

EVENTS = [
    {"type": "RUN_STARTED"},
    {"type": "TEXT_MESSAGE_CONTENT", "delta": "one"},
    {"type": "TEXT_MESSAGE_CONTENT", "delta": "two"},
    {"type": "RUN_FINISHED"},
]


class FlakyStudio(BaseHTTPRequestHandler):
    """Breaks the first stream after two events and cuts files short."""

    asked: list[tuple[str, str, str | None]]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._note()
        if "busy" in self.path:
            self._answer(409, json.dumps({"code": "turn_in_progress", "detail": "busy"}).encode())
        else:
            self._events(EVENTS[:2], first_id=1, is_whole=False)

    def do_GET(self) -> None:
        self._note()
        if "/events" in self.path:
            seen = int(self.headers["Last-Event-ID"])
            self._events(EVENTS[seen:], first_id=seen + 1, is_whole=True)
        else:
            self._answer(200, b"only part")

    def _events(self, events: list[dict[str, Any]], *, first_id: int, is_whole: bool) -> None:
        body = "".join(
            f"id: {number}\ndata: {json.dumps(event)}\n\n"
            for number, event in enumerate(events, first_id)
        )
        self._answer(200, body.encode(), missing=0 if is_whole else 100)

    def _answer(self, status: int, body: bytes, *, missing: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) + missing))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _note(self) -> None:
        self.asked.append((self.command, self.path, self.headers.get("Last-Event-ID")))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def studio() -> Generator[tuple[Client, list[tuple[str, str, str | None]]], None, None]:
    asked: list[tuple[str, str, str | None]] = []
    handler = type("Handler", (FlakyStudio,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with Client(f"http://127.0.0.1:{server.server_port}", "rw_key") as client:
            yield client, asked
        server.shutdown()
        thread.join()


def test_a_lost_stream_goes_on_where_it_broke(
    studio: tuple[Client, list[tuple[str, str, str | None]]],
) -> None:
    client, asked = studio
    run_id = str(uuid.uuid4())

    events = list(client.run("t", "hello", run_id=run_id))

    assert events == EVENTS
    assert asked == [
        ("POST", "/v1/threads/t/runs", None),
        ("GET", f"/v1/runs/{run_id}/events", "2"),
    ]


def test_a_busy_thread_is_refused_with_its_code(
    studio: tuple[Client, list[tuple[str, str, str | None]]],
) -> None:
    client, _ = studio

    with pytest.raises(Refused) as refusal:
        list(client.run("busy", "hello", run_id=str(uuid.uuid4())))

    assert refusal.value.code == "turn_in_progress"


def test_a_file_that_ends_early_is_not_kept(
    studio: tuple[Client, list[tuple[str, str, str | None]]], tmp_path: Path
) -> None:
    client, _ = studio

    with pytest.raises(Unavailable, match="9 of 100 bytes"):
        client.download("/file", tmp_path / "video.mp4", size_bytes=100)

    assert list(tmp_path.iterdir()) == []
