"""What only a bus behind a server must survive."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from studio.domain.errors import Unavailable
from studio.domain.events import Envelope, Gap, TextDelta
from studio.domain.units import ThreadId, TurnId
from studio.events.redis import KEPT_S, RedisEventBus
from tests.support.valkey import OwnValkey

TURN = TurnId(uuid4())


def said(number: int) -> TextDelta:
    return TextDelta(turn_id=TURN, message_id="m", delta=str(number))


async def test_a_restarted_server_costs_no_event_and_doubles_none(tmp_path: Path) -> None:
    server, thread = OwnValkey(tmp_path), ThreadId(uuid4())
    server.start()
    try:
        async with (
            RedisEventBus(server.url, patience_s=8) as reader,
            RedisEventBus(server.url, patience_s=8) as writer,
            reader.listen(thread) as events,
        ):
            published: list[str] = []

            async def write() -> None:
                for number in range(60):
                    published.append(await writer.publish(thread, said(number)))
                    await asyncio.sleep(0.01)

            got: list[Envelope] = []
            async with asyncio.timeout(30), asyncio.TaskGroup() as group:
                group.create_task(write())
                while len(got) < 60:
                    item = await anext(events)
                    assert isinstance(item, Envelope)
                    got.append(item)
                    if len(got) == 20:
                        await asyncio.to_thread(server.stop)
                        await asyncio.to_thread(server.start)
        assert [item.id for item in got] == published
        assert [item.event for item in got] == [said(n) for n in range(60)]
    finally:
        server.stop()


async def test_events_that_a_restart_lost_are_told_as_a_gap(tmp_path: Path) -> None:
    server, thread = OwnValkey(tmp_path), ThreadId(uuid4())
    server.start()
    try:
        async with (
            RedisEventBus(server.url, patience_s=8) as bus,
            bus.listen(thread) as events,
            asyncio.timeout(30),
        ):
            await bus.publish(thread, said(1))
            await anext(events)
            server.stop()
            for path in (tmp_path / "appendonlydir").iterdir():
                path.unlink()
            server.start()
            assert isinstance(await anext(events), Gap)
            await bus.publish(thread, said(2))
            item = await anext(events)
            assert isinstance(item, Envelope)
            assert item.event == said(2)
    finally:
        server.stop()


async def test_a_server_that_is_away_is_told_and_later_told_at_once(tmp_path: Path) -> None:
    server, thread = OwnValkey(tmp_path), ThreadId(uuid4())
    async with RedisEventBus(server.url, patience_s=0.3) as bus:
        loop = asyncio.get_running_loop()
        with pytest.raises(Unavailable):
            await bus.publish(thread, said(1))
        begin = loop.time()
        with pytest.raises(Unavailable):
            await bus.publish(thread, said(2))
        assert loop.time() - begin < 0.2
        with pytest.raises(Unavailable):
            async with bus.listen(thread):
                pass
        server.start()
        try:
            await bus.publish(thread, said(3))
            assert [e.event for e in await bus.history(thread)] == [said(3)]
        finally:
            server.stop()


async def test_a_stream_is_bounded_and_expires(redis_url: str) -> None:
    thread = ThreadId(uuid4())
    async with RedisEventBus(redis_url, kept=50) as bus, Redis.from_url(redis_url) as redis:
        for number in range(400):
            await bus.publish(thread, said(number))
        assert await redis.xlen(f"events:{thread}") < 200
        assert 0 < await redis.ttl(f"events:{thread}") <= KEPT_S


async def test_one_connection_listens_for_all(redis_url: str) -> None:
    async with RedisEventBus(redis_url) as bus, Redis.from_url(redis_url) as redis:
        first, second = ThreadId(uuid4()), ThreadId(uuid4())
        async with bus.listen(first), bus.listen(second), bus.listen(second):
            channels = await redis.pubsub_numsub(f"events:{first}", f"events:{second}")
            assert [count for _, count in channels] == [1, 1]
        async with asyncio.timeout(5):
            while any(count for _, count in channels):
                await asyncio.sleep(0.01)
                channels = await redis.pubsub_numsub(f"events:{first}", f"events:{second}")


async def test_leaving_ends_though_a_cancellation_is_lost(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = PubSub.get_message
    lost: list[str] = []
    waits = asyncio.Event()

    async def deaf(self: PubSub, *args: object, **options: object) -> object:
        waits.set()
        try:
            return await waited(self, *args, **options)  # pyright: ignore[reportArgumentType]
        except asyncio.CancelledError:
            lost.append("cancellation")
            return None

    monkeypatch.setattr(PubSub, "get_message", deaf)
    bus = RedisEventBus(redis_url)
    async with asyncio.timeout(5):
        await bus.__aenter__()
        await waits.wait()
        await bus.__aexit__(None, None, None)

    assert lost == ["cancellation"]
