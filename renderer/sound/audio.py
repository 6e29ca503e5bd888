"""The sound of a video: voices, music and effects on cuts, levelled, in one AAC file."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import structlog

from renderer.shelf import Shelf
from renderer.sound.coding import Part, coded, loudness_of, write
from renderer.sound.levels import TARGET_LUFS, Levels, find_levels, heard, in_steps, levelled
from renderer.sound.loudness import SILENCE_LUFS, Loudness, measure
from renderer.sound.meter import LoudnessMeter
from renderer.sound.recordings import samples_of
from renderer.sound.stems import write_mix
from renderer.sound.waves import Samples
from studio.domain.timeline import AudioTrack
from studio.domain.units import SAMPLE_RATE_HZ, StorageKey

__all__ = ["Loudness", "measure", "mix"]

log = structlog.get_logger()

CEILING_DBTP = -1.0
_TOLERANCE_LU = 0.25
_ATTEMPTS = 3
"""The encoder adds peaks: they are known only afterwards."""
_UNTOUCHED = Levels(0.0, 0.0)
_BLOCK = SAMPLE_RATE_HZ * 2


def mix(
    track: AudioTrack,
    voices: Mapping[StorageKey, Path],
    *,
    scratch: Path,
    shelf: Shelf | None = None,
    parts: Shelf | None = None,
) -> Path:
    """Make a track's sound: -14 LUFS, true peak at most -1 dBTP, exactly as long as the video.

    Args:
        track: What is heard when.
        voices: 48 kHz mono WAV files by their keys, and the recording that is played as music.
        scratch: An empty folder for the result and what leads to it.
        shelf: Where composed music is kept for the next mix.
        parts: Where encoded parts are kept for the next sound that has them.

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
        found = coded(levelled(played(raw), _UNTOUCHED), shelf=parts)
    else:
        found = _levelled(raw, own, parts)
    write(found, made, samples=samples_of(track.duration_ms))
    raw.unlink()
    return made


def played(raw: Path) -> Iterator[Samples]:
    """Play interleaved stereo 32 bit floats."""
    with raw.open("rb") as file:
        while (block := np.fromfile(file, np.float32, 2 * _BLOCK)).size:
            yield np.ascontiguousarray(block.reshape(-1, 2).T)


def _levelled(raw: Path, own: LoudnessMeter, shelf: Shelf | None) -> list[Part]:
    levels = find_levels(lambda: played(raw), own)
    parts = coded(levelled(played(raw), levels), shelf=shelf)
    for _ in range(_ATTEMPTS - 1):
        got = loudness_of(parts)
        if _is_within(got):
            return parts
        lower = max(got.true_peak_dbtp - CEILING_DBTP + 0.3, 0.0)
        gain_db = in_steps(levels.gain_db + TARGET_LUFS - got.lufs)
        levels = Levels(gain_db, levels.limit_dbfs - lower)
        parts = coded(levelled(played(raw), levels), shelf=shelf)
    if not _is_within(got := loudness_of(parts)):
        log.warning("audio.off_target", lufs=got.lufs, true_peak_dbtp=got.true_peak_dbtp)
    return parts


def _is_within(got: Loudness) -> bool:
    return (
        abs(got.lufs - TARGET_LUFS) <= _TOLERANCE_LU and got.true_peak_dbtp <= CEILING_DBTP - 0.05
    )
