"""A generated bed of calm production music, block by block, for any length."""

from collections.abc import Generator, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from renderer.instruments import Samples, play
from renderer.score import ARRANGEMENTS, Instrument, Note, chord_s, compose
from studio.domain.storyboard import Mood
from studio.domain.units import SAMPLE_RATE_HZ

_REVERB_S = 1.9
_SENDS = {
    Instrument.PAD: 0.30,
    Instrument.PLUCK: 0.55,
    Instrument.BASS: 0.04,
    Instrument.THUMP: 0.08,
    Instrument.SHAKER: 0.15,
}
"""Share of an instrument that goes into the hall."""


def bed(mood: Mood, *, seed: int, sizes: Sequence[int]) -> Generator[Samples, None, None]:
    """Play a mood's music; equal arguments give equal samples.

    Args:
        mood: Decides tempo, harmony and instruments.
        seed: Decides key, progression and touch.
        sizes: Lengths of the blocks wanted, in samples.

    Yields:
        float32, shape (size, 2), 48 kHz, at about 0 LUFS: meant to be turned down.
    """
    pending = np.zeros((0, 2), dtype=np.float32)
    chords = _chords(mood, seed=seed)
    for size in sizes:
        while len(pending) < size:
            pending = np.concatenate((pending, next(chords)))
        yield pending[:size]
        pending = pending[size:]


def _chords(mood: Mood, *, seed: int) -> Iterator[Samples]:
    level = np.float32(ARRANGEMENTS[mood].level)
    length_s = chord_s(mood)
    ringing = np.zeros((0, 2), dtype=np.float32)
    for index, notes in enumerate(compose(mood, seed=seed)):
        begin = round(index * length_s * SAMPLE_RATE_HZ)
        size = round((index + 1) * length_s * SAMPLE_RATE_HZ) - begin
        dry, sent = _played(notes, begin)
        wet = _hall(sent)
        total = _sum(ringing, dry, wet)
        total = np.pad(total, ((0, max(size - len(total), 0)), (0, 0)))
        yield total[:size] * level
        ringing = total[size:]


def _played(notes: Sequence[Note], begin: int) -> tuple[Samples, Samples]:
    sounds = [
        (max(round(n.start_s * SAMPLE_RATE_HZ) - begin, 0), play(n), _SENDS[n.instrument])
        for n in notes
    ]
    length = max(at + len(sound) for at, sound, _ in sounds)
    dry = np.zeros((length, 2), dtype=np.float32)
    sent = np.zeros((length, 2), dtype=np.float32)
    for at, sound, send in sounds:
        dry[at : at + len(sound)] += sound
        sent[at : at + len(sound)] += sound * np.float32(send)
    return dry, sent


def _sum(*parts: Samples) -> Samples:
    total = np.zeros((max(map(len, parts)), 2), dtype=np.float32)
    for part in parts:
        total[: len(part)] += part
    return total


def _hall(sent: Samples) -> Samples:
    length = len(sent) + round(_REVERB_S * SAMPLE_RATE_HZ)
    size = _fast_length(length)
    spectrum = np.fft.rfft(sent, size, axis=0) * _impulse(size)
    return np.fft.irfft(spectrum, size, axis=0)[:length].astype(np.float32)


@cache
def _impulse(size: int) -> NDArray[np.complex64]:
    rng = np.random.default_rng(1_970)
    length = round(_REVERB_S * SAMPLE_RATE_HZ)
    seconds = np.arange(length)[:, None] / SAMPLE_RATE_HZ
    noise = rng.standard_normal((length, 2))
    spectrum = np.fft.rfft(noise, axis=0)
    at = np.fft.rfftfreq(length, 1 / SAMPLE_RATE_HZ)[:, None]
    warm = np.fft.irfft(spectrum / (1 + (at / 1_800) ** 2), length, axis=0)
    clear = np.fft.irfft(spectrum / (1 + (at / 5_500) ** 2), length, axis=0)
    onset = np.clip((seconds - 0.012) / 0.02, 0, 1)
    tail = onset * (warm * np.exp(-seconds * 2.6) + clear * np.exp(-seconds * 7.0))
    tail *= np.clip((_REVERB_S - seconds) / 0.3, 0, 1)
    tail /= np.sqrt((tail**2).sum(axis=0))
    thinned = np.fft.rfft(tail, size, axis=0)
    low = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)[:, None]
    return (thinned * (low / 180) ** 2 / (1 + (low / 180) ** 2)).astype(np.complex64)


def _fast_length(length: int) -> int:
    """Round up to a multiple of a large power of two: few sizes to keep, all fast."""
    step = 1 << 15
    return -(-length // step) * step
