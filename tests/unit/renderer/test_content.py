"""Which settings a segment is encoded with."""

import numpy as np
import pytest

from renderer.painting.content import Content, content_of, is_smooth
from studio.domain.footage import Footage
from studio.domain.overlays import Overlay, Shown, TitleCard
from studio.domain.units import Frames, Milliseconds
from tests.support.segments import layer, segment

HEIGHT, WIDTH = 480, 272
SLOPE = np.linspace(20, 60, HEIGHT, dtype=np.float32)[:, None] + np.zeros((1, WIDTH), np.float32)
DITHER = np.random.default_rng(0).random((HEIGHT, WIDTH), np.float32)
GRAIN = np.random.default_rng(1).normal(0, 2, (HEIGHT, WIDTH)).astype(np.float32)


@pytest.mark.parametrize(
    ("luma", "expected"),
    [
        (SLOPE + DITHER, True),
        (SLOPE + GRAIN, False),
        (SLOPE + DITHER + 100, False),
        (np.vstack([SLOPE + GRAIN, (SLOPE + DITHER)[:96]]), True),
        (np.vstack([SLOPE + GRAIN, (SLOPE + DITHER)[:16]]), False),
    ],
    ids=["dark slope", "dark grain", "light slope", "a sixth", "a thirtieth"],
)
def test_a_picture_is_smooth_where_much_of_it_is_dark_and_even(
    luma: np.ndarray, expected: bool
) -> None:
    assert is_smooth(luma.astype(np.uint8)) is expected


def test_structure_takes_one_quantiser() -> None:
    assert content_of(segment(layer(frames=9), frames=9), is_any_smooth=False) is Content.TEXTURED


def test_two_scenes_with_structure_take_a_coarser_one_while_they_pass() -> None:
    passing = segment(layer(frames=9), layer(frames=9), frames=9)
    assert content_of(passing, is_any_smooth=False) is Content.PASSING


def test_a_smooth_picture_takes_the_careful_settings() -> None:
    assert content_of(segment(layer(frames=9), frames=9), is_any_smooth=True) is Content.SMOOTH


def test_a_clip_takes_the_careful_settings() -> None:
    clip = layer(frames=9).model_copy(
        update={"footage": Footage(start_ms=Milliseconds(0), end_ms=Milliseconds(900))}
    )
    assert content_of(segment(clip, frames=9), is_any_smooth=False) is Content.SMOOTH


def test_a_card_that_darkens_the_picture_takes_the_careful_settings() -> None:
    card: Overlay = TitleCard(title="Three hearts")
    shown = layer(frames=9).model_copy(
        update={"overlays": (Shown(overlay=card, first=Frames(0), end=Frames(9)),)}
    )
    assert content_of(segment(shown, frames=9), is_any_smooth=False) is Content.SMOOTH
