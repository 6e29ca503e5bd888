"""Find the gain that makes a mix as loud as it must be, before anything is encoded."""

from pathlib import Path
from typing import NamedTuple

from renderer.graph import Stream
from renderer.loudness import Loudness, measure_stream
from studio.domain.units import SAMPLE_RATE_HZ

TARGET_LUFS = -14.0
LIMIT_DBFS = -2.0
"""Leaves a decibel for peaks between samples and for what the AAC encoder adds."""
_CLOSE_LU = 0.05
_PASSES = 5


class Levels(NamedTuple):
    """How a mix is brought to its loudness.

    Attributes:
        gain_db: Before the limiter.
        limit_dbfs: No sample is louder.
    """

    gain_db: float
    limit_dbfs: float


def raw_input(path: Path) -> Stream:
    """Read interleaved stereo 32 bit floats at 48 kHz."""
    return Stream.read(path, format="f32le", ar=SAMPLE_RATE_HZ, ac=2)


def levelled(raw: Path, levels: Levels) -> Stream:
    """Turn a mix up and limit it."""
    return (
        raw_input(raw)
        .filter("volume", f"{levels.gain_db:.2f}dB")
        .filter(
            "alimiter",
            limit=f"{10 ** (levels.limit_dbfs / 20):.4f}",
            attack=5,
            release=60,
            level=0,
            latency=1,
        )
    )


def find_levels(raw: Path, heard: Loudness, *, limit_dbfs: float = LIMIT_DBFS) -> Levels:
    """Find the gain by which a mix reaches -14 LUFS behind the limiter.

    What the limiter takes is known only afterwards, so it is measured; a pass costs a tenth of an
    encoding.

    Args:
        raw: The mix, as ``raw_input`` reads it.
        heard: Its loudness; not silent.
        limit_dbfs: Of the limiter.

    Raises:
        RenderFailed: ffmpeg failed.
    """
    levels = Levels(TARGET_LUFS - heard.lufs, limit_dbfs)
    for _ in range(_PASSES if heard.true_peak_dbtp + levels.gain_db > limit_dbfs else 0):
        missing = TARGET_LUFS - measure_stream(levelled(raw, levels), stage="audio").lufs
        if abs(missing) <= _CLOSE_LU:
            break
        # More gain is partly limited away again, hence a little more of it.
        levels = Levels(levels.gain_db + 1.3 * missing, limit_dbfs)
    return levels
