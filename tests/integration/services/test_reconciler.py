"""The rows against a queue that forgets."""

from collections.abc import AsyncGenerator

import pytest

from studio.db.engine import Database, open_database
from studio.domain.export import ExportKind
from studio.domain.render import Render, RenderProfile, RenderStatus, Urgency
from studio.domain.timeline import compile_timeline
from studio.domain.units import UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import exports, renders
from studio.services.reconciler import GAVE_UP, end_overdue, end_overdue_exports, ring_again
from tests.support.renders import FACTS, ask_for
from tests.support.storyboards import assets_for, storyboard
from tests.support.studio import execute, make_thread

BOARD = storyboard("One tide.")


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


async def ask(
    works: Database, queue: MemoryRenderQueue, *, profile: RenderProfile = RenderProfile.DRAFT
) -> tuple[UserId, Render]:
    thread = await make_thread(works)
    timeline = compile_timeline(BOARD, assets_for(BOARD))
    asked = await ask_for(works, thread, timeline, board=BOARD, queue=queue, profile=profile)
    return thread[0], asked.render


async def test_a_forgotten_render_is_rung_at_the_second_look(works: Database) -> None:
    queue = MemoryRenderQueue()
    _, render = await ask(works, queue)
    queue.take()
    missed = await ring_again(works, queue)
    assert missed == {render.id}
    assert queue.waiting == ()
    await ring_again(works, queue, missed=missed)
    assert [job.render_id for job in queue.waiting] == [render.id]


async def test_a_render_that_waits_is_left_alone(works: Database) -> None:
    queue = MemoryRenderQueue()
    await ask(works, queue)
    assert await ring_again(works, queue) == frozenset()


async def test_a_render_that_is_over_is_not_rung(works: Database) -> None:
    queue = MemoryRenderQueue()
    owner_id, render = await ask(works, queue)
    async with works.work() as work:
        await renders.cancel(work, owner_id=owner_id, render_id=render.id, queue=queue)
    missed = await ring_again(works, queue, missed=frozenset({render.id}))
    assert missed == frozenset()
    assert queue.waiting == ()


async def test_a_render_that_always_kills_its_worker_fails_in_words(works: Database) -> None:
    queue = MemoryRenderQueue()
    owner_id, render = await ask(works, queue)
    queue.give_up(render.id)
    await ring_again(works, queue)
    async with works.work() as work:
        standing = await renders.get(work, owner_id=owner_id, render_id=render.id)
    assert (standing.status, standing.error) == (RenderStatus.FAILED, GAVE_UP)
    assert queue.cancelled == (render.id,)


@pytest.mark.parametrize(("deadline_s", "passed"), [(600, "10 minutes"), (30, "30 seconds")])
async def test_a_render_past_its_deadline_is_stopped_and_fails_in_words(
    works: Database, database_url: str, deadline_s: float, passed: str
) -> None:
    queue = MemoryRenderQueue()
    owner_id, render = await ask(works, queue)
    await end_overdue(works, queue, deadline_s=deadline_s)
    assert queue.cancelled == ()

    await execute(database_url, "UPDATE renders SET created_at = now() - interval '11 minutes'")
    await end_overdue(works, queue, deadline_s=deadline_s)

    async with works.work() as work:
        standing = await renders.get(work, owner_id=owner_id, render_id=render.id)
    assert standing.status is RenderStatus.FAILED
    assert f"not done {passed} after it was asked for" in standing.error
    assert queue.cancelled == (render.id,)
    await end_overdue(works, queue, deadline_s=600)
    assert queue.cancelled == (render.id,)


async def test_an_export_has_a_deadline_of_its_own(works: Database, database_url: str) -> None:
    queue = MemoryRenderQueue()
    owner_id, render = await ask(works, queue)
    async with works.work() as work:
        await renders.finish(work, render_id=render.id, artifacts=[], facts=FACTS)
        asked = await exports.request(
            work, owner_id=owner_id, render_id=render.id, kind=ExportKind.GIF, queue=queue
        )
    await end_overdue_exports(works, queue, deadline_s=120)
    assert queue.cancelled == ()

    await execute(database_url, "UPDATE exports SET created_at = now() - interval '3 minutes'")
    await end_overdue_exports(works, queue, deadline_s=120)

    async with works.work() as work:
        standing = await exports.get(work, owner_id=owner_id, export_id=asked.id)
    assert standing.status is RenderStatus.FAILED
    assert "export was not done 2 minutes after it was asked for" in standing.error
    assert queue.cancelled == (asked.id,)


async def test_a_render_is_rung_again_as_urgent_as_before(works: Database) -> None:
    queue = MemoryRenderQueue()
    _, render = await ask(works, queue, profile=RenderProfile.STANDARD)
    first = queue.take()
    missed = await ring_again(works, queue)
    await ring_again(works, queue, missed=missed)
    assert render.urgency is Urgency.BATCH
    assert queue.take() == first
