"""The limiter, and the gain in front of it."""

import numpy as np
import pytest

from renderer.sound.levels import STEP_DB, Levels, find_levels, heard, levelled
from renderer.sound.waves import Samples

RATE_HZ = 48_000
LIMIT_DBFS = -2.0
LIMIT = 10 ** (LIMIT_DBFS / 20)
ROUNDING = 1e-6
LARGEST_TURN = 0.02
"""Of the gain from one sample to the next: in 5 ms it goes all the way."""


def spiky() -> Samples:
    sound = 0.05 * np.random.default_rng(3).standard_normal((2, 2 * RATE_HZ))
    sound[0, 9_000::17_000] = 3.0
    sound[1, 40_000:41_000] = -2.0
    return sound.astype(np.float32)


def limited(sound: Samples, *, size: int, gain_db: float = 0.0) -> Samples:
    blocks = (sound[:, at : at + size].copy() for at in range(0, sound.shape[1], size))
    return np.concatenate(list(levelled(blocks, Levels(gain_db, LIMIT_DBFS))), axis=1)


def test_no_sample_is_louder_than_the_limit_and_none_is_missing() -> None:
    made = limited(spiky(), size=RATE_HZ)

    assert made.shape == spiky().shape
    assert np.abs(made).max() == pytest.approx(LIMIT, abs=ROUNDING)


def test_what_is_quiet_enough_is_not_touched() -> None:
    quiet = spiky() * np.float32(LIMIT / 3.001)

    assert np.array_equal(limited(quiet, size=RATE_HZ), quiet)


def test_both_channels_are_turned_down_together_and_softly() -> None:
    sound = np.full((2, RATE_HZ), 0.1, np.float32)
    sound[0, 20_000] = 3.0

    gain = limited(sound, size=RATE_HZ)[1] / np.float32(0.1)

    assert gain[20_000] == pytest.approx(LIMIT / 3, abs=1e-4)
    assert np.abs(np.diff(gain)).max() < LARGEST_TURN
    assert gain[20_000 - 250] == 1
    assert gain[20_000 + RATE_HZ // 2] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("size", [100, 241, 7_001])
def test_blocks_of_any_size_are_limited_alike(size: int) -> None:
    assert np.array_equal(limited(spiky(), size=size), limited(spiky(), size=2 * RATE_HZ))


def test_the_gain_makes_up_for_what_the_limiter_takes() -> None:
    def play() -> list[Samples]:
        return [spiky() * np.float32(0.2)]

    levels = find_levels(play, heard(play()))

    assert heard(levelled(play(), levels)).lufs == pytest.approx(-14, abs=0.1)
    assert levels.gain_db > -14 - heard(play()).lufs


def test_a_little_more_or_less_to_hear_changes_no_gain() -> None:
    sound = spiky() * np.float32(0.2)
    gains = {
        find_levels(lambda: [louder], heard([louder])).gain_db  # noqa: B023
        for louder in (sound * np.float32(10 ** (step / 2_000)) for step in range(-40, 41, 4))
    }

    steps = sorted(gain / STEP_DB for gain in gains)
    assert 3 <= len(steps) <= 5, "0.8 dB of loudness are four steps"
    assert steps == pytest.approx([round(step) for step in steps])
