"""The sounds on cuts."""

import numpy as np
import pytest

from renderer.sound.effects import Sound, sound_of
from studio.domain.effects import EffectCue, EffectKind
from studio.providers.speech.polish import loudness

RATE_HZ = 48_000
LONGEST_S = 1.2
MOMENT = RATE_HZ * 2 // 5
PEAK_TOLERANCE_S = 0.02
SIDES_DB = 3.0


def sound(kind: EffectKind, *, toward: int = 0, seed: int = 3) -> Sound:
    return sound_of(EffectCue(kind=kind, peak_ms=0, level_db=-25, toward=toward, seed=seed))


@pytest.mark.parametrize("kind", EffectKind)
def test_an_effect_is_short_begins_and_ends_in_silence_and_lies_at_0_lufs(kind: EffectKind) -> None:
    made = sound(kind)
    samples = made.samples.astype(np.float64)
    moment = samples[max(made.peak - MOMENT // 2, 0) :][:MOMENT]

    lufs = 10 * np.log10(sum(10 ** (loudness(moment[:, side]) / 10) for side in (0, 1)))

    assert abs(lufs) < 0.1
    assert len(samples) < LONGEST_S * RATE_HZ
    assert np.abs(samples[[0, -1]]).max() < 1e-3 * np.abs(samples).max()


@pytest.mark.parametrize("kind", EffectKind)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_its_peak_is_where_it_is_loudest(kind: EffectKind, seed: int) -> None:
    made = sound(kind, seed=seed)

    power = (made.samples.astype(np.float64) ** 2).sum(axis=1)
    smoothed = np.convolve(power, np.ones(480), mode="same")

    assert abs(int(np.argmax(smoothed)) - made.peak) <= PEAK_TOLERANCE_S * RATE_HZ


@pytest.mark.parametrize("toward", [-1, 1])
def test_what_goes_to_a_side_is_heard_going_there(toward: int) -> None:
    made = sound(EffectKind.WHOOSH, toward=toward)

    before, after = made.samples[: made.peak], made.samples[made.peak :]
    balance = [
        10 * np.log10((part[:, 1] ** 2).sum() / (part[:, 0] ** 2).sum()) for part in (before, after)
    ]

    assert balance[0] * toward < -SIDES_DB
    assert balance[1] * toward > SIDES_DB


def test_the_seed_decides() -> None:
    assert np.array_equal(sound(EffectKind.WHIP).samples, sound(EffectKind.WHIP).samples)
    assert not np.array_equal(
        sound(EffectKind.WHIP, seed=1).samples, sound(EffectKind.WHIP, seed=2).samples
    )
