"""How many event streams are open, per user and in all."""

from collections.abc import Generator
from contextlib import contextmanager

from api.metrics import Metrics
from studio.domain.errors import TooManyRequests
from studio.domain.units import UserId


class Slots:
    """Counts open streams."""

    def __init__(self, metrics: Metrics, *, per_user: int = 20, in_all: int = 2_000) -> None:
        """Allow so many at a time."""
        self._metrics = metrics
        self._per_user = per_user
        self._in_all = in_all
        self._open: dict[UserId, int] = {}

    def check(self, user_id: UserId) -> None:
        """Make sure that there is room for one more.

        Raises:
            TooManyRequests: There is none.
        """
        if self._open.get(user_id, 0) >= self._per_user or self.count >= self._in_all:
            raise TooManyRequests("Too many event streams are open; close one and try again.")

    @property
    def count(self) -> int:
        """Streams open now."""
        return sum(self._open.values())

    @contextmanager
    def held(self, user_id: UserId) -> Generator[None]:
        """Count a stream while it is open."""
        self._open[user_id] = self._open.get(user_id, 0) + 1
        self._metrics.sse_clients.set(self.count)
        try:
            yield
        finally:
            left = self._open.pop(user_id) - 1
            if left > 0:
                self._open[user_id] = left
            self._metrics.sse_clients.set(self.count)
