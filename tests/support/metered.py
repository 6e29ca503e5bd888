"""A provider that bills: a server of its own process, with a meter of its own.

It speaks OpenAI's chat completions, images and speech, and Replicate's predictions. It counts what
it is asked and bills what it makes, whether anybody waits for the answer or not. Of models that are
called ``keyed`` it bills requests with one ``Idempotency-Key`` once and gives the same answer again;
``plain`` ones and predictions do not heed the key, as with most vendors. At each phase of a request it
can be held, for whoever wants to strike there.

Control, on the same port: ``POST /meter/hold {"point": ...}`` holds the next request that comes to a
point, ``GET /meter/held`` waits until one is there, ``POST /meter/go`` lets it go on, ``GET /meter``
gives the bill.
"""

import argparse
import base64
import io
import json
import math
import struct
import sys
import threading
import wave
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import urlsplit

from PIL import Image

CHAT_IN_USD = Decimal("0.000001")
CHAT_OUT_USD = Decimal("0.000004")
PICTURE_USD = Decimal("0.04")
CHARACTER_USD = Decimal("0.00001")
HOLD_S = 60.0
PIECES = 4
"""Parts of a streamed text."""


def price_table() -> str:
    """Give this provider's prices as the product reads them."""
    rows = [
        ("openai", "tokens_in", CHAT_IN_USD),
        ("openai", "tokens_cached", CHAT_IN_USD),
        ("openai", "tokens_out", CHAT_OUT_USD),
        ("openai", "pictures", PICTURE_USD),
        ("openai", "characters", CHARACTER_USD),
        ("replicate", "pictures", PICTURE_USD),
    ]
    return "\n".join(
        f'[[price]]\nprovider = "{provider}"\nmodel = "*"\nunit = "{unit}"\nusd = {usd:f}\n'
        'source = "the metered provider"\ndate = 2026-11-28\n'
        for provider, unit, usd in rows
    )


@dataclass
class Bill:
    """What was made: by kind, how many and for how much."""

    calls: dict[str, int] = field(default_factory=dict)
    usd: dict[str, Decimal] = field(default_factory=dict)

    def add(self, kind: str, usd: Decimal) -> None:
        self.calls[kind] = self.calls.get(kind, 0) + 1
        self.usd[kind] = self.usd.get(kind, Decimal(0)) + usd


@dataclass
class Meter:
    """The state of the provider."""

    bill: Bill = field(default_factory=Bill)
    requests: dict[str, int] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    point: str = ""
    held: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def reach(self, kind: str, phase: str) -> None:
        """Wait here where a strike is planned for this point."""
        with self.lock:
            if self.point != f"{kind}:{phase}":
                return
            self.point = ""
            self.go.clear()
            self.held.set()
        self.go.wait(HOLD_S)

    def once(self, kind: str, model: str, key: str, usd: Decimal, answer: Any) -> Any:
        """Bill and answer; a key that was billed before gets its first answer of a keyed model."""
        kind = f"{kind}:{model}" if model else kind
        key = key if model == "keyed" else ""
        with self.lock:
            if key and key in self.answers:
                return self.answers[key]
            self.bill.add(kind, usd)
            if key:
                self.answers[key] = answer
            return answer


def picture(prompt: str) -> bytes:
    """Draw a flat colour that depends on the words."""
    seed = sum(prompt.encode())
    image = Image.new("RGB", (144, 256), (seed % 256, seed * 7 % 256, seed * 13 % 256))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def sound(text: str) -> bytes:
    """Hum for as long as the text would take."""
    rate, count = 24_000, 24_000 * max(1, len(text) // 15)
    samples = [int(6000 * math.sin(index * 0.05)) for index in range(count)]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, rate, count, "NONE", ""))
        out.writeframes(struct.pack(f"<{count}h", *samples))
    return file.getvalue()


def reply(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Say what comes next: a script, its pictures, its voice, and a last word."""
    last_user = max(i for i, m in enumerate(messages) if m["role"] == "user")
    asked = str(messages[last_user]["content"])
    topic = asked.replace("<user_text>", "").replace("</user_text>", "").strip()
    done = sum(1 for m in messages[last_user:] if m["role"] == "tool")
    scenes = [
        {"narration": f"{topic}, part {n}.", "visual_prompt": f"{topic} {n}"}
        for n in ("one", "two")
    ]
    steps = [
        ("draft_script", {"title": topic, "scenes": scenes}),
        ("make_pictures", {}),
        ("make_voice", {}),
    ]
    if done >= len(steps):
        return {"content": f"That is all there is about {topic}, and it is ready to be shown."}
    name, arguments = steps[done]
    call = {"name": name, "arguments": json.dumps(arguments)}
    return {"tool_calls": [{"id": f"call_{done}", "type": "function", "function": call}]}


class Provider(ThreadingHTTPServer):
    """The server and its meter."""

    daemon_threads = True

    def __init__(self, port: int, meter: Meter) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.meter = meter

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who died at the other end."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Speaks for the provider."""

    protocol_version = "HTTP/1.1"

    @property
    def meter(self) -> Meter:
        return cast(Provider, self.server).meter

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/meter":
            self._json(_bill(self.meter))
        elif path == "/meter/held":
            self._json({"held": self.meter.held.wait(float(self.headers.get("X-Wait", "30")))})
        elif path.startswith("/v1/predictions/"):
            self._job(path.rpartition("/")[2])
        elif path.startswith("/files/"):
            self._send(picture(path), "image/png")
        else:
            self._json({"error": {"message": "no such thing"}}, status=404)

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = json.loads(body or b"{}")
        if path.startswith("/meter/"):
            self._control(path, asked)
            return
        kind = _kind(path)
        if not kind:
            self._json({"error": {"message": "no such thing"}}, status=404)
            return
        with self.meter.lock:
            self.meter.requests[kind] = self.meter.requests.get(kind, 0) + 1
        self.meter.reach(kind, "received")
        getattr(self, f"_{kind}")(asked, self.headers.get("Idempotency-Key", ""))
        self.meter.reach(kind, "answered")

    def _text(self, asked: dict[str, Any], key: str) -> None:
        said = reply(asked["messages"])
        read, written = len(json.dumps(asked)) // 4, len(json.dumps(said)) // 4
        usd = read * CHAT_IN_USD + written * CHAT_OUT_USD
        said, read, written = self.meter.once(
            "text", asked["model"], key, usd, (said, read, written)
        )
        self.meter.reach("text", "made")
        self._stream(said, read, written)

    def _picture(self, asked: dict[str, Any], key: str) -> None:
        data = base64.b64encode(picture(asked["prompt"])).decode()
        answer = {"data": [{"b64_json": data}]}
        answer = self.meter.once("picture", asked["model"], key, PICTURE_USD, answer)
        self.meter.reach("picture", "made")
        self._json(answer)

    def _voice(self, asked: dict[str, Any], key: str) -> None:
        usd = CHARACTER_USD * len(asked["input"])
        data = self.meter.once("voice", asked["model"], key, usd, sound(asked["input"]))
        self.meter.reach("voice", "made")
        self._send(data, "audio/wav")

    def _order(self, asked: dict[str, Any], key: str) -> None:
        name = f"p{len(self.meter.jobs)}"
        link = f"http://{self.headers['Host']}/files/{name}.png"
        job = {"id": name, "status": "starting", "output": None, "link": link}
        job = self.meter.once("order", "", "", PICTURE_USD, job)
        self.meter.jobs[job["id"]] = job
        self.meter.reach("order", "made")
        self._json({"id": job["id"], "status": "starting", "urls": {}}, status=201)

    def _job(self, name: str) -> None:
        self.meter.reach("order", "polled")
        job = self.meter.jobs.get(name)
        if job is None:
            self._json({"detail": "not found"}, status=404)
            return
        self._json({"id": name, "status": "succeeded", "output": [job["link"]], "urls": {}})

    def _control(self, path: str, asked: dict[str, Any]) -> None:
        if path == "/meter/hold":
            with self.meter.lock:
                self.meter.held.clear()
                self.meter.point = str(asked["point"])
        else:
            self.meter.point = ""
            self.meter.go.set()
            self.meter.held.clear()
        self._json({})

    def _stream(self, said: dict[str, Any], read: int, written: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number, delta in enumerate(_deltas(said)):
            if number == 1:
                self.meter.reach("text", "streaming")
            self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        reason = "tool_calls" if "tool_calls" in said else "stop"
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        usage = {"prompt_tokens": read, "completion_tokens": written}
        usage["total_tokens"] = read + written
        self._event({"choices": [], "usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _event(self, value: dict[str, Any]) -> None:
        whole = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            **value,
        }
        self._chunk(f"data: {json.dumps(whole)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self._write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _json(self, value: object, *, status: int = 200) -> None:
        self._send(json.dumps(value).encode(), "application/json", status=status)

    def _send(self, data: bytes, media_type: str, *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        try:
            self.end_headers()
        except OSError:
            self.close_connection = True
            return
        self._write(data)

    def _write(self, data: bytes) -> None:
        try:
            self.wfile.write(data)
        except OSError:
            # Nobody waits any more; what was made is billed all the same.
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def serve(port: int) -> None:
    """Serve until killed; the first line on standard output is the address."""
    server = Provider(port, Meter())
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(0.05)


def _kind(path: str) -> str:
    if path.startswith("/v1/models/") and path.endswith("/predictions"):
        return "order"
    kinds = {
        "/v1/chat/completions": "text",
        "/v1/images/generations": "picture",
        "/v1/audio/speech": "voice",
    }
    return kinds.get(path, "")


def _deltas(said: dict[str, Any]) -> list[dict[str, Any]]:
    if "tool_calls" in said:
        call = said["tool_calls"][0]
        text = call["function"]["arguments"]
        first = {**call, "index": 0, "function": {**call["function"], "arguments": ""}}
        rest = [{"index": 0, "function": {"arguments": part}} for part in _parts(text)]
        return [{"tool_calls": [each]} for each in (first, *rest)]
    return [{"content": part} for part in _parts(said["content"])]


def _parts(text: str) -> list[str]:
    size = max(1, math.ceil(len(text) / PIECES))
    return [text[at : at + size] for at in range(0, len(text), size)]


def _bill(meter: Meter) -> dict[str, Any]:
    with meter.lock:
        return {
            "held": meter.held.is_set(),
            "requests": meter.requests,
            "calls": meter.bill.calls,
            "usd": {kind: str(usd) for kind, usd in meter.bill.usd.items()},
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    serve(parser.parse_args().port)
