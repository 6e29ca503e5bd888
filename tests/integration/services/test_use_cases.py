"""The use cases on a real PostgreSQL, many at a time and across owners."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import uuid4

import pytest

from studio.db.engine import Database, open_database
from studio.domain.asset import SceneAssets
from studio.domain.conversation import TurnStatus
from studio.domain.errors import NotFound, TurnInProgress
from studio.domain.events import TurnFailed
from studio.domain.render import RenderProfile, RenderStatus
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import RenderId, SceneId, ThreadId, TurnId, UserId
from studio.events.memory import MemoryEventBus
from studio.jobs.memory import MemoryRenderQueue
from studio.providers.images.fake import FlatPictures
from studio.services import assets, conversations, renders, storyboards
from studio.storage.local import LocalStore
from tests.support.makers import FLAT, HUMMED, only
from tests.support.storyboards import assets_for, storyboard
from tests.support.studio import make_thread, pays


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url, pool=20)
    yield database
    await database.close()


async def start(works: Database, owner_id: UserId, thread_id: ThreadId, turn_id: TurnId):
    async with works.work() as work:
        return await conversations.start_turn(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=turn_id,
            message="tides",
            message_id=str(turn_id),
        )


async def claim(works: Database, worker: str, lease_s: float = 30.0):
    async with works.work() as work:
        return await conversations.claim_turn(work, worker=worker, lease_s=lease_s)


async def save(works: Database, owner_id: UserId, thread_id: ThreadId, board: Storyboard):
    async with works.work() as work:
        return await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            storyboard=board,
            expected_version=0,
            author="agent",
            message="draft",
        )


async def ask(
    works: Database,
    owner_id: UserId,
    thread_id: ThreadId,
    timeline: Timeline,
    queue: MemoryRenderQueue,
):
    async with works.work() as work:
        return await renders.request(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=None,
            version=1,
            timeline=timeline,
            profile=RenderProfile.DRAFT,
            queue=queue,
        )


async def test_of_twenty_turns_started_together_one_wins(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)

    results = await asyncio.gather(
        *(start(works, owner_id, thread_id, TurnId(uuid4())) for _ in range(20)),
        return_exceptions=True,
    )

    assert sum(isinstance(r, TurnInProgress) for r in results) == 19
    assert sum(not isinstance(r, BaseException) for r in results) == 1


async def test_a_turn_started_twice_is_one_turn(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    turn_id = TurnId(uuid4())

    first, second = [await start(works, owner_id, thread_id, turn_id) for _ in range(2)]

    assert first == second


async def test_each_turn_is_claimed_once(works: Database) -> None:
    for n in range(5):
        owner_id, thread_id = await make_thread(works, f"p{n}@example.com")
        await start(works, owner_id, thread_id, TurnId(uuid4()))

    claimed = await asyncio.gather(*(claim(works, f"w{n}") for n in range(12)))

    ids = [c.turn.id for c in claimed if c]
    assert len(ids) == len(set(ids)) == 5


async def test_a_turn_whose_workers_keep_dying_is_failed(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    turn = await start(works, owner_id, thread_id, TurnId(uuid4()))

    events = MemoryEventBus()

    attempts = [(await claim(works, f"w{n}", lease_s=-1)) for n in range(6)]
    for _ in range(2):
        async with works.work() as work:
            await conversations.give_up_turns(work, events=events)

    assert [c.attempt if c else None for c in attempts] == [1, 2, 3, 4, 5, None]
    [told] = [envelope.event for envelope in await events.history(thread_id)]
    assert isinstance(told, TurnFailed)
    assert (told.turn_id, told.code) == (turn.id, "turn_abandoned")
    async with works.work() as work:
        ended = await conversations.get_turn(work, owner_id=owner_id, turn_id=turn.id)
    assert (ended.status, ended.error_code) == (TurnStatus.FAILED, "turn_abandoned")


async def test_renders_asked_for_together_are_one_and_may_be_asked_for_after_a_cancel(
    works: Database,
) -> None:
    owner_id, thread_id = await make_thread(works)
    board = storyboard("One tide.", "Two tides.")
    await save(works, owner_id, thread_id, board)
    timeline, queue = compile_timeline(board, assets_for(board)), MemoryRenderQueue()

    asked = await asyncio.gather(
        *(ask(works, owner_id, thread_id, timeline, queue) for _ in range(8))
    )

    render_id = asked[0].render.id
    assert {a.render.id for a in asked} == {render_id}
    assert [a.is_new for a in asked].count(True) == 1
    assert [job.render_id for job in queue.waiting] == [render_id]
    async with works.work() as work:
        progress = await renders.task_done(
            work, render_id=render_id, digest=queue.waiting[0].segments[0], reused=True
        )
        await renders.cancel(work, owner_id=owner_id, render_id=render_id, queue=queue)
    assert 0 < progress.fraction < 1
    again = await ask(works, owner_id, thread_id, timeline, queue)
    assert again.is_new
    assert again.render.status is RenderStatus.QUEUED


async def test_what_another_owns_is_not_found(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    turn = await start(works, owner_id, thread_id, TurnId(uuid4()))
    board = storyboard("One tide.")
    await save(works, owner_id, thread_id, board)
    queue = MemoryRenderQueue()
    timeline = compile_timeline(board, assets_for(board))
    asked = await ask(works, owner_id, thread_id, timeline, queue)
    other, _ = await make_thread(works, "eve@example.com")

    async with works.work() as work:
        thread = {"owner_id": other, "thread_id": thread_id}
        for call in (
            conversations.get_thread(work, **thread),
            conversations.delete_thread(work, **thread),
            conversations.list_messages(work, **thread),
            conversations.get_turn(work, owner_id=other, turn_id=turn.id),
            conversations.request_cancel(work, owner_id=other, turn_id=turn.id),
            storyboards.latest(work, **thread),
            storyboards.get(work, **thread, version=1),
            storyboards.history(work, **thread),
            renders.get(work, owner_id=other, render_id=RenderId(asked.render.id)),
            renders.cancel(work, owner_id=other, render_id=asked.render.id, queue=queue),
        ):
            with pytest.raises(NotFound):
                await call
    with pytest.raises(NotFound):
        await start(works, other, thread_id, TurnId(uuid4()))


async def test_a_picture_is_made_once_for_each_recipe(works: Database, tmp_path: Path) -> None:
    owner_id, thread_id = await make_thread(works)
    board, store, maker = storyboard("One.", "Two."), LocalStore(tmp_path), FlatPictures()

    async def on_done(scene_id: SceneId, done: int, total: int, reused: bool) -> None:
        seen.append((done, total, reused))

    seen: list[tuple[int, int, bool]] = []
    reports = [
        await assets.make_pictures(
            works,
            store=store,
            makers=only(maker),
            payer=pays(owner_id, thread_id),
            storyboard=board,
            on_done=on_done,
        )
        for _ in range(2)
    ]

    assert [(len(r.made), len(r.reused)) for r in reports] == [(2, 0), (0, 2)]
    assert seen == [(1, 2, False), (2, 2, False), (1, 2, True), (2, 2, True)]
    async with works.work() as work:
        found = await assets.find_for(
            work, owner_id=owner_id, storyboard=board, pictures=FLAT, speech=HUMMED
        )
    assert all(isinstance(a, SceneAssets) and a.picture for a in found.values())
