"""The beat of a recording, and the place where it is repeated."""

import numpy as np
import pytest

from renderer.sound.music import bed
from renderer.sound.score import ARRANGEMENTS
from renderer.sound.tempo import RATE_HZ, Floats, find_loop
from studio.domain.storyboard import Mood

TOLERANCE_BPM = 0.02
SEAM_S = 0.04


def song(bpm: float, *, bars: int, start_s: float = 0.0) -> Floats:
    """Clicks on every beat, the first of a bar lower, over a chord that changes with each bar."""
    beat_s = 60 / bpm
    at = np.arange(round((start_s + bars * 4 * beat_s) * RATE_HZ)) / RATE_HZ - start_s
    beat = np.floor(at / beat_s).astype(int)
    age = at - beat * beat_s
    click = np.exp(-age * 60) * np.sin(2 * np.pi * np.where(beat % 4 == 0, 500, 900) * age)
    pitch = np.array([220.0, 262.0, 196.0, 294.0])[(beat // 4) % 4]
    tone = 0.3 * np.sin(2 * np.pi * np.cumsum(pitch) / RATE_HZ)
    return np.where(at < 0, 0, 0.5 * click + tone).astype(np.float32)


@pytest.mark.parametrize("bpm", [72.0, 96.0, 120.0, 141.5])
def test_a_beat_is_found_and_repeated_over_whole_bars(bpm: float) -> None:
    loop = find_loop(song(bpm, bars=20, start_s=0.37))

    ratio = loop.bpm / bpm
    assert min(abs(ratio / whole - 1) for whole in (0.5, 1, 2)) < TOLERANCE_BPM
    bar_s = 4 * 60 / bpm
    length = (loop.end_s - loop.start_s) / bar_s
    assert abs(length - round(length)) * bar_s < SEAM_S
    assert loop.end_s - loop.start_s >= 12


def test_the_repetition_goes_on_where_the_harmony_does() -> None:
    loop = find_loop(song(120.0, bars=24))

    bars = round((loop.end_s - loop.start_s) / 2.0)
    assert bars % 4 == 0


def test_the_tempo_of_generated_music_is_heard() -> None:
    (block,) = bed(Mood.PLAYFUL, seed=3, sizes=[48_000 * 20])

    mono = block.mean(axis=1).reshape(-1, 4).mean(axis=1)

    ratio = find_loop(mono).bpm / ARRANGEMENTS[Mood.PLAYFUL].beats_a_minute
    assert min(abs(ratio / whole - 1) for whole in (0.5, 1, 2)) < TOLERANCE_BPM


def test_what_has_no_beat_is_repeated_as_a_whole() -> None:
    at = np.arange(30 * RATE_HZ) / RATE_HZ
    drone = (0.3 * np.sin(2 * np.pi * 110 * at)).astype(np.float32)

    assert find_loop(drone) == find_loop(drone)
    assert (find_loop(drone).bpm, find_loop(drone).start_s) == (0.0, 0.0)
    assert find_loop(drone).end_s == pytest.approx(30.0)


@pytest.mark.parametrize("seconds", [0.0, 0.1, 3.0])
def test_what_is_short_or_silent_is_repeated_as_a_whole(seconds: float) -> None:
    loop = find_loop(np.zeros(round(seconds * RATE_HZ), np.float32))

    assert (loop.start_s, loop.end_s) == (0.0, pytest.approx(seconds))
