"""One listener's bounded queue, and the order of ids on a stream."""

import asyncio
import re
from collections import deque

from studio.domain.events import Envelope

START = "0-0"
"""Comes before every id."""

_ID = re.compile(r"(\d{1,20})-(\d{1,20})")
_LARGEST = 2**64 - 1


def order(event_id: str) -> tuple[int, int] | None:
    """Give an id as something that can be compared; ``None`` where it is not an id."""
    match = _ID.fullmatch(event_id)
    if match is None:
        return None
    numbers = int(match[1]), int(match[2])
    return numbers if max(numbers) <= _LARGEST else None


def is_after(event_id: str, last: str) -> bool:
    """Tell whether ``event_id`` comes after ``last``."""
    return (order(event_id) or (0, 0)) > (order(last) or (0, 0))


class Listener:
    """What waits to be read by one listener.

    Attributes:
        must_resync: The stream is to be read anew from the last event seen.
        is_overrun: More happened than the queue could hold.
    """

    def __init__(self, *, size: int) -> None:
        """Make an empty queue of at most ``size`` envelopes."""
        self.must_resync = False
        self.is_overrun = False
        self._size = size
        self._queue: deque[Envelope] = deque()
        self._wake = asyncio.Event()

    def offer(self, envelope: Envelope) -> None:
        """Queue an envelope; a full queue is overrun."""
        if len(self._queue) >= self._size:
            self.is_overrun = True
            self._queue.clear()
        if not self.is_overrun:
            self._queue.append(envelope)
        self._wake.set()

    def resync(self) -> None:
        """Ask for the stream to be read anew: live events may have been missed."""
        self.must_resync = True
        self._wake.set()

    async def ready(self) -> None:
        """Wait until there is something to do."""
        await self._wake.wait()

    def take(self) -> Envelope | None:
        """Give the oldest waiting envelope."""
        if self._queue:
            return self._queue.popleft()
        if not (self.must_resync or self.is_overrun):
            self._wake.clear()
        return None
