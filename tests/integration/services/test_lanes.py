"""Calls of providers take turns over processes, and one that is down is left alone."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from base64 import b64encode
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from contextvars import Context
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image
from redis.asyncio import Redis
from sqlalchemy import text

from studio.db.engine import Database, open_database
from studio.db.work import Work
from studio.domain.asset import PictureRequest, digest
from studio.domain.breaker import Flow, Fuse
from studio.domain.errors import (
    ProviderBusy,
    ProviderCrowded,
    ProviderDown,
    ProviderKeyRefused,
    ProviderRefused,
    ProviderUnavailable,
)
from studio.domain.money import Call, CallKind, Usage
from studio.domain.traffic import LEASE_S, Limits, Place
from studio.makers import Order, PictureMaker, Voice
from studio.providers.images.openai import OpenAIPictures, OpenAIPicturesOptions
from studio.providers.speech.shelf import Shelf as VoiceShelf
from studio.providers.vendor import Surroundings
from studio.services import weather
from studio.services.charges import Payer
from studio.services.spending import Paid, Purchase, buy
from studio.traffic.fallback import FallbackTraffic
from studio.traffic.lane import Lanes, TrafficLane
from studio.traffic.memory import MemoryTraffic
from studio.traffic.redis import RedisTraffic
from tests.support.studio import make_thread, pays
from tests.support.valkey import OwnValkey
from tests.support.vendor import Answer, Respond, VendorServer, serving

NAME = "pictures/openai"
PRICE = Decimal("0.04")
USED = (Usage(provider="openai", model="m", unit="pictures", quantity=1, cost_usd=PRICE),)
ONE = Limits(concurrency=1)
PATIENCE_S = 10.0

T = TypeVar("T")


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def payer(works: Database) -> Payer:
    return pays(*await make_thread(works))


@pytest.fixture
async def traffic(redis_url: str) -> AsyncGenerator[RedisTraffic]:
    shared = RedisTraffic(redis_url)
    yield shared
    await shared.aclose()


def way(traffic: Any, *, limits: Limits = ONE, wait_s: float = PATIENCE_S) -> TrafficLane:
    lanes = Lanes(traffic, Fuse(failures=2, pause_s=100), wait_s)
    return lanes.open(NAME, title="OpenAI", settings="REELWRIGHT_PICTURES_OPENAI_", limits=limits)


def a_picture(name: str, lane: TrafficLane, maker: PictureMaker) -> Purchase[str]:
    """Buy a picture whose bytes do not matter."""
    call = Call(
        key=digest(name), kind=CallKind.PICTURE, provider="openai", model="m", estimate_usd=PRICE
    )
    shelf = dict[str, str]()

    async def find(work: Work) -> str | None:
        return shelf.get(name)

    async def send(order: Order) -> Paid[str]:
        await maker.make(PictureRequest(prompt=name, width_px=32, height_px=32), order)
        return Paid(name, USED)

    async def keep(work: Work, value: str) -> None:
        shelf[name] = value

    return Purchase(call, find, send, keep, lane=lane)


async def states(database: Database) -> list[str]:
    async with database.connect() as connection:
        return list(await connection.scalars(text("SELECT state FROM charges ORDER BY created_at")))


@asynccontextmanager
async def asking(respond: Respond) -> AsyncGenerator[tuple[VendorServer, PictureMaker]]:
    """Give a vendor's server and the client that asks it."""

    async def read(_: object) -> bytes:
        return b""

    with serving(respond) as vendor:
        options = OpenAIPicturesOptions(base_url=vendor.url, model="m", timeout_s=20)
        maker = OpenAIPictures(options, Surroundings(read=read))
        try:
            yield vendor, maker
        finally:
            await maker.aclose()


def a_jpeg() -> Answer:
    file = BytesIO()
    Image.new("RGB", (32, 32), "teal").save(file, "JPEG")
    return Answer.of({"data": [{"b64_json": b64encode(file.getvalue()).decode()}]})


async def test_nothing_is_held_while_a_call_waits_and_cancelling_leaves_nothing(
    works: Database, payer: Payer, traffic: RedisTraffic
) -> None:
    lane = way(traffic)
    async with (
        lane.enter(model="m"),
        asking(lambda _: a_jpeg()) as (vendor, maker),
        asyncio.TaskGroup() as group,
    ):
        purchase = a_picture("cat", lane, maker)
        buying = group.create_task(buy(works, payer=payer, purchase=purchase), context=Context())
        await waiting(traffic, 1)
        assert await states(works) == []
        buying.cancel()

    road = (await traffic.look(NAME)).road
    assert (road.inside, road.waiting) == ((), ())
    assert await states(works) == []
    assert vendor.asked == []


async def test_a_turn_that_does_not_come_is_named(traffic: RedisTraffic) -> None:
    lane = way(traffic, wait_s=0.1)
    async with lane.enter(model="m"):
        with pytest.raises(ProviderCrowded) as caught:
            await apart(turn_at(lane))

    assert "REELWRIGHT_PICTURES_OPENAI_CONCURRENCY" in caught.value.message


async def test_the_slot_of_a_killed_process_is_free_again_by_itself(
    redis_url: str, traffic: RedisTraffic
) -> None:
    program = f"""
import asyncio
from studio.domain.traffic import Limits, Place
from studio.traffic.redis import RedisTraffic
async def hold():
    traffic = RedisTraffic({redis_url!r})
    entry = await traffic.enter({NAME!r}, Place(id="dies", until=0), limits=Limits(concurrency=1))
    print(entry.is_in, flush=True)
    await asyncio.Event().wait()
asyncio.run(hold())
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=PIPE)
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"True"
    process.send_signal(signal.SIGKILL)
    await process.wait()
    seen = await traffic.look(NAME)

    [left] = seen.road.inside
    assert left.id == "dies"
    assert 0 < left.until - seen.now <= LEASE_S


async def test_a_wish_for_patience_reaches_every_process_before_the_call_is_repeated(
    works: Database, payer: Payer, traffic: RedisTraffic
) -> None:
    """The first answer is 429; by the time the second request comes, the road is closed."""
    seen = list[float]()
    busy = Answer.of({"error": {"message": "slow"}}, status=429, Retry_After="1")
    answers = iter([busy, a_jpeg()])
    async with asking(lambda _: next(answers)) as (_, maker), asyncio.TaskGroup() as group:
        purchase = a_picture("cat", way(traffic), maker)
        buying = group.create_task(buy(works, payer=payer, purchase=purchase))
        while not seen:
            look = await traffic.look(NAME)
            if look.road.not_before > look.now:
                seen.append(look.road.not_before - look.now)
            await asyncio.sleep(0.01)
        await buying

    assert 0.5 < seen[0] <= 1
    assert await states(works) == ["settled"]


async def test_a_vendor_that_is_down_is_asked_twice_and_then_by_nobody(
    works: Database, payer: Payer, traffic: RedisTraffic
) -> None:
    broken = Answer.of({"error": {"message": "overloaded"}}, status=503, Retry_After="90")
    async with asking(lambda _: broken) as (vendor, maker):
        for name in ("a", "b"):
            with pytest.raises(ProviderUnavailable):
                await buy(works, payer=payer, purchase=a_picture(name, way(traffic), maker))
        with pytest.raises(ProviderDown) as caught:
            await buy(works, payer=payer, purchase=a_picture("c", way(traffic), maker))

    assert len(vendor.asked) == 2
    assert await states(works) == ["released", "released"]
    assert "overloaded" in caught.value.message
    assert caught.value.retry_after_s is not None
    assert caught.value.retry_after_s > 89
    [report] = await weather.report(traffic, titles={NAME: "OpenAI"})
    assert (report.flow, report.trouble, report.title) == (Flow.STOPPED, "unavailable", "OpenAI")
    [model] = report.models
    assert (model.calls, model.error_rate, model.last_error) == (2, 1.0, "provider_unavailable")


@pytest.mark.parametrize(
    ("answer", "kind", "then"),
    [
        (Answer.of({"error": {"message": "wrong key"}}, status=401), ProviderKeyRefused, 1),
        (Answer.of({"error": {"code": "moderation_blocked"}}, status=400), ProviderRefused, 3),
    ],
)
async def test_a_wrong_key_stops_all_and_a_refusal_none(
    works: Database,
    payer: Payer,
    traffic: RedisTraffic,
    answer: Answer,
    kind: type[Exception],
    then: int,
) -> None:
    async with asking(lambda _: answer) as (vendor, maker):
        for name in ("a", "b", "c"):
            with pytest.raises((kind, ProviderDown)):
                await buy(works, payer=payer, purchase=a_picture(name, way(traffic), maker))

    assert len(vendor.asked) == then


async def test_without_redis_each_process_keeps_its_own_turns(
    tmp_path: Path, works: Database, payer: Payer
) -> None:
    server = OwnValkey(tmp_path)
    server.start()
    shared = RedisTraffic(server.url, timeout_s=0.5)
    both = FallbackTraffic(shared, MemoryTraffic())
    lane = way(both, wait_s=0.2)
    try:
        async with lane.enter(model="m"):
            server.stop()
            async with asking(lambda _: a_jpeg()) as (_, maker):
                purchase = a_picture("cat", lane, maker)
                assert await apart(buy(works, payer=payer, purchase=purchase)) == "cat"
        async with lane.enter(model="m"):
            with pytest.raises(ProviderCrowded):
                await apart(turn_at(lane))
    finally:
        server.stop()
        await both.aclose()
    assert await states(works) == ["settled"]


async def test_emptied_redis_takes_places_again_that_are_renewed(
    redis_url: str, traffic: RedisTraffic
) -> None:
    mine, theirs = Place(id="mine", until=0), Place(id="theirs", until=0)
    await traffic.enter(NAME, mine, limits=ONE)
    await flush(redis_url)

    await traffic.renew(NAME, mine)

    assert not (await traffic.enter(NAME, theirs, limits=ONE)).is_in


async def test_turns_come_in_the_order_of_asking(traffic: RedisTraffic) -> None:
    lane, order = way(traffic), list[int]()

    async def call(number: int) -> None:
        async with lane.enter(model="m"):
            order.append(number)

    async with asyncio.TaskGroup() as group, lane.enter(model="m"):
        for number in range(5):
            group.create_task(call(number), context=Context())
            await waiting(traffic, number + 1)

    assert order == [0, 1, 2, 3, 4]


async def test_a_busy_vendor_is_slowed_and_not_stopped(
    works: Database, payer: Payer, traffic: RedisTraffic
) -> None:
    busy = Answer.of({"error": {"message": "slow down"}}, status=429, Retry_After="70")
    async with asking(lambda _: busy) as (vendor, maker):
        with pytest.raises(ProviderBusy):
            await buy(works, payer=payer, purchase=a_picture("a", way(traffic), maker))
        with pytest.raises(ProviderCrowded):
            await buy(works, payer=payer, purchase=a_picture("b", way(traffic), maker))

    assert len(vendor.asked) == 1
    [report] = await weather.report(traffic, titles={})
    assert report.flow is Flow.FLOWING
    assert report.slowed_until is not None


async def waiting(traffic: RedisTraffic, count: int) -> None:
    """Return when so many wait for their turn."""
    while len((await traffic.look(NAME)).road.waiting) < count:  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.005)


async def turn_at(lane: TrafficLane) -> None:
    """Have a turn, and give it back."""
    async with lane.enter(model="m"):
        pass


async def apart(call: Coroutine[Any, Any, T]) -> T:
    """Await a call that is no part of the one that has its turn here."""
    return await asyncio.create_task(call, context=Context())


async def flush(redis_url: str) -> None:
    client: Redis = Redis.from_url(redis_url)
    await client.flushdb()
    await client.aclose()


async def test_a_call_inside_of_another_has_its_turn() -> None:
    lane = way(MemoryTraffic(), wait_s=0.5)

    async with lane.enter(model="speech"), lane.enter(model="voices") as passage:
        assert await passage.watch(asyncio.sleep(0, "listed")) == "listed"

    seen = await lane.traffic.look(NAME)
    assert (len(seen.road.inside), len(seen.road.waiting)) == (0, 0)


async def test_a_list_of_voices_waits_for_its_turn() -> None:
    lane = way(MemoryTraffic(), wait_s=PATIENCE_S)
    asked = list[str]()

    async def listed() -> list[Voice]:
        asked.append("voices")
        return [Voice(id="ada", language="en", label="Ada")]

    shelf = VoiceShelf(listed, lane=lane)
    async with lane.enter(model="speech"):
        waiting = asyncio.create_task(shelf.voices(), context=Context())
        await asyncio.wait([waiting], timeout=0.2)
        assert asked == []
    assert [voice.id for voice in await waiting] == ["ada"]
