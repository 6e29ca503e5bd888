"""From stored pieces to a file that was checked; what a check condemns is made again, once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from renderer.desk import Desk, patiently
from renderer.encoding.assembly import join, strangers
from renderer.probe import check, probe
from renderer.qa.examine import examine
from renderer.qa.pieces import undecodable, unusable
from renderer.typesetting.fonts import Locate
from studio.domain.quality import OF_SOUND, Fault, QualityReport, Rule, piece_mended, sound_mended
from studio.domain.render import MediaFacts
from studio.domain.segments import Segment, audio_digest, audio_key, segment_key, segments_of
from studio.domain.units import Digest, StorageKey

log = structlog.get_logger()

Pieces = Sequence[tuple[Segment, Path]]


@dataclass(frozen=True, slots=True)
class Remake:
    """How pieces are made again, once what is stored of them was deleted."""

    segment: Callable[[Desk, Digest], Awaitable[None]]
    sound: Callable[[Desk, Digest], Awaitable[None]]


async def finished(desk: Desk, folder: Path, locate: Locate, remake: Remake) -> MediaFacts:
    """Join a render into ``video.mp4`` in a folder, check it, and mend it once where that helps.

    Returns:
        The facts of the file with the report of its quality, which may be a bad one.

    Raises:
        RenderFailed: There is no file that could be played.
    """
    video, repairs = folder / "video.mp4", list[str]()
    repairs += await _missing(desk, remake)
    pieces = await _pieces(desk, folder)
    if broken := await asyncio.to_thread(unusable, pieces):
        repairs += await _again(desk, broken, remake, fault=Fault.EMPTY)
        pieces = await _pieces(desk, folder)
    if strangers(pieces):
        repairs += await _alike(desk, pieces, folder, remake)
        pieces = await _pieces(desk, folder)
    facts, report = await _made(desk, pieces, video, locate)
    if mended := await _mended(desk, pieces, report, remake):
        repairs += mended
        facts, report = await _made(desk, await _pieces(desk, folder), video, locate)
    quality = report.model_copy(update={"repairs": tuple(repairs)})
    if quality.findings:
        found = [finding.sentence for finding in quality.findings]
        log.warning("render.quality", verdict=quality.verdict.value, findings=found)
    return facts.model_copy(update={"quality": quality})


async def _made(
    desk: Desk, pieces: Pieces, video: Path, locate: Locate
) -> tuple[MediaFacts, QualityReport]:
    timeline, store, folder = desk.sheet.timeline, desk.studio.store, video.parent
    sound = await _fetched(desk, audio_key(audio_digest(timeline.audio)), folder)
    await asyncio.to_thread(join, pieces, sound, video, fps=timeline.fps)
    facts = await asyncio.to_thread(probe, video)
    check(facts, pieces[0][0].codec)
    keys = [cue.key for cue in timeline.audio.voices if await store.exists(cue.key)]
    voices = {key: await _fetched(desk, key, folder) for key in keys}
    scratch = folder / "checks"
    scratch.mkdir(exist_ok=True)
    segments = [segment for segment, _ in pieces]
    report = await asyncio.to_thread(
        examine, video, facts, timeline, segments, voices, locate, scratch=scratch
    )
    return facts, report


async def _mended(desk: Desk, pieces: Pieces, report: QualityReport, remake: Remake) -> list[str]:
    rules = {finding.rule for finding in report.findings}
    repairs: list[str] = []
    if Rule.DECODING in rules:
        broken = await asyncio.to_thread(undecodable, pieces)
        repairs += await _again(desk, broken, remake, fault=Fault.BROKEN)
    if rules & OF_SOUND:
        digest = audio_digest(desk.sheet.timeline.audio)
        mended = sound_mended(rules & OF_SOUND)
        log.warning("render.mixed_again", digest=digest, why=mended)
        await desk.studio.store.delete(audio_key(digest))
        await remake.sound(desk, digest)
        repairs.append(mended)
    return repairs


async def _alike(desk: Desk, pieces: Pieces, folder: Path, remake: Remake) -> list[str]:
    """Make pieces of unlike encoders again on this machine, whose own are alike."""
    first = await _again(desk, [pieces[0][0]], remake, fault=Fault.STRANGE)
    others = strangers(await _pieces(desk, folder))
    return first + await _again(desk, others, remake, fault=Fault.STRANGE)


async def _again(
    desk: Desk, broken: Sequence[Segment], remake: Remake, *, fault: Fault
) -> list[str]:
    repairs: list[str] = []
    for segment in {segment.digest: segment for segment in broken}.values():
        log.warning("render.made_again", digest=segment.digest, why=fault.value)
        await desk.studio.store.delete(segment_key(segment.digest))
        await remake.segment(desk, segment.digest)
        repairs.append(piece_mended(segment.start / segment.fps, fault))
    return repairs


async def _missing(desk: Desk, remake: Remake) -> list[str]:
    """Make what was stored when the render was asked for and is not any more."""
    store, sheet = desk.studio.store, desk.sheet
    segments = segments_of(sheet.timeline, sheet.render.profile)
    gone = [s for s in segments if not await patiently(lambda s=s: _is_there(desk, s))]
    repairs = await _again(desk, gone, remake, fault=Fault.GONE)
    sound = audio_digest(sheet.timeline.audio)
    if not await patiently(lambda: store.exists(audio_key(sound))):
        await remake.sound(desk, sound)
        repairs.append(sound_mended())
    return repairs


async def _is_there(desk: Desk, segment: Segment) -> bool:
    return await desk.studio.store.exists(segment_key(segment.digest))


async def _pieces(desk: Desk, folder: Path) -> Pieces:
    segments = segments_of(desk.sheet.timeline, desk.sheet.render.profile)
    return [(s, await _fetched(desk, segment_key(s.digest), folder)) for s in segments]


async def _fetched(desk: Desk, key: StorageKey, folder: Path) -> Path:
    return await patiently(lambda: desk.studio.store.fetch(key, folder))
