"""Real workers on a real Valkey, and what happens when parts of them die."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from redis import Redis

from renderer.worker import MAINTENANCE_LOCK_S, TURN, RenderQueue
from studio.domain.render import Urgency
from studio.domain.units import Digest, ExportId, RenderId, UserId
from studio.jobs.redis import ATTEMPTS, QUEUE, RqRenderQueue
from studio.ports import ExportJob, RenderJob
from tests.support.render_fleet import fleet, is_running, kill, wait_until
from tests.support.valkey import OwnValkey

RESTART_S = 15.0
"""How soon the task of a dead worker must run again."""
CANCEL_S = 1.0


def _job(*segments: str, audio: str = "0-audio", owner: UUID | None = None) -> RenderJob:
    return RenderJob(
        render_id=RenderId(uuid4()),
        owner_id=UserId(owner or uuid4()),
        segments=tuple(Digest(s) for s in segments),
        audio=Digest(audio),
    )


async def _ring(url: str, *jobs: RenderJob | ExportJob, per_owner: int = 4) -> None:
    queue = RqRenderQueue(url, per_owner=per_owner)
    for job in jobs:
        await queue.submit(job)
    queue.close()


def ring(url: str, *jobs: RenderJob | ExportJob, per_owner: int = 4) -> None:
    asyncio.run(_ring(url, *jobs, per_owner=per_owner))


def test_the_join_runs_once_after_all_the_pieces(redis_url: str) -> None:
    with fleet(redis_url, 2) as workers:
        ring(redis_url, _job("300-a", "200-b"))
        wait_until(lambda: workers.told("ended", "0-finish"))
        (join,) = workers.told("began", "0-finish")
        pieces = [t for t in workers.told("ended") if t.digest != "0-finish"]
    assert {t.digest for t in pieces} == {"0-audio", "300-a", "200-b"}
    assert join.at > max(t.at for t in pieces)


def test_the_task_of_a_killed_worker_runs_again_once_and_soon(redis_url: str) -> None:
    with fleet(redis_url, 2) as workers:
        ring(redis_url, _job("3000-a"))
        wait_until(lambda: workers.told("began", "3000-a"))
        (first,) = workers.told("began", "3000-a")
        workers.worker_of(first.pid).kill()
        killed_at = time.time()
        wait_until(lambda: not is_running(first.pid), seconds=1)
        wait_until(lambda: not is_running(first.child), seconds=1)
        wait_until(lambda: workers.told("ended", "0-finish"), seconds=RESTART_S + 6)
        began = workers.told("began", "3000-a")
        ended = workers.told("ended", "3000-a")
    assert len(began) == 2
    assert began[1].at - killed_at < RESTART_S
    assert [t.pid for t in ended] == [began[1].pid]


def test_an_export_waits_while_someone_waits_for_a_render(redis_url: str) -> None:
    export = ExportJob(export_id=ExportId(uuid4()), owner_id=UserId(uuid4()))
    ring(redis_url, export, _job("100-a", audio="100-audio"))
    with fleet(redis_url, 1) as workers:
        wait_until(lambda: workers.told("ended", "0-export") and workers.told("ended", "0-finish"))
        began = [told.digest for told in workers.told("began")]
    assert began[:2] == ["100-audio", "100-a"]
    assert set(began[2:]) == {"0-finish", "0-export"}


def test_a_draft_waits_for_no_batch_not_even_its_own_users(redis_url: str) -> None:
    owner = uuid4()
    batch = _job(*(f"100-b{n}" for n in range(6)), audio="100-b", owner=owner)
    batch = replace(batch, urgency=Urgency.BATCH)
    ring(redis_url, batch, _job("100-draft", audio="100-voice", owner=owner), per_owner=2)
    with fleet(redis_url, 1) as workers:
        wait_until(lambda: workers.told("ended", "100-draft"))
        began = [told.digest for told in workers.told("began")]
    assert began[:2] == ["100-voice", "100-draft"]


def test_what_nobody_waits_for_has_its_turn_all_the_same(redis_url: str) -> None:
    export = ExportJob(export_id=ExportId(uuid4()), owner_id=UserId(uuid4()))
    batch = replace(_job("10-batch", audio="10-batch-voice"), urgency=Urgency.BATCH)
    ring(redis_url, export, batch, *(_job(f"10-a{n}", audio=f"10-v{n}") for n in range(12)))
    with fleet(redis_url, 1) as workers:
        wait_until(lambda: len(workers.told("began")) >= 12)
        began = [told.digest for told in workers.told("began")][:12]
    assert began.index("10-batch-voice") == TURN - 1
    assert began.index("0-export") == 2 * TURN - 1


def test_the_fleet_tells_its_slots_and_what_they_do(redis_url: str) -> None:
    job = _job("30000-a", audio="0-audio")
    queue = RqRenderQueue(redis_url)
    with fleet(redis_url, 2) as workers:
        ring(redis_url, job)
        wait_until(lambda: workers.told("began", "30000-a"))
        wait_until(lambda: len([w for w in asyncio.run(queue.workers()) if w.doing]) == 1)
        busy, idle = sorted(asyncio.run(queue.workers()), key=lambda w: not w.doing)
        asyncio.run(queue.cancel(job.render_id))
    queue.close()
    assert (busy.doing, busy.job_id) == ("encoding a scene", str(job.render_id))
    assert 0 <= busy.seconds < 30
    assert (idle.doing, idle.job_id, idle.encoder) == ("", "", "processor")
    assert busy.machine == idle.machine != ""


def test_an_idle_worker_takes_an_export_soon(redis_url: str) -> None:
    export = ExportJob(export_id=ExportId(uuid4()), owner_id=UserId(uuid4()))
    with fleet(redis_url, 1) as workers:
        ring(redis_url, export)
        wait_until(lambda: workers.told("ended", "0-export"), seconds=4)


def test_a_task_that_a_worker_took_and_never_began_runs_soon(redis_url: str) -> None:
    job = _job("0-a")
    ring(redis_url, job)
    with Redis.from_url(redis_url) as redis:
        queue = RenderQueue(QUEUE, connection=redis)
        # What a worker does last before it is killed between taking a task and forking for it.
        RenderQueue.lmove(redis, queue.key, None)
        assert len(queue.intermediate_queue.get_job_ids()) == 1
        with fleet(redis_url, 1) as workers:
            wait_until(lambda: workers.told("ended", "0-finish"), seconds=RESTART_S)
        assert queue.intermediate_queue.get_job_ids() == []


def test_a_task_longer_than_the_heartbeat_is_started_once(redis_url: str) -> None:
    with fleet(redis_url, 2) as workers:
        ring(redis_url, _job("12000-a"))
        wait_until(lambda: workers.told("ended", "0-finish"), seconds=21)
        assert len(workers.told("began", "12000-a")) == 1


def test_a_killed_task_runs_again_at_once(redis_url: str) -> None:
    with fleet(redis_url, 1) as workers:
        ring(redis_url, _job("2000-a"))
        wait_until(lambda: workers.told("began", "2000-a"))
        kill(workers.told("began", "2000-a")[0].pid)
        wait_until(lambda: len(workers.told("began", "2000-a")) == 2, seconds=2)
        wait_until(lambda: workers.told("ended", "0-finish"))
        assert len(workers.told("ended", "2000-a")) == 1


def test_a_task_that_always_kills_its_process_is_given_up(redis_url: str) -> None:
    job = _job("die-a")
    with fleet(redis_url, 1) as workers:
        ring(redis_url, job)
        queue = RqRenderQueue(redis_url)
        wait_until(lambda: asyncio.run(queue.has_given_up(job.render_id)))
        queue.close()
        assert len(workers.told("began", "die-a")) == 1 + ATTEMPTS
        assert not workers.told("began", "0-finish")


def test_a_task_cannot_take_the_machines_memory_or_disk(redis_url: str) -> None:
    with fleet(redis_url, 1) as workers:
        ring(redis_url, _job("hog-a"))
        wait_until(lambda: workers.told("ended", "0-finish"))
        assert len(workers.told("refused", "hog-a")) == 1


def test_a_cancelled_render_stops_within_a_second_and_frees_its_worker(redis_url: str) -> None:
    job, other = _job("30000-a"), _job("0-b", audio="0-other")
    with fleet(redis_url, 1) as workers:
        ring(redis_url, job)
        wait_until(lambda: workers.told("began", "30000-a"))
        (task,) = workers.told("began", "30000-a")
        queue = RqRenderQueue(redis_url)
        asyncio.run(queue.cancel(job.render_id))
        wait_until(lambda: not is_running(task.pid), seconds=CANCEL_S)
        wait_until(lambda: not is_running(task.child), seconds=CANCEL_S)
        ring(redis_url, other)
        wait_until(lambda: workers.told("ended", "0-finish"), seconds=3)
        assert not asyncio.run(queue.is_alive(job.render_id))
        assert len(workers.told("began", "30000-a")) == 1
        queue.close()


def test_cancelling_gives_the_owners_places_back(redis_url: str) -> None:
    owner = uuid4()
    job, other = _job("30000-a", "30000-b", owner=owner), _job("0-c", audio="0-other", owner=owner)
    with fleet(redis_url, 2) as workers:
        ring(redis_url, job, per_owner=2)
        wait_until(lambda: len(workers.told("began", "30000-")) == 2)
        queue = RqRenderQueue(redis_url)
        asyncio.run(queue.cancel(job.render_id))
        queue.close()
        ring(redis_url, other, per_owner=2)
        wait_until(lambda: workers.told("ended", "0-finish"), seconds=5)


def test_one_owner_cannot_take_all_workers(redis_url: str) -> None:
    greedy = _job(*(f"800-a{n}" for n in range(8)), audio="800-a8")
    modest = _job(*(f"300-b{n}" for n in range(2)), audio="300-b2")
    with fleet(redis_url, 4) as workers:
        rung_at = time.time()
        ring(redis_url, greedy, modest, per_owner=2)
        wait_until(lambda: len(workers.told("ended", "0-finish")) == 2)
        spans = [
            (b.at, next(e.at for e in workers.told("ended") if e.pid == b.pid))
            for b in workers.told("began", "800-")
        ]
        waited = [t.at - rung_at for t in workers.told("began", "300-b")]
    assert len(spans) == 9
    assert max(sum(b <= at < e for b, e in spans) for at, _ in spans) == 2
    # Two of the three begin at once; the third when one of them is done.
    assert sorted(waited)[1] < 0.8


def test_a_task_survives_a_restart_of_redis(tmp_path: Path) -> None:
    valkey = OwnValkey(tmp_path)
    valkey.start()
    try:
        with fleet(valkey.url, 1) as workers:
            ring(valkey.url, _job("4000-a"))
            wait_until(lambda: workers.told("began", "4000-a"))
            (first,) = workers.told("began", "4000-a")
            valkey.stop()
            # A worker whose Redis is gone ends; its supervisor starts it anew.
            wait_until(lambda: not workers.alive, seconds=10)
            wait_until(lambda: not is_running(first.pid), seconds=1)
            valkey.start()
            workers.start(1)
            wait_until(lambda: workers.told("ended", "0-finish"), seconds=RESTART_S + 8)
            assert len(workers.told("ended", "4000-a")) == 1
    finally:
        valkey.stop()


@pytest.mark.parametrize("part", ["task", "child"])
def test_nothing_outlives_its_worker(redis_url: str, part: str) -> None:
    with fleet(redis_url, 1) as workers:
        ring(redis_url, _job("30000-a", audio="30000-audio"))
        wait_until(lambda: workers.told("began"))
        (task,) = workers.told("began")
        pid = task.pid if part == "task" else task.child
        assert is_running(pid)
        workers.workers[0].kill()
        wait_until(lambda: not is_running(pid), seconds=1)


def test_a_worker_that_dies_in_maintenance_does_not_end_it(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        queue = RenderQueue(QUEUE, connection=redis)
        assert queue.acquire_maintenance_lock()
        assert not queue.acquire_maintenance_lock()
        assert 0 < redis.ttl(queue.registry_cleaning_key) <= MAINTENANCE_LOCK_S
