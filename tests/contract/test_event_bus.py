"""One contract for every event bus."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import anyio
import pytest

from studio.domain.events import CardPatched, CardShown, Envelope, Gap, TextDelta
from studio.domain.units import ThreadId, TurnId
from studio.events.memory import MemoryEventBus
from studio.events.redis import RedisEventBus
from studio.ports import EventBus

TURN = TurnId(uuid4())


def said(text: str) -> TextDelta:
    return TextDelta(turn_id=TURN, message_id="m", delta=text)


def text_of(item: Envelope | Gap) -> str:
    assert isinstance(item, Envelope), item
    assert isinstance(item.event, TextDelta)
    return item.event.delta


async def take(events: AsyncGenerator[Envelope | Gap, None], count: int) -> list[Envelope | Gap]:
    async with asyncio.timeout(5):
        return [await anext(events) for _ in range(count)]


@asynccontextmanager
async def open_bus(kind: str, request: pytest.FixtureRequest, **options: int):
    if kind == "memory":
        yield MemoryEventBus(**options)
        return
    async with RedisEventBus(request.getfixturevalue("redis_url"), **options) as bus:
        yield bus


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[EventBus]:
    async with open_bus(request.param, request) as opened:
        yield opened


@pytest.fixture
def thread() -> ThreadId:
    return ThreadId(uuid4())


async def test_a_listener_gets_what_was_kept_and_then_what_happens(
    bus: EventBus, thread: ThreadId
) -> None:
    first = await bus.publish(thread, said("one"))
    async with bus.listen(thread) as events:
        second = await bus.publish(thread, said("two"))
        got = await take(events, 2)
    assert [text_of(item) for item in got] == ["one", "two"]
    assert [item.id for item in got if isinstance(item, Envelope)] == [first, second]


async def test_a_listener_goes_on_after_the_last_event_it_saw(
    bus: EventBus, thread: ThreadId
) -> None:
    seen = await bus.publish(thread, said("one"))
    await bus.publish(thread, said("two"))
    async with bus.listen(thread, after=seen) as events:
        assert [text_of(item) for item in await take(events, 1)] == ["two"]


async def test_a_listener_from_now_on_gets_nothing_old(bus: EventBus, thread: ThreadId) -> None:
    await bus.publish(thread, said("old"))
    async with bus.listen(thread, after="$") as events:
        await bus.publish(thread, said("new"))
        assert [text_of(item) for item in await take(events, 1)] == ["new"]


async def test_progress_that_is_overtaken_is_not_told(bus: EventBus, thread: ThreadId) -> None:
    def moved(fraction: float, card_id: str = "render-1") -> CardPatched:
        patch = [{"op": "replace", "path": "/fraction", "value": fraction}]
        return CardPatched(turn_id=TURN, card_id=card_id, kind="progress", patch=patch)

    def shown(fraction: float) -> CardShown:
        content = {"fraction": fraction}
        return CardShown(turn_id=TURN, card_id="render-1", kind="progress", content=content)

    async with bus.listen(thread) as events:
        for event in (shown(0.0), moved(0.53), moved(0.42), moved(0.1, "export-1"), moved(0.59)):
            await bus.publish(thread, event)
        for event in (shown(0.0), moved(0.2)):
            await bus.publish(thread, event)
        got = [item.event for item in await take(events, 6) if isinstance(item, Envelope)]

    assert got == [
        shown(0.0), moved(0.53), moved(0.1, "export-1"), moved(0.59), shown(0.0), moved(0.2)
    ]  # fmt: skip


@pytest.mark.parametrize("unknown", ["17-0", "nonsense", "99999999999999999999999-1", ""])
async def test_an_event_no_longer_kept_gives_a_gap_and_then_the_rest(
    bus: EventBus, thread: ThreadId, unknown: str
) -> None:
    kept = await bus.publish(thread, said("kept"))
    async with bus.listen(thread, after=unknown) as events:
        gap, item = await take(events, 2)
    assert gap == Gap(thread_id=thread, resumed_at=kept)
    assert text_of(item) == "kept"


async def test_a_stream_that_is_gone_gives_a_gap(bus: EventBus, thread: ThreadId) -> None:
    async with bus.listen(thread, after="17-0") as events:
        (gap,) = await take(events, 1)
        await bus.publish(thread, said("new"))
        (item,) = await take(events, 1)
    assert isinstance(gap, Gap)
    assert text_of(item) == "new"


async def test_two_listeners_get_everything_and_other_threads_nothing(
    bus: EventBus, thread: ThreadId
) -> None:
    other = ThreadId(uuid4())
    async with bus.listen(thread) as one, bus.listen(thread) as two, bus.listen(other) as three:
        await bus.publish(thread, said("here"))
        await bus.publish(other, said("there"))
        assert [text_of(i) for i in await take(one, 1)] == ["here"]
        assert [text_of(i) for i in await take(two, 1)] == ["here"]
        assert [text_of(i) for i in await take(three, 1)] == ["there"]


async def test_events_published_at_once_arrive_once_and_in_the_streams_order(
    bus: EventBus, thread: ThreadId
) -> None:
    async with bus.listen(thread) as events:
        async with asyncio.TaskGroup() as group:
            for number in range(200):
                group.create_task(bus.publish(thread, said(str(number))))
        got = await take(events, 200)
    kept = await bus.history(thread)
    assert list(got) == list(kept)
    assert {text_of(item) for item in got} == {str(n) for n in range(200)}


@pytest.mark.parametrize("kind", ["memory", pytest.param("redis", marks=pytest.mark.servers)])
async def test_a_listener_that_does_not_read_is_closed_with_a_gap(
    kind: str, request: pytest.FixtureRequest, thread: ThreadId
) -> None:
    async with open_bus(kind, request, queue_size=5) as bus, bus.listen(thread) as events:
        await bus.publish(thread, said("read"))
        assert [text_of(i) for i in await take(events, 1)] == ["read"]
        async with bus.listen(thread, after="$") as witness:
            for number in range(12):
                await bus.publish(thread, said(str(number)))
                await take(witness, 1)
        async with asyncio.timeout(5):
            rest = [item async for item in events]
    assert isinstance(rest[-1], Gap)


async def test_text_of_any_kind_comes_through_unchanged(bus: EventBus, thread: ThreadId) -> None:
    odd = "a\r\nb\x00c 🎬 שלום \u2028 \ud7ff"
    async with bus.listen(thread) as events:
        await bus.publish(thread, said(odd))
        assert [text_of(i) for i in await take(events, 1)] == [odd]


async def test_a_listener_that_is_cancelled_leaves_the_wire_whole_for_the_next(
    bus: EventBus, thread: ThreadId
) -> None:
    async def listen_and_go_away() -> None:
        async with bus.listen(thread) as events:
            await anext(events)

    for _ in range(20):
        # As a door cancels a stream whose client went away: again at every await.
        async with anyio.create_task_group() as group:
            group.start_soon(listen_and_go_away)
            await asyncio.sleep(0.002)
            group.cancel_scope.cancel()
        async with bus.listen(thread, after="$") as events:
            await bus.publish(thread, said("live"))
            assert text_of((await take(events, 1))[0]) == "live"
