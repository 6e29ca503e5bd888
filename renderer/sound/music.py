"""A generated bed of calm production music, block by block, for any length."""

from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from itertools import count, islice
from typing import cast

import cv2
import numpy as np

from renderer.shelf import Shelf
from renderer.sound.instruments import Samples, play
from renderer.sound.score import ARRANGEMENTS, Instrument, Note, chord_s, compose
from renderer.sound.waves import add
from studio.domain.asset import digest
from studio.domain.render import ENGINE
from studio.domain.storyboard import Mood, Tempo
from studio.domain.units import SAMPLE_RATE_HZ

_REVERB_S = 1.9
_CHORDS_A_PHRASE = 4
_BLOCK = 1 << 18
"""Samples that are transformed at a time."""
_AHEAD = 2_048
"""The hall's filter begins this much before its sound: it leaves out lows and turns no phase."""
_RINGING = 3 * SAMPLE_RATE_HZ
"""Room for what rings on after a phrase."""
_SENDS = {
    Instrument.PAD: 0.30,
    Instrument.PLUCK: 0.55,
    Instrument.BASS: 0.04,
    Instrument.THUMP: 0.08,
    Instrument.SHAKER: 0.15,
}
"""Share of an instrument that goes into the hall."""


def bed(
    mood: Mood, *, seed: int, sizes: Sequence[int], pace: Tempo = Tempo.NORMAL
) -> Generator[Samples, None, None]:
    """Play a mood's music; equal arguments give equal samples.

    Args:
        mood: Decides tempo, harmony and instruments.
        seed: Decides key, progression and touch.
        sizes: Lengths of the blocks wanted, in samples.
        pace: Slower or faster than the mood's own tempo.

    Yields:
        float32, shape (size, 2), 48 kHz, at about 0 LUFS: meant to be turned down.
    """
    pending = np.zeros((2, 0), dtype=np.float32)
    phrases = _phrases(mood, seed=seed, pace=pace)
    for size in sizes:
        while pending.shape[1] < size:
            pending = np.concatenate((pending, next(phrases)), axis=1)
        yield np.ascontiguousarray(pending[:, :size].T)
        pending = pending[:, size:]


def kept_bed(
    mood: Mood, *, seed: int, sizes: Sequence[int], pace: Tempo = Tempo.NORMAL, shelf: Shelf
) -> Generator[Samples, None, None]:
    """Play a mood's music as ``bed`` does, from a shelf where it lies there already."""
    recipe = digest("bed", ENGINE, mood, seed, pace, sum(sizes))
    if (path := shelf.find(recipe)) is not None:
        with path.open("rb") as file:
            for size in sizes:
                yield np.fromfile(file, np.float32, 2 * size).reshape(size, 2)
        return
    copy = shelf.copy(recipe)
    try:
        for number, block in enumerate(bed(mood, seed=seed, sizes=sizes, pace=pace), 1):
            copy.write(block)
            # Who takes the last block need not ask for another one.
            if number == len(sizes):
                copy.keep()
            yield block
    finally:
        copy.drop()


def _phrases(mood: Mood, *, seed: int, pace: Tempo) -> Iterator[Samples]:
    level = np.float32(ARRANGEMENTS[mood].level)
    phrase_s = chord_s(mood, pace) * _CHORDS_A_PHRASE
    ringing = np.zeros((2, 0), dtype=np.float32)
    chords = compose(mood, seed=seed, pace=pace)
    for index in count():
        notes = [note for chord in islice(chords, _CHORDS_A_PHRASE) for note in chord]
        begin = round(index * phrase_s * SAMPLE_RATE_HZ)
        size = round((index + 1) * phrase_s * SAMPLE_RATE_HZ) - begin
        total = _phrase(ringing, notes, begin, size=size)
        # Copied, or the whole phrase would be held while the next one is played.
        ringing = total[:, size:].copy()
        shown = total[:, :size] * level
        del total
        yield shown


def _phrase(ringing: Samples, notes: Sequence[Note], begin: int, *, size: int) -> Samples:
    dry, sent = _played(notes, begin, size=size)
    return _sum(ringing, dry, _hall(sent), size=size)


def _played(notes: Sequence[Note], begin: int, *, size: int) -> tuple[Samples, Samples]:
    """Add notes up, one at a time: all of them at once would take a hundred megabytes."""
    dry, sent = (np.zeros((2, size + _RINGING), dtype=np.float32) for _ in range(2))
    length = 0
    for note in notes:
        at, (sound, gains) = max(round(note.start_s * SAMPLE_RATE_HZ) - begin, 0), play(note)
        end = at + sound.shape[1]
        length = max(length, end)
        if end > dry.shape[1]:
            dry, sent = (_lengthened(part, end) for part in (dry, sent))
        share = np.float32(_SENDS[note.instrument])
        add(sound, gains, share, dry[:, at:end], sent[:, at:end])
    return dry[:, :length], sent[:, :length]


def _lengthened(part: Samples, length: int) -> Samples:
    longer = np.zeros((2, length), dtype=np.float32)
    longer[:, : part.shape[1]] = part
    return longer


def _sum(*parts: Samples, size: int) -> Samples:
    total = np.zeros((2, max(size, *(part.shape[1] for part in parts))), dtype=np.float32)
    for part in parts:
        total[:, : part.shape[1]] += part
    return total


def _hall(sent: Samples) -> Samples:
    """Let a hall answer, block by block: smaller transforms stay in the cache.

    Source: overlap-add; OpenCV's transform of reals takes less than half the time of numpy's.
    """
    spectrum, ringing = _answer(), round(_REVERB_S * SAMPLE_RATE_HZ)
    step, length = _BLOCK - ringing - 2 * _AHEAD, sent.shape[1] + ringing
    heard = np.zeros((2, length + _AHEAD), dtype=np.float32)
    for start in range(0, sent.shape[1], step):
        part = np.zeros((2, _BLOCK), dtype=np.float32)
        piece = sent[:, start : start + step]
        part[:, : piece.shape[1]] = piece
        there = cv2.mulSpectrums(cv2.dft(part, flags=cv2.DFT_ROWS), spectrum, cv2.DFT_ROWS)
        back = cv2.dft(there, flags=cv2.DFT_ROWS | cv2.DFT_INVERSE | cv2.DFT_SCALE)
        end = min(start + _BLOCK, heard.shape[1])
        heard[:, start:end] += back[:, : end - start]
    return heard[:, _AHEAD:]


@lru_cache(maxsize=1)
def _answer() -> Samples:
    """Give the spectrum of the hall's answer to a click, as OpenCV packs it."""
    rng = np.random.default_rng(1_970)
    length = round(_REVERB_S * SAMPLE_RATE_HZ)
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    spectrum = np.fft.rfft(rng.standard_normal((2, length)))
    at = np.fft.rfftfreq(length, 1 / SAMPLE_RATE_HZ)
    warm = np.fft.irfft(spectrum / (1 + (at / 1_800) ** 2), length)
    clear = np.fft.irfft(spectrum / (1 + (at / 5_500) ** 2), length)
    onset = np.clip((seconds - 0.012) / 0.02, 0, 1)
    tail = onset * (warm * np.exp(-seconds * 2.6) + clear * np.exp(-seconds * 7.0))
    tail *= np.clip((_REVERB_S - seconds) / 0.3, 0, 1)
    tail /= np.sqrt((tail**2).sum(axis=1, keepdims=True))
    low = (np.fft.rfftfreq(_BLOCK, 1 / SAMPLE_RATE_HZ) / 180) ** 2
    answer = np.fft.irfft(np.fft.rfft(tail, _BLOCK) * (low / (1 + low)), _BLOCK)
    later = np.roll(answer, _AHEAD, axis=1).astype(np.float32)
    return cast("Samples", cv2.dft(later, flags=cv2.DFT_ROWS))
