"""How soon a draft can be watched: the real queue, database, store and two worker processes."""

import asyncio
import io
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import av
from av.error import FFmpegError
from redis import Redis

from bench.workload import Workload
from studio.db.migrate import migrate
from studio.domain.render import Render, RenderProfile, RenderStatus
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, UserId
from studio.services import renders, storyboards
from studio.services.streaming import VideoStream
from studio.wiring import Studio
from tests.support.servers import running_postgres, running_valkey
from tests.support.studio import make_thread, open_test_studio

WORKERS = 2
PLAYABLE_S = 1.0
START_S = 60.0


def first_second(work: Workload, folder: Path) -> dict[str, float]:
    """Give the seconds from a draft's request to its first second of picture and sound, and to its end.

    Workers are up and idle; nothing of the video exists yet.
    """
    folder.mkdir()
    with running_postgres() as postgres, running_valkey() as valkey:
        database_url, redis_url = postgres.start().url, valkey.start().url
        asyncio.run(migrate(database_url))
        with _workers(database_url, redis_url, folder):
            return asyncio.run(_measured(work, database_url, redis_url, folder))


async def _measured(
    work: Workload, database_url: str, redis_url: str, folder: Path
) -> dict[str, float]:
    async with open_test_studio(database_url, redis_url, folder) as studio:
        for key, picture in work.pictures.items():
            await studio.store.put(key, picture, media_type="image/jpeg")
        for key, path in work.voices.items():
            await studio.store.put_file(key, path, media_type="audio/wav")
        owner_id, thread_id = await _thread(studio)
        began = time.perf_counter()
        render = await _ask(studio, owner_id, thread_id, work)
        came = await _watched(studio, owner_id, render)
        playable_s = time.perf_counter() - began
        _check(came)
        await _end(studio, owner_id, render)
        return {
            "first_playable_s": round(playable_s, 2),
            "draft_through_the_queue_s": round(time.perf_counter() - began, 2),
        }


async def _watched(studio: Studio, owner_id: UserId, render: Render) -> bytes:
    """Read the stream until it holds the first second."""
    stream = VideoStream(studio.works, studio.store, owner_id=owner_id, render_id=render.id)
    came = b""
    async for piece in stream.pieces(*await stream.plan()):
        came += piece
        if min(_lengths(came)) >= PLAYABLE_S:
            return came
    raise RuntimeError("the stream ended before it could be watched")


def _lengths(data: bytes) -> tuple[float, float]:
    """Give how many seconds of picture and of sound a stream has brought."""
    try:
        with av.open(io.BytesIO(data), "r") as container:
            ends = {"video": 0.0, "audio": 0.0}
            for packet in container.demux():
                if packet.pts is not None and packet.duration is not None:
                    end = float((packet.pts + packet.duration) * packet.time_base)
                    ends[packet.stream.type] = max(ends[packet.stream.type], end)
    except FFmpegError:
        return 0.0, 0.0
    return ends["video"], ends["audio"]


def _check(data: bytes) -> None:
    with av.open(io.BytesIO(data), "r") as container:
        if not any(container.decode(video=0)):
            raise RuntimeError("what came cannot be decoded")


async def _thread(studio: Studio) -> tuple[UserId, ThreadId]:
    owner_id, thread_id = await make_thread(studio.works)
    async with studio.work() as work:
        await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            storyboard=Storyboard(title="Bench"),
            expected_version=0,
            author="agent",
            message="bench",
        )
    return owner_id, thread_id


async def _ask(studio: Studio, owner_id: UserId, thread_id: ThreadId, wanted: Workload) -> Render:
    async with studio.work() as work:
        asked = await renders.request(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=None,
            version=1,
            timeline=wanted.timeline,
            profile=RenderProfile.DRAFT,
            queue=studio.queue,
            store=studio.store,
        )
    return asked.render


async def _end(studio: Studio, owner_id: UserId, render: Render) -> None:
    while True:
        async with studio.work() as work:
            standing = await renders.get(work, owner_id=owner_id, render_id=render.id)
        if standing.status is RenderStatus.DONE:
            return
        if standing.status.is_final:
            raise RuntimeError(standing.error)
        await asyncio.sleep(0.05)


@contextmanager
def _workers(database_url: str, redis_url: str, folder: Path) -> Generator[None]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "REELWRIGHT_STATE_DIR": str(folder),
        "REELWRIGHT_SECRET": "s" * 40,
        "REELWRIGHT_LOG_LEVEL": "warning",
    }
    argv = [sys.executable, "-m", "renderer"]
    processes = [subprocess.Popen(argv, env=environment) for _ in range(WORKERS)]
    try:
        _wait_until_listening(redis_url)
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait(10)


def _wait_until_listening(redis_url: str) -> None:
    until = time.monotonic() + START_S
    with Redis.from_url(redis_url) as redis:
        while redis.scard("rq:workers:render") < WORKERS:
            if time.monotonic() > until:
                raise RuntimeError("the workers did not start")
            time.sleep(0.1)
