"""The way to a provider: every call takes its turn there, and what becomes of it is remembered."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from studio.domain.breaker import Fuse
from studio.domain.errors import StudioError
from studio.domain.traffic import Entry, Limits, Place, Road
from studio.domain.weather import Heard

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A provider's road, and the calls that it has heard the end of."""

    road: Road
    heard: Sequence[Heard]
    now: float


class Traffic(Protocol):
    """What all processes agree upon: who may call which provider, and how it does.

    Lanes are named by their provider, e.g. ``"pictures/openai"``.
    """

    async def enter(self, lane: str, place: Place, *, limits: Limits) -> Entry:
        """Ask to be let in; asked again, the place in the queue is kept.

        Raises:
            Unavailable: The store of the agreement is down.
        """
        ...

    async def renew(self, lane: str, place: Place) -> None:
        """Stay alive in the eyes of others; like ``enter``."""
        ...

    async def leave(self, lane: str, place: Place, *, tokens: int | None = None) -> None:
        """Give a place back; tokens are what was really used."""
        ...

    async def slow(self, lane: str, *, wait_s: float) -> None:
        """Let nobody in for a while, in any process."""
        ...

    async def tell(
        self, lane: str, place: Place, heard: Heard, *, error: StudioError | None, fuse: Fuse
    ) -> None:
        """Tell how a call ended; its moment is set by whoever keeps the time."""
        ...

    async def look(self, lane: str) -> Seen:
        """Look at a lane."""
        ...

    async def lanes(self) -> Sequence[str]:
        """List the lanes in which a call ended within a day."""
        ...

    async def aclose(self) -> None:
        """Give back connections."""
        ...


class Passage(Protocol):
    """A call's turn."""

    async def watch(self, call: Awaitable[T]) -> T:
        """Make the call, keep its place meanwhile, and tell how it ended."""
        ...

    async def slow(self, wait_s: float) -> None:
        """Tell all processes that the provider wants to be left alone for so long."""
        ...

    def count(self, tokens: int) -> None:
        """Note what the call really used."""
        ...


class Lane(Protocol):
    """The way to one provider."""

    @property
    def limits(self) -> Limits:
        """Give what it lets us do at a time."""
        ...

    def enter(self, *, model: str, tokens: int = 0) -> AbstractAsyncContextManager[Passage]:
        """Wait for a turn, and have it as long as the block lasts.

        Raises:
            ProviderDown: It is left alone for a while.
            ProviderCrowded: No turn came in time.
        """
        ...


class _Free:
    """No turn has to be waited for, and nobody is told."""

    async def watch(self, call: Awaitable[T]) -> T:
        return await call

    async def slow(self, wait_s: float) -> None:
        """Slow nobody."""

    def count(self, tokens: int) -> None:
        """Count nothing."""


class FreeLane:
    """A lane without limits, breaker or memory, for what was given none."""

    limits = Limits()

    @asynccontextmanager
    async def enter(self, *, model: str, tokens: int = 0) -> AsyncGenerator[Passage]:
        """Pass at once."""
        yield _Free()


async def beside(call: Awaitable[T], beat: Callable[[], Awaitable[None]], *, every_s: float) -> T:
    """Await a call, and do something again and again until it ends."""
    failed: list[BaseException] = []
    ended = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        heart = group.create_task(_again(beat, every_s, ended))
        try:
            return await call
        except Exception as error:  # noqa: BLE001 - raised below, outside of the group
            failed.append(error)
        finally:
            # A driver can lose a cancellation, which would keep the heart beating for ever.
            ended.set()
            heart.cancel()
    raise failed[0]


async def _again(beat: Callable[[], Awaitable[None]], every_s: float, ended: asyncio.Event) -> None:
    while not ended.is_set():
        await asyncio.sleep(every_s)
        await beat()
