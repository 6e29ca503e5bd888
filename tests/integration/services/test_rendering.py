"""A render's life on a real PostgreSQL, as the renderer and the user see it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from studio.db.engine import Database, open_database
from studio.domain.asset import digest
from studio.domain.errors import NotFound
from studio.domain.render import Artifact, ArtifactKind, RenderProfile, RenderStatus
from studio.domain.segments import audio_digest, audio_key, segment_key, segments_of
from studio.domain.timeline import compile_timeline
from studio.domain.units import ArtifactId, Digest, RenderId, StorageKey, ThreadId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.ports import ArtifactStore
from studio.services import conversations, renders, storyboards
from studio.storage.local import LocalStore
from tests.support.renders import FACTS
from tests.support.storyboards import assets_for, storyboard
from tests.support.studio import make_thread

BOARD = storyboard("One tide.", "Two tides.")
TIMELINE = compile_timeline(BOARD, assets_for(BOARD))


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


def video() -> Artifact:
    return Artifact(
        id=ArtifactId(uuid4()),
        kind=ArtifactKind.VIDEO,
        key=StorageKey("videos/aa/bb.mp4"),
        media_type="video/mp4",
        filename="Tides.mp4",
        size_bytes=1000,
        sha256=Digest("a" * 64),
    )


async def ask(
    works: Database,
    owner_id: UserId,
    thread_id: ThreadId,
    queue: MemoryRenderQueue,
    store: ArtifactStore | None = None,
):
    async with works.work() as work:
        if await storyboards.latest(work, owner_id=owner_id, thread_id=thread_id) is None:
            await storyboards.save(
                work,
                owner_id=owner_id,
                thread_id=thread_id,
                storyboard=BOARD,
                expected_version=0,
                author="agent",
                message="draft",
            )
        asked = await renders.request(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=None,
            version=1,
            timeline=TIMELINE,
            profile=RenderProfile.DRAFT,
            queue=queue,
            store=store,
        )
        assert queue.take() is None, "rung before the commit"
    return asked


async def finish(works: Database, render_id: RenderId, artifact: Artifact):
    async with works.work() as work:
        return await renders.finish(work, render_id=render_id, artifacts=[artifact], facts=FACTS)


async def test_a_render_goes_from_its_first_frame_to_its_file(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    queue = MemoryRenderQueue()
    asked = await ask(works, owner_id, thread_id, queue)
    render_id, job = asked.render.id, queue.take()
    assert job is not None
    first, *others = job.segments
    sheet_seen = []

    async def note(call: Callable[..., Awaitable[Any]], **values: Any) -> Any:
        async with works.work() as work:
            return await call(work, render_id=render_id, **values)

    sheet_seen.append(await note(renders.load_job))
    half = await note(renders.task_progress, digest=first, done=1, total=2)
    anew = await note(renders.task_progress, digest=first, done=0, total=2)
    whole = await note(renders.task_done, digest=first, reused=True)
    again = await note(renders.task_done, digest=first, reused=False)
    late = await note(renders.task_progress, digest=first, done=0, total=2)
    *_, last = [await note(renders.task_done, digest=other) for other in others]
    sound = await note(renders.task_done, digest=job.audio)

    assert (sheet_seen[0].owner_id, sheet_seen[0].timeline) == (owner_id, TIMELINE)
    assert 0 < half.fraction == anew.fraction < whole.fraction == again.fraction == late.fraction
    assert (whole.stage, last.stage, sound.stage) == ("segments", "audio", "join")
    assert whole.fraction < last.fraction < sound.fraction < 1
    assert [j.render_id for j in await _unfinished(works)] == [render_id]

    artifact = video()
    assert await finish(works, render_id, artifact)
    assert not await finish(works, render_id, video())

    async with works.work() as work:
        done = await renders.get(work, owner_id=owner_id, render_id=render_id)
        summary = await renders.summary(work, render_id=render_id)
    assert (done.status, done.fraction, done.facts) == (RenderStatus.DONE, 1.0, FACTS)
    assert done.artifacts == (artifact,)
    assert (summary.made, summary.reused) == (len(others), 1)
    assert summary.seconds > 0
    assert await _unfinished(works) == []


async def test_nobody_is_rung_for_what_is_stored(works: Database, tmp_path: Path) -> None:
    owner_id, thread_id = await make_thread(works)
    queue, store = MemoryRenderQueue(), LocalStore(tmp_path)
    first, second = segments_of(TIMELINE, RenderProfile.DRAFT)
    sound = audio_digest(TIMELINE.audio)
    for key in (segment_key(first.digest), audio_key(sound)):
        await store.put(key, b"made before", media_type="video/mp4")

    asked = await ask(works, owner_id, thread_id, queue, store)

    job = queue.take()
    assert job is not None
    assert (job.segments, job.audio) == ((second.digest,), None)
    assert await _unfinished(works) == [job]
    async with works.work() as work:
        now = await renders.get(work, owner_id=owner_id, render_id=asked.render.id)
        summary = await renders.summary(work, render_id=asked.render.id)
    assert 0 < now.fraction < 1
    assert now.playable_s is not None
    assert (summary.made, summary.reused) == (0, 1)


async def test_a_render_of_which_everything_is_stored_is_only_joined(
    works: Database, tmp_path: Path
) -> None:
    owner_id, thread_id = await make_thread(works)
    queue, store = MemoryRenderQueue(), LocalStore(tmp_path)
    keys = [segment_key(s.digest) for s in segments_of(TIMELINE, RenderProfile.DRAFT)]
    for key in (*keys, audio_key(audio_digest(TIMELINE.audio))):
        await store.put(key, b"made before", media_type="video/mp4")

    await ask(works, owner_id, thread_id, queue, store)

    job = queue.take()
    assert job is not None
    assert (job.segments, job.audio) == ((), None)


async def test_an_unfinished_render_is_listed_as_it_was_rung(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    queue = MemoryRenderQueue()
    await ask(works, owner_id, thread_id, queue)

    assert await _unfinished(works) == [queue.take()]


async def test_a_failed_render_tells_why_and_may_be_asked_for_again(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    queue = MemoryRenderQueue()
    asked = await ask(works, owner_id, thread_id, queue)
    async with works.work() as work:
        assert await renders.fail(work, render_id=asked.render.id, error="no room")
        assert not await renders.fail(work, render_id=asked.render.id, error="later")

    async with works.work() as work:
        failed = await renders.get(work, owner_id=owner_id, render_id=asked.render.id)
    assert (failed.status, failed.error) == (RenderStatus.FAILED, "no room")
    assert not await finish(works, asked.render.id, video())
    queue.take()
    assert (await ask(works, owner_id, thread_id, queue)).is_new


async def test_a_cancelled_render_stays_cancelled(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    queue = MemoryRenderQueue()
    asked = await ask(works, owner_id, thread_id, queue)
    async with works.work() as work:
        await renders.cancel(work, owner_id=owner_id, render_id=asked.render.id, queue=queue)

    assert queue.cancelled == (asked.render.id,)
    assert not await finish(works, asked.render.id, video())


async def test_a_video_outlives_the_thread_where_it_was_made_first(works: Database) -> None:
    owner_id, first = await make_thread(works)
    async with works.work() as work:
        second = (await conversations.create_thread(work, owner_id=owner_id)).id
    queue = MemoryRenderQueue()
    made = await ask(works, owner_id, first, queue)
    queue.take()
    await finish(works, made.render.id, video())
    shown = await ask(works, owner_id, second, queue)
    queue.take()
    artifact = video()
    await finish(works, shown.render.id, artifact)

    async with works.work() as work:
        await conversations.delete_thread(work, owner_id=owner_id, thread_id=first)

    assert shown.render.thread_id == second
    async with works.work() as work:
        kept = await renders.get(work, owner_id=owner_id, render_id=shown.render.id)
        assert kept.artifacts == (artifact,)
        file = await renders.get_artifact(work, owner_id=owner_id, artifact_id=artifact.id)
        assert file == artifact
        with pytest.raises(NotFound):
            await renders.get(work, owner_id=owner_id, render_id=made.render.id)


async def test_a_thread_that_asks_again_gets_its_finished_render(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    queue = MemoryRenderQueue()
    asked = await ask(works, owner_id, thread_id, queue)
    queue.take()
    artifact = video()
    await finish(works, asked.render.id, artifact)

    again = await ask(works, owner_id, thread_id, queue)

    assert (again.is_new, again.render.id) == (False, asked.render.id)
    assert again.render.artifacts == (artifact,)
    assert queue.waiting == ()


async def test_another_owners_file_is_not_found(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    stranger, _ = await make_thread(works, "eve@example.com")
    artifact = video()
    asked = await ask(works, owner_id, thread_id, MemoryRenderQueue())
    await finish(works, asked.render.id, artifact)

    async with works.work() as work:
        with pytest.raises(NotFound):
            await renders.get_artifact(work, owner_id=stranger, artifact_id=artifact.id)
        with pytest.raises(NotFound):
            await renders.get(work, owner_id=stranger, render_id=asked.render.id)


async def test_a_piece_of_no_render_changes_nothing(works: Database) -> None:
    async with works.work() as work:
        progress = await renders.task_done(
            work, render_id=RenderId(uuid4()), digest=digest("test", "nothing")
        )
        with pytest.raises(NotFound):
            await renders.load_job(work, render_id=RenderId(uuid4()))
    assert progress.fraction == 0


async def _unfinished(works: Database):
    async with works.work() as work:
        return await renders.unfinished(work)
