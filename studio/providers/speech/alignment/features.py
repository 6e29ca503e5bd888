"""What a voice sounds like every few milliseconds, whoever speaks. Pure.

Source:
    Mel-frequency cepstra: Davis and Mermelstein, IEEE Trans. ASSP 28(4), 1980.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
Matrix = NDArray[np.float32]

WINDOW_S = 0.025
_BANDS = 32
_LOWEST_HZ, _HIGHEST_HZ = 100.0, 7_000.0
_CEPSTRA = 13
_SLOPE_FRAMES = 2
_QUIET_DB = 60.0
"""What lies so far under the loudest frame counts as equally silent."""
_SILENCE_DB = 38.0
"""A frame that lies so far under a voice's loud ones is a pause."""


class Heard(NamedTuple):
    """A sound in frames.

    Attributes:
        frames: Cepstra, their slopes and the level, each of mean 0 and deviation 1; float32 of
            shape (frames, features).
        is_silent: For each frame.
        hop_s: Between two frames.
    """

    frames: Matrix
    is_silent: NDArray[np.bool_]
    hop_s: float


def hear(samples: Samples, *, rate_hz: int, hop_s: float) -> Heard:
    """Give the features of a sound.

    Args:
        samples: One channel, in [-1, 1].
        rate_hz: Of ``samples``; two sounds of different rates can be compared.
        hop_s: Between two frames.
    """
    power = _spectra(samples, rate_hz, hop_s)
    level_db = 10 * np.log10(np.maximum(power.sum(axis=1), 1e-12))
    level_db = np.maximum(level_db, level_db.max() - _QUIET_DB)
    bands = power @ _filters(rate_hz, _window(rate_hz)[1]).T
    floor = bands.max() * 10 ** (-_QUIET_DB / 10) + 1e-12
    cepstra = np.log(np.maximum(bands, floor)) @ _cosines().T
    static = np.column_stack((cepstra, level_db))
    frames = np.column_stack((static, _slopes(static)))
    spread = frames.std(axis=0)
    frames = (frames - frames.mean(axis=0)) / np.where(spread > 0, spread, 1)
    is_silent = level_db < np.percentile(level_db, 90) - _SILENCE_DB
    return Heard(frames.astype(np.float32), is_silent, hop_s)


def _window(rate_hz: int) -> tuple[int, int]:
    """Give the length of a window and of its transform, in samples."""
    length = round(WINDOW_S * rate_hz)
    return length, 1 << (length - 1).bit_length()


def _spectra(samples: Samples, rate_hz: int, hop_s: float) -> Samples:
    length, size = _window(rate_hz)
    count = max(1, round(len(samples) / rate_hz / hop_s))
    padded = np.pad(samples, (length // 2, length))
    starts = np.minimum(np.round(np.arange(count) * hop_s * rate_hz), len(samples)).astype(int)
    windows = np.lib.stride_tricks.sliding_window_view(padded, length)[starts]
    emphasised = windows - 0.97 * np.roll(windows, 1, axis=1)
    emphasised[:, 0] = 0
    return np.abs(np.fft.rfft(emphasised * np.hamming(length), size)) ** 2


@lru_cache(maxsize=8)
def _filters(rate_hz: int, size: int) -> Samples:
    """Give triangles on the mel scale, of area 1 whatever the rate."""
    edges = _hertz(np.linspace(_mel(_LOWEST_HZ), _mel(_HIGHEST_HZ), _BANDS + 2))
    bins = np.fft.rfftfreq(size, 1 / rate_hz)
    low, middle, high = (edges[i : i + _BANDS, None] for i in range(3))
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    triangles = np.maximum(np.minimum(rising, falling), 0)
    return triangles / np.maximum(triangles.sum(axis=1, keepdims=True), 1e-9)


@lru_cache(maxsize=1)
def _cosines() -> Samples:
    order = np.arange(1, _CEPSTRA)[:, None]
    return np.cos(np.pi / _BANDS * (np.arange(_BANDS) + 0.5) * order)


def _mel(hertz: float) -> float:
    return float(1127 * np.log(1 + hertz / 700))


def _hertz(mel: Samples) -> Samples:
    return 700 * (np.exp(mel / 1127) - 1)


def _slopes(values: Samples) -> Samples:
    """Give the regression slope of each column over five frames."""
    padded = np.pad(values, ((_SLOPE_FRAMES, _SLOPE_FRAMES), (0, 0)), mode="edge")
    steps = range(1, _SLOPE_FRAMES + 1)
    count = len(values)
    rises = (
        step * (padded[_SLOPE_FRAMES + step :][:count] - padded[_SLOPE_FRAMES - step :][:count])
        for step in steps
    )
    return sum(rises, np.zeros_like(values)) / (2 * sum(s * s for s in steps))
