"""Limits on sign-in attempts, counted in Redis for all processes together."""

import structlog
from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from studio.domain.errors import TooManyRequests

log = structlog.get_logger()


class SignInLimit:
    """So many attempts a minute per address and per account."""

    def __init__(self, redis_url: str, *, per_address: int = 30, per_account: int = 10) -> None:
        """Count in Redis; ``redis_url`` is ``redis://...``."""
        storage = RedisStorage(f"async+{redis_url}", implementation="redispy")
        self._limiter = SlidingWindowCounterRateLimiter(storage)
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
