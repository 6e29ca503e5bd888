"""The way to one provider: wait for a turn, keep it while the call is made, tell how it ended."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Generator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from studio.domain.breaker import USUAL, Breaker, Fuse, counts
from studio.domain.errors import ProviderBusy, ProviderCrowded, ProviderDown, StudioError
from studio.domain.traffic import LEASE_S, Limits, Place
from studio.domain.trouble import Trouble
from studio.domain.weather import Heard
from studio.lanes import FreeLane, Passage, Traffic, beside

T = TypeVar("T")

_INSIDE: ContextVar[frozenset[str]] = ContextVar("lanes", default=frozenset())
"""The lanes in which whoever runs has a turn."""
FIRST_LOOK_S, LONGEST_LOOK_S = 0.02, 0.25
"""Between two looks whether the turn has come."""


@dataclass(frozen=True, slots=True)
class TrafficLane:
    """The way to one provider.

    Attributes:
        name: E.g. ``"pictures/openai"``.
        title: For people.
        settings: What its settings begin with, for errors.
        limits: What it lets us do at a time.
        traffic: Where turns are agreed upon.
        fuse: When its breaker opens.
        wait_s: Longest wait for a turn.
    """

    name: str
    title: str
    settings: str
    limits: Limits
    traffic: Traffic
    fuse: Fuse = USUAL
    wait_s: float = 300.0

    @property
    def is_open(self) -> bool:
        """Tell whether nothing holds its calls up: what runs here has no turns and no breaker."""
        return self.limits.is_none

    @asynccontextmanager
    async def enter(self, *, model: str, tokens: int = 0) -> AsyncGenerator[Passage]:
        """Wait for a turn, and have it as long as the block lasts.

        A call that is part of another one has its turn: a voice that looks at the list of voices.

        Raises:
            ProviderDown: It is left alone for a while.
            ProviderCrowded: No turn came in time.
        """
        if self.name in _INSIDE.get():
            async with FreeLane().enter(model=model) as free:
                yield free
            return
        passage = _Passage(self, Place(id=uuid4().hex, until=0, tokens=tokens), model)
        if self.is_open:
            yield passage
            return
        try:
            await self._queue(passage.place)
            with _inside(self.name):
                yield passage
        finally:
            leaving = self.traffic.leave(self.name, passage.place, tokens=passage.tokens)
            await asyncio.shield(leaving)

    async def _queue(self, place: Place) -> None:
        look_s, until = FIRST_LOOK_S, time.monotonic() + self.wait_s
        while True:
            entry = await self.traffic.enter(self.name, place, limits=self.limits)
            if entry.is_in:
                return
            if entry.down is not None:
                raise self._down(entry.down, entry.wait_s)
            if time.monotonic() + entry.wait_s > until:
                raise self._crowded(entry.wait_s)
            await asyncio.sleep(min(entry.wait_s, look_s))
            look_s = min(look_s * 1.5, LONGEST_LOOK_S)

    def _crowded(self, wait_s: float) -> ProviderCrowded:
        return ProviderCrowded(
            f"No turn at {self.title} comes within {self.wait_s:.0f} seconds: it asked for patience, "
            f"or too much is asked of it at a time. Try again later, or allow more calls "
            f"({self.settings}CONCURRENCY, {self.settings}REQUESTS_PER_MINUTE).",
            retry_after_s=wait_s,
        )

    def _down(self, breaker: Breaker, wait_s: float) -> ProviderDown:
        trouble = breaker.trouble or Trouble.UNAVAILABLE
        again = f"It is asked again in about {max(1, round(wait_s))} seconds"
        return ProviderDown(
            f"{self.title} is left alone for a while, nothing was asked of it. Last it was: "
            f"{breaker.message} {again}; use another one until then, or try again after that.",
            trouble=trouble.value,
            retry_after_s=wait_s,
        )


@contextmanager
def _inside(lane: str) -> Generator[None]:
    token = _INSIDE.set(_INSIDE.get() | {lane})
    try:
        yield
    finally:
        _INSIDE.reset(token)


@dataclass(slots=True)
class _Passage:
    """A call's turn."""

    lane: TrafficLane
    place: Place
    model: str
    tokens: int | None = None

    async def watch(self, call: Awaitable[T]) -> T:
        began = time.monotonic()
        try:
            value = await beside(call, self._renew, every_s=LEASE_S / 3)
        except StudioError as error:
            await self._tell(error, time.monotonic() - began)
            raise
        await self._tell(None, time.monotonic() - began)
        return value

    async def slow(self, wait_s: float) -> None:
        await self.lane.traffic.slow(self.lane.name, wait_s=wait_s)

    def count(self, tokens: int) -> None:
        self.tokens = tokens

    async def _renew(self) -> None:
        if not self.lane.is_open:
            await self.lane.traffic.renew(self.lane.name, self.place)

    async def _tell(self, error: StudioError | None, seconds: float) -> None:
        if isinstance(error, ProviderBusy) and error.retry_after_s:
            await self.slow(error.retry_after_s)
        heard = Heard(
            at=0,
            model=self.model,
            seconds=round(seconds, 3),
            error=error.code if error else "",
            is_fault=error is not None and (counts(error) or isinstance(error, ProviderBusy)),
        )
        await self.lane.traffic.tell(
            self.lane.name,
            self.place,
            heard,
            error=None if self.lane.is_open else error,
            fuse=self.lane.fuse,
        )


@dataclass(frozen=True, slots=True)
class Lanes:
    """Gives the ways to all providers, and knows which it gave.

    Attributes:
        traffic: Where turns are agreed upon.
        fuse: When breakers open.
        wait_s: Longest wait for a turn.
        opened: The lanes that were given, by their names.
    """

    traffic: Traffic
    fuse: Fuse = USUAL
    wait_s: float = 300.0
    opened: dict[str, TrafficLane] = field(default_factory=dict[str, TrafficLane])

    def open(self, name: str, *, title: str, settings: str, limits: Limits) -> TrafficLane:
        """Give the way to a provider."""
        lane = TrafficLane(name, title, settings, limits, self.traffic, self.fuse, self.wait_s)
        self.opened[name] = lane
        return lane

    @property
    def titles(self) -> dict[str, str]:
        """Give what people call the providers, by the names of their lanes."""
        return {name: lane.title for name, lane in self.opened.items()}
