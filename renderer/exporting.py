"""An export's task: a finished video in, another file out."""

import asyncio
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import structlog

from renderer import teasers
from renderer.cover import AT, still_of
from renderer.desk import Desk, patiently
from renderer.publishing import MP4, artifact_of, publish, publish_video
from renderer.surroundings import TOO_HEAVY, file_name, has_another_try, reason, scratch, unwritten
from renderer.teasers import Source
from studio.domain.errors import NotFound, RenderFailed, StudioError, Unavailable
from studio.domain.export import RELAY_BYTES, ExportKind
from studio.domain.render import Artifact
from studio.domain.units import ExportId
from studio.services import exports
from studio.services.exports import ExportSheet
from studio.wiring import Studio, open_from_environment

log = structlog.get_logger()

REPORT_EVERY_S = 0.5
_COVER_SCENES = 3
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can tell: the same pictures give the same bytes."""


def make_export(export_id: str) -> None:
    """Make an export, unless it is over."""
    structlog.contextvars.bind_contextvars(export_id=export_id)
    asyncio.run(_task(ExportId(UUID(export_id))))


async def _task(export_id: ExportId) -> None:
    async with open_from_environment() as studio:
        sheet = await _loaded(studio, export_id)
        if sheet is None:
            return
        try:
            await _make(studio, sheet)
        except* Unavailable:
            if has_another_try():
                raise
            await _fail(studio, export_id, "A server that the export needs stayed away too long.")
        except* StudioError as errors:
            await _fail(studio, export_id, reason(errors))
        except* OSError as errors:
            await _fail(studio, export_id, unwritten(errors))
        except* MemoryError:
            await _fail(studio, export_id, TOO_HEAVY)


async def _loaded(studio: Studio, export_id: ExportId) -> ExportSheet | None:
    async def load() -> ExportSheet | None:
        try:
            async with studio.work() as work:
                sheet = await exports.load(work, export_id=export_id)
        except NotFound:
            return None
        return None if sheet.export.status.is_final else sheet

    return await patiently(load)


async def _make(studio: Studio, sheet: ExportSheet) -> None:
    with scratch() as folder:
        path = await patiently(lambda: studio.store.fetch(sheet.video.key, folder))
        if sheet.of.render.facts is None:
            raise RenderFailed("The video was never measured; render it again.", stage="export")
        source = Source(path, sheet.of.render.facts, folder / "progress")
        async with asyncio.TaskGroup() as group:
            ended = asyncio.Event()
            reporter = group.create_task(_report(studio, sheet, source, ended))
            try:
                artifact = await _MAKERS[sheet.export.kind](studio, sheet, source, folder)
            finally:
                # As with a segment's reporter: a driver can lose a cancellation.
                ended.set()
                reporter.cancel()

        async def finish() -> None:
            async with studio.work() as work:
                await exports.finish(work, sheet=sheet, artifact=artifact)

        await patiently(finish)
    log.info("export.finished", kind=sheet.export.kind.value, size_bytes=artifact.size_bytes)


async def _report(studio: Studio, sheet: ExportSheet, source: Source, ended: asyncio.Event) -> None:
    """Tell twice a second how far ffmpeg is."""
    kind = sheet.export.kind
    length_s = source.facts.duration_s
    if kind in {ExportKind.GIF, ExportKind.WEBP}:
        length_s = min(length_s, teasers.TEASER_S)
    while not ended.is_set():
        try:
            async with studio.work() as work:
                share = min(0.99, _reached_s(source.progress) / length_s)
                await exports.progress(work, export_id=sheet.export.id, fraction=share)
        except Unavailable as error:
            log.warning("export.progress_untold", reason=error.message)
        await asyncio.sleep(REPORT_EVERY_S)


def _reached_s(progress: Path) -> float:
    try:
        lines = progress.read_text().splitlines()
    except OSError:
        return 0.0
    told = [line.partition("=")[2] for line in lines if line.startswith("out_time_us=")]
    return int(told[-1]) / 1e6 if told and told[-1].isdigit() else 0.0


async def _fail(studio: Studio, export_id: ExportId, message: str) -> None:
    log.warning("export.failed", reason=message)

    async def fail() -> None:
        async with studio.work() as work:
            await exports.fail(work, export_id=export_id, error=message)

    await patiently(fail)


async def _gif(studio: Studio, sheet: ExportSheet, source: Source, folder: Path) -> Artifact:
    out = folder / "teaser.gif"
    await asyncio.to_thread(teasers.gif, source, out)
    return await _published(studio, sheet, out, media_type="image/gif")


async def _webp(studio: Studio, sheet: ExportSheet, source: Source, folder: Path) -> Artifact:
    out = folder / "teaser.webp"
    await asyncio.to_thread(teasers.webp, source, out)
    return await _published(studio, sheet, out, media_type="image/webp")


async def _audio(studio: Studio, sheet: ExportSheet, source: Source, folder: Path) -> Artifact:
    out = folder / "sound.m4a"
    await asyncio.to_thread(teasers.audio, source, out)
    return await _published(studio, sheet, out, media_type="audio/mp4")


async def _covers(studio: Studio, sheet: ExportSheet, source: Source, folder: Path) -> Artifact:
    out = folder / "covers.zip"
    clips = sheet.of.timeline.clips
    places = sorted({round(n * (len(clips) - 1) / (_COVER_SCENES - 1)) for n in range(3)})
    frames = [int(clips[place].start + clips[place].frames * AT) for place in places]
    await asyncio.to_thread(_zip, source.path, frames, out)
    return await _published(studio, sheet, out, media_type="application/zip")


def _zip(video: Path, frames: list[int], out: Path) -> None:
    with zipfile.ZipFile(out, "w") as archive:
        for number, frame in enumerate(frames, start=1):
            entry = zipfile.ZipInfo(f"cover-{number}.jpg", date_time=_ZIP_TIME)
            archive.writestr(entry, still_of(video, frame))


async def _relay(studio: Studio, sheet: ExportSheet, source: Source, folder: Path) -> Artifact:
    kind, name = sheet.export.kind.artifact, f"{file_name(sheet.of.title)}-small.mp4"
    if sheet.video.size_bytes <= RELAY_BYTES:
        return await artifact_of(kind, source.path, sheet.video.key, name, MP4)
    out = folder / "small.mp4"
    await asyncio.to_thread(teasers.small, source, out, limit_bytes=RELAY_BYTES)
    return await publish_video(Desk(studio, sheet.of), out, name, kind=kind)


async def _published(studio: Studio, sheet: ExportSheet, out: Path, *, media_type: str) -> Artifact:
    name = f"{file_name(sheet.of.title)}{out.suffix}"
    kind = sheet.export.kind.artifact
    return await publish(Desk(studio, sheet.of), kind, out, name, media_type)


_Maker = Callable[[Studio, ExportSheet, Source, Path], Awaitable[Artifact]]
_MAKERS: dict[ExportKind, _Maker] = {
    ExportKind.GIF: _gif,
    ExportKind.WEBP: _webp,
    ExportKind.COVERS: _covers,
    ExportKind.AUDIO: _audio,
    ExportKind.RELAY: _relay,
}
