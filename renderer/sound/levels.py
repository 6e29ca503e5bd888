"""Bring a mix to its loudness: turn it up, and down again where it would be too loud. Pure."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from renderer.sound.meter import LoudnessMeter
from renderer.sound.waves import Samples, limit
from studio.domain.units import SAMPLE_RATE_HZ

TARGET_LUFS = -14.0
LIMIT_DBFS = -2.0
"""Leaves a decibel for peaks between samples and for what the AAC encoder adds."""
_ATTACK = SAMPLE_RATE_HZ * 5 // 1000
"""Samples in which the gain goes down before something loud."""
_RELEASE_S = 0.06
STEP_DB = 0.2
"""Of the gain. A changed word changes the loudness of the whole by 0.03 LU: mostly the gain stays, and
with it every sample elsewhere."""
_CLOSE_LU = 0.05
_PASSES = 5

Blocks = Iterable[Samples]
"""Stretches of sound, one after the other: float32, shape (2, samples), 48 kHz."""


class Levels(NamedTuple):
    """How a mix is brought to its loudness.

    Attributes:
        gain_db: Before the limiter.
        limit_dbfs: No sample is louder.
    """

    gain_db: float
    limit_dbfs: float


def levelled(mix: Blocks, levels: Levels) -> Iterator[Samples]:
    """Turn a mix up and limit it; it stays as long as it is."""
    gain, ceiling = (np.float32(10 ** (db / 20)) for db in levels)
    rise = 1 - float(np.exp(-1 / (_RELEASE_S * SAMPLE_RATE_HZ)))
    past, state = np.ones(_ATTACK), np.array([1.0, _ATTACK, 0])
    pending = np.zeros((2, 0), np.float32)
    silence = np.zeros((2, _ATTACK), np.float32)
    for block in chain((part * gain for part in mix), (silence,)):
        pending = np.concatenate((pending, block), axis=1)
        made = np.empty((2, max(0, pending.shape[1] - _ATTACK)), np.float32)
        limit(pending, ceiling, rise, past, state, made)
        yield made
        pending = np.ascontiguousarray(pending[:, made.shape[1] :])


def heard(sound: Blocks) -> LoudnessMeter:
    """Listen to all of a sound."""
    meter = LoudnessMeter()
    for block in sound:
        meter.feed(block)
    return meter


def find_levels(
    mix: Callable[[], Blocks], raw: LoudnessMeter, *, limit_dbfs: float = LIMIT_DBFS
) -> Levels:
    """Find the gain, in steps, by which a mix reaches -14 LUFS behind the limiter to 0.15 LU.

    What the limiter takes is known only afterwards, so it is measured.

    Args:
        mix: Plays it from its beginning.
        raw: Its own loudness; not silent.
        limit_dbfs: Of the limiter.
    """
    levels = Levels(TARGET_LUFS - raw.lufs, limit_dbfs)
    for _ in range(_PASSES if raw.peak_dbfs + levels.gain_db > limit_dbfs else 0):
        missing = TARGET_LUFS - heard(levelled(mix(), levels)).lufs
        if abs(missing) <= _CLOSE_LU:
            break
        # More gain is partly limited away again, hence a little more of it.
        levels = Levels(levels.gain_db + 1.3 * missing, limit_dbfs)
    return levels._replace(gain_db=in_steps(levels.gain_db))


def in_steps(gain_db: float) -> float:
    """Give the nearest gain that is used."""
    return round(gain_db / STEP_DB) * STEP_DB
