"""Turns of all processes while Redis is there, and of this one alone while it is not."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from studio.domain.breaker import Fuse
from studio.domain.errors import StudioError, Unavailable
from studio.domain.traffic import Entry, Limits, Place
from studio.domain.weather import Heard
from studio.lanes import Seen, Traffic

T = TypeVar("T")
log = structlog.get_logger()

PAUSE_S = 5.0
"""Redis is left alone for so long after it was not there, so that no call waits for it twice."""


class FallbackTraffic:
    """Asks the shared turns first, and keeps its own for when they are away."""

    def __init__(
        self, shared: Traffic, own: Traffic, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take both, and what gives the seconds."""
        self._shared = shared
        self._own = own
        self._now = clock
        self._away_until = 0.0

    async def enter(self, lane: str, place: Place, *, limits: Limits) -> Entry:
        """Ask to be let in."""
        return await self._first(lambda each: each.enter(lane, place, limits=limits))

    async def renew(self, lane: str, place: Place) -> None:
        """Stay alive."""
        await self._first(lambda each: each.renew(lane, place))

    async def leave(self, lane: str, place: Place, *, tokens: int | None = None) -> None:
        """Give a place back, wherever it was given."""
        await self._own.leave(lane, place, tokens=tokens)
        await self._first(lambda each: each.leave(lane, place, tokens=tokens))

    async def slow(self, lane: str, *, wait_s: float) -> None:
        """Let nobody in for a while."""
        await self._first(lambda each: each.slow(lane, wait_s=wait_s))

    async def tell(
        self, lane: str, place: Place, heard: Heard, *, error: StudioError | None, fuse: Fuse
    ) -> None:
        """Tell how a call ended."""
        await self._first(lambda each: each.tell(lane, place, heard, error=error, fuse=fuse))

    async def look(self, lane: str) -> Seen:
        """Look at a lane."""
        return await self._first(lambda each: each.look(lane))

    async def lanes(self) -> Sequence[str]:
        """List the lanes."""
        return await self._first(lambda each: each.lanes())

    async def aclose(self) -> None:
        """Give back the connections of both."""
        await self._shared.aclose()
        await self._own.aclose()

    async def _first(self, ask: Callable[[Traffic], Awaitable[T]]) -> T:
        if self._now() >= self._away_until:
            try:
                return await ask(self._shared)
            except Unavailable as error:
                self._away_until = self._now() + PAUSE_S
                log.warning("traffic.on_its_own", reason=error.message, seconds=PAUSE_S)
        return await ask(self._own)
