"""The live wire inside one process, for tests."""

import itertools
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, asynccontextmanager

from studio.domain.events import Envelope, Event, Gap, share_of
from studio.domain.units import ThreadId
from studio.events.listener import START, Listener, is_after


class MemoryEventBus:
    """Streams in this process's memory."""

    def __init__(self, *, kept: int = 1_000, queue_size: int = 1_000) -> None:
        """Keep the newest ``kept`` events of a thread and queue ``queue_size`` per listener."""
        self._kept = kept
        self._queue_size = queue_size
        self._numbers = itertools.count(1)
        self._streams: dict[ThreadId, list[Envelope]] = {}
        self._told: dict[tuple[ThreadId, str], float] = {}
        self._listeners: dict[ThreadId, set[Listener]] = {}

    async def publish(self, thread_id: ThreadId, event: Event) -> str:
        """Append an event and wake the listeners; progress behind what was told is dropped."""
        if share := share_of(event):
            card = (thread_id, share.card_id)
            if not share.is_new and share.fraction < self._told.get(card, 0.0):
                return ""
            self._told[card] = share.fraction
        envelope = Envelope(id=f"{next(self._numbers)}-0", thread_id=thread_id, event=event)
        stream = self._streams.setdefault(thread_id, [])
        stream.append(envelope)
        del stream[: -self._kept]
        for listener in self._listeners.get(thread_id, ()):
            listener.offer(envelope)
        return envelope.id

    async def history(self, thread_id: ThreadId) -> Sequence[Envelope]:
        """Give all events that are still kept."""
        return tuple(self._streams.get(thread_id, ()))

    @asynccontextmanager
    async def listen(
        self, thread_id: ThreadId, *, after: str | None = None
    ) -> AsyncGenerator[AsyncGenerator[Envelope | Gap, None]]:
        """Follow a thread; see the port."""
        listener = Listener(size=self._queue_size)
        past = self._past(thread_id, after)
        listeners = self._listeners.setdefault(thread_id, set())
        listeners.add(listener)
        try:
            async with aclosing(_read(thread_id, past, listener)) as events:
                yield events
        finally:
            listeners.discard(listener)

    def forget(self, thread_id: ThreadId) -> None:
        """Drop a thread's stream, as if it had expired."""
        self._streams.pop(thread_id, None)

    def _past(self, thread_id: ThreadId, after: str | None) -> list[Envelope | Gap]:
        stream = self._streams.get(thread_id, [])
        if after == "$":
            return []
        if after is None or after == START:
            return list(stream)
        if any(envelope.id == after for envelope in stream):
            return [envelope for envelope in stream if is_after(envelope.id, after)]
        resumed_at = stream[0].id if stream else START
        return [Gap(thread_id=thread_id, resumed_at=resumed_at), *stream]


async def _read(
    thread_id: ThreadId, past: list[Envelope | Gap], listener: Listener
) -> AsyncGenerator[Envelope | Gap, None]:
    last = START
    for item in past:
        last = item.id if isinstance(item, Envelope) else last
        yield item
    while True:
        await listener.ready()
        if listener.is_overrun:
            yield Gap(thread_id=thread_id, resumed_at=last)
            return
        if envelope := listener.take():
            last = envelope.id
            yield envelope
