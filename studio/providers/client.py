"""Call a provider over HTTP: timeouts, named errors, few and patient repetitions, no secrets told."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_random_exponential,
)

from studio.domain.errors import (
    OutcomeUnknown,
    ProviderBusy,
    ProviderUnavailable,
    StudioError,
)
from studio.makers import UNBILLED, Order
from studio.providers.answers import has_error, name_error, nonsense, read_error
from studio.providers.trust import usual_trust

ATTEMPTS = 4
LONGEST_WAIT_S = 60.0
CONNECT_S = 5.0
SECRET = 6
"""Characters that a secret has at least; what is shorter may stand in any text."""
MAX_BYTES = 64 * 1024 * 1024
IDEMPOTENCY_KEY = "Idempotency-Key"
_FIRST_WAIT = wait_random_exponential(multiplier=0.5, max=8)


@dataclass(frozen=True, slots=True)
class Content:
    """A body.

    Attributes:
        data: All of it.
        media_type: As the provider calls it, without parameters, in lower case.
    """

    data: bytes
    media_type: str


class ProviderClient:
    """Speaks with one provider. Use it as a context manager, or call ``aclose``."""

    def __init__(
        self,
        *,
        title: str,
        base_url: str,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 180.0,
        mend: str = "its settings",
        secrets: Iterable[str] = (),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Prepare; nothing is called yet.

        Args:
            title: The provider's name for people.
            base_url: What paths are appended to.
            headers: Sent with every request; their values are never told.
            timeout_s: Longest wait for one answer, the download included.
            mend: Which settings a wrong key or model is mended with.
            secrets: What else must not be told, e.g. a password that is part of a header.
            transport: Instead of the network.
        """
        self.title = title
        self._mend = mend
        self._timeout_s = timeout_s
        sent = [value.split()[-1] for value in (headers or {}).values() if value.strip()]
        self._secrets = [each.encode() for each in (*secrets, *sent) if len(each) >= SECRET]
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers=dict(headers or {}),
            timeout=httpx.Timeout(timeout_s, connect=CONNECT_S),
            transport=transport,
            trust_env=not is_here(httpx.URL(base_url).host),
            verify=usual_trust(),
        )

    async def __aenter__(self) -> Self:
        """Give itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def ask(
        self, method: str, path: str, *, order: Order = UNBILLED, replays: bool = False, **sent: Any
    ) -> dict[str, Any]:
        """Call and give the JSON object that is answered.

        Args:
            method: Of HTTP.
            path: Below the base URL, or a whole URL.
            order: Its idempotency key is sent along.
            replays: Whether the same request may be sent again after an answer was lost: it is
                free, or the provider bills one idempotency key once.
            sent: As httpx takes them: ``json``, ``data``, ``files``, ``params``, ``headers``.

        Raises:
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached, is busy or has trouble, after repetitions.
            ProviderFailed: Any other error, by name.
        """
        answer = await self.read(method, path, order=order, replays=replays, **sent)
        if has_error(answer):
            raise self._named(json.dumps(answer).encode(), status=200, headers={})
        return answer

    async def read(
        self, method: str, path: str, *, order: Order = UNBILLED, replays: bool = False, **sent: Any
    ) -> dict[str, Any]:
        """Give the JSON object that is answered, like ``ask``, though it tells of an error.

        Work that failed is such an object: reading about it did not fail.

        Raises:
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached, is busy or has trouble, after repetitions.
            ProviderFailed: Any other error, by name.
        """
        content = await self.fetch(method, path, order=order, replays=replays, **sent)
        try:
            answer = json.loads(self._masked(content.data))
        except ValueError as error:
            raise nonsense(self.title, f"{content.media_type or 'it'} is not JSON") from error
        if not isinstance(answer, dict):
            raise nonsense(self.title, "the JSON is not an object")
        return answer

    async def fetch(
        self,
        method: str,
        path: str,
        *,
        order: Order = UNBILLED,
        replays: bool = False,
        kinds: Iterable[str] = (),
        **sent: Any,
    ) -> Content:
        """Call and give the body; like ``ask``.

        Args:
            method: Of HTTP.
            path: Below the base URL, or a whole URL.
            order: Its idempotency key is sent along.
            replays: As for ``ask``.
            kinds: Beginnings of media types that are fine, e.g. ``"audio/"``; none takes all.
            sent: As httpx takes them.

        Raises:
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached, is busy or has trouble, after repetitions.
            ProviderFailed: Any other error, by name.
        """
        if order.idempotency_key:
            sent["headers"] = {IDEMPOTENCY_KEY: order.idempotency_key, **sent.get("headers", {})}
        attempts = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            retry=retry_if_exception(lambda error: _may_repeat(error, replays=replays)),
            wait=_wait_s,
            before_sleep=partial(_tell_others, order),
            reraise=True,
        )
        content = await attempts(self._once, method, path, sent)
        wanted = tuple(kinds)
        if wanted and not content.media_type.startswith(wanted):
            if content.media_type == "application/json":
                raise self._named(content.data, status=200, headers={})
            raise nonsense(self.title, f"{content.media_type or 'no media type'} came")
        return content

    async def _once(self, method: str, path: str, sent: dict[str, Any]) -> Content:
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                self._client.stream(method, path, **sent) as response,
            ):
                data = await self._read(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise ProviderUnavailable(f"{self.title} cannot be reached; does it run?") from error
        except (TimeoutError, httpx.TransportError) as error:
            raise OutcomeUnknown(
                f"{self.title} was asked and gave no whole answer; it may have been billed. "
                "Try again, or choose another."
            ) from error
        except httpx.InvalidURL as error:
            raise nonsense(self.title, "a link that is none") from error
        if not response.is_success:
            raise self._named(data, status=response.status_code, headers=response.headers)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Content(data, kind)

    async def _read(self, response: httpx.Response) -> bytes:
        whole = bytearray()
        async for part in response.aiter_bytes():
            whole += part
            if len(whole) > MAX_BYTES:
                raise nonsense(self.title, f"more than {MAX_BYTES // 2**20} MiB")
        return bytes(whole)

    def _named(self, body: bytes, *, status: int, headers: Mapping[str, str]) -> StudioError:
        told = read_error(self._masked(body))
        return name_error(told, status=status, headers=headers, title=self.title, mend=self._mend)

    def _masked(self, body: bytes) -> bytes:
        for secret in self._secrets:
            body = body.replace(secret, b"***")
        return body


def is_here(host: str) -> bool:
    """Tell whether a host is this machine, which no proxy leads to."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _may_repeat(error: BaseException, *, replays: bool) -> bool:
    if isinstance(error, OutcomeUnknown):
        return replays
    if not isinstance(error, ProviderUnavailable):
        return False
    return (error.retry_after_s or 0) <= LONGEST_WAIT_S


async def _tell_others(order: Order, state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ProviderBusy) and error.retry_after_s:
        await order.slowed(error.retry_after_s)


def _wait_s(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ProviderUnavailable) and error.retry_after_s is not None:
        return error.retry_after_s
    return _FIRST_WAIT(state)
