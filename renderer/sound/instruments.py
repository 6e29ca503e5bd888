"""Turn notes into samples: a warm pad, a soft pluck, a round bass, a thump, a shaker. Pure."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderer.sound.score import Instrument, Note
from renderer.sound.waves import sing
from studio.domain.units import SAMPLE_RATE_HZ

Samples = NDArray[np.float32]

_TABLE = 1 << 14
_PAD_ATTACK_S = 0.9
_PAD_RELEASE_S = 1.5
_PAD_CENTS = (-7.0, 0.0, 6.0)
_PAD_STARTS = (0.0, 0.37, 0.74, 0.37, 0.11)
_PAD_DARK, _PAD_BRIGHT = 1.6, 0.9
"""Slopes of the harmonics, as powers; a slow filter moves between them."""
_PAD_HARMONICS = 14
_PAD_PHASES = 12
_AIR = 1.3
_AIR_LEVEL = 0.35
"""An octave above the pad, wide; comes and goes with the filter."""


class Played(NamedTuple):
    """A note's sound from its start until it has died away.

    Attributes:
        sound: float32, shape (1 or 2, samples), 48 kHz; starts and ends at zero.
        gains: What its channels, or its only one on both sides, are multiplied by.
    """

    sound: Samples
    gains: Samples


def play(note: Note) -> Played:
    """Give a note's sound."""
    if note.instrument is Instrument.PAD:
        return Played(_pad(note), np.ones(2, np.float32))
    gains = np.array(_pan(note.pan), dtype=np.float32) * np.float32(note.level)
    return Played(_struck(note.instrument, note.pitch, note.length_s), gains)


def hertz(pitch: float) -> float:
    """Give the frequency of a MIDI note."""
    return 440 * 2 ** ((pitch - 69) / 12)


@lru_cache(maxsize=64)
def _struck(instrument: Instrument, pitch: int, length_s: float) -> Samples:
    makers = {
        Instrument.PLUCK: lambda: _pluck(pitch),
        Instrument.BASS: lambda: _bass(pitch, length_s),
        Instrument.THUMP: _thump,
        Instrument.SHAKER: _shaker,
    }
    return makers[instrument]().astype(np.float32)[None]


def _pad(note: Note) -> Samples:
    shape = _pad_shape(note.length_s, note.pitch % _PAD_PHASES)
    pitches = [note.pitch + cents / 100 for cents in _PAD_CENTS] + [note.pitch, note.pitch + 12.04]
    steps = np.array([round(hertz(p) / SAMPLE_RATE_HZ * 2**32) for p in pitches], np.uint64)
    starts = np.array([int(turn * 2**32) for turn in _PAD_STARTS], np.uint64)
    low, high = (gain * note.level for gain in _pan(note.pan))
    gains = np.array([low, high, 0.8 * note.level, _AIR_LEVEL * note.level], np.float32)
    sound = np.empty_like(shape)
    sing(_tables(), starts, steps, shape, gains, sound)
    return sound


@lru_cache(maxsize=_PAD_PHASES)
def _pad_shape(length_s: float, phase: int) -> Samples:
    """Give, as two rows, the envelope and how far the filter is open; its phase keeps a chord's notes apart."""
    seconds = _times(length_s + _PAD_RELEASE_S)
    rise = np.clip(seconds / _PAD_ATTACK_S, 0, 1)
    fall = np.clip((length_s + _PAD_RELEASE_S - seconds) / _PAD_RELEASE_S, 0, 1)
    envelope = 0.11 * _eased(rise) * _eased(fall)
    turn = 2 * np.pi * (seconds / (length_s * 1.6) + phase / _PAD_PHASES)
    return np.stack((envelope, 0.45 - 0.4 * np.cos(turn))).astype(np.float32)


def _pluck(pitch: int) -> NDArray[np.float64]:
    pitch_hz = hertz(pitch)
    decay_s = 0.55 * (440 / pitch_hz) ** 0.35
    seconds = _times(4.5 * decay_s)
    angle = 2 * np.pi * pitch_hz * seconds
    tone = np.zeros_like(seconds)
    for harmonic, weight in ((1.0, 1.0), (2.0, 0.40), (3.01, 0.20), (4.2, 0.11), (6.3, 0.05)):
        if pitch_hz * harmonic < 9_000:
            tone += weight * np.sin(angle * harmonic) * np.exp(-seconds * harmonic**0.9 / decay_s)
    return tone * _ends(seconds, attack_s=0.005) * 0.46


def _bass(pitch: int, length_s: float) -> NDArray[np.float64]:
    seconds = _times(length_s + 0.25)
    angle = 2 * np.pi * hertz(pitch) * seconds
    # Small speakers play no 50 Hz: the second and third harmonic carry the line there.
    tone = np.sin(angle) + 0.5 * np.sin(2 * angle) + 0.22 * np.sin(3 * angle)
    held = np.exp(-seconds / (length_s * 1.1))
    return tone * held * _ends(seconds, attack_s=0.03, release_s=0.25) * 0.15


def _thump() -> NDArray[np.float64]:
    seconds = _times(0.32)
    falling = 46 * seconds + 34 * 0.035 * (1 - np.exp(-seconds / 0.035))
    tone = np.sin(2 * np.pi * falling) * np.exp(-seconds / 0.085)
    return tone * _ends(seconds, attack_s=0.004) * 0.42


def _shaker() -> NDArray[np.float64]:
    seconds = _times(0.11)
    noise = _noise()[: len(seconds)]
    shape = np.minimum(seconds / 0.018, 1) * np.exp(-seconds / 0.03)
    return noise * shape * _ends(seconds, attack_s=0.002) * 0.22


def _times(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def _pan(place: float) -> tuple[float, float]:
    angle = (place + 1) * np.pi / 4
    return float(np.cos(angle) * np.sqrt(2)), float(np.sin(angle) * np.sqrt(2))


def _ends(
    seconds: NDArray[np.float64], *, attack_s: float, release_s: float = 0.03
) -> NDArray[np.float64]:
    left_s = seconds[-1] - seconds
    return _eased(np.clip(seconds / attack_s, 0, 1)) * _eased(np.clip(left_s / release_s, 0, 1))


def _eased(ramp: NDArray[np.float64]) -> NDArray[np.float64]:
    return ramp * ramp * (3 - 2 * ramp)


@cache
def _tables() -> Samples:
    return np.stack([_table(slope) for slope in (_PAD_DARK, _PAD_BRIGHT, _AIR)])


def _table(slope: float) -> Samples:
    angle = 2 * np.pi * np.arange(_TABLE) / _TABLE
    wave = np.zeros(_TABLE)
    for harmonic in range(1, _PAD_HARMONICS + 1):
        wave += np.sin(harmonic * angle + harmonic**2) / harmonic**slope
    return (wave / np.sqrt(np.mean(wave**2))).astype(np.float32)


@cache
def _noise() -> NDArray[np.float64]:
    size = 1 << 13
    noise = np.random.default_rng(7).standard_normal(size)
    spectrum = np.fft.rfft(noise)
    at = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)
    spectrum *= np.exp(-(((at - 6_500) / 2_600) ** 2))
    shaped = np.fft.irfft(spectrum, size)
    return shaped / np.sqrt(np.mean(shaped**2))
