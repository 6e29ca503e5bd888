"""Event streams: what happens on a thread or in a run, as Server-Sent Events.

No unit of work lives while a stream is open: the stored state is read in short ones.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import structlog
from ag_ui.core import BaseEvent
from anyio import CancelScope
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from api.agui import Encoder, plain
from api.slots import Slots
from api.state import Parts
from studio.domain.conversation import Message, Turn, TurnStatus
from studio.domain.errors import Unavailable
from studio.domain.events import FINAL_EVENTS, Envelope, Gap, TurnStarted
from studio.domain.units import ThreadId, TurnId, UserId
from studio.events.listener import order
from studio.services import conversations, gates, transcripts

log = structlog.get_logger()

PING_S = 15
RETRY_MS = 1_000
SEND_TIMEOUT_S = 30.0
SNAPSHOT_TURNS = 30
"""What a snapshot tells of a thread: as much as opening it does."""
QUIET_S = 1.0
"""After so much silence the stored state of the run is looked at."""

# @ag-ui/client splits on "\n\n" alone; the package's own default is CRLF.
_SEPARATOR = "\n"


class EventStream(EventSourceResponse):
    """A stream's response; it holds its user's slot while it lasts."""

    def __init__(
        self, content: AsyncGenerator[ServerSentEvent], *, slots: Slots, user_id: UserId
    ) -> None:
        """Answer with a stream.

        Raises:
            TooManyRequests: The user has too many streams open.
        """
        slots.check(user_id)
        self._slots = slots
        self._user_id = user_id
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            content,
            ping=PING_S,
            sep=_SEPARATOR,
            send_timeout=SEND_TIMEOUT_S,
            headers={"Cache-Control": "no-store"},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until either side ends it."""
        with self._slots.held(self._user_id):
            await super().__call__(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a client is on a stream.

    Attributes:
        after: The last envelope seen whole; ``None`` for none yet.
        skip: How many protocol events of the next envelope were seen.
    """

    after: str | None
    skip: int = 0


def locate(token: str | None, history: Sequence[Envelope]) -> Position:
    """Read a ``Last-Event-ID``: an envelope's id, with ``.n`` where only n events of it came."""
    if not token:
        return Position(None)
    event_id, _, part = token.partition(".")
    if not part.isdecimal() or len(part) > 3:
        return Position(token)
    ids = [envelope.id for envelope in history]
    if event_id not in ids:
        return Position(event_id)
    place = ids.index(event_id)
    return Position(ids[place - 1] if place else None, int(part))


class Feed:
    """Makes the streams of one thread for one user."""

    def __init__(self, parts: Parts, *, owner_id: UserId, thread_id: ThreadId) -> None:
        """Follow one thread."""
        self._parts = parts
        self._owner_id = owner_id
        self._thread_id = thread_id
        self._encoder = Encoder(thread_id, sign=parts.signer(owner_id))
        self._turn_id: TurnId | None = None
        self._has_gap = False

    async def run(self, turn: Turn, *, after: str | None) -> AsyncGenerator[ServerSentEvent]:
        """Stream a run from its start, or from after an event, to its end."""
        self._turn_id = turn.id
        if not after:
            for event in _frames(self._encoder.start(turn.id), retry=RETRY_MS):
                yield event
        history = await self._history()
        position = locate(after, history)
        is_whole = self._retrace(history, position, turn)
        if self._encoder.is_over(turn.id):
            return
        if not is_whole:
            async for event in self._fill(turn, position):
                yield event
        if turn.status.is_at_rest and not is_whole:
            return
        async with aclosing(self._follow(position)) as events:
            async for event in events:
                yield event

    async def thread(self, *, after: str | None) -> AsyncGenerator[ServerSentEvent]:
        """Stream everything that happens on the thread; it has no end of its own."""
        yield ServerSentEvent(comment="thread", retry=RETRY_MS, sep=_SEPARATOR)
        history = await self._history()
        position = locate(after, history)
        self._retrace(history, position, None)
        async with aclosing(self._follow(position)) as events:
            async for event in events:
                yield event

    def _retrace(self, history: Sequence[Envelope], position: Position, turn: Turn | None) -> bool:
        """Bring the encoder to a client's place; tell whether the rest can be replayed."""
        mine = [envelope for envelope in history if self._is_mine(envelope)]
        is_seen = any(envelope.id == position.after for envelope in history)
        if is_seen:
            last = order(position.after or "") or (0, 0)
            for envelope in mine:
                if (order(envelope.id) or last) <= last:
                    self._encoder.encode(envelope.event)
                    self._has_gap = self._has_gap or _is_resumption(envelope)
        if turn is None:
            return True
        if turn.status.is_at_rest and not any(isinstance(e.event, FINAL_EVENTS) for e in mine):
            return False
        if is_seen:
            return True
        if position.after is not None:
            return not turn.status.is_at_rest
        return turn.status is TurnStatus.QUEUED or any(
            isinstance(e.event, TurnStarted) for e in mine
        )

    async def _fill(self, turn: Turn, position: Position) -> AsyncGenerator[ServerSentEvent]:
        """Tell from the stored state what can no longer be replayed."""
        self._encoder.start(turn.id)
        if position.after is not None:
            yield _frame(self._encoder.gap(position.after))
        told = self._encoder.snapshot(await self._messages())
        ended = await self._end(turn) if turn.status.is_at_rest else []
        for event in _frames([*told, *ended]):
            yield event

    async def _follow(self, position: Position) -> AsyncGenerator[ServerSentEvent]:
        while True:
            try:
                async with (
                    self._parts.studio.events.listen(self._thread_id, after=position.after) as live,
                    aclosing(with_ticks(live, every_s=QUIET_S)) as items,
                ):
                    async for item in items:
                        ended = await self._ended() if item is None else None
                        async for event in self._tell(item or ended, skip=position.skip):
                            yield event
                        if ended or self._is_end(item):
                            return
                        position = _moved(position, item)
            except Unavailable:
                log.warning("stream.waiting", thread_id=str(self._thread_id))
                await asyncio.sleep(QUIET_S)
                if ended := await self._ended():
                    async for event in self._tell(ended, skip=0):
                        yield event
                    return

    async def _tell(
        self, item: Envelope | Gap | Turn | None, *, skip: int
    ) -> AsyncGenerator[ServerSentEvent]:
        if isinstance(item, Gap):
            self._has_gap = True
            if self._turn_id is not None:
                self._encoder.start(self._turn_id)
            yield _frame(self._encoder.gap(item.resumed_at))
        is_end = isinstance(item, Turn) or self._is_end(item)
        if isinstance(item, Gap | Turn) or (self._has_gap and is_end):
            for event in _frames(self._encoder.snapshot(await self._messages())):
                yield event
        if isinstance(item, Turn):
            for event in _frames(await self._end(item)):
                yield event
        if isinstance(item, Envelope) and self._is_mine(item):
            async for frame in self._resume(item):
                yield frame
            for event in _frames(self._encoder.encode(item.event), id=item.id)[skip:]:
                yield event

    async def _resume(self, item: Envelope) -> AsyncGenerator[ServerSentEvent]:
        """Void what a lost worker was saying: the stored messages replace what was shown."""
        if not _is_resumption(item):
            return
        self._has_gap = True
        for event in _frames(self._encoder.start(item.event.turn_id)):
            yield event
        for event in _frames(self._encoder.snapshot(await self._messages())):
            yield event

    async def _ended(self) -> Turn | None:
        if self._turn_id is None:
            return None
        try:
            async with self._parts.studio.work() as work:
                turn = await conversations.get_turn(
                    work, owner_id=self._owner_id, turn_id=self._turn_id
                )
        except Unavailable:
            return None
        return turn if turn.status.is_at_rest else None

    async def _end(self, turn: Turn) -> list[BaseEvent]:
        async with self._parts.studio.work() as work:
            asked = await gates.of_thread(work, owner_id=self._owner_id, thread_id=self._thread_id)
        return self._encoder.end(turn, [gate for gate in asked if gate.is_open])

    async def _history(self) -> Sequence[Envelope]:
        try:
            return await self._parts.studio.events.history(self._thread_id)
        except Unavailable:
            return ()

    async def _messages(self) -> Sequence[Message]:
        async with self._parts.studio.work() as work:
            page = await transcripts.read_page(
                work, owner_id=self._owner_id, thread_id=self._thread_id, turns=SNAPSHOT_TURNS
            )
        return page.messages

    def _is_mine(self, envelope: Envelope) -> bool:
        return self._turn_id is None or envelope.event.turn_id == self._turn_id

    def _is_end(self, item: Envelope | Gap | Turn | None) -> bool:
        return (
            isinstance(item, Envelope)
            and self._turn_id is not None
            and self._is_mine(item)
            and isinstance(item.event, FINAL_EVENTS)
        )


async def with_ticks(
    events: AsyncGenerator[Envelope | Gap, None], *, every_s: float
) -> AsyncGenerator[Envelope | Gap | None]:
    """Pass events on, and ``None`` whenever nothing came for a while."""
    # A timeout around anext() would end the generator, so the waiting goes on in a future that
    # this generator owns and always ends.
    while True:
        waiting = asyncio.ensure_future(anext(events))
        try:
            while not (await asyncio.wait({waiting}, timeout=every_s))[0]:
                yield None
            item = waiting.result()
        except StopAsyncIteration:
            return
        finally:
            if not waiting.done():
                waiting.cancel()
                with CancelScope(shield=True):
                    await asyncio.wait({waiting})
        yield item


def _is_resumption(item: Envelope) -> bool:
    return isinstance(item.event, TurnStarted) and item.event.is_resumed


def _moved(position: Position, item: Envelope | Gap | None) -> Position:
    if item is None:
        return position
    return Position(item.id if isinstance(item, Envelope) else item.resumed_at)


def _frames(
    events: Iterable[BaseEvent], *, id: str | None = None, retry: int | None = None
) -> list[ServerSentEvent]:
    told = list(events)
    last = len(told)
    return [
        _frame(
            event,
            id=None if id is None else id if place == last else f"{id}.{place}",
            retry=retry if place == 1 else None,
        )
        for place, event in enumerate(told, start=1)
    ]


def _frame(event: BaseEvent, *, id: str | None = None, retry: int | None = None) -> ServerSentEvent:
    data = json.dumps(plain(event), ensure_ascii=False, separators=(",", ":"))
    return ServerSentEvent(data=data, id=id, retry=retry, sep=_SEPARATOR)
