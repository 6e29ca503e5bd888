"""Limits on what needs no token, counted in Redis for all processes together."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.asyncio import ConnectionPool, Redis
from redis.exceptions import RedisError

from studio.domain.errors import TooManyRequests

log = structlog.get_logger()


@asynccontextmanager
async def open_sign_in_limit(
    redis_url: str, *, per_address: int = 30, per_account: int = 10
) -> AsyncGenerator["SignInLimit"]:
    """Give the limit, and close its connections afterwards."""
    pool = _client(redis_url).connection_pool
    try:
        yield SignInLimit(redis_url, pool, per_address=per_address, per_account=per_account)
    finally:
        await pool.aclose()


@asynccontextmanager
async def open_watch_limit(
    redis_url: str, *, per_address: int = 240
) -> AsyncGenerator["WatchLimit"]:
    """Give the limit, and close its connections afterwards."""
    pool = _client(redis_url).connection_pool
    try:
        yield WatchLimit(redis_url, pool, per_address=per_address)
    finally:
        await pool.aclose()


class WatchLimit:
    """So many requests of shared videos a minute per address; a player asks for many parts."""

    def __init__(self, redis_url: str, pool: ConnectionPool, *, per_address: int) -> None:
        """Count in the Redis behind ``pool``, whose address is ``redis_url``."""
        self._limiter = _limiter(redis_url, pool)
        self._per_address = RateLimitItemPerMinute(per_address, namespace="watch-address")

    async def check(self, *, address: str) -> None:
        """Count one request.

        Raises:
            TooManyRequests: There were too many.
        """
        try:
            is_fine = await self._limiter.hit(self._per_address, address)
        except (RedisError, OSError) as error:
            # Nobody guesses 256 bits: without Redis people may still watch.
            log.warning("watch.unlimited", error=str(error))
            return
        if not is_fine:
            raise TooManyRequests("Too many requests; wait a minute.")


class SignInLimit:
    """So many attempts a minute per address and per account."""

    def __init__(
        self,
        redis_url: str,
        pool: ConnectionPool,
        *,
        per_address: int = 30,
        per_account: int = 10,
    ) -> None:
        """Count in the Redis behind ``pool``, whose address is ``redis_url``."""
        self._limiter = _limiter(redis_url, pool)
        self._per_address = RateLimitItemPerMinute(per_address, namespace="sign-in-address")
        self._per_account = RateLimitItemPerMinute(per_account, namespace="sign-in-account")

    async def check(self, *, address: str, account: str = "") -> None:
        """Count one attempt.

        Raises:
            TooManyRequests: There were too many.
        """
        try:
            is_fine = await self._limiter.hit(self._per_address, address)
            if account:
                is_fine &= await self._limiter.hit(self._per_account, account.lower())
        except (RedisError, OSError) as error:
            # Passwords are argon2 and tokens are 256 bit: without Redis people may still sign in.
            log.warning("sign_in.unlimited", error=str(error))
            return
        if not is_fine:
            raise TooManyRequests("Too many attempts to sign in; wait a minute.")


def _client(redis_url: str) -> Redis:
    return Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
        redis_url, socket_connect_timeout=2.0, socket_timeout=2.0
    )


def _limiter(redis_url: str, pool: ConnectionPool) -> SlidingWindowCounterRateLimiter:
    options: dict[str, Any] = {"connection_pool": pool}
    storage = RedisStorage(f"async+{redis_url}", implementation="redispy", **options)
    return SlidingWindowCounterRateLimiter(storage)
