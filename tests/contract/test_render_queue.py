"""What every render queue promises, over the one in memory and the real one."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from studio.domain.errors import Unavailable
from studio.domain.units import Digest, RenderId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.jobs.redis import QUEUE, RqRenderQueue
from studio.ports import RenderJob, RenderQueue

SEGMENT, OTHER, AUDIO = Digest("a" * 64), Digest("b" * 64), Digest("c" * 64)


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def queue(request: pytest.FixtureRequest) -> Iterator[RenderQueue]:
    if request.param == "memory":
        yield MemoryRenderQueue()
        return
    made = RqRenderQueue(request.getfixturevalue("redis_url"))
    yield made
    made.close()


@pytest.fixture
def rq(redis_url: str) -> Iterator[RqRenderQueue]:
    made = RqRenderQueue(redis_url)
    yield made
    made.close()


def a_job(*segments: Digest) -> RenderJob:
    return RenderJob(
        render_id=RenderId(uuid4()), owner_id=UserId(uuid4()), segments=segments, audio=AUDIO
    )


async def test_a_render_that_was_rung_is_alive(queue: RenderQueue) -> None:
    job = a_job(SEGMENT)
    assert not await queue.is_alive(job.render_id)
    await queue.submit(job)
    assert await queue.is_alive(job.render_id)
    assert not await queue.has_given_up(job.render_id)


async def test_ringing_twice_waits_once(queue: RenderQueue) -> None:
    job = a_job(SEGMENT)
    await queue.submit(job)
    once = await queue.depth()
    await queue.submit(job)
    assert once > 0
    assert await queue.depth() == once


async def test_a_cancelled_render_waits_no_more(queue: RenderQueue) -> None:
    job, other = a_job(SEGMENT), a_job(SEGMENT)
    await queue.submit(job)
    await queue.submit(other)
    await queue.cancel(job.render_id)
    assert not await queue.is_alive(job.render_id)
    assert not await queue.has_given_up(job.render_id)
    assert await queue.is_alive(other.render_id)


async def test_a_cancelled_render_can_be_rung_again(queue: RenderQueue) -> None:
    job = a_job(SEGMENT)
    await queue.submit(job)
    await queue.cancel(job.render_id)
    await queue.submit(job)
    assert await queue.is_alive(job.render_id)
    assert await queue.depth() > 0


async def test_cancelling_what_was_never_rung_is_fine(queue: RenderQueue) -> None:
    await queue.cancel(RenderId(uuid4()))


async def test_only_names_and_ids_travel(rq: RqRenderQueue, redis_url: str) -> None:
    job = a_job(SEGMENT, OTHER, SEGMENT)
    await rq.submit(job)
    render = str(job.render_id)
    with Redis.from_url(redis_url) as redis:
        waiting = Queue(QUEUE, connection=redis, serializer=JSONSerializer).jobs
        join = Job.fetch(f"{render}-finish", connection=redis, serializer=JSONSerializer)
        assert [(t.func_name, tuple(t.args)) for t in waiting] == [
            ("renderer.job.mix_audio", (render, AUDIO)),
            ("renderer.job.encode_segment", (render, SEGMENT)),
            ("renderer.job.encode_segment", (render, OTHER)),
        ]
        assert join.func_name == "renderer.job.finish_render"
        assert set(join.dependency_ids) == {f"{render}-{d}" for d in (SEGMENT, OTHER, AUDIO)}


async def test_a_render_of_which_everything_is_there_is_joined_at_once(
    rq: RqRenderQueue, redis_url: str
) -> None:
    job = replace(a_job(), audio=None)
    await rq.submit(job)
    with Redis.from_url(redis_url) as redis:
        (join,) = Queue(QUEUE, connection=redis, serializer=JSONSerializer).jobs
    assert join.func_name == "renderer.job.finish_render"
    assert await rq.is_alive(job.render_id)


async def test_a_flushed_queue_knows_of_nothing(rq: RqRenderQueue, redis_url: str) -> None:
    job = a_job(SEGMENT)
    await rq.submit(job)
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    assert not await rq.is_alive(job.render_id)
    await rq.submit(job)
    assert await rq.is_alive(job.render_id)


async def test_a_queue_that_is_away_is_unavailable() -> None:
    away = RqRenderQueue("redis://127.0.0.1:1/0")
    with pytest.raises(Unavailable):
        await away.submit(a_job(SEGMENT))
    with pytest.raises(Unavailable):
        await away.is_alive(RenderId(uuid4()))
    away.close()
