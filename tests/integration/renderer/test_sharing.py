"""Workers that share a queue and an object store, and a render that is stopped in one of them."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr
from redis import Redis

from studio.domain.render import ArtifactKind, RenderStatus
from studio.domain.units import RenderId, UserId
from studio.services import renders
from studio.services.reconciler import end_overdue
from studio.settings import (
    DatabaseSettings,
    RedisSettings,
    S3Settings,
    Settings,
    StateSettings,
)
from studio.wiring import Studio, open_studio
from tests.support import media
from tests.support.films import LONGEST_S, Worker, ask, draft, horses, start_worker, until
from tests.support.product import descendants
from tests.support.render_fleet import is_running, wait_until
from tests.support.studio import open_test_studio

PATIENCE_S = 5.0
"""One second is promised; the rest is room for a busy machine. What it took is recorded."""
OVER = (RenderStatus.DONE, RenderStatus.FAILED)


def listening(redis_url: str) -> int:
    with Redis.from_url(redis_url) as redis:
        return int(redis.scard("rq:workers:render"))


@pytest.fixture
def bucket() -> Generator[dict[str, str]]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url, name = f"http://{host}:{port}", f"b{uuid4().hex}"
    access = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=url, **access)
    client.create_bucket(Bucket=name)
    client.close()
    yield {
        "S3_BUCKET": name,
        "S3_ENDPOINT_URL": url,
        "S3_ACCESS_KEY_ID": "k",
        "S3_SECRET_ACCESS_KEY": "s",
    }
    server.stop()


@pytest.fixture
async def remote(
    database_url: str, redis_url: str, tmp_path: Path, bucket: dict[str, str]
) -> AsyncGenerator[Studio]:
    settings = Settings(
        state=StateSettings(state_dir=tmp_path / "api", secret=SecretStr("s" * 40)),
        database=DatabaseSettings(database_url=SecretStr(database_url)),
        redis=RedisSettings(redis_url=SecretStr(redis_url)),
        s3=S3Settings(
            bucket=bucket["S3_BUCKET"],
            endpoint_url=bucket["S3_ENDPOINT_URL"],
            access_key_id=SecretStr("k"),
            secret_access_key=SecretStr("s"),
        ),
    )
    async with open_studio(settings) as opened:
        yield opened


async def test_machines_that_share_only_the_servers_make_one_video(
    remote: Studio, database_url: str, redis_url: str, tmp_path: Path, bucket: dict[str, str]
) -> None:
    machines = [tmp_path / "one", tmp_path / "two"]
    for machine in machines:
        (machine / "scratch").mkdir(parents=True)
    workers = [
        start_worker(database_url, redis_url, m, TMPDIR=str(m / "scratch"), **bucket)
        for m in machines
    ]
    try:
        await asyncio.to_thread(wait_until, lambda: listening(redis_url) == 2, seconds=30)
        owner_id, thread_id, timeline = await draft(remote)
        render = await ask(remote, owner_id, thread_id, timeline)
        await asyncio.to_thread(wait_until, lambda: all(map(horses, workers)), seconds=30)
        done = await until(remote, owner_id, render, *OVER)
        await asyncio.to_thread(wait_until, lambda: not any(map(horses, workers)), seconds=10)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait(10)

    assert done.error == ""
    (key,) = [a.key for a in done.artifacts if a.kind is ArtifactKind.VIDEO]
    made = await remote.store.fetch(key, tmp_path)
    assert media.decodes(made) == ""
    assert len(media.frame_times(made)) == timeline.frames
    for machine in machines:
        assert not (machine / "artifacts").exists()
        left = {path.name for path in (machine / "scratch").glob("reelwright-*")}
        shelves = {f"reelwright-{name}-{os.getuid()}" for name in ("beds", "codings", "prints")}
        assert left <= shelves, "shelves outlive a task, scratch does not"


async def by_its_user(studio: Studio, owner_id: UserId, render_id: RenderId) -> None:
    async with studio.work() as work:
        await renders.cancel(work, owner_id=owner_id, render_id=render_id, queue=studio.queue)


async def by_its_deadline(studio: Studio, owner_id: UserId, render_id: RenderId) -> None:
    await end_overdue(studio.works, studio.queue, deadline_s=0.0)


@pytest.mark.parametrize(
    ("stop", "status"),
    [(by_its_user, RenderStatus.CANCELLED), (by_its_deadline, RenderStatus.FAILED)],
)
async def test_a_stopped_render_ends_its_encoder_and_frees_its_worker(
    database_url: str,
    redis_url: str,
    tmp_path: Path,
    stop: Callable[[Studio, UserId, RenderId], Awaitable[None]],
    status: RenderStatus,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    async with AsyncExitStack() as stack:
        studio = await stack.enter_async_context(
            open_test_studio(database_url, redis_url, tmp_path)
        )
        worker: Worker = start_worker(database_url, redis_url, tmp_path)
        stack.callback(worker.wait, 10)
        stack.callback(worker.kill)
        await asyncio.to_thread(wait_until, lambda: listening(redis_url) == 1, seconds=30)
        owner_id, thread_id, timeline = await draft(studio)
        render = await ask(studio, owner_id, thread_id, timeline)
        await until(studio, owner_id, render, RenderStatus.RUNNING)
        await asyncio.to_thread(wait_until, lambda: horses(worker))
        at_work = descendants(worker.pid)

        began = time.monotonic()
        await stop(studio, owner_id, render.id)
        await asyncio.to_thread(
            wait_until, lambda: not any(map(is_running, at_work)), seconds=PATIENCE_S
        )
        stopped_s = time.monotonic() - began

        record_testsuite_property(f"{status}_stopped_s", round(stopped_s, 3))
        stopped = await until(studio, owner_id, render, status)
        assert stopped.artifacts == ()
        again = await ask(studio, owner_id, thread_id, timeline)
        assert again.id != render.id
        async with asyncio.timeout(LONGEST_S):
            done = await until(studio, owner_id, again, *OVER)
        assert done.error == ""
