"""Give every word of a text its time in a sound, by another voice whose times are known. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.providers.speech.alignment.features import Samples, hear
from studio.providers.speech.alignment.warping import Path, warp
from studio.providers.speech.timing import Recital, Span

HOP_S = 0.01
PAUSE_MS = 60
"""A shorter silence is part of a sound: the closure of a ``t``."""
_NEAR_MS = 90
_EDGE_DB = 40.0
_BLOCK_S = 0.005


class _Ground(NamedTuple):
    """A sound without the silence around it, in milliseconds."""

    first_ms: float
    last_ms: float
    samples: Samples


def align(samples: Samples, *, rate_hz: int, reference: Recital) -> tuple[Span, ...]:
    """Give the spans of the reference's words in another voice's sound.

    Args:
        samples: What was said, one channel, in [-1, 1].
        rate_hz: Of ``samples``.
        reference: The same text.
    """
    known = _trim(reference.samples, reference.rate_hz)
    own = _trim(samples, rate_hz)
    ours = hear(known.samples, rate_hz=reference.rate_hz, hop_s=HOP_S)
    theirs = hear(own.samples, rate_hz=rate_hz, hop_s=HOP_S)
    path = warp(ours.frames, theirs.frames, hop_s=HOP_S)
    pauses = _pauses(theirs.is_silent) * (HOP_S * 1000) + own.first_ms
    placed: list[Span] = []
    for word in reference.spans:
        start, end = (
            _carry(time - known.first_ms, path) + own.first_ms
            for time in (word.start_ms, word.end_ms)
        )
        placed.append(Span(word.text, start, max(end, start)))
    return _beside(placed, pauses, own.last_ms)


def pauses_of(samples: Samples, *, rate_hz: int) -> tuple[NDArray[np.float64], float, float]:
    """Give the pauses within a voice, shape (pauses, 2), and where it begins and ends, in ms."""
    own = _trim(samples, rate_hz)
    heard = hear(own.samples, rate_hz=rate_hz, hop_s=HOP_S)
    return _pauses(heard.is_silent) * (HOP_S * 1000) + own.first_ms, own.first_ms, own.last_ms


def _trim(samples: Samples, rate_hz: int) -> _Ground:
    block = max(1, round(_BLOCK_S * rate_hz))
    whole = len(samples) // block * block
    power = (samples[:whole].reshape(-1, block) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > np.max(power, initial=0) * 10 ** (-_EDGE_DB / 10))
    if not loud.size:
        return _Ground(0.0, 1000 * len(samples) / rate_hz, samples)
    first, last = int(loud[0]) * block, int(loud[-1] + 1) * block
    return _Ground(1000 * first / rate_hz, 1000 * last / rate_hz, samples[first:last])


def _carry(time_ms: float, path: Path) -> float:
    """Carry a moment of the reference over, in milliseconds after the first sound."""
    moment = np.clip(time_ms / (HOP_S * 1000), 0, len(path.first) - 1)
    middles = (path.first + path.last) / 2
    return float(np.interp(moment, np.arange(len(middles)), middles)) * HOP_S * 1000


def _pauses(is_silent: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give the silent stretches, shape (pauses, 2), in frames."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_silent.astype(np.int8), [0]))))
    stretches = edges.reshape(-1, 2).astype(np.float64)
    return stretches[stretches[:, 1] - stretches[:, 0] >= PAUSE_MS / (HOP_S * 1000)]


def _beside(
    placed: Sequence[Span], pauses: NDArray[np.float64], last_ms: float
) -> tuple[Span, ...]:
    """Move what lies in or near a pause to its edges."""
    moved: list[Span] = []
    for index, word in enumerate(placed):
        start, end = word.start_ms, word.end_ms
        following = placed[index + 1].start_ms if index + 1 < len(placed) else last_ms
        for begins, ends in pauses:
            if index and begins - _NEAR_MS <= start <= ends and begins > placed[index - 1].start_ms:
                start = ends
            if start < begins <= following and begins - _NEAR_MS <= end <= ends + _NEAR_MS:
                end = begins
        moved.append(Span(word.text, start, max(start, end)))
    return tuple(moved)
