"""What every request passes through: ids, measurements, limits and headers. Plain ASGI."""

import re
import time
from collections.abc import Mapping
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.problems import problem
from studio.log import bind

log = structlog.get_logger()

MAX_BODY_BYTES = 256 * 1024
STREAMED = ("/v1/media", "/v1/sources")
"""Paths whose bodies are files."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET = ("/healthz", "/readyz", "/metrics")

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
}


class RequestContext:
    """Names each request, logs it, measures it and adds the security headers."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        """Wrap an app."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        begin, status = time.perf_counter(), 500

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._measure(scope, status, time.perf_counter() - begin)
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        with bind(request_id=request_id):
            await self._answer(scope, receive, send_named)
            if scope["path"] not in _QUIET:
                log.info(
                    "request.answered",
                    method=scope["method"],
                    route=_route(scope),
                    status=status,
                    ms=round((time.perf_counter() - begin) * 1000, 1),
                )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def send_seen(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_seen)
        except Exception:
            # The door's last handler: nothing of a crash leaks to the client.
            log.exception("request.crashed", method=scope["method"], route=_route(scope))
            if not has_begun:
                crash = problem(500, "internal_error", "Something broke on our side; try again.")
                await crash(scope, receive, send)

    def _measure(self, scope: Scope, status: int, seconds: float) -> None:
        route, method = _route(scope), _method(scope)
        self._metrics.requests.labels(route, method, str(status)).inc()
        self._metrics.request_seconds.labels(route, method).observe(seconds)


class BodyLimit:
    """Refuses bodies over the limit, counted on the bytes that arrive."""

    def __init__(self, app: ASGIApp, *, limit_bytes: int = MAX_BODY_BYTES) -> None:
        """Wrap an app; what goes to ``STREAMED`` is limited there, as it comes."""
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_bodiless = scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}
        if is_bodiless or scope["path"] in STREAMED:
            await self._app(scope, receive, send)
            return
        body = await self._read(receive)
        if body is None:
            detail = f"The body is larger than {self._limit_bytes // 1024} KiB; send less."
            await problem(413, "too_large", detail)(scope, receive, send)
            return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    async def _read(self, receive: Receive) -> bytes | None:
        chunks, size = list[bytes](), 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return b"".join(chunks)
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > self._limit_bytes:
                return None
            if not message.get("more_body", False):
                return b"".join(chunks)


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "other")


def _method(scope: Scope) -> str:
    method = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "DELETE", "OPTIONS"} else "OTHER"
