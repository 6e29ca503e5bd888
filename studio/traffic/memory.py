"""Turns of one process alone: where there is no Redis, and for makers that run here."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence

from studio.domain import traffic
from studio.domain.breaker import Fuse, after_call
from studio.domain.errors import StudioError
from studio.domain.traffic import Entry, Limits, Place, Road
from studio.domain.weather import Heard
from studio.lanes import Seen

HEARD = 200
"""Calls of a lane that are remembered."""


class MemoryTraffic:
    """Keeps the roads in a dictionary."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Take what gives the seconds since 1970."""
        self._now = clock
        self._roads: defaultdict[str, Road] = defaultdict(Road)
        self._heard: defaultdict[str, deque[Heard]] = defaultdict(lambda: deque(maxlen=HEARD))

    async def enter(self, lane: str, place: Place, *, limits: Limits) -> Entry:
        """Ask to be let in."""
        self._roads[lane], entry = traffic.enter(
            self._roads[lane], place, limits=limits, now=self._now()
        )
        return entry

    async def renew(self, lane: str, place: Place) -> None:
        """Stay alive."""
        self._roads[lane] = traffic.renew(self._roads[lane], place, now=self._now())

    async def leave(self, lane: str, place: Place, *, tokens: int | None = None) -> None:
        """Give a place back."""
        self._roads[lane] = traffic.leave(self._roads[lane], place, tokens=tokens)

    async def slow(self, lane: str, *, wait_s: float) -> None:
        """Let nobody in for a while."""
        self._roads[lane] = traffic.slow(self._roads[lane], until=self._now() + wait_s)

    async def tell(
        self, lane: str, place: Place, heard: Heard, *, error: StudioError | None, fuse: Fuse
    ) -> None:
        """Tell how a call ended."""
        now = self._now()
        self._heard[lane].append(heard.model_copy(update={"at": now}))
        road = self._roads[lane]
        breaker = after_call(road.breaker, error, probe=place.id, now=now, fuse=fuse)
        self._roads[lane] = road.model_copy(update={"breaker": breaker})

    async def look(self, lane: str) -> Seen:
        """Look at a lane."""
        now = self._now()
        return Seen(traffic.alive(self._roads[lane], now), tuple(self._heard[lane]), now)

    async def lanes(self) -> Sequence[str]:
        """List the lanes."""
        return sorted(self._heard)

    async def aclose(self) -> None:
        """Give back nothing."""
