"""A video as it is made, piece by piece, with nobody rendering but the test."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from renderer.encoding.streaming import header, sound_fragments
from renderer.sound.audio import mix
from studio.domain.errors import NotFound
from studio.domain.fragments import split
from studio.domain.output import Codec
from studio.domain.render import Render, RenderProfile
from studio.domain.segments import (
    Segment,
    audio_digest,
    header_key,
    segment_key,
    segments_of,
    sound_stream_key,
)
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import renders
from studio.services.streaming import VideoStream
from studio.wiring import Studio
from tests.support import media
from tests.support.renders import ask_for
from tests.support.segments import greys, write
from tests.support.storyboards import assets_for, storyboard
from tests.support.studio import make_thread, open_test_studio

BOARD = storyboard("One tide.", "Two tides.")
TIMELINE = compile_timeline(BOARD, assets_for(BOARD))
QUIET_S = 0.5
LONGEST_S = 20.0


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio]:
    async with open_test_studio(database_url, redis_url, tmp_path / "state") as opened:
        yield opened


async def ask(
    studio: Studio,
    timeline: Timeline = TIMELINE,
    profile: RenderProfile = RenderProfile.DRAFT,
) -> tuple[UserId, Render]:
    thread = await make_thread(studio.works)
    asked = await ask_for(
        studio.works, thread, timeline, board=BOARD, queue=MemoryRenderQueue(), profile=profile
    )
    return thread[0], asked.render


def stream_of(studio: Studio, owner_id: UserId, render: Render) -> VideoStream:
    return VideoStream(studio.works, studio.store, owner_id=owner_id, render_id=render.id)


async def store_sound(studio: Studio, folder: Path) -> None:
    silent = TIMELINE.audio.model_copy(update={"voices": ()})
    scratch = folder / "mix"
    scratch.mkdir()
    made = sound_fragments(await asyncio.to_thread(mix, silent, {}, scratch=scratch))
    key = sound_stream_key(audio_digest(TIMELINE.audio))
    await studio.store.put(key, made, media_type="video/mp4")


async def store_segment(studio: Studio, segment: Segment, folder: Path, *, grey: int) -> None:
    path = write(
        greys(iter([grey] * segment.frames)),
        folder / f"{grey}.mp4",
        total=segment.frames,
        codec=segment.codec,
    )
    await studio.store.put(header_key(segment), header(path), media_type="video/mp4")
    await studio.store.put_file(segment_key(segment.digest), path, media_type="video/mp4")


async def read_until_quiet(
    pieces: AsyncGenerator[bytes],
) -> tuple[bytes, "asyncio.Future[bytes]"]:
    """What comes at once, and the piece that does not come yet."""
    came = b""
    while True:
        coming = asyncio.ensure_future(anext(pieces))
        done, _ = await asyncio.wait([coming], timeout=QUIET_S)
        if not done:
            return came, coming
        came += coming.result()


async def test_each_segment_is_sent_as_soon_as_it_is_there(studio: Studio, tmp_path: Path) -> None:
    first, second = segments_of(TIMELINE, RenderProfile.DRAFT)
    owner_id, render = await ask(studio)
    stream = stream_of(studio, owner_id, render)
    pieces = stream.pieces(*await stream.plan())
    await store_sound(studio, tmp_path)
    nothing, coming = await read_until_quiet(pieces)
    assert nothing == b""

    await store_segment(studio, first, tmp_path, grey=60)
    sent = await coming
    more, coming = await read_until_quiet(pieces)
    sent += more
    half = tmp_path / "half.mp4"
    half.write_bytes(sent)
    assert len(media.frame_times(half)) == first.frames

    await store_segment(studio, second, tmp_path, grey=160)
    sent += await coming
    async with asyncio.timeout(LONGEST_S):
        sent += b"".join([piece async for piece in pieces])
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(sent)
    assert media.decodes(whole) == ""
    times = [n / TIMELINE.fps for n in range(TIMELINE.frames)]
    assert media.frame_times(whole) == pytest.approx(times)
    assert media.duration_s(whole) == pytest.approx(TIMELINE.audio.duration_ms / 1000, abs=0.01)


@pytest.mark.parametrize("codec", [Codec.HEVC, Codec.AV1])
async def test_a_video_of_another_codec_is_sent_whole(
    studio: Studio, tmp_path: Path, codec: Codec
) -> None:
    timeline = TIMELINE.model_copy(update={"codec": codec})
    owner_id, render = await ask(studio, timeline, RenderProfile.STANDARD)
    await store_sound(studio, tmp_path)
    for number, segment in enumerate(segments_of(timeline, RenderProfile.STANDARD), start=1):
        await store_segment(studio, segment, tmp_path, grey=60 * number)
    stream, whole = stream_of(studio, owner_id, render), tmp_path / "whole.mp4"

    async with asyncio.timeout(LONGEST_S):
        sent = [piece async for piece in stream.pieces(*await stream.plan())]

    whole.write_bytes(b"".join(sent))
    assert media.decodes(whole) == ""
    times = [n / timeline.fps for n in range(timeline.frames)]
    assert media.frame_times(whole) == pytest.approx(times)
    assert media.ffprobe(whole)["streams"][0]["codec_name"] == codec


async def test_a_stream_ends_when_its_render_is_cancelled(studio: Studio, tmp_path: Path) -> None:
    first, _ = segments_of(TIMELINE, RenderProfile.DRAFT)
    owner_id, render = await ask(studio)
    await store_sound(studio, tmp_path)
    await store_segment(studio, first, tmp_path, grey=60)
    stream = stream_of(studio, owner_id, render)
    pieces = stream.pieces(*await stream.plan())
    sent, coming = await read_until_quiet(pieces)
    async with studio.work() as work:
        await renders.cancel(
            work, owner_id=owner_id, render_id=render.id, queue=MemoryRenderQueue()
        )
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(coming, LONGEST_S)
    assert len(split(sent)[1]) > 1


async def test_nobody_watches_the_render_of_another(studio: Studio) -> None:
    _, render = await ask(studio)
    stranger, _ = await make_thread(studio.works, email="eve@example.com")
    with pytest.raises(NotFound):
        await stream_of(studio, stranger, render).plan()
