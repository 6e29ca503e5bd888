"""Compose a music bed: which instrument plays which note when. Pure and deterministic by seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np

from studio.domain.storyboard import Mood, Tempo

_QUALITIES = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "6": (0, 4, 7, 9),
    "sus2": (0, 2, 7, 12),
    "sus4": (0, 5, 7, 12),
}
_BEATS_A_CHORD = 4
PACES = {Tempo.SLOW: 0.84, Tempo.NORMAL: 1.0, Tempo.FAST: 1.16}
"""Of a mood's own tempo: further, and it would be another mood."""
_MIDDLE = 60
"""MIDI note that chords are voiced around."""


class Instrument(StrEnum):
    """What plays a note."""

    PAD = "pad"
    PLUCK = "pluck"
    BASS = "bass"
    THUMP = "thump"
    SHAKER = "shaker"


@dataclass(frozen=True, slots=True)
class Note:
    """One note.

    Attributes:
        instrument: Who plays it.
        start_s: When.
        length_s: Until it is let go.
        pitch: MIDI note.
        level: Linear, 0 to 1.
        pan: -1 is left, 1 is right.
    """

    instrument: Instrument
    start_s: float
    length_s: float
    pitch: int
    level: float
    pan: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a mood sounds.

    Attributes:
        beats_a_minute: Tempo.
        progressions: Chords as (semitones above the key, quality); the seed picks one.
        pattern: Steps of the plucked figure in eighths: indices into the chord over two octaves,
            ``None`` rests.
        pluck: Level of the figure.
        pad: Level of the pad.
        bass: Level of the bass.
        thump: Eighths of a bar with a soft low pulse.
        shaker: Level of a soft shaker on the off-beats.
        key: MIDI note of the key before the seed moves it.
        level: Brings the whole bed to 0 LUFS; measured.
    """

    beats_a_minute: float
    progressions: tuple[tuple[tuple[int, str], ...], ...]
    pattern: tuple[int | None, ...]
    pluck: float
    pad: float
    bass: float
    thump: tuple[int, ...]
    shaker: float
    key: int
    level: float


ARRANGEMENTS: dict[Mood, Arrangement] = {
    Mood.CALM: Arrangement(
        beats_a_minute=70,
        progressions=(
            ((0, "maj7"), (9, "m7"), (5, "maj7"), (7, "sus4")),
            ((5, "maj7"), (0, "add9"), (2, "m7"), (9, "m7")),
            ((0, "add9"), (4, "m7"), (5, "maj7"), (5, "6")),
        ),
        pattern=(0, None, 2, None, 4, None, 3, None),
        pluck=0.5,
        pad=1.0,
        bass=0.55,
        thump=(),
        shaker=0.0,
        key=50,
        level=2.24,
    ),
    Mood.BRIGHT: Arrangement(
        beats_a_minute=98,
        progressions=(
            ((0, "add9"), (7, "sus4"), (9, "m7"), (5, "add9")),
            ((5, "add9"), (7, ""), (0, "add9"), (9, "m7")),
            ((0, "add9"), (5, "add9"), (9, "m7"), (7, "sus4")),
        ),
        pattern=(0, 2, 4, None, 3, 5, 4, 2),
        pluck=0.62,
        pad=0.7,
        bass=0.65,
        thump=(0, 4),
        shaker=0.16,
        key=48,
        level=2.27,
    ),
    Mood.TENSE: Arrangement(
        beats_a_minute=82,
        progressions=(
            ((0, "madd9"), (8, "maj7"), (5, "m7"), (7, "sus4")),
            ((0, "m"), (1, "maj7"), (0, "madd9"), (8, "maj7")),
            ((0, "madd9"), (5, "madd9"), (8, "maj7"), (10, "sus2")),
        ),
        pattern=(0, None, 0, 1, None, 0, None, 2),
        pluck=0.4,
        pad=1.0,
        bass=0.8,
        thump=(0, 3, 4),
        shaker=0.08,
        key=45,
        level=2.1,
    ),
    Mood.WARM: Arrangement(
        beats_a_minute=78,
        progressions=(
            ((5, "maj7"), (4, "m7"), (2, "m7"), (0, "maj7")),
            ((0, "add9"), (5, "maj7"), (9, "m7"), (7, "sus4")),
            ((0, "maj7"), (2, "m7"), (9, "m7"), (5, "6")),
        ),
        pattern=(0, None, 2, 4, None, 3, 2, None),
        pluck=0.55,
        pad=0.9,
        bass=0.65,
        thump=(0,),
        shaker=0.06,
        key=46,
        level=2.18,
    ),
    Mood.EPIC: Arrangement(
        beats_a_minute=86,
        progressions=(
            ((0, "madd9"), (8, "add9"), (3, "add9"), (10, "sus2")),
            ((0, "m"), (3, "add9"), (10, ""), (5, "madd9")),
            ((8, "add9"), (10, "sus2"), (0, "madd9"), (3, "add9")),
        ),
        pattern=(0, 2, 3, 2, 4, 2, 3, 2),
        pluck=0.42,
        pad=1.0,
        bass=0.9,
        thump=(0, 4, 7),
        shaker=0.08,
        key=45,
        level=2.16,
    ),
    Mood.PLAYFUL: Arrangement(
        beats_a_minute=108,
        progressions=(
            ((0, "6"), (9, "m7"), (2, "m7"), (7, "sus4")),
            ((0, "add9"), (5, "6"), (0, "6"), (7, "sus4")),
            ((0, "6"), (4, "m7"), (5, "6"), (7, "")),
        ),
        pattern=(0, None, 3, 2, None, 4, None, 5),
        pluck=0.72,
        pad=0.5,
        bass=0.6,
        thump=(0, 4),
        shaker=0.2,
        key=50,
        level=2.64,
    ),
}


def arranged(mood: Mood, pace: Tempo = Tempo.NORMAL) -> Arrangement:
    """Give how a mood sounds at a pace."""
    usual = ARRANGEMENTS[mood]
    return replace(usual, beats_a_minute=usual.beats_a_minute * PACES[pace])


def compose(mood: Mood, *, seed: int, pace: Tempo = Tempo.NORMAL) -> Iterator[list[Note]]:
    """Give a bed chord by chord, without end; notes are ordered by chord.

    The same mood and seed give the same music however much of it is taken.
    """
    arrangement = arranged(mood, pace)
    rng = np.random.default_rng((seed, list(Mood).index(mood)))
    key = arrangement.key + int(rng.integers(-3, 4))
    progression = arrangement.progressions[int(rng.integers(len(arrangement.progressions)))]
    beat_s = 60 / arrangement.beats_a_minute
    voicing: tuple[int, ...] = ()
    index = 0
    while True:
        root, quality = progression[index % len(progression)]
        voicing = voice_chord(key + root, quality, near=voicing)
        start = index * _BEATS_A_CHORD * beat_s
        yield [
            *_pad(arrangement, voicing, start, beat_s),
            *_figure(arrangement, voicing, start, beat_s, index, rng),
            *_bass(arrangement, key + root, start, beat_s, index),
            *_pulse(arrangement, start, beat_s, index, rng),
        ]
        index += 1


def chord_s(mood: Mood, pace: Tempo = Tempo.NORMAL) -> float:
    """Give how long a chord lasts, in seconds."""
    return _BEATS_A_CHORD * 60 / arranged(mood, pace).beats_a_minute


def voice_chord(root: int, quality: str, *, near: Sequence[int]) -> tuple[int, ...]:
    """Lay a chord around the middle, moving as little as possible from the chord before."""
    centre = sum(near) / len(near) if near else _MIDDLE
    classes = sorted({(root + interval) % 12 for interval in _QUALITIES[quality]})
    candidates: list[tuple[int, ...]] = []
    for turn in range(len(classes)):
        notes = [_MIDDLE - 12 + classes[turn]]
        for step in range(1, len(classes)):
            above = classes[(turn + step) % len(classes)]
            notes.append(notes[-1] + (above - notes[-1]) % 12)
        candidates += [tuple(n + shift for n in notes) for shift in (-12, 0, 12)]
    return min(candidates, key=lambda c: _distance(c, near, (centre + _MIDDLE) / 2))


def _distance(chord: Sequence[int], near: Sequence[int], centre: float) -> float:
    moved = sum(min(abs(note - other) for other in near) for note in chord) if near else 0
    clash = sum(1 for low, high in pairwise(chord) if high - low < 2)
    return moved + 2 * abs(sum(chord) / len(chord) - centre) + 3 * clash


def _pad(
    arrangement: Arrangement, voicing: Sequence[int], start: float, beat_s: float
) -> Iterator[Note]:
    for place, pitch in enumerate(voicing):
        pan = (place / max(len(voicing) - 1, 1) - 0.5) * 0.9
        level = arrangement.pad * (1.0 if place < 3 else 0.75)
        yield Note(Instrument.PAD, start, _BEATS_A_CHORD * beat_s, pitch, level, pan)


def _figure(
    arrangement: Arrangement,
    voicing: Sequence[int],
    start: float,
    beat_s: float,
    index: int,
    rng: np.random.Generator,
) -> Iterator[Note]:
    ladder = [note + 12 * octave for octave in (0, 1) for note in voicing]
    for step, rung in enumerate(arrangement.pattern):
        human_s, touch, skip = rng.normal(0, 0.006), rng.uniform(0.75, 1.0), rng.random()
        if rung is None or (step and skip < 0.12):
            continue
        at = max(start + step * beat_s / 2 + human_s, 0.0)
        pitch = ladder[(rung + (index // 4) % 2) % len(ladder)] + 12
        level = arrangement.pluck * touch * (1.0 if step % 4 == 0 else 0.8)
        pan = 0.5 if step % 2 else -0.5
        yield Note(Instrument.PLUCK, at, beat_s, pitch, level, pan * 0.6)
        echo_s = at + 0.75 * beat_s
        yield Note(Instrument.PLUCK, echo_s, beat_s, pitch, level * 0.32, -pan * 1.6)


def _bass(
    arrangement: Arrangement, root: int, start: float, beat_s: float, index: int
) -> Iterator[Note]:
    if index == 0:
        return
    pitch = 33 + (root - 33) % 12
    yield Note(Instrument.BASS, start, 2.9 * beat_s, pitch, arrangement.bass, 0.0)
    yield Note(
        Instrument.BASS, start + 3 * beat_s, 0.9 * beat_s, pitch, arrangement.bass * 0.6, 0.0
    )


def _pulse(
    arrangement: Arrangement, start: float, beat_s: float, index: int, rng: np.random.Generator
) -> Iterator[Note]:
    if index < 2:
        return
    for eighth in arrangement.thump:
        level = 0.5 if eighth else 0.7
        yield Note(Instrument.THUMP, start + eighth * beat_s / 2, 0.2, 36, level, 0.0)
    if arrangement.shaker:
        for eighth in range(8):
            level = arrangement.shaker * (1.0 if eighth % 2 else 0.45) * rng.uniform(0.8, 1.0)
            yield Note(Instrument.SHAKER, start + eighth * beat_s / 2, 0.1, 80, level, 0.25)
