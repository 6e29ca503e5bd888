"""Turn notes into samples: a warm pad, a soft pluck, a round bass, a thump, a shaker. Pure."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from renderer.score import Instrument, Note
from studio.domain.units import SAMPLE_RATE_HZ

Samples = NDArray[np.float32]

_TABLE = 1 << 14
_PAD_ATTACK_S = 0.9
_PAD_RELEASE_S = 1.5
_PAD_CENTS = (-7.0, 0.0, 6.0)
_PAD_DARK, _PAD_BRIGHT = 2.3, 1.35
"""Slopes of the harmonics, as powers; a slow filter moves between them."""
_PAD_HARMONICS = 14


def play(note: Note) -> Samples:
    """Give a note's sound from its start until it has died away.

    Returns:
        float32, shape (samples, 2), 48 kHz; starts and ends at zero.
    """
    return {
        Instrument.PAD: _pad,
        Instrument.PLUCK: _pluck,
        Instrument.BASS: _bass,
        Instrument.THUMP: _thump,
        Instrument.SHAKER: _shaker,
    }[note.instrument](note)


def hertz(pitch: float) -> float:
    """Give the frequency of a MIDI note."""
    return 440 * 2 ** ((pitch - 69) / 12)


def _pad(note: Note) -> Samples:
    seconds = _times(note.length_s + _PAD_RELEASE_S)
    rise = np.clip(seconds / _PAD_ATTACK_S, 0, 1)
    fall = np.clip((note.length_s + _PAD_RELEASE_S - seconds) / _PAD_RELEASE_S, 0, 1)
    envelope = note.level * 0.11 * (_eased(rise) * _eased(fall)).astype(np.float32)
    # The filter opens and closes once over the note; its phase follows the pitch, so that the
    # notes of a chord do not move together.
    filtered = 0.35 - 0.35 * np.cos(2 * np.pi * seconds / (note.length_s * 1.6) + note.pitch)
    openness = filtered.astype(np.float32)
    left, middle, right = (
        _table(_PAD_DARK)[_phase(note.pitch + cents / 100, seconds, start=k * 0.37)]
        for k, cents in enumerate(_PAD_CENTS)
    )
    bright = _table(_PAD_BRIGHT)[_phase(note.pitch, seconds, start=0.37)]
    middle = middle + openness * (bright - middle)
    low, high = _pan(note.pan)
    return np.stack(
        ((middle * low + left * 0.8) * envelope, (middle * high + right * 0.8) * envelope), axis=1
    )


def _pluck(note: Note) -> Samples:
    pitch_hz = hertz(note.pitch)
    decay_s = 0.55 * (440 / pitch_hz) ** 0.35
    seconds = _times(4.5 * decay_s)
    angle = 2 * np.pi * pitch_hz * seconds
    tone = np.zeros_like(seconds)
    for harmonic, weight in ((1.0, 1.0), (2.0, 0.28), (3.01, 0.10), (4.2, 0.05)):
        if pitch_hz * harmonic < 9_000:
            tone += weight * np.sin(angle * harmonic) * np.exp(-seconds * harmonic**0.9 / decay_s)
    return _placed(note, tone * _ends(seconds, attack_s=0.006) * 0.24)


def _bass(note: Note) -> Samples:
    pitch_hz = hertz(note.pitch)
    seconds = _times(note.length_s + 0.25)
    angle = 2 * np.pi * pitch_hz * seconds
    # Small speakers play no 50 Hz: the second and third harmonic carry the line there.
    tone = np.sin(angle) + 0.35 * np.sin(2 * angle) + 0.12 * np.sin(3 * angle)
    held = np.exp(-seconds / (note.length_s * 1.1))
    return _placed(note, tone * held * _ends(seconds, attack_s=0.03, release_s=0.25) * 0.2)


def _thump(note: Note) -> Samples:
    seconds = _times(0.32)
    falling = 46 * seconds + 34 * 0.035 * (1 - np.exp(-seconds / 0.035))
    tone = np.sin(2 * np.pi * falling) * np.exp(-seconds / 0.085)
    return _placed(note, tone * _ends(seconds, attack_s=0.004) * 0.42)


def _shaker(note: Note) -> Samples:
    seconds = _times(0.11)
    noise = _noise()[: len(seconds)]
    shape = np.minimum(seconds / 0.018, 1) * np.exp(-seconds / 0.03)
    return _placed(note, noise * shape * _ends(seconds, attack_s=0.002) * 0.22)


def _times(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def _phase(pitch: float, seconds: NDArray[np.float64], *, start: float) -> NDArray[np.int64]:
    step = hertz(pitch) * _TABLE
    return (seconds * step + start * _TABLE).astype(np.int64) & (_TABLE - 1)


def _placed(note: Note, tone: NDArray[np.float64]) -> Samples:
    left, right = _pan(note.pan)
    mono = (tone * note.level).astype(np.float32)
    return np.stack((mono * np.float32(left), mono * np.float32(right)), axis=1)


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
