"""Measure loudness as broadcasters do."""

import re
from dataclasses import dataclass
from pathlib import Path

from renderer.programs.ffmpeg import run
from renderer.programs.graph import Stream
from studio.domain.errors import RenderFailed

SILENCE_LUFS = -70.0
"""The gate of BS.1770: nothing quieter counts."""
_TIMEOUT_S = 120.0
_INTEGRATED = re.compile(r"^\s+I:\s+(\S+) LUFS", re.MULTILINE)
_PEAK = re.compile(r"True peak:\s+Peak:\s+(\S+) dBFS")


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a sound is.

    Attributes:
        lufs: Integrated loudness; -70 or less is silence.
        true_peak_dbtp: Highest peak between the samples, too.
    """

    lufs: float
    true_peak_dbtp: float

    @property
    def is_silent(self) -> bool:
        """Tell whether there is nothing to hear."""
        return self.lufs <= SILENCE_LUFS


def measure(path: Path) -> Loudness:
    """Measure the sound of a media file by EBU R 128 (ITU-R BS.1770).

    Raises:
        RenderFailed: It has no sound, or cannot be read.
    """
    return measure_stream(Stream.read(path), stage="loudness")


def measure_stream(source: Stream, *, stage: str) -> Loudness:
    """Measure an input of a graph, e.g. raw samples."""
    done = run(measure_argv(source), timeout_s=_TIMEOUT_S, stage=stage)
    summary = done.stderr.rpartition("Summary:")[2]
    integrated, peak = _INTEGRATED.search(summary), _PEAK.search(summary)
    if not integrated or not peak:
        raise RenderFailed(
            "ffmpeg measured no loudness.", stage=stage, stderr_tail=done.stderr[-500:]
        )
    return Loudness(lufs=float(integrated[1]), true_peak_dbtp=float(peak[1]))


def measure_argv(source: Stream) -> list[str]:
    """Give ffmpeg's arguments for measuring an input."""
    heard = source.filter("ebur128", peak="true", framelog="quiet")
    return ["-nostats", *heard.write_argv("-", format="null")]
