"""The sound of a video: voices placed to the sample, music ducked under them, one AAC file."""

from collections.abc import Mapping
from pathlib import Path

import structlog

from renderer.ffmpeg import run
from renderer.graph import Stream
from renderer.loudness import Loudness, measure, measure_stream
from renderer.stems import write_mix
from studio.domain.timeline import AudioTrack
from studio.domain.units import SAMPLE_RATE_HZ, StorageKey

__all__ = ["Loudness", "measure", "mix"]

log = structlog.get_logger()

TARGET_LUFS = -14.0
CEILING_DBTP = -1.0
BITRATE = "160k"
_LIMIT_DBFS = -2.0
"""Leaves a decibel for peaks between samples and for what the AAC encoder adds."""
_TOLERANCE_LU = 0.25
_ATTEMPTS = 4
"""Limiting costs loudness, and the encoder adds peaks: both are known only afterwards."""
_TIMEOUT_S = 180.0


def mix(track: AudioTrack, voices: Mapping[StorageKey, Path], *, scratch: Path) -> Path:
    """Make a track's sound: -14 LUFS, true peak at most -1 dBTP, exactly as long as the video.

    Args:
        track: What is heard when.
        voices: 48 kHz mono WAV files by their keys.
        scratch: An empty folder for the result and what leads to it.

    Returns:
        An ``.m4a`` with AAC-LC, 48 kHz, stereo; silent where the track has neither voice nor music.
        A sound too odd to be levelled, such as one click, keeps the last of four tries.

    Raises:
        RenderFailed: ffmpeg failed.
        InvalidMedia: A voice is not 48 kHz mono 16 bit WAV.
    """
    raw, made = scratch / "mix.f32", scratch / "mix.m4a"
    write_mix(track, voices, raw)
    heard = measure_stream(raw_input(raw), stage="audio")
    if heard.is_silent:
        _encode(raw, made, gain_db=0.0, limit_dbfs=_LIMIT_DBFS)
        raw.unlink()
        return made
    gain_db, limit_dbfs = TARGET_LUFS - heard.lufs, _LIMIT_DBFS
    got = heard
    for _ in range(_ATTEMPTS):
        _encode(raw, made, gain_db=gain_db, limit_dbfs=limit_dbfs)
        got = measure(made)
        if _is_within(got):
            break
        gain_db += TARGET_LUFS - got.lufs
        limit_dbfs -= max(got.true_peak_dbtp - CEILING_DBTP + 0.3, 0.0)
    else:
        log.warning("audio.off_target", lufs=got.lufs, true_peak_dbtp=got.true_peak_dbtp)
    raw.unlink()
    return made


def raw_input(path: Path) -> Stream:
    """Read interleaved stereo 32 bit floats at 48 kHz."""
    return Stream.read(path, format="f32le", ar=SAMPLE_RATE_HZ, ac=2)


def encode_argv(raw: Path, made: Path, *, gain_db: float, limit_dbfs: float) -> list[str]:
    """Give ffmpeg's arguments for levelling, limiting and encoding a mix."""
    levelled = (
        raw_input(raw)
        .filter("volume", f"{gain_db:.2f}dB")
        .filter(
            "alimiter",
            limit=f"{10 ** (limit_dbfs / 20):.4f}",
            attack=5,
            release=60,
            level=0,
            latency=1,
        )
    )
    argv = levelled.write_argv(
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


def _encode(raw: Path, made: Path, *, gain_db: float, limit_dbfs: float) -> None:
    argv = encode_argv(raw, made, gain_db=gain_db, limit_dbfs=limit_dbfs)
    run(argv, timeout_s=_TIMEOUT_S, stage="audio")


def _is_within(got: Loudness) -> bool:
    return (
        abs(got.lufs - TARGET_LUFS) <= _TOLERANCE_LU and got.true_peak_dbtp <= CEILING_DBTP - 0.05
    )
