"""The generated bed."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from renderer.shelf import Shelf
from renderer.sound.instruments import Samples
from renderer.sound.music import bed, kept_bed
from renderer.sound.score import compose
from studio.domain.storyboard import Mood
from studio.providers.speech.polish import loudness

SECOND = 48_000
LOUDEST_LUFS, QUIETEST_LUFS = 2.0, -2.0
LARGEST_STEP = 0.6
"""Between two samples of a bed that peaks at about 4; a click is several times as large."""


def taken(mood: Mood, *, seed: int = 3, seconds: int = 12, block: int = SECOND * 2) -> Samples:
    total = seconds * SECOND
    sizes = [min(block, total - start) for start in range(0, total, block)]
    return np.concatenate(list(bed(mood, seed=seed, sizes=sizes)))


@pytest.mark.parametrize("mood", Mood)
def test_a_bed_lies_near_0_lufs(mood: Mood) -> None:
    sound = taken(mood, seed=5, seconds=20).astype(np.float64)

    lufs = 10 * np.log10(sum(10 ** (loudness(sound[:, side]) / 10) for side in (0, 1)))

    assert QUIETEST_LUFS <= lufs <= LOUDEST_LUFS


@pytest.mark.parametrize("mood", Mood)
def test_nothing_clicks(mood: Mood) -> None:
    assert np.abs(np.diff(taken(mood), axis=0)).max() < LARGEST_STEP


def test_blocks_of_any_size_join_without_a_seam() -> None:
    whole = taken(Mood.BRIGHT, seconds=15, block=15 * SECOND)
    pieces = taken(Mood.BRIGHT, seconds=15, block=12_347)

    assert np.array_equal(whole, pieces)
    assert whole.shape == (15 * SECOND, 2)
    assert whole.dtype == np.float32


def test_music_from_the_shelf_is_the_same_and_not_played_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf", 10_000_000, 60)
    sizes = (SECOND, SECOND, 12_345)
    music = partial(kept_bed, Mood.WARM, seed=3, sizes=sizes, shelf=shelf)

    composed = [next(blocks) for blocks in (music(),) for _ in sizes]

    assert [len(block) for block in composed] == list(sizes)
    whole = np.concatenate(list(bed(Mood.WARM, seed=3, sizes=sizes)))
    assert np.array_equal(np.concatenate(composed), whole)
    (kept,) = shelf.folder.iterdir()
    kept.write_bytes(bytes(kept.stat().st_size))
    assert not np.concatenate(list(music())).any()


def test_a_longer_bed_begins_like_a_shorter_one() -> None:
    assert np.array_equal(taken(Mood.WARM, seconds=6), taken(Mood.WARM, seconds=18)[: 6 * SECOND])


def test_the_seed_decides() -> None:
    assert np.array_equal(taken(Mood.CALM, seed=1), taken(Mood.CALM, seed=1))
    assert not np.allclose(taken(Mood.CALM, seed=1), taken(Mood.CALM, seed=2), atol=0.1)


def test_the_music_never_stops() -> None:
    for mood in Mood:
        seconds = np.abs(taken(mood, seconds=30)).reshape(30, -1).max(axis=1)
        assert seconds.min() > 0.1


def test_moods_are_told_apart_by_notes_a_minute_and_brightness() -> None:
    notes = {mood: len(next(compose(mood, seed=3))) for mood in Mood}
    assert notes[Mood.BRIGHT] > notes[Mood.CALM]
    assert centroid_hz(taken(Mood.PLAYFUL)) > 1.2 * centroid_hz(taken(Mood.TENSE))


def centroid_hz(sound: Samples) -> float:
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    return float((power * np.fft.rfftfreq(len(sound), 1 / SECOND)).sum() / power.sum())
