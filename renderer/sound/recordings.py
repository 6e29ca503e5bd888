"""What was recorded with a clip, as its scene needs it: in step with the picture."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from renderer.clips.reel import Reel, opened
from studio.domain.footage import Footage
from studio.domain.timeline import ClipCue
from studio.domain.units import SAMPLE_RATE_HZ

Samples = NDArray[np.float32]

SEAM_MS = 5
"""Where a clip begins again, its sound goes down for so long: it would click otherwise."""
_RUN_UP_S = 0.5
"""Decoded and thrown away: codecs need a little to get going after a jump."""
_MOST_DAMAGE = 100
_HOP, _REACH, _COARSE = 960, 384, 4
"""Of grains, in samples: how far apart, how far moved at most, and in which steps they are compared."""


def recording(clip: Path, cue: ClipCue, raw: Path) -> Samples:
    """Give what is heard of a clip from its scene's first frame to its last.

    Args:
        clip: The file.
        cue: Which part, and for how long.
        raw: Takes the samples, which are read from there as they are needed.

    Returns:
        Shape (samples, 2), 48 kHz; it ends where a clip that plays once does.

    Raises:
        RenderFailed: The clip has no picture.
    """
    wanted = samples_of(cue.duration_ms)
    shown = cue.footage
    period = samples_of((shown.end_ms - shown.start_ms) / shown.rate)
    needed_ms = min(shown.end_ms - shown.start_ms, cue.duration_ms * shown.rate + 1)
    once = _stretched(_decoded(clip, shown, needed_ms), shown.rate)[: min(period, wanted)]
    if shown.is_looped and period < wanted:
        once = _again_and_again(once, period, wanted)
    raw.write_bytes(np.ascontiguousarray(once, np.float32).tobytes())
    return np.memmap(raw, np.float32, "r").reshape(-1, 2) if once.size else once


def samples_of(duration_ms: float) -> int:
    """Round a duration to whole samples."""
    return round(duration_ms * SAMPLE_RATE_HZ / 1000)


def _again_and_again(once: Samples, period: int, wanted: int) -> Samples:
    one = np.zeros((period, 2), np.float32)
    one[: len(once)] = once
    ramp = np.linspace(0, 1, min(samples_of(SEAM_MS), period // 2), dtype=np.float32)[:, None]
    one[: len(ramp)] *= ramp
    one[period - len(ramp) :] *= ramp[::-1]
    return np.tile(one, (-(-wanted // period), 1))[:wanted]


def _stretched(heard: Samples, rate: float) -> Samples:
    """Slow a sound down at its own pitch: grains overlap, each where it continues the last one best.

    ffmpeg's ``atempo`` moves what is heard by more than a frame; here it is two thirds of one.
    """
    if rate == 1.0 or not heard.size:
        return heard
    length = round(len(heard) / rate)
    room = np.pad(heard, ((_HOP, 3 * _HOP + _REACH), (0, 0)))
    mono = room.mean(axis=1)[::_COARSE]
    made = np.zeros((length + 2 * _HOP, 2), np.float32)
    window = np.hanning(2 * _HOP + 1)[:-1].astype(np.float32)[:, None]
    before: int | None = None
    for place in range(0, length, _HOP):
        nominal = round(place * rate)
        start = nominal if before is None else _continuing(mono, before + _HOP, nominal)
        made[place : place + 2 * _HOP] += room[start : start + 2 * _HOP] * window
        before = start
    return made[_HOP : _HOP + length]


def _continuing(mono: Samples, follows: int, nominal: int) -> int:
    """Find the grain near a place that is most like what would have followed the last grain."""
    size, first = 2 * _HOP // _COARSE, max(0, nominal - _REACH) // _COARSE
    wanted = mono[follows // _COARSE :][:size]
    among = mono[first : (nominal + _REACH) // _COARSE + size]
    if len(wanted) < size or len(among) <= size:
        return nominal
    alike = np.correlate(among, wanted, mode="valid")
    return int(first + alike.argmax()) * _COARSE


def _decoded(clip: Path, shown: Footage, needed_ms: float) -> Samples:
    heard = np.zeros((samples_of(needed_ms), 2), np.float32)
    begin_s = Reel(clip).begin_s + shown.start_ms / 1000
    for at_s, samples in _frames(clip, begin_s):
        first = round((at_s - begin_s) * SAMPLE_RATE_HZ)
        if first >= len(heard):
            break
        skipped = max(0, -first)
        part = samples[skipped : skipped + len(heard) - max(0, first)]
        heard[max(0, first) : max(0, first) + len(part)] = part
    return heard


def _frames(clip: Path, begin_s: float) -> Iterator[tuple[float, Samples]]:
    """Give stretches of sound, each with its time by the file's own clock."""
    resampler = av.AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE_HZ)
    damage = 0
    with opened(clip) as container:
        if not container.streams.audio:
            return
        stream = container.streams.audio[0]
        with suppress(FFmpegError):
            container.seek(round((begin_s - _RUN_UP_S) * av.time_base), backward=True)
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except FFmpegError:
                damage += 1
                if damage > _MOST_DAMAGE:
                    return
                continue
            for frame in frames:
                if frame.pts is None:
                    continue
                for made in resampler.resample(frame):
                    pcm = np.asarray(made.to_ndarray(), np.float32).reshape(-1, 2)
                    yield float((made.pts or 0) * (made.time_base or 0)), pcm
