"""One contract for the turns of calls, in memory and over Redis."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from studio.domain.breaker import Flow, Fuse
from studio.domain.errors import ProviderUnavailable
from studio.domain.traffic import Limits, Place
from studio.domain.weather import Heard
from studio.lanes import Traffic
from studio.traffic.memory import MemoryTraffic
from studio.traffic.redis import RedisTraffic

LANE = "pictures/openai"
TWO = Limits(concurrency=2)
FUSE = Fuse(failures=1, pause_s=100)


def a_place() -> Place:
    return Place(id=uuid4().hex, until=0)


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
async def processes(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Traffic, Traffic]]:
    """The turns as two processes see them."""
    if request.param == "memory":
        one = MemoryTraffic()
        yield one, one
        return
    url = request.getfixturevalue("redis_url")
    here, there = RedisTraffic(url), RedisTraffic(url)
    yield here, there
    await here.aclose()
    await there.aclose()


async def test_a_place_is_taken_for_all_and_given_back_to_all(
    processes: tuple[Traffic, Traffic],
) -> None:
    here, there = processes
    first, second, third = a_place(), a_place(), a_place()
    assert (await here.enter(LANE, first, limits=TWO)).is_in
    assert (await there.enter(LANE, second, limits=TWO)).is_in
    assert not (await here.enter(LANE, third, limits=TWO)).is_in

    await there.leave(LANE, second)

    assert (await here.enter(LANE, third, limits=TWO)).is_in


async def test_many_at_once_are_never_more_than_the_limit(
    processes: tuple[Traffic, Traffic],
) -> None:
    entries = await asyncio.gather(
        *(each.enter(LANE, a_place(), limits=TWO) for each in processes * 10)
    )

    assert sum(entry.is_in for entry in entries) == 2
    assert len((await processes[0].look(LANE)).road.waiting) == 18


async def test_lanes_do_not_hinder_each_other(processes: tuple[Traffic, Traffic]) -> None:
    one = Limits(concurrency=1)
    for lane in ("speech/openai", "pictures/openai", "text/openai"):
        assert (await processes[0].enter(lane, a_place(), limits=one)).is_in


async def test_a_wish_to_be_left_alone_holds_for_all(processes: tuple[Traffic, Traffic]) -> None:
    here, there = processes
    await here.slow(LANE, wait_s=30)

    entry = await there.enter(LANE, a_place(), limits=TWO)

    assert not entry.is_in
    assert 29 < entry.wait_s <= 30


async def test_an_outage_that_one_meets_stops_the_other(
    processes: tuple[Traffic, Traffic],
) -> None:
    here, there = processes
    down = ProviderUnavailable("It is down.")
    heard = Heard(at=0, model="m", seconds=0.1, error=down.code, is_fault=True)
    await here.tell(LANE, a_place(), heard, error=down, fuse=FUSE)

    entry = await there.enter(LANE, a_place(), limits=TWO)
    seen = await there.look(LANE)

    assert entry.down is not None
    assert entry.down.message == "It is down."
    assert seen.road.breaker.flow(seen.now) is Flow.STOPPED
    assert [each.error for each in seen.heard] == ["provider_unavailable"]
    assert await there.lanes() == [LANE]


async def test_what_was_heard_is_kept_to_the_newest(processes: tuple[Traffic, Traffic]) -> None:
    here, there = processes
    for number in range(205):
        heard = Heard(at=0, model="m", seconds=number)
        await here.tell(LANE, a_place(), heard, error=None, fuse=FUSE)

    assert [each.seconds for each in (await there.look(LANE)).heard] == list(range(5, 205))
