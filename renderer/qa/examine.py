"""Examine a finished video: measure it at little cost, and judge it by its plan."""

import resource
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import structlog

from renderer.qa import legibility
from renderer.qa.hearing import listen
from renderer.qa.packets import Group, chosen, groups_of, write_sample
from renderer.qa.sight import Sighting, look
from renderer.typesetting.fonts import Locate
from studio.domain.inspection import CaptionSeen, Measured, doubtful, judge
from studio.domain.quality import QualityReport
from studio.domain.render import MediaFacts
from studio.domain.segments import Segment
from studio.domain.timeline import Timeline
from studio.domain.units import StorageKey
from studio.domain.zones import Platform

log = structlog.get_logger()


def examine(
    video: Path,
    facts: MediaFacts,
    timeline: Timeline,
    segments: Sequence[Segment],
    voices: Mapping[StorageKey, Path],
    locate: Locate,
    *,
    scratch: Path,
) -> QualityReport:
    """Check a video; what is wrong with it is in the report, never an error.

    Args:
        video: The finished file.
        facts: As probed.
        timeline: The plan.
        segments: What the video was joined from, in order.
        voices: 48 kHz mono WAV files by their keys.
        locate: Finds fonts.
        scratch: An empty folder.

    Raises:
        RenderFailed: The sound cannot be decoded at all.
    """
    began = _cpu_s()
    groups = groups_of(video, fps=timeline.fps)
    captioned = legibility.frames_with_captions(segments, groups)
    seen = _seen(video, facts, groups, captioned, scratch, timeline.platform)
    if doubts := doubtful(seen.frames, timeline):
        closer = {n for g in groups if not set(doubts).isdisjoint(g.numbers) for n in g.numbers}
        seen = _seen(video, facts, groups, captioned, scratch, timeline.platform, closer)
    heard = listen(video, timeline.audio, voices, scratch=scratch)
    captions = _read(seen, captioned, segments, locate)
    measured = Measured(
        facts=facts,
        sound_s=heard.sound_s,
        complaint=seen.complaint.partition("\n")[0] or _unkeyed(segments, groups),
        frames=seen.frames,
        captions=captions,
        voices=heard.voices,
        clipped=heard.clipped,
    )
    wanted = segments[0]
    report = QualityReport(
        findings=judge(measured, timeline, width_px=wanted.width_px, height_px=wanted.height_px),
        frames_sampled=len(seen.frames),
        contrast=min((round(c.contrast, 1) for c in captions), default=None),
        av_offset_ms=max((round(abs(v.offset_ms), 1) for v in heard.voices), default=None),
        cpu_s=round(_cpu_s() - began, 2),
    )
    log.info("render.examined", verdict=report.verdict.value, cpu_s=report.cpu_s)
    return report


def _seen(
    video: Path,
    facts: MediaFacts,
    groups: Sequence[Group],
    captioned: Collection[int],
    scratch: Path,
    platform: Platform,
    closer: Collection[int] = (),
) -> Sighting:
    counts = chosen(groups, {*captioned, *closer})
    sample = scratch / "sample.mkv"
    write_sample(video, counts, sample)
    return look(
        sample,
        _shown(groups, counts),
        sorted(captioned),
        width_px=facts.width_px,
        height_px=facts.height_px,
        platform=platform,
        scratch=scratch,
    )


def _unkeyed(segments: Sequence[Segment], groups: Sequence[Group]) -> str:
    missing = {segment.start for segment in segments} - {group.first for group in groups}
    return f"no key frame at frame {min(missing)}, where a piece begins" if missing else ""


def _shown(groups: Sequence[Group], counts: Sequence[int]) -> list[int]:
    """Give the numbers of the sampled frames in the order in which a decoder shows them."""
    numbers: list[int] = []
    for group, count in zip(groups, counts, strict=True):
        numbers += sorted(group.numbers[:count])
    return numbers


def _read(
    seen: Sighting, captioned: Mapping[int, int], segments: Sequence[Segment], locate: Locate
) -> list[CaptionSeen]:
    read = (
        legibility.read(frame, number, segments[captioned[number]], locate)
        for number, frame in seen.whole.items()
    )
    return [caption for caption in read if caption is not None]


def _cpu_s() -> float:
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime
