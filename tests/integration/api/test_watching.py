"""What operators see: measurements and readiness, also while a part is down."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest

from studio.db.migrate import migrate
from studio.domain.units import Digest, RenderId, UserId
from studio.ports import RenderJob
from studio.wiring import open_studio
from tests.support.api import app_for, make_user, served, settings_for, sign_in
from tests.support.servers import running_postgres
from tests.support.up import wait_until
from tests.support.valkey import OwnValkey

SCRAPE_MOST_S = 3.0


async def _get(url: str, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=url, timeout=20) as http:
        return await http.get(path)


async def test_measurements_tell_of_runs_and_of_tasks_that_wait(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    settings = settings_for(database_url, redis_url, tmp_path)
    await make_user(settings, "a@example.com")
    job = RenderJob(
        render_id=RenderId(uuid4()),
        owner_id=UserId(uuid4()),
        segments=(Digest("a" * 64), Digest("b" * 64)),
        audio=Digest("c" * 64),
    )
    with served(app_for(settings)) as url:
        headers = {"Authorization": f"Bearer {sign_in(url, 'a@example.com')}"}
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as http:
            thread = (await http.post("/v1/threads", json={})).json()["id"]
            said = {"id": "m", "role": "user", "content": "tides"}
            asked = {"threadId": thread, "runId": str(uuid4()), "messages": [said]}
            await http.post(f"/v1/threads/{thread}/runs", json=asked)
            async with http.stream("GET", f"/v1/threads/{thread}/events") as open_stream:
                # Without a name the iterator would be collected, and the stream closed with it.
                told = open_stream.aiter_lines()
                await anext(told)
                async with open_studio(settings) as studio:
                    await studio.queue.submit(job)
                lines = (await http.get("/metrics")).text.splitlines()

    assert 'reelwright_turns{status="done"} 1.0' in lines
    assert 'reelwright_turns{status="running"} 0.0' in lines
    assert 'reelwright_renders{status="queued"} 0.0' in lines
    assert "reelwright_render_queue_depth 3.0" in lines
    assert "reelwright_sse_clients 1.0" in lines
    assert "reelwright_runs_accepted_total 1.0" in lines


@pytest.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[OwnValkey]:
    folder = tmp_path / "valkey"
    folder.mkdir()
    server = OwnValkey(folder)
    server.start()
    yield server
    server.stop()


async def test_a_part_that_is_down_is_named_and_measurements_are_still_given(
    valkey: OwnValkey, tmp_path: Path
) -> None:
    with running_postgres() as postgres:
        database_url = postgres.start().url
        await migrate(database_url)
        app = app_for(settings_for(database_url, valkey.url, tmp_path), runs=False)
        with served(app) as url:
            assert (await _get(url, "/readyz")).status_code == 200
            valkey.stop()
            assert await _broken(url) == {"redis"}
            postgres.stop()
            assert await _broken(url) == {"redis", "database", "migrations"}

            begin = time.monotonic()
            answer = await _get(url, "/metrics")
            assert time.monotonic() - begin < SCRAPE_MOST_S
            assert answer.status_code == 200
            assert "reelwright_turns{" not in answer.text
            assert "reelwright_render_queue_depth NaN" in answer.text
            assert (await _get(url, "/healthz")).status_code == 200

            valkey.start()
            postgres.start()
            await asyncio.to_thread(
                wait_until, lambda: httpx.get(f"{url}/readyz", timeout=10).is_success
            )
            assert 'reelwright_turns{status="done"} 0.0' in (await _get(url, "/metrics")).text


async def _broken(url: str) -> set[str]:
    answer = await _get(url, "/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    return {part for part, told in answer.json()["checks"].items() if told != "ok"}


async def test_a_database_that_lacks_a_migration_is_not_ready(
    empty_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    app = app_for(settings_for(empty_database_url, redis_url, tmp_path), runs=False)
    with served(app) as url:
        assert await _broken(url) == {"migrations"}
        assert "reelwright migrate" in (await _get(url, "/readyz")).text
        assert (await _get(url, "/metrics")).status_code == 200
        await migrate(empty_database_url)
        assert (await _get(url, "/readyz")).status_code == 200


async def test_during_an_upgrade_the_old_processes_stay_ready(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of the next release'")
    app = app_for(settings_for(database_url, redis_url, tmp_path), runs=False)
    with served(app) as url:
        assert (await _get(url, "/readyz")).status_code == 200
