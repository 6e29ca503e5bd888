"""A vendor's server for tests: answers on a real port what it is told to, and keeps what it was asked."""

import json
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request.

    Attributes:
        method: Of HTTP.
        path: Without the query.
        query: Its values, each the last one given.
        headers: By their names in lower case.
        body: As it came.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What is answered; with ``cut`` the connection breaks after so many bytes of the body."""

    body: bytes = b""
    status: int = 200
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None

    @classmethod
    def of(cls, value: object, *, status: int = 200, **headers: str) -> "Answer":
        """Answer with JSON."""
        return cls(json.dumps(value).encode(), status=status, headers=headers)


class Hang:
    """No answer, until the server closes."""


Respond = Callable[[Asked], Answer | Hang]


@dataclass
class VendorServer:
    """A running server.

    Attributes:
        url: Where it listens.
        asked: Everything that it was asked, in order.
        respond: What it does; may be replaced at any time.
    """

    url: str
    respond: Respond
    asked: list[Asked] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(respond: Respond, *, tls: ssl.SSLContext | None = None) -> Generator[VendorServer]:
    """Serve on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", 0))
            asked = Asked(
                method=self.command,
                path=parts.path,
                query={key: values[-1] for key, values in parse_qs(parts.query).items()},
                headers={key.lower(): value for key, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            running.asked.append(asked)
            answer = running.respond(asked)
            if isinstance(answer, Hang):
                running.closing.wait()
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(answer.body[: answer.cut])
            self.close_connection = answer.cut is not None

        do_GET = do_POST = do_DELETE = do_PUT = _serve  # noqa: N815 - the base's names

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    running = VendorServer(f"{scheme}://127.0.0.1:{server.server_port}", respond)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
