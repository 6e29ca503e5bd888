"""The sound of a video: voices, music and effects on cuts, levelled, in one AAC file."""
# PyAV leaves the type parameters of its streams open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Mapping
from pathlib import Path

import av
import cv2
import numpy as np
import structlog
from av.error import FFmpegError

from renderer.shelf import Shelf
from renderer.sound.levels import TARGET_LUFS, Blocks, Levels, find_levels, heard, levelled
from renderer.sound.loudness import SILENCE_LUFS, Loudness, measure
from renderer.sound.meter import LoudnessMeter, PeakMeter
from renderer.sound.stems import write_mix
from renderer.sound.waves import Samples
from studio.domain.errors import RenderFailed
from studio.domain.timeline import AudioTrack
from studio.domain.units import SAMPLE_RATE_HZ, StorageKey

__all__ = ["Loudness", "measure", "mix"]

log = structlog.get_logger()

CEILING_DBTP = -1.0
BITRATE = 160_000
_PLAIN: dict[str, object] = {"aac_coder": "fast", "aac_pns": "0", "aac_is": "0", "aac_tns": "0"}
"""Less noise above what masks it than ffmpeg's usual search gives, in a third of its time; at this rate
nothing need be replaced by noise or by one channel. ``bench/masking.py`` measures it."""
_TOLERANCE_LU = 0.25
_ATTEMPTS = 3
"""The encoder adds peaks: they are known only afterwards."""
_EXACT = {"fflags": "+bitexact", "movie_timescale": str(SAMPLE_RATE_HZ)}
"""The length is told to the sample, not to the millisecond."""
_UNTOUCHED = Levels(0.0, 0.0)
_BLOCK = SAMPLE_RATE_HZ * 2
_FRAMES_A_BLOCK = 90


def mix(
    track: AudioTrack,
    voices: Mapping[StorageKey, Path],
    *,
    scratch: Path,
    shelf: Shelf | None = None,
) -> Path:
    """Make a track's sound: -14 LUFS, true peak at most -1 dBTP, exactly as long as the video.

    Args:
        track: What is heard when.
        voices: 48 kHz mono WAV files by their keys, and the recording that is played as music.
        scratch: An empty folder for the result and what leads to it.
        shelf: Where composed music is kept for the next mix.

    Returns:
        An ``.m4a`` with AAC-LC, 48 kHz, stereo; silent where the track has neither voice nor music.
        A sound too odd to be levelled, such as one click, keeps the last of three tries.

    Raises:
        RenderFailed: The sound could not be encoded.
        InvalidMedia: A voice is not 48 kHz mono 16 bit WAV.
    """
    cv2.setNumThreads(1)
    raw, made = scratch / "mix.f32", scratch / "mix.m4a"
    write_mix(track, voices, raw, shelf=shelf)
    own = heard(played(raw))
    if own.lufs <= SILENCE_LUFS:
        encode(levelled(played(raw), _UNTOUCHED), made)
    else:
        _encode_levelled(raw, made, own)
    raw.unlink()
    return made


def played(raw: Path) -> Iterator[Samples]:
    """Play interleaved stereo 32 bit floats."""
    with raw.open("rb") as file:
        while (block := np.fromfile(file, np.float32, 2 * _BLOCK)).size:
            yield np.ascontiguousarray(block.reshape(-1, 2).T)


def encode(sound: Blocks, made: Path) -> None:
    """Encode a sound as AAC-LC in an ``.m4a``; equal samples give equal bytes.

    Raises:
        RenderFailed: The encoder refused.
    """
    try:
        with av.open(str(made), "w", format="ipod", options=_EXACT) as container:
            stream = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
            stream.bit_rate, stream.options = BITRATE, _PLAIN
            at = 0
            for block in sound:
                if not block.size:
                    continue
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
                frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, at
                at += block.shape[1]
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    except FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise RenderFailed(
            f"The sound could not be encoded: {error.strerror}", stage="audio"
        ) from error


def decoded(made: Path) -> Iterator[Samples]:
    """Play what was encoded."""
    parts: list[Samples] = []
    with av.open(str(made)) as container:
        for frame in container.decode(audio=0):
            channels = (np.frombuffer(memoryview(p), np.float32) for p in frame.planes)
            parts.append(np.stack([channel[: frame.samples] for channel in channels]))
            if len(parts) == _FRAMES_A_BLOCK:
                yield np.concatenate(parts, axis=1)
                parts.clear()
    if parts:
        yield np.concatenate(parts, axis=1)


def _encode_levelled(raw: Path, made: Path, own: LoudnessMeter) -> None:
    levels = find_levels(lambda: played(raw), own)
    got = Loudness(own.lufs, own.peak_dbfs)
    for _ in range(_ATTEMPTS):
        encode(levelled(played(raw), levels), made)
        got = _measured(made)
        if _is_within(got):
            return
        lower = max(got.true_peak_dbtp - CEILING_DBTP + 0.3, 0.0)
        levels = Levels(levels.gain_db + TARGET_LUFS - got.lufs, levels.limit_dbfs - lower)
    log.warning("audio.off_target", lufs=got.lufs, true_peak_dbtp=got.true_peak_dbtp)


def _measured(made: Path) -> Loudness:
    loudness, peak = LoudnessMeter(), PeakMeter()
    for block in decoded(made):
        loudness.feed(block)
        peak.feed(block)
    return Loudness(loudness.lufs, peak.true_peak_dbtp)


def _is_within(got: Loudness) -> bool:
    return (
        abs(got.lufs - TARGET_LUFS) <= _TOLERANCE_LU and got.true_peak_dbtp <= CEILING_DBTP - 0.05
    )
