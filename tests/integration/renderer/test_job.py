"""A whole render by a real worker, through the loss of its queue."""

import asyncio
import hashlib
import io
import json
import os
import shutil
import signal
import zipfile
from collections.abc import AsyncGenerator, Callable, Generator
from pathlib import Path

import av
import pytest
from c2pa import Reader
from redis.asyncio import Redis

from renderer.encoding.encode import encode
from renderer.encoding.recipes import x264
from studio.domain import edit
from studio.domain.export import Export, ExportKind
from studio.domain.footage import SceneMedia
from studio.domain.media import Media, MediaKind
from studio.domain.quality import Verdict
from studio.domain.render import ArtifactKind, Render, RenderProfile, RenderStatus
from studio.domain.scene import Motion
from studio.domain.segments import audio_digest, audio_key, segment_key, segments_of
from studio.domain.stock import StockQuery
from studio.domain.storyboard import Music
from studio.domain.timeline import compile_timeline
from studio.domain.units import Milliseconds
from studio.makers import Makers
from studio.providers.stock.fake import FakeLibrary
from studio.services import assets, conversations, exports, renders, stock, storyboards
from studio.services import media as uploads
from studio.services.reconciler import watch
from studio.services.stock import Shelf
from studio.services.streaming import VideoStream
from studio.wiring import Studio
from tests.support import clips, media
from tests.support.films import BOARD, LONGEST_S, Worker, ask, draft, horses, start_worker, until
from tests.support.makers import FLAT
from tests.support.segments import greys
from tests.support.storyboards import storyboard
from tests.support.studio import open_test_studio

MADE = {"segments", "headers", "audio", "cover", "subtitles", "webvtt"}


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio]:
    async with open_test_studio(database_url, redis_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def start(database_url: str, redis_url: str, tmp_path: Path) -> Callable[[], Worker]:
    return lambda: start_worker(database_url, redis_url, tmp_path)


@pytest.fixture(autouse=True)
def worker(start: Callable[[], Worker]) -> Generator[Worker]:
    process = start()
    yield process
    process.kill()
    process.wait(10)


async def test_a_render_outlives_the_loss_of_its_queue(studio: Studio, redis_url: str) -> None:
    owner_id, thread_id, timeline = await draft(studio)
    render = await ask(studio, owner_id, thread_id, timeline)
    await until(studio, owner_id, render, RenderStatus.RUNNING)
    async with Redis.from_url(redis_url) as redis:
        await redis.flushdb()
    looking = asyncio.ensure_future(
        watch(
            studio.works,
            studio.queue,
            clock=studio.clock,
            deadline_s=3600,
            export_deadline_s=600,
            every_s=0.5,
        )
    )
    try:
        done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)
    finally:
        looking.cancel()
    assert done.error == ""
    assert {a.kind.value for a in done.artifacts} == {"video", "cover", "subtitles", "webvtt"}
    assert done.facts is not None
    assert done.facts.frames == timeline.frames
    (key,) = [a.key for a in done.artifacts if a.kind is ArtifactKind.VIDEO]
    found = await studio.store.locate(key, filename="video.mp4", media_type="video/mp4")
    assert found.path is not None
    assert media.decodes(found.path) == ""
    assert media.moov_before_mdat(found.path)
    with Reader(str(found.path)) as reader:
        assert reader.get_validation_state() == "Valid"


async def test_a_render_is_watched_while_it_is_made_and_shows_what_comes_out(
    studio: Studio, tmp_path: Path
) -> None:
    owner_id, thread_id, timeline = await draft(studio)
    render = await ask(studio, owner_id, thread_id, timeline)
    watched = tmp_path / "watched.mp4"
    at_first_piece: Render | None = None
    with watched.open("wb") as file:
        stream = VideoStream(studio.works, studio.store, owner_id=owner_id, render_id=render.id)
        async for piece in stream.pieces(*await stream.plan()):
            file.write(piece)
            if at_first_piece is None:
                async with studio.work() as work:
                    at_first_piece = await renders.get(work, owner_id=owner_id, render_id=render.id)
    assert at_first_piece is not None
    assert not at_first_piece.status.is_final
    done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)
    assert done.playable_s is not None
    assert 0 < done.playable_s < LONGEST_S
    (key,) = [a.key for a in done.artifacts if a.kind is ArtifactKind.VIDEO]
    made = await studio.store.fetch(key, tmp_path)
    assert media.decodes(watched) == ""
    assert media.frame_times(watched) == media.frame_times(made)
    assert media.frame_hashes(watched) == media.frame_hashes(made)
    assert media.duration_s(watched) == pytest.approx(timeline.audio.duration_ms / 1000, abs=0.01)
    assert abs(media.sound_lag_s(watched, made)) < 1 / timeline.fps / 4


async def test_a_stored_piece_that_is_broken_is_made_again_and_told_of(studio: Studio) -> None:
    owner_id, thread_id, timeline = await draft(studio)
    first, *_ = segments_of(timeline, RenderProfile.DRAFT)
    await studio.store.put(segment_key(first.digest), b"not a video", media_type="video/mp4")
    render = await ask(studio, owner_id, thread_id, timeline)

    done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)

    assert done.error == ""
    assert done.facts is not None
    assert done.facts.quality is not None
    assert done.facts.quality.verdict is not Verdict.FAILED
    (repair,) = done.facts.quality.repairs
    assert repair == "the piece at 0.0 s was made again: it did not hold what it should"


async def test_pieces_that_are_gone_by_the_time_of_the_join_are_made_again(
    studio: Studio, worker: Worker, start: Callable[[], Worker]
) -> None:
    worker.kill()
    owner_id, thread_id, timeline = await draft(studio)
    keys = [segment_key(s.digest) for s in segments_of(timeline, RenderProfile.DRAFT)]
    keys.append(audio_key(audio_digest(timeline.audio)))
    for key in keys:
        await studio.store.put(key, b"made before", media_type="video/mp4")
    render = await ask(studio, owner_id, thread_id, timeline)
    for key in keys:
        await studio.store.delete(key)
    other = start()
    try:
        done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)
    finally:
        other.kill()
        other.wait(10)

    assert done.error == ""
    assert done.facts is not None
    assert done.facts.quality is not None
    assert [r.rpartition(": ")[2] for r in done.facts.quality.repairs] == [
        "it was no longer stored"
    ] * len(keys)


async def test_pieces_of_unlike_encoders_are_made_alike(studio: Studio, tmp_path: Path) -> None:
    owner_id, thread_id, timeline = await draft(studio)
    _, second = segments_of(timeline, RenderProfile.DRAFT)
    other = tmp_path / "other.mp4"
    encode(
        greys(iter(range(second.frames))),
        other,
        width_px=second.width_px,
        height_px=second.height_px,
        fps=second.fps,
        total=second.frames,
        recipe=x264("veryfast", 30, "bframes=3:b-adapt=0", fps=second.fps),
        on_progress=lambda _: True,
    )
    await studio.store.put_file(segment_key(second.digest), other, media_type="video/mp4")
    render = await ask(studio, owner_id, thread_id, timeline)

    done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)

    assert done.error == ""
    assert done.facts is not None
    assert done.facts.quality is not None
    assert [repair.partition(": it ")[2] for repair in done.facts.quality.repairs] == [
        "came from another encoder than the rest"
    ] * 2
    (key,) = [a.key for a in done.artifacts if a.kind is ArtifactKind.VIDEO]
    assert media.decodes(await studio.store.fetch(key, tmp_path)) == ""


async def test_a_finished_video_is_exported_in_every_way_once(studio: Studio) -> None:
    owner_id, thread_id, timeline = await draft(studio)
    render = await ask(studio, owner_id, thread_id, timeline)
    done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)
    asked: list[Export] = []
    for kind in (*ExportKind, *ExportKind):
        async with studio.work() as work:
            asked.append(
                await exports.request(
                    work, owner_id=owner_id, render_id=render.id, kind=kind, queue=studio.queue
                )
            )
    assert [e.id for e in asked[:5]] == [e.id for e in asked[5:]]
    async with asyncio.timeout(LONGEST_S):
        while True:
            async with studio.work() as work:
                made = await exports.of_render(work, owner_id=owner_id, render_id=render.id)
            if all(export.status.is_final for export in made):
                break
            await asyncio.sleep(0.1)

    assert {e.kind: e.error for e in made} == dict.fromkeys(ExportKind, "")
    files = {e.kind: e.artifact for e in made if e.artifact}
    stored = {kind: await studio.store.get(a.key) for kind, a in files.items()}
    assert {kind: len(data) for kind, data in stored.items()} == {
        kind: a.size_bytes for kind, a in files.items()
    }
    assert stored[ExportKind.GIF][:6] == b"GIF89a"
    assert stored[ExportKind.WEBP][8:12] == b"WEBP"
    with zipfile.ZipFile(io.BytesIO(stored[ExportKind.COVERS])) as archive:
        assert archive.namelist() == ["cover-1.jpg", "cover-2.jpg"]
        assert all(archive.read(name)[:2] == b"\xff\xd8" for name in archive.namelist())
    # A video that is small enough already is its own small copy.
    assert [files[ExportKind.RELAY].key] == [
        a.key for a in done.artifacts if a.kind is ArtifactKind.VIDEO
    ]


def made_files(store: Path) -> dict[str, str]:
    """Every file that a render put into the store, but the signed one, with its content's digest."""
    return {
        str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in store.rglob("*")
        if path.is_file() and path.relative_to(store).parts[0] in MADE
    }


async def test_killing_an_encoder_and_a_worker_changes_no_byte(
    studio: Studio, worker: Worker, start: Callable[[], Worker], tmp_path: Path
) -> None:
    store = tmp_path / "artifacts"
    owner_id, thread_id, timeline = await draft(studio)
    calm = await ask(studio, owner_id, thread_id, timeline)
    calm = await until(studio, owner_id, calm, RenderStatus.DONE, RenderStatus.FAILED)
    assert calm.error == ""
    undisturbed = made_files(store)
    assert {name.partition("/")[0] for name in undisturbed} == MADE
    for name in MADE:
        shutil.rmtree(store / name)

    async with studio.work() as work:
        again = await conversations.create_thread(work, owner_id=owner_id)
        await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=again.id,
            storyboard=BOARD,
            expected_version=0,
            author="agent",
            message="draft",
        )
    render = await ask(studio, owner_id, again.id, timeline)
    killed: set[int] = set()
    async with asyncio.timeout(LONGEST_S):
        while len(killed) < 2:
            for pid in horses(worker):
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
            await asyncio.sleep(0.2)
    worker.kill()
    other = start()
    try:
        done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)
    finally:
        other.kill()
        other.wait(10)

    assert done.error == ""
    assert made_files(store) == undisturbed
    first, second = (
        [a.key for a in one.artifacts if a.kind is ArtifactKind.VIDEO] for one in (calm, done)
    )
    assert first == second


async def test_a_render_whose_picture_is_gone_fails_in_words(studio: Studio) -> None:
    owner_id, thread_id, timeline = await draft(studio)
    await studio.store.delete(timeline.clips[0].picture)
    render = await ask(studio, owner_id, thread_id, timeline)
    failed = await until(studio, owner_id, render, RenderStatus.FAILED)
    assert failed.error
    assert failed.artifacts == ()


async def test_an_uploaded_clip_is_a_scene_of_the_finished_video(
    studio: Studio, tmp_path: Path
) -> None:
    owner_id, thread_id, _ = await draft(studio)
    path = clips.write(tmp_path / "clip.mov", fps="60", frames=200)
    kept = await uploads.upload(
        studio.works,
        store=studio.store,
        examiner=studio.examiner,
        owner_id=owner_id,
        path=path,
        name="clip.mov",
    )
    board = storyboard("Tides come and go.", "")
    shown = SceneMedia(id=kept.id, start_ms=Milliseconds(500))
    board = edit.use_media(board, board.scenes[1].id, shown)
    still = edit.SceneChange(motion=Motion.STILL)
    board = edit.rewrite_scene(board, board.scenes[1].id, still)
    async with studio.work() as work:
        made = await assets.find_for(
            work,
            owner_id=owner_id,
            storyboard=board,
            pictures=FLAT,
            speech=studio.speech,
        )
    timeline = compile_timeline(board, made)
    render = await ask(studio, owner_id, thread_id, timeline)

    done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)

    assert done.error == ""
    (key,) = [a.key for a in done.artifacts if a.kind is ArtifactKind.VIDEO]
    video = await studio.store.fetch(key, tmp_path)
    with av.open(str(video)) as container:
        frames = [clips.read(f.to_ndarray(format="gray")) for f in container.decode(video=0)]
    start = timeline.clips[1].start
    assert frames[start:] == [30 + 2 * n for n in range(timeline.clips[1].frames)]


async def test_a_photo_and_music_of_others_are_in_the_video_and_thanked(
    studio: Studio, tmp_path: Path
) -> None:
    owner_id, thread_id, _ = await draft(studio)
    library = FakeLibrary()
    shelf = Shelf(
        studio.works, studio.store, studio.examiner, Makers({library.name: library}), studio.clock
    )
    taken: dict[MediaKind, Media] = {}
    for kind in library.kinds:
        found = await stock.search(
            shelf, owner_id=owner_id, query=StockQuery(words="the sea", kind=kind)
        )
        chosen = found.candidates[0].id
        taken[kind] = await stock.take(shelf, owner_id=owner_id, candidate_id=chosen)
    photo, song = taken[MediaKind.PICTURE], taken[MediaKind.SOUND]
    board = edit.use_media(BOARD, BOARD.scenes[1].id, SceneMedia(id=photo.id))
    board = edit.set_music(board, Music(track=song.id))
    async with studio.work() as work:
        made = await assets.find_for(
            work, owner_id=owner_id, storyboard=board, pictures=FLAT, speech=studio.speech
        )
        music = await assets.music_for(work, owner_id=owner_id, storyboard=board)
    render = await ask(studio, owner_id, thread_id, compile_timeline(board, made, music=music))

    done = await until(studio, owner_id, render, RenderStatus.DONE, RenderStatus.FAILED)

    assert done.error == ""
    keys = {a.kind: a.key for a in done.artifacts}
    text = (await studio.store.get(keys[ArtifactKind.CREDITS])).decode()
    line = "“the sea 1” by Nobody (CC BY 4.0) https://stock.invalid/0"
    assert text == f"{line}\n"
    async with studio.work() as work:
        credits = await stock.credits_of(work, owner_id=owner_id, render_id=render.id)
    assert [credit.line for credit in credits] == [line, line]
    video = await studio.store.fetch(keys[ArtifactKind.VIDEO], tmp_path)
    with Reader(str(video)) as reader:
        assert reader.get_validation_state() == "Valid"
        told = json.loads(reader.json())
    ingredients = told["manifests"][told["active_manifest"]]["ingredients"]
    assert [(i["title"], i["relationship"]) for i in ingredients] == [(line, "componentOf")] * 2
