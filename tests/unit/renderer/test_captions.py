"""When captions stand, which word is lit, and where."""

import numpy as np
import pytest

from renderer.captions.cues import spoken
from studio.domain.units import Milliseconds
from tests.support.segments import FPS, HEIGHT, cue, flat, layer, painted, segment

FRAME_MS = 1000 / FPS
ONE = cue(("Three", 100, 380), ("hearts", 390, 700), until_ms=800)
TWO = cue(("Two", 800, 1000), ("pump", 1010, 1300), until_ms=1500)
FRAMES = 54
ALONE = segment(layer(frames=FRAMES), frames=FRAMES)
SPOKEN = segment(layer(frames=FRAMES, cues=(ONE, TWO)), frames=FRAMES)


@pytest.fixture(scope="module")
def differences() -> list[np.ndarray]:
    """What captions change of each frame."""
    bare, lettered = painted(ALONE, flat(60)), painted(SPOKEN, flat(60))
    return [np.abs(b.astype(int) - a.astype(int)) for a, b in zip(bare, lettered, strict=True)]


def changes(frames: list[np.ndarray]) -> list[float]:
    """When the letters change, in milliseconds."""
    return [
        n * FRAME_MS for n in range(1, len(frames)) if np.abs(frames[n] - frames[n - 1]).max() > 30
    ]


def test_letters_stand_from_the_first_word_to_the_cues_end(
    differences: list[np.ndarray],
) -> None:
    lit = [n for n, d in enumerate(differences) if d.max() > 60]
    assert lit == list(range(lit[0], lit[-1] + 1)), "they blink"
    assert abs(lit[0] * FRAME_MS - ONE.start_ms) <= FRAME_MS
    assert abs((lit[-1] + 1) * FRAME_MS - TWO.end_ms) <= FRAME_MS


@pytest.mark.parametrize("at_ms", [w.start_ms for c in (ONE, TWO) for w in c.words])
def test_a_word_is_lit_within_a_frame_of_its_sound(
    differences: list[np.ndarray], at_ms: int
) -> None:
    nearest = min(changes(differences), key=lambda seen: abs(seen - at_ms))
    assert abs(nearest - at_ms) <= FRAME_MS


def test_letters_never_vanish_between_words(differences: list[np.ndarray]) -> None:
    areas = [int((d > 60).sum()) for d in differences if d.max() > 60]
    assert min(areas) > 0.4 * max(areas)


def test_letters_stay_clear_of_the_platforms_buttons(differences: list[np.ndarray]) -> None:
    rows, columns = np.nonzero(np.max(np.stack(differences), axis=0) > 40)
    assert rows.min() > HEIGHT * 0.45
    assert rows.max() < HEIGHT * 0.72
    assert columns.min() > 270 * 0.1
    assert columns.max() < 270 * 0.9


def test_between_words_the_last_one_stays_lit() -> None:
    lit = [spoken(ONE, at) for at in (0, 100, 385, 390, 799)]
    assert lit == [0, 0, 0, 1, 1]


def test_a_cue_that_began_before_its_segment_goes_on() -> None:
    late = cue(("Three", -400, -100), ("hearts", -90, 300), until_ms=400)
    assert late.start_ms == Milliseconds(-400)
    frames = painted(segment(layer(frames=4, cues=(late,)), frames=4), flat(60))
    assert all(int(f.max()) > 150 for f in frames)


def test_a_headline_stands_above_the_captions_and_stays() -> None:
    wanted = segment(layer(frames=14, headline="Three hearts"), frames=14)
    bare = painted(segment(layer(frames=14), frames=14), flat(120))
    seen = [
        b.astype(int) - a.astype(int) for a, b in zip(bare, painted(wanted, flat(120)), strict=True)
    ]
    bright = [np.nonzero(d > 60) for d in seen]
    assert bright[-1][0].size > 200
    assert bright[-1][0].max() < HEIGHT * 0.3
    assert np.abs(seen[-1] - seen[-2]).max() <= 12, "it has come to rest"
    assert bright[0][0].size < bright[-1][0].size, "it comes in softly"
