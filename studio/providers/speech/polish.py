"""Make a synthetic voice pleasant: one pass in the frequency domain, one over the level. Pure.

Samples are float64 in [-1, 1], one channel.
"""

import io
import wave
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.domain.units import SAMPLE_RATE_HZ
from studio.providers.speech.catalog import Band

Samples = NDArray[np.float64]

TARGET_LUFS = -18.0
PEAK_DBFS = -1.5
_HIGH_PASS_HZ = 75.0
_HOUSE = (Band(3_200, -1.5, 1.2), Band(7_500, -2.0, 1.0))
"""Takes the edge off the consonants, whatever the voice."""
_HOP = 48
"""One millisecond."""
_THRESHOLD_DB = -22.0
_RATIO = 2.2
_SMOOTH_MS = 25
_SILENCE_DB = -46.0
_KEEP_MS = 30
_FADE_MS = 8
_TAIL_MS = 90
_ROOM_DB = -19.0
_ROOM_SEED = 20_241


class Polished(NamedTuple):
    """A cleaned voice and the silence that was cut before it."""

    samples: Samples
    cut_ms: float


def polish(raw: Samples, *, rate_hz: int, bands: Sequence[Band]) -> Polished:
    """Resample to 48 kHz, equalise, compress, add a hint of room, trim, level and fade.

    Args:
        raw: Straight from the synthesiser.
        rate_hz: Of ``raw``.
        bands: Equaliser of the timbre.
    """
    voice = equalise(resample(raw, rate_hz=rate_hz), (*bands, *_HOUSE))
    first, last = _sounding(voice)
    voice = room(compress(voice[first:last]))
    return Polished(fade(level(voice)), first * 1000 / SAMPLE_RATE_HZ)


def present(raw: Samples, *, rate_hz: int) -> Polished:
    """Resample to 48 kHz, trim, level and fade: for voices that are pleasant already.

    Args:
        raw: One channel.
        rate_hz: Of ``raw``.
    """
    voice = resample(raw, rate_hz=rate_hz)
    first, last = _sounding(voice)
    return Polished(fade(level(voice[first:last])), first * 1000 / SAMPLE_RATE_HZ)


def resample(samples: Samples, *, rate_hz: int) -> Samples:
    """Change the rate to 48 kHz by its spectrum: no aliases, no ripple."""
    if rate_hz == SAMPLE_RATE_HZ or not samples.size:
        return samples
    divisor = int(np.gcd(rate_hz, SAMPLE_RATE_HZ))
    up, down = SAMPLE_RATE_HZ // divisor, rate_hz // divisor
    # A second of silence keeps the end from wrapping around to the start.
    blocks = _fast_length(-(-(len(samples) + rate_hz) // down))
    spectrum = np.fft.rfft(samples, blocks * down)
    wide = np.zeros(blocks * up // 2 + 1, dtype=np.complex128)
    common = min(len(spectrum), len(wide))
    wide[:common] = spectrum[:common]
    length = -(-len(samples) * up // down)
    return np.fft.irfft(wide, blocks * up)[:length] * (up / down)


def equalise(samples: Samples, bands: Sequence[Band]) -> Samples:
    """Filter without phase shift: a high-pass and bells."""
    size = _fast_length(len(samples) + SAMPLE_RATE_HZ // 2)
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)
    gain_db = np.zeros_like(hertz)
    octave = np.log2(np.maximum(hertz, 1.0))
    for band in bands:
        distance = (octave - np.log2(band.centre_hz)) / (band.octaves / 2)
        gain_db += band.gain_db * np.exp(-0.5 * distance**2)
    ratio = (hertz / _HIGH_PASS_HZ) ** 4
    response = 10 ** (gain_db / 20) * ratio / (1 + ratio)
    return np.fft.irfft(np.fft.rfft(samples, size) * response, size)[: len(samples)]


def compress(samples: Samples) -> Samples:
    """Even out loud and soft syllables; looks ahead, so nothing overshoots."""
    if not samples.size:
        return samples
    loudness_db = _smooth_db(samples)
    reduction = np.maximum(loudness_db - _THRESHOLD_DB, 0) * (1 - 1 / _RATIO)
    positions = np.arange(len(reduction)) * _HOP + _HOP / 2
    return samples * 10 ** (-np.interp(np.arange(len(samples)), positions, reduction) / 20)


def room(samples: Samples) -> Samples:
    """Lay a small, dark, quiet room behind the voice, which softens the buzz of a vocoder."""
    length = SAMPLE_RATE_HZ * _TAIL_MS // 1000
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    noise = np.random.default_rng(_ROOM_SEED).standard_normal(length)
    impulse = noise * np.exp(-seconds * 55) * (seconds > 0.004)
    size = _fast_length(len(samples) + length)
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)
    colour = 1 / (1 + (hertz / 4_500) ** 2) * (hertz / 200) ** 2 / (1 + (hertz / 200) ** 2)
    impulse *= 10 ** (_ROOM_DB / 20) / np.sqrt(np.sum(impulse**2))
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(impulse, size) * colour, size)
    return wet[: len(samples) + length] + np.pad(samples, (0, length))


def level(samples: Samples) -> Samples:
    """Bring to -18 LUFS, then bend what is over -1.5 dBFS instead of clipping it."""
    lufs = loudness(samples)
    if not np.isfinite(lufs):
        return samples
    gained = samples * 10 ** ((TARGET_LUFS - lufs) / 20)
    ceiling = 10 ** (PEAK_DBFS / 20)
    knee = 0.7 * ceiling
    over = np.abs(gained) - knee
    bent = knee + (ceiling - knee) * np.tanh(np.maximum(over, 0) / (ceiling - knee))
    return np.where(over > 0, np.sign(gained) * bent, gained)


def fade(samples: Samples) -> Samples:
    """Start and end at zero, over 8 ms."""
    length = min(SAMPLE_RATE_HZ * _FADE_MS // 1000, len(samples) // 2)
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, length))
    faded = samples.copy()
    faded[:length] *= ramp
    faded[len(faded) - length :] *= ramp[::-1]
    return faded


def loudness(samples: Samples) -> float:
    """Measure integrated loudness in LUFS; minus infinity for silence.

    Source:
        ITU-R BS.1770-5, annex 1, one channel at 48 kHz.
    """
    block, hop = SAMPLE_RATE_HZ * 2 // 5, SAMPLE_RATE_HZ // 10
    weighted = np.pad(_k_weighted(samples), (0, max(block - len(samples), 0)))
    sums = np.concatenate(([0.0], np.cumsum(weighted**2)))
    starts = np.arange(0, len(weighted) - block + 1, hop)
    power = np.maximum(sums[starts + block] - sums[starts], 0) / block
    heard = power[power > 10 ** ((-70 + 0.691) / 10)]
    if not heard.size:
        return float("-inf")
    gated = heard[heard > heard.mean() / 10]
    return float(-0.691 + 10 * np.log10(gated.mean()))


def to_wav(samples: Samples) -> bytes:
    """Write 48 kHz, mono, 16 bit RIFF WAV."""
    pcm = np.round(np.clip(samples, -1, 1) * 32_767).astype("<i2")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(pcm.tobytes())
    return buffer.getvalue()


def _sounding(samples: Samples) -> tuple[int, int]:
    whole = len(samples) // _HOP * _HOP
    energy = (samples[:whole].reshape(-1, _HOP) ** 2).mean(axis=1)
    loud = np.flatnonzero(energy > 10 ** (_SILENCE_DB / 10))
    if not loud.size:
        return 0, len(samples)
    keep = _KEEP_MS * SAMPLE_RATE_HZ // 1000
    first = max(int(loud[0]) * _HOP - keep, 0)
    return first, min(int(loud[-1] + 1) * _HOP + keep, len(samples))


def _smooth_db(samples: Samples) -> Samples:
    padded = np.pad(samples, (0, -len(samples) % _HOP))
    power = (padded.reshape(-1, _HOP) ** 2).mean(axis=1)
    window = np.hanning(2 * _SMOOTH_MS + 1)
    smooth = np.convolve(power, window / window.sum(), mode="full")[_SMOOTH_MS:-_SMOOTH_MS]
    return 10 * np.log10(np.maximum(smooth, 1e-10))


def _k_weighted(samples: Samples) -> Samples:
    size = _fast_length(len(samples) + SAMPLE_RATE_HZ // 10)
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.fft.irfft(np.fft.rfft(samples, size) * shelf * high_pass, size)[: len(samples)]


def _fast_length(length: int) -> int:
    """Give the next number that the FFT handles fast: 2^a 3^b 5^c."""
    candidate = max(length, 1)
    while True:
        rest = candidate
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return candidate
        candidate += 1
