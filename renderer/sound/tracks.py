"""Play a recording as music for any length: whole once, then round and round between two of its beats."""
# PyAV leaves the type parameters of its streams open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from renderer.sound.recording import opened
from studio.domain.errors import InvalidMedia
from studio.domain.timeline import MusicCue
from studio.domain.units import SAMPLE_RATE_HZ

Samples = NDArray[np.float32]
Stored = NDArray[np.int16]

ON_A_BEAT_S = 0.03
"""Blend where a beat goes on as another; short, so that neither is heard twice."""
WITHOUT_A_BEAT_S = 1.0


def looped(path: Path, cue: MusicCue, *, sizes: Sequence[int]) -> Generator[Samples, None, None]:
    """Play a recording; equal arguments give equal samples.

    Args:
        path: FLAC, 48 kHz, stereo, as uploads are kept.
        cue: Where it is repeated, and its gain.
        sizes: Lengths of the blocks wanted, in samples.

    Yields:
        float32, shape (size, 2), 48 kHz, at about 0 LUFS: meant to be turned down.

    Raises:
        InvalidMedia: It cannot be read.
    """
    whole = _decoded(path, limit=min(sum(sizes), _at(cue.loop_end_ms)))
    gain = np.float32(10 ** (cue.gain_db / 20) / 32_768)
    parts = _parts(whole, cue)
    pending = np.zeros((0, 2), np.float32)
    for size in sizes:
        while len(pending) < size:
            pending = np.concatenate((pending, next(parts)))
        yield np.ascontiguousarray(pending[:size]) * gain
        pending = pending[size:]


def _parts(whole: Stored, cue: MusicCue) -> Iterator[Samples]:
    """Give the recording's pieces without end, each joined to the next by a blend."""
    end = min(len(whole), _at(cue.loop_end_ms))
    start = min(_at(cue.loop_start_ms), end // 2)
    blend_s = ON_A_BEAT_S if cue.bpm else WITHOUT_A_BEAT_S
    blend = min(round(blend_s * SAMPLE_RATE_HZ), (end - start) // 4)
    # What leads to the start is blended in before the end; where nothing does, the start itself.
    lead = start - blend if start >= blend else start
    turn = np.linspace(0, np.pi / 2, blend, endpoint=False, dtype=np.float32)[:, None]
    seam = whole[end - blend : end] * np.cos(turn) + whole[lead : lead + blend] * np.sin(turn)
    yield whole[: end - blend].astype(np.float32)
    while True:
        yield seam.astype(np.float32)
        yield whole[lead + blend : end - blend].astype(np.float32)


def _decoded(path: Path, *, limit: int) -> Stored:
    parts: list[Stored] = []
    count = 0
    try:
        with opened(path) as container:
            for frame in container.decode(audio=0):
                if frame.format.name != "s16":
                    break
                part = np.asarray(frame.to_ndarray(), np.int16).reshape(-1, 2)
                parts.append(part)
                count += len(part)
                if count >= limit:
                    break
    except (FFmpegError, IndexError, ValueError) as error:
        reason = error.strerror if isinstance(error, FFmpegError) else error
        raise InvalidMedia(f"The music cannot be read ({reason}); choose another.") from error
    if count < 8:
        raise InvalidMedia("The music holds no sound; choose another.")
    return np.concatenate(parts)[:limit]


def _at(milliseconds: float) -> int:
    return round(milliseconds * SAMPLE_RATE_HZ / 1000)
