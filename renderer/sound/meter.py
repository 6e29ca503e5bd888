"""Measure loudness and true peak while a sound goes by, block by block. Pure.

Source: ITU-R BS.1770-5, annexes 1 and 2.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from renderer.sound.loudness import SILENCE_LUFS
from renderer.sound.waves import Samples, highest, weigh
from studio.domain.units import SAMPLE_RATE_HZ

HOP = SAMPLE_RATE_HZ // 10
_HOPS = 4
"""A gating block is 400 ms long, and the next begins after a quarter of it."""
_OFFSET_LUFS = -0.691
_GATE_LU = -10.0
_SHELF = np.array(
    [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]
)
_HIGH_PASS = np.array([1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621])
_PHASES, _TAPS = 4, 16
_NOTHING_DB = -150.0


class LoudnessMeter:
    """The integrated loudness of two channels at 48 kHz, and their highest sample."""

    def __init__(self) -> None:
        """Begin with silence."""
        self._filters = np.zeros((2, 4))
        self._hops: list[float] = []
        self._rest = np.zeros((2, 0), np.float32)
        self._peak = 0.0

    def feed(self, heard: Samples) -> None:
        """Hear some more; float32, shape (2, samples)."""
        self._peak = max(self._peak, float(np.abs(heard).max(initial=0)))
        whole = np.concatenate((self._rest, heard), axis=1)
        hops = whole.shape[1] // HOP
        for start in range(0, hops * HOP, HOP):
            hop = whole[:, start : start + HOP]
            pairs = zip(hop, self._filters, strict=True)
            self._hops.append(sum(weigh(one, _SHELF, _HIGH_PASS, state) for one, state in pairs))
        self._rest = whole[:, hops * HOP :].copy()

    @property
    def peak_dbfs(self) -> float:
        """The highest sample; -150 is none."""
        return decibels(self._peak)

    @property
    def lufs(self) -> float:
        """How loud it was, without a last part of less than a tenth of a second."""
        return integrated(self._hops)

    @property
    def hops(self) -> list[float]:
        """The sum of the filtered squares of both channels, for each tenth of a second."""
        return list(self._hops)


class PeakMeter:
    """The true peak of two channels at 48 kHz.

    It is looked for between samples only where it could be higher than what is known, which changes
    nothing and leaves little to do.
    """

    def __init__(self, before: Samples | None = None, *, above_dbtp: float = _NOTHING_DB) -> None:
        """Begin after a sound, or after silence; lower peaks than a level are not looked for."""
        self._taps = _interpolation()
        self._overshoot = float(np.abs(self._taps).sum(axis=1).max())
        silence = np.zeros((2, _TAPS - 1), np.float32)
        self._tail = silence if before is None else before[:, 1 - _TAPS :].copy()
        self._peak = 10 ** (above_dbtp / 20) if above_dbtp > _NOTHING_DB else 0.0

    def feed(self, heard: Samples) -> None:
        """Hear some more; float32, shape (2, samples)."""
        self._peak = max(self._peak, float(np.abs(heard).max(initial=0)))
        whole = np.concatenate((self._tail, heard), axis=1)
        for channel in whole:
            self._peak = highest(channel, self._taps, self._overshoot, self._peak)
        self._tail = whole[:, whole.shape[1] - _TAPS + 1 :].copy()

    @property
    def peak(self) -> float:
        """The highest peak, up to eight samples before the end; 1 is full scale."""
        return self._peak

    @property
    def true_peak_dbtp(self) -> float:
        """The same in decibels; -150 is none."""
        return decibels(self._peak)


def integrated(hops: Sequence[float]) -> float:
    """Give the loudness of a sound by its hops, gated, in LUFS."""
    sums = np.concatenate(([0.0], np.cumsum(hops)))
    power = (sums[_HOPS:] - sums[:-_HOPS]) / (_HOPS * HOP)
    power = power[_lufs(power) > SILENCE_LUFS]
    if not power.size:
        return SILENCE_LUFS
    power = power[_lufs(power) > _lufs(power.mean(keepdims=True)) + _GATE_LU]
    return float(_lufs(power.mean(keepdims=True))[0])


def decibels(peak: float) -> float:
    """Give a peak in decibels of full scale; -150 is none."""
    return 20 * float(np.log10(peak)) if peak > 0 else _NOTHING_DB


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return _OFFSET_LUFS + 10 * np.log10(np.maximum(power, 1e-20))


def _interpolation() -> Samples:
    """Give a windowed sinc for each place between two samples; the places of samples are left out."""
    place = np.arange(_TAPS) - (_TAPS // 2 - 1)
    rows = [place - phase / _PHASES for phase in range(1, _PHASES)]
    window = [np.cos(np.pi * row / (_TAPS + 2)) ** 2 for row in rows]
    return np.stack([np.sinc(r) * w for r, w in zip(rows, window, strict=True)]).astype(np.float32)
