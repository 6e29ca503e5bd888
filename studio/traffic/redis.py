"""Turns of all processes, agreed upon in Redis or Valkey.

A road is one small document. It is read with the server's time, changed by the pure functions of
``studio.domain.traffic``, and written back if nobody else wrote it meanwhile; else once more. So the
twin in memory and this one cannot differ in what they decide.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from studio.domain import traffic
from studio.domain.breaker import Fuse, after_call
from studio.domain.errors import StudioError, Unavailable
from studio.domain.traffic import Entry, Limits, Place, Road
from studio.domain.weather import Heard
from studio.lanes import Seen
from studio.traffic.memory import HEARD

T = TypeVar("T")

KEPT_S = 3600
"""A road that nobody uses for so long is forgotten; no pause of a breaker is longer."""
HEARD_S = 24 * 3600
_PREFIX = "traffic:"
_LANES = "traffic-lanes"
_ATTEMPTS = 200
_DICE = random.SystemRandom()

_READ = "return {redis.call('GET', KEYS[1]) or '', redis.call('TIME')}"
_SWAP = """
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""


class RedisTraffic:
    """Keeps the roads in Redis."""

    def __init__(self, url: str, *, timeout_s: float = 2.0) -> None:
        """Describe the server; nothing is called yet.

        Args:
            url: ``redis://...``.
            timeout_s: Longest wait for it.
        """
        self._redis: Redis = Redis.from_url(
            url,
            decode_responses=True,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=timeout_s,
            socket_timeout=timeout_s,
            health_check_interval=15,
        )
        self._read = self._redis.register_script(_READ)
        self._swap = self._redis.register_script(_SWAP)

    async def enter(self, lane: str, place: Place, *, limits: Limits) -> Entry:
        """Ask to be let in."""
        return await self._change(
            lane, lambda road, now: traffic.enter(road, place, limits=limits, now=now)
        )

    async def renew(self, lane: str, place: Place) -> None:
        """Stay alive."""
        await self._change(lane, lambda road, now: (traffic.renew(road, place, now=now), None))

    async def leave(self, lane: str, place: Place, *, tokens: int | None = None) -> None:
        """Give a place back."""
        await self._change(lane, lambda road, _: (traffic.leave(road, place, tokens=tokens), None))

    async def slow(self, lane: str, *, wait_s: float) -> None:
        """Let nobody in for a while."""
        await self._change(lane, lambda road, now: (traffic.slow(road, until=now + wait_s), None))

    async def tell(
        self, lane: str, place: Place, heard: Heard, *, error: StudioError | None, fuse: Fuse
    ) -> None:
        """Tell how a call ended."""
        jitter = _DICE.random()

        def told(road: Road, now: float) -> tuple[Road, float]:
            breaker = after_call(
                road.breaker, error, probe=place.id, now=now, fuse=fuse, jitter=jitter
            )
            return road.model_copy(update={"breaker": breaker}), now

        at = await self._change(lane, told)
        line = heard.model_copy(update={"at": at}).model_dump_json()
        with _named():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.rpush(f"{_PREFIX}{lane}:heard", line)
                pipe.ltrim(f"{_PREFIX}{lane}:heard", -HEARD, -1)
                pipe.expire(f"{_PREFIX}{lane}:heard", HEARD_S)
                pipe.zadd(_LANES, {lane: at})
                pipe.zremrangebyscore(_LANES, 0, at - HEARD_S)
                await pipe.execute()

    async def look(self, lane: str) -> Seen:
        """Look at a lane."""
        with _named():
            road, now, _ = await self._load(lane)
            lines = await cast(
                "Awaitable[list[str]]", self._redis.lrange(f"{_PREFIX}{lane}:heard", 0, -1)
            )
        return Seen(traffic.alive(road, now), tuple(map(Heard.model_validate_json, lines)), now)

    async def lanes(self) -> Sequence[str]:
        """List the lanes."""
        with _named():
            return sorted(cast("list[str]", await self._redis.zrange(_LANES, 0, -1)))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _change(self, lane: str, change: Callable[[Road, float], tuple[Road, T]]) -> T:
        with _named():
            for attempt in range(_ATTEMPTS):
                road, now, before = await self._load(lane)
                changed, answer = change(road, now)
                if changed == road:
                    return answer
                after = changed.model_dump_json(exclude_defaults=True)
                if await self._swap(keys=[_PREFIX + lane], args=[before, after, KEPT_S]):
                    return answer
                await asyncio.sleep(_DICE.random() * 0.002 * min(attempt, 10))
        raise Unavailable(f"The turns of {lane} change too fast to be agreed upon; try again.")

    async def _load(self, lane: str) -> tuple[Road, float, str]:
        found: list[Any] = await self._read(keys=[_PREFIX + lane])
        text, (seconds, micros) = found[0], found[1]
        try:
            road = Road.model_validate_json(text) if text else Road()
        except ValidationError:
            # A newer or older release wrote it, beside this one: it is a matter of seconds.
            road = Road()
        return road, int(seconds) + int(micros) / 1_000_000, text


@contextmanager
def _named() -> Generator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise Unavailable("Redis is down, which keeps the turns of providers.") from error
