"""Synthesised sounds for cuts: air, a riser, a thump, a page. Pure and deterministic by seed."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.domain.effects import EffectCue, EffectKind
from studio.domain.units import SAMPLE_RATE_HZ
from studio.providers.speech.polish import loudness

Samples = NDArray[np.float32]
_Line = NDArray[np.float64]

_HOP = 256
_WINDOW = 1024
_SMOOTH_S = 0.02
_MOMENT = SAMPLE_RATE_HZ * 2 // 5
"""Samples of the momentary loudness of ITU-R BS.1770."""
_WIDTH = 0.85
"""How far to a side a sound goes; 1 is one channel alone."""
_HASTE = 3.0
"""Noise is loud near its peak only, so it crosses there in a third of its length."""


class Air(NamedTuple):
    """Filtered noise that swells and goes.

    Attributes:
        rise_s: From silence to its peak.
        fall_s: From there to silence.
        low_hz: Centre of its band at both ends.
        high_hz: At its peak.
        octaves: Width of the band.
        bend: How late it swells; 1 is a straight line.
    """

    rise_s: float
    fall_s: float
    low_hz: float
    high_hz: float
    octaves: float
    bend: float


class Sound(NamedTuple):
    """A sound whose loudest moment is at 0 LUFS.

    Attributes:
        samples: float32, shape (samples, 2), 48 kHz; starts and ends at zero.
        peak: Sample of its loudest 20 ms.
    """

    samples: Samples
    peak: int


AIR = {
    EffectKind.WHOOSH: Air(0.34, 0.36, 320, 1_500, 1.5, 2.2),
    EffectKind.WHIP: Air(0.20, 0.22, 600, 2_600, 1.3, 3.0),
    EffectKind.RISER: Air(0.75, 0.30, 220, 2_000, 1.1, 2.6),
}


def sound_of(cue: EffectCue) -> Sound:
    """Make what a cue asks for, at 0 LUFS; equal cues give equal samples."""
    return _made(cue.kind, cue.toward, cue.seed)


@lru_cache(maxsize=32)
def _made(kind: EffectKind, toward: int, seed: int) -> Sound:
    rng = np.random.default_rng((seed, list(EffectKind).index(kind)))
    if kind is EffectKind.THUMP:
        line = _thump()
    elif kind is EffectKind.TICK:
        line = _tick(rng)
    else:
        line = _air(AIR[kind], rng)
    peak = _loudest(line)
    stereo = _placed(line, peak, toward=toward)
    moment = stereo[max(peak - _MOMENT // 2, 0) :][:_MOMENT]
    lufs = 10 * np.log10(sum(10 ** (loudness(moment[:, side]) / 10) for side in (0, 1)))
    return Sound((stereo * 10 ** (-lufs / 20)).astype(np.float32), peak)


def _air(air: Air, rng: np.random.Generator) -> _Line:
    seconds = _times(air.rise_s + air.fall_s)
    swell = np.clip(seconds / air.rise_s, 0, 1)
    swell = np.minimum(swell, np.clip((seconds[-1] - seconds) / air.fall_s, 0, 1))
    centre = air.low_hz * (air.high_hz / air.low_hz) ** swell
    return _swept(rng, centre, octaves=air.octaves) * swell**air.bend


def _swept(rng: np.random.Generator, centre_hz: _Line, *, octaves: float) -> _Line:
    """Filter noise by a band that moves, window by window."""
    count = len(centre_hz) + 2 * _WINDOW
    noise = rng.standard_normal(count)
    starts = np.arange(0, count - _WINDOW, _HOP)
    window = np.hanning(_WINDOW + 1)[:-1]
    spectra = np.fft.rfft(noise[starts[:, None] + np.arange(_WINDOW)] * window, axis=1)
    octave = np.log2(np.maximum(np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE_HZ), 20.0))
    middle = np.clip(starts - _WINDOW // 2, 0, len(centre_hz) - 1)
    away = (octave - np.log2(centre_hz[middle])[:, None]) / (octaves / 2)
    pieces = np.fft.irfft(spectra * np.exp(-0.5 * away**2), axis=1) * window
    total = np.zeros(count)
    for start, piece in zip(starts, pieces, strict=True):
        total[start : start + _WINDOW] += piece
    return total[_WINDOW : _WINDOW + len(centre_hz)]


def _thump() -> _Line:
    seconds = _times(0.42)
    falling = 52 * seconds + 48 * 0.03 * (1 - np.exp(-seconds / 0.03))
    # Small speakers play no 50 Hz: the second harmonic is heard there.
    tone = np.sin(2 * np.pi * falling) + 0.35 * np.sin(4 * np.pi * falling)
    return tone * np.exp(-seconds / 0.11) * _ends(seconds, attack_s=0.012, release_s=0.1)


def _tick(rng: np.random.Generator) -> _Line:
    seconds = _times(0.16)
    paper = _swept(rng, np.full(len(seconds), 3_400.0), octaves=1.6)
    shape = 0.3 * np.exp(-(((seconds - 0.03) / 0.016) ** 2))
    shape += np.exp(-(((seconds - 0.06) / 0.007) ** 2))
    return paper * shape * _ends(seconds, attack_s=0.01, release_s=0.06)


def _placed(line: _Line, peak: int, *, toward: int) -> _Line:
    """Spread a line over two channels; what goes somewhere passes the middle at its peak."""
    at = (np.arange(len(line)) - peak) / max(peak, len(line) - peak)
    angle = (np.clip(at * toward * _HASTE, -_WIDTH, _WIDTH) + 1) * np.pi / 4
    return np.stack((line * np.cos(angle), line * np.sin(angle)), axis=1)


def _loudest(line: _Line) -> int:
    size = round(_SMOOTH_S * SAMPLE_RATE_HZ)
    return int(np.argmax(np.convolve(line**2, np.hanning(size), mode="same")))


def _times(seconds: float) -> _Line:
    return np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def _ends(seconds: _Line, *, attack_s: float, release_s: float) -> _Line:
    rise = np.clip(seconds / attack_s, 0, 1)
    fall = np.clip((seconds[-1] - seconds) / release_s, 0, 1)
    return (0.5 - 0.5 * np.cos(np.pi * rise)) * (0.5 - 0.5 * np.cos(np.pi * fall))
