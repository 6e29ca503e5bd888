"""The sound of a video: voices, music and effects on cuts, levelled, in one AAC file."""

from collections.abc import Mapping
from pathlib import Path

import structlog

from renderer.ffmpeg import run
from renderer.levels import TARGET_LUFS, Levels, find_levels, levelled, raw_input
from renderer.loudness import Loudness, measure, measure_stream
from renderer.stems import write_mix
from studio.domain.timeline import AudioTrack
from studio.domain.units import SAMPLE_RATE_HZ, StorageKey

__all__ = ["Loudness", "measure", "mix"]

log = structlog.get_logger()

CEILING_DBTP = -1.0
BITRATE = "160k"
_TOLERANCE_LU = 0.25
_ATTEMPTS = 3
"""The encoder adds peaks: they are known only afterwards."""
_UNTOUCHED = Levels(0.0, 0.0)
_TIMEOUT_S = 180.0


def mix(track: AudioTrack, voices: Mapping[StorageKey, Path], *, scratch: Path) -> Path:
    """Make a track's sound: -14 LUFS, true peak at most -1 dBTP, exactly as long as the video.

    Args:
        track: What is heard when.
        voices: 48 kHz mono WAV files by their keys, and the recording that is played as music.
        scratch: An empty folder for the result and what leads to it.

    Returns:
        An ``.m4a`` with AAC-LC, 48 kHz, stereo; silent where the track has neither voice nor music.
        A sound too odd to be levelled, such as one click, keeps the last of three tries.

    Raises:
        RenderFailed: ffmpeg failed.
        InvalidMedia: A voice is not 48 kHz mono 16 bit WAV.
    """
    raw, made = scratch / "mix.f32", scratch / "mix.m4a"
    write_mix(track, voices, raw)
    heard = measure_stream(raw_input(raw), stage="audio")
    if heard.is_silent:
        _encode(raw, made, _UNTOUCHED)
    else:
        _encode_levelled(raw, made, heard)
    raw.unlink()
    return made


def encode_argv(raw: Path, made: Path, levels: Levels) -> list[str]:
    """Give ffmpeg's arguments for levelling, limiting and encoding a mix."""
    argv = levelled(raw, levels).write_argv(
        str(made),
        format="ipod",
        acodec="aac",
        audio_bitrate=BITRATE,
        ar=SAMPLE_RATE_HZ,
        ac=2,
        map_metadata=-1,
        fflags="+bitexact",
    )
    return ["-loglevel", "error", *argv]


def _encode_levelled(raw: Path, made: Path, heard: Loudness) -> None:
    levels, got = find_levels(raw, heard), heard
    for _ in range(_ATTEMPTS):
        _encode(raw, made, levels)
        got = measure(made)
        if _is_within(got):
            return
        lower = max(got.true_peak_dbtp - CEILING_DBTP + 0.3, 0.0)
        levels = Levels(levels.gain_db + TARGET_LUFS - got.lufs, levels.limit_dbfs - lower)
    log.warning("audio.off_target", lufs=got.lufs, true_peak_dbtp=got.true_peak_dbtp)


def _encode(raw: Path, made: Path, levels: Levels) -> None:
    run(encode_argv(raw, made, levels), timeout_s=_TIMEOUT_S, stage="audio")


def _is_within(got: Loudness) -> bool:
    return (
        abs(got.lufs - TARGET_LUFS) <= _TOLERANCE_LU and got.true_peak_dbtp <= CEILING_DBTP - 0.05
    )
