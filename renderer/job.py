"""What the queue calls: encode a segment, mix the sound, finish the render."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import structlog

from renderer.captions.subtitles import srt, vtt
from renderer.cover import cover
from renderer.desk import Desk, patiently
from renderer.encoding.hardware import hardware_recipe
from renderer.encoding.parts import FEW, encode_in_parts
from renderer.encoding.recipes import Recipe, recipe_for
from renderer.encoding.streaming import header, sound_fragments
from renderer.finishing import Remake, finished
from renderer.painting.content import Content
from renderer.painting.painter import painting
from renderer.publishing import credits_of, publish, publish_video
from renderer.shelf import beds, codings, prints
from renderer.sound.audio import mix
from renderer.surroundings import TOO_HEAVY, file_name, has_another_try, reason, scratch, unwritten
from renderer.typesetting.fonts import Role
from studio.domain.asset import digest as digest_of
from studio.domain.credit import description
from studio.domain.errors import (
    Cancelled,
    NotFound,
    StudioError,
    Unavailable,
)
from studio.domain.output import Hardware
from studio.domain.render import Artifact, ArtifactKind
from studio.domain.segments import (
    Segment,
    audio_key,
    header_key,
    segment_key,
    segments_of,
    sound_stream_key,
)
from studio.domain.units import Digest, RenderId, StorageKey
from studio.services import renders
from studio.typefaces import font_path
from studio.wiring import open_from_environment

log = structlog.get_logger()

MP4, M4A, JPEG, TEXT = "video/mp4", "audio/mp4", "image/jpeg", "text/plain; charset=utf-8"
SRT, VTT = "application/x-subrip", "text/vtt"


def encode_segment(render_id: str, digest: str) -> None:
    """Encode one segment, unless it is stored already."""
    asyncio.run(_at_desk(render_id, lambda desk: _segment(desk, Digest(digest))))


def mix_audio(render_id: str, digest: str) -> None:
    """Mix the sound, unless it is stored already."""
    asyncio.run(_at_desk(render_id, lambda desk: _sound(desk, Digest(digest))))


def finish_render(render_id: str) -> None:
    """Join the segments and the sound, measure the file and publish it."""
    asyncio.run(_at_desk(render_id, _finish))


async def _segment(desk: Desk, digest: Digest) -> None:
    key, store = segment_key(digest), desk.studio.store
    if await store.exists(key):
        return await desk.done(digest, reused=True)
    segment = next(s for s in _segments(desk) if s.digest == digest)
    with scratch() as folder:
        pictures = {
            layer.picture: await patiently(lambda k=layer.picture: store.fetch(k, folder))
            for layer in segment.layers
        }
        path = folder / "segment.mp4"
        is_helped = await desk.segments_left() <= FEW
        async with desk.reporting(digest, total=segment.frames) as work:

            def on_progress(done: int) -> bool:
                work.done = done
                return not work.is_stopped

            await asyncio.to_thread(
                _encode, segment, pictures, path, on_progress, is_helped=is_helped
            )
        await _keep_header(desk, segment, path)
        await patiently(lambda: store.put_file(key, path, media_type=MP4))
    await desk.done(digest, reused=False)
    return None


async def _keep_header(desk: Desk, segment: Segment, path: Path) -> None:
    """Store the stream's header, before its segment, which is a promise that it is there."""
    key, store = header_key(segment), desk.studio.store
    if segment.hardware is not Hardware.OFF or not await store.exists(key):
        made = await asyncio.to_thread(header, path)
        await patiently(lambda: store.put(key, made, media_type=MP4))


def _encode(
    segment: Segment,
    pictures: dict[StorageKey, Path],
    path: Path,
    on_progress: Callable[[int], bool],
    *,
    is_helped: bool,
) -> None:
    work = painting(segment, pictures, _font, shelf=prints())
    encode_in_parts(
        work.frames,
        path,
        segment=segment,
        recipe=_recipe(segment, work.content),
        on_progress=on_progress,
        is_helped=is_helped,
    )


def _recipe(segment: Segment, content: Content) -> Recipe:
    found = hardware_recipe(segment.hardware, segment.codec, fps=segment.fps)
    return found or recipe_for(segment.profile, segment.codec, fps=segment.fps, content=content)


def _font(role: Role, language: str) -> Path:
    """Give the heaviest face for what is read in half a second, a bold one for the rest."""
    return font_path(role, language, weight=900 if role == "display" else 700)


async def _sound(desk: Desk, digest: Digest) -> None:
    key, store, track = audio_key(digest), desk.studio.store, desk.sheet.timeline.audio
    if await store.exists(key):
        return await desk.done(digest, reused=True)
    with scratch() as folder:
        keys = [cue.key for cue in (*track.voices, *track.clips)]
        keys += [track.recording.key] if track.recording else []
        voices = {key: await patiently(lambda k=key: store.fetch(k, folder)) for key in keys}
        mixing = folder / "mix"
        mixing.mkdir()
        made = await asyncio.to_thread(
            mix, track, voices, scratch=mixing, shelf=beds(), parts=codings()
        )
        streamed = await asyncio.to_thread(sound_fragments, made)
        stream = sound_stream_key(digest)
        await patiently(lambda: store.put(stream, streamed, media_type=MP4))
        await patiently(lambda: store.put_file(key, made, media_type=M4A))
    await desk.done(digest, reused=False)
    return None


async def _finish(desk: Desk) -> None:
    timeline = desk.sheet.timeline
    with scratch() as folder:
        facts = await finished(desk, folder, _font, Remake(segment=_segment, sound=_sound))
        video = folder / "video.mp4"
        picture, subrip, webvtt = (folder / n for n in ("cover.jpg", "words.srt", "words.vtt"))
        picture.write_bytes(await asyncio.to_thread(cover, video, timeline))
        subrip.write_text(srt(timeline), encoding="utf-8")
        webvtt.write_text(vtt(timeline), encoding="utf-8")
        name = file_name(desk.sheet.title)
        artifacts = (
            await publish_video(desk, video, f"{name}.mp4"),
            await publish(desk, ArtifactKind.COVER, picture, f"{name}.jpg", JPEG),
            await publish(desk, ArtifactKind.SUBTITLES, subrip, f"{name}.srt", SRT),
            await publish(desk, ArtifactKind.WEBVTT, webvtt, f"{name}.vtt", VTT),
        )
        artifacts += await _credits(desk, folder / "credits.txt", f"{name}.credits.txt")
    await desk.done(digest_of("join", desk.sheet.render.digest), reused=False)

    async def finish() -> None:
        async with desk.studio.work() as work:
            await renders.finish(work, render_id=desk.render_id, artifacts=artifacts, facts=facts)

    await patiently(finish)
    log.info("render.finished", frames=facts.frames, size_bytes=facts.size_bytes)


async def _credits(desk: Desk, path: Path, filename: str) -> tuple[Artifact, ...]:
    text = description(await credits_of(desk))
    if not text:
        return ()
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    return (await publish(desk, ArtifactKind.CREDITS, path, filename, TEXT),)


def _segments(desk: Desk) -> tuple[Segment, ...]:
    return segments_of(desk.sheet.timeline, desk.sheet.render.profile)


async def _at_desk(render_id: str, act: Callable[[Desk], Awaitable[None]]) -> None:
    structlog.contextvars.bind_contextvars(render_id=render_id)
    async with _desk(RenderId(UUID(render_id))) as desk:
        if desk is None:
            return
        try:
            await act(desk)
        except* Cancelled:
            log.info("render.stopped")
        except* Unavailable:
            if has_another_try():
                raise
            await _fail(desk, "A server that the render needs stayed away for too long.")
        except* StudioError as errors:
            await _fail(desk, reason(errors))
        except* OSError as errors:
            await _fail(desk, unwritten(errors))
        except* MemoryError:
            await _fail(desk, TOO_HEAVY)
        except* Exception:
            # The work-horse's last handler: whatever it is, the row must not stay open for ever.
            if has_another_try():
                raise
            await _fail(desk, "The renderer met an unexpected error; ask for the render again.")
            raise


@asynccontextmanager
async def _desk(render_id: RenderId) -> AsyncGenerator[Desk | None]:
    async with open_from_environment() as studio:

        async def load() -> Desk | None:
            try:
                async with studio.work() as work:
                    sheet = await renders.load_job(work, render_id=render_id)
            except NotFound:
                return None
            return None if sheet.render.status.is_final else Desk(studio, sheet)

        yield await patiently(load)


async def _fail(desk: Desk, message: str) -> None:
    log.warning("render.failed", reason=message)

    async def fail() -> None:
        async with desk.studio.work() as work:
            await renders.fail(work, render_id=desk.render_id, error=message)

    await patiently(fail)
