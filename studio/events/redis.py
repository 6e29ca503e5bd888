"""The live wire over Redis or Valkey: a Stream to replay from, and pub/sub to wake listeners.

One Lua call appends to the thread's Stream and publishes the same payload; it remembers how far each
progress card is, for workers of one render overtake each other on their way here. Each process has one
pub/sub connection for all its listeners. Pub/sub loses messages when a connection breaks, so every
confirmed subscription, the first one and the one after a reconnect alike, makes the listeners read
the Stream from the last event they saw.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from types import TracebackType
from typing import Any, Self, cast
from uuid import UUID, uuid4

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from studio.domain.errors import Unavailable
from studio.domain.events import EVENT, Envelope, Event, Gap, share_of
from studio.domain.units import ThreadId
from studio.events.listener import START, Listener, is_after, order

log = structlog.get_logger()

KEPT_S = 24 * 3600
_PROCESS_CHANNEL = "events"
_BROKEN = (RedisError, OSError)
Row = tuple[str, dict[str, str]]
"""An id and its fields, as the Stream gives them."""

_PUBLISH = """
if ARGV[3] == '1' then
  for _, entry in ipairs(redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 64)) do
    if entry[2][4] == ARGV[2] then return entry[1] end
  end
end
if ARGV[6] ~= '' then
  local told = tonumber(redis.call('HGET', KEYS[2], ARGV[6]) or '0')
  if ARGV[8] == '0' and tonumber(ARGV[7]) < told then return '' end
  redis.call('HSET', KEYS[2], ARGV[6], ARGV[7])
  redis.call('EXPIRE', KEYS[2], ARGV[5])
end
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], '*', 'event', ARGV[1], 'once', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('PUBLISH', KEYS[1], id .. ' ' .. ARGV[1])
return id
"""


class RedisEventBus:
    """Streams in Redis; an async context manager that owns its connections and one task."""

    def __init__(
        self, url: str, *, kept: int = 1_000, queue_size: int = 1_000, patience_s: float = 3.0
    ) -> None:
        """Describe the wire; entering connects.

        Args:
            url: ``redis://...``.
            kept: About how many events of a thread stay replayable, for 24 h.
            queue_size: Events that wait for one listener before it is closed with a ``Gap``.
            patience_s: How long a broken wire is waited for.
        """
        self._redis: Redis = Redis.from_url(
            url,
            decode_responses=True,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=2.0,
            socket_timeout=5.0,
            health_check_interval=15,
        )
        self._publish = self._redis.register_script(_PUBLISH)
        self._kept = kept
        self._queue_size = queue_size
        self._patience_s = patience_s
        self._is_down = False
        self._is_leaving = False
        self._listeners: dict[str, set[Listener]] = {}
        self._confirmed: set[str] = set()
        self._pubsub: PubSub | None = None
        self._subscribing = asyncio.Lock()
        self._to_tend: asyncio.Queue[str | None] = asyncio.Queue()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Start following; a server that is down is waited for in the background."""
        self._stack.push_async_callback(self._redis.aclose)
        group = await self._stack.enter_async_context(asyncio.TaskGroup())
        pump = group.create_task(self._follow(), name="events")
        self._stack.callback(self._leave, pump)
        tending = group.create_task(self._tend(), name="subscriptions")
        self._stack.push_async_callback(asyncio.wait, {tending})
        self._stack.callback(self._to_tend.put_nowait, None)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop following and close the connections."""
        await self._stack.aclose()

    def _leave(self, pump: asyncio.Task[None]) -> None:
        # A cancellation can be lost where closing a broken connection fails; the flag cannot.
        self._is_leaving = True
        pump.cancel()

    async def publish(self, thread_id: ThreadId, event: Event) -> str:
        """Append an event and wake the listeners, exactly once also across a short outage.

        Returns:
            The event's id; empty for progress that is behind what was told, which is dropped.

        Raises:
            Unavailable: The wire is down; while it stays down this is told at once.
        """
        payload, once = EVENT.dump_json(event).decode(), uuid4().hex
        keys = [_key(thread_id), f"told:{thread_id}"]
        share = share_of(event)
        told = [share.card_id, share.fraction, int(share.is_new)] if share else ["", 0, 0]
        deadline = time.monotonic() + (0 if self._is_down else self._patience_s)
        is_retry = "0"
        while True:
            try:
                event_id = await self._publish(
                    keys=keys, args=[payload, once, is_retry, self._kept, KEPT_S, *told]
                )
            except _BROKEN as error:
                if time.monotonic() >= deadline:
                    self._is_down = True
                    raise Unavailable(
                        "Live events are down; they come back by themselves."
                    ) from error
                is_retry = "1"
                await asyncio.sleep(0.1)
            else:
                self._is_down = False
                return str(event_id)

    async def history(self, thread_id: ThreadId) -> Sequence[Envelope]:
        """Give all events that are still kept."""
        try:
            rows = await self._range(thread_id, "-")
        except _BROKEN as error:
            raise Unavailable("Live events are down; they come back by themselves.") from error
        return _envelopes(thread_id, rows)

    async def ping(self) -> None:
        """Check that the server answers.

        Raises:
            Unavailable: It does not.
        """
        try:
            await self._redis.execute_command("PING")
        except _BROKEN as error:
            raise Unavailable("Redis does not answer.") from error

    @asynccontextmanager
    async def listen(
        self, thread_id: ThreadId, *, after: str | None = None
    ) -> AsyncGenerator[AsyncGenerator[Envelope | Gap, None]]:
        """Follow a thread; see the port.

        Raises:
            Unavailable: The wire is down.
        """
        channel, listener = _key(thread_id), Listener(size=self._queue_size)
        self._listeners.setdefault(channel, set()).add(listener)
        try:
            await self._subscribe(channel, listener)
            last = await self._newest(thread_id) if after == "$" else after
            async with aclosing(self._read(thread_id, listener, last)) as events:
                yield events
        finally:
            self._listeners[channel].discard(listener)
            self._to_tend.put_nowait(channel)

    async def _subscribe(self, channel: str, listener: Listener) -> None:
        if channel in self._confirmed:
            listener.resync()
            return
        self._to_tend.put_nowait(channel)
        try:
            async with asyncio.timeout(self._patience_s):
                await listener.ready()
        except TimeoutError as error:
            raise Unavailable("Live events are down; try again in a moment.") from error

    async def _tend(self) -> None:
        """Subscribe to what has listeners and leave the rest.

        In a task of its own: a listener is often cancelled by its client going away, and a command
        that is cancelled in the middle would break the connection that all listeners share.
        """
        while (channel := await self._to_tend.get()) is not None:
            async with self._subscribing:
                wanted = bool(self._listeners.get(channel))
                if not wanted:
                    self._listeners.pop(channel, None)
                    self._confirmed.discard(channel)
                if self._pubsub is None:
                    continue
                command = self._pubsub.subscribe if wanted else self._pubsub.unsubscribe
                try:
                    await command(channel)
                except (*_BROKEN, AttributeError) as error:
                    # redis-py answers so where the other task closes the connection meanwhile.
                    log.warning("events.subscribe_failed", error=str(error))

    async def _newest(self, thread_id: ThreadId) -> str:
        try:
            rows = await self._redis.xrevrange(_key(thread_id), count=1)
        except _BROKEN as error:
            raise Unavailable("Live events are down; try again in a moment.") from error
        return str(rows[0][0]) if rows else START

    async def _range(self, thread_id: ThreadId, first: str) -> Sequence[Row]:
        return cast("Sequence[Row]", await self._redis.xrange(_key(thread_id), min=first))

    async def _read(
        self, thread_id: ThreadId, listener: Listener, last: str | None
    ) -> AsyncGenerator[Envelope | Gap, None]:
        while True:
            await listener.ready()
            if listener.must_resync:
                listener.must_resync = False
                for item in await self._missed(thread_id, last):
                    last = item.id if isinstance(item, Envelope) else START
                    yield item
            if listener.is_overrun:
                yield Gap(thread_id=thread_id, resumed_at=last or START)
                return
            envelope = listener.take()
            if envelope and is_after(envelope.id, last or START):
                last = envelope.id
                yield envelope

    async def _missed(self, thread_id: ThreadId, last: str | None) -> list[Envelope | Gap]:
        while True:
            try:
                return await self._read_after(thread_id, last)
            except _BROKEN as error:
                log.warning("events.catch_up_failed", error=str(error))
                await asyncio.sleep(0.2)

    async def _read_after(self, thread_id: ThreadId, last: str | None) -> list[Envelope | Gap]:
        is_id = last is not None and order(last) is not None
        rows = await self._range(thread_id, last if last and is_id else "-")
        if last is None or last == START:
            return list(_envelopes(thread_id, rows))
        if rows and rows[0][0] == last:
            return list(_envelopes(thread_id, rows[1:]))
        resumed_at = rows[0][0] if rows else START
        gap = Gap(thread_id=thread_id, resumed_at=resumed_at)
        return [gap, *_envelopes(thread_id, rows)]

    async def _follow(self) -> None:
        pause_s = 0.05
        while not self._is_leaving:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(_PROCESS_CHANNEL)
                    async with self._subscribing:
                        self._pubsub, pause_s = pubsub, 0.05
                        if self._listeners:
                            await pubsub.subscribe(*self._listeners)
                    while not self._is_leaving:
                        message = await pubsub.get_message(timeout=1.0)
                        if message is not None:
                            self._dispatch(message)
            except _BROKEN as error:
                log.warning("events.reconnecting", error=str(error))
            finally:
                self._pubsub = None
                self._confirmed.clear()
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, 1.0)

    def _dispatch(self, message: dict[str, Any]) -> None:
        channel = message["channel"]
        listeners = self._listeners.get(channel, set())
        if message["type"] == "subscribe" and listeners:
            self._confirmed.add(channel)
            for listener in listeners:
                listener.resync()
        elif message["type"] == "unsubscribe":
            # An answer may be older than the newest listener: look again.
            self._confirmed.discard(channel)
            if listeners:
                self._to_tend.put_nowait(channel)
        elif message["type"] == "message" and listeners:
            event_id, _, payload = message["data"].partition(" ")
            thread_id = ThreadId(_thread(channel))
            for envelope in _envelopes(thread_id, [(event_id, {"event": payload})]):
                for listener in listeners:
                    listener.offer(envelope)


def _key(thread_id: ThreadId) -> str:
    return f"events:{thread_id}"


def _thread(channel: str) -> UUID:
    return UUID(channel.removeprefix("events:"))


def _envelopes(thread_id: ThreadId, rows: Sequence[Row]) -> tuple[Envelope, ...]:
    return tuple(e for row in rows if (e := _envelope(thread_id, *row)))


def _envelope(thread_id: ThreadId, event_id: str, fields: dict[str, str]) -> Envelope | None:
    try:
        event = EVENT.validate_json(fields["event"])
    except ValidationError as error:
        log.warning("events.unreadable", event_id=event_id, errors=error.error_count())
        return None
    return Envelope(id=event_id, thread_id=thread_id, event=event)
