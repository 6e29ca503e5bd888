"""Every way in which a picture fills a frame of another shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.pictures.fitting import FILL_LIGHT, fitted, focus
from renderer.pixels.frames import Plane
from studio.domain.scene import Fit

WIDTH, HEIGHT = 36, 64


def noise(width: int, height: int) -> Plane:
    return np.random.default_rng(3).integers(0, 255, (height, width, 3), np.uint8)


def with_a_mark(width: int, height: int, x: int, y: int) -> Plane:
    """Grey sky, and somewhere a thing with edges and colour."""
    picture = np.full((height, width, 3), 120, np.uint8)
    picture[y - 10 : y + 10, x - 10 : x + 10] = (220, 60, 20)
    picture[y - 4 : y + 4, x - 4 : x + 4] = (250, 240, 230)
    return picture


def marked_at(picture: Plane) -> tuple[float, float]:
    """The middle of what is red."""
    rows, columns = np.nonzero(picture[..., 0].astype(int) - picture[..., 2] > 60)
    return float(columns.mean()), float(rows.mean())


@pytest.mark.parametrize("fit", list(Fit))
@given(width=st.integers(1, 400), height=st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_every_shape_comes_out_in_the_size_that_is_wanted(
    fit: Fit, width: int, height: int
) -> None:
    picture = np.full((height, width, 3), 77, np.uint8)

    made = fitted(picture, fit, width_px=WIDTH, height_px=HEIGHT)

    assert made.shape == (HEIGHT, WIDTH, 3)
    assert made.dtype == np.uint8
    if fit is not Fit.CONTAIN:
        assert (made == 77).all()


@pytest.mark.parametrize("fit", list(Fit))
@pytest.mark.parametrize("shape", [(1, 20_000), (20_000, 1)])
def test_a_thread_of_pixels_is_fitted_without_being_made_whole(
    fit: Fit, shape: tuple[int, int]
) -> None:
    made = fitted(np.full((*shape, 3), 200, np.uint8), fit, width_px=324, height_px=576)

    assert made.shape == (576, 324, 3)
    assert made.max() == 200


@pytest.mark.parametrize("fit", list(Fit))
def test_a_picture_of_the_right_size_is_left_alone(fit: Fit) -> None:
    exact = noise(WIDTH, HEIGHT)

    assert fitted(exact, fit, width_px=WIDTH, height_px=HEIGHT) is exact


@pytest.mark.parametrize("fit", list(Fit))
def test_a_picture_of_the_right_shape_is_only_scaled(fit: Fit) -> None:
    large = np.repeat(np.repeat(noise(WIDTH, HEIGHT), 2, axis=0), 2, axis=1)

    made = fitted(large, fit, width_px=WIDTH, height_px=HEIGHT)

    assert np.array_equal(made, noise(WIDTH, HEIGHT))


def test_covering_cuts_evenly_and_bends_nothing() -> None:
    wide = np.zeros((100, 300, 3), np.uint8)
    wide[:, 150:] = 200

    made = fitted(wide, Fit.COVER, width_px=100, height_px=180)

    assert made[:, :48].max() < 20
    assert made[:, 52:].min() > 180


def test_covering_at_the_same_scale_keeps_the_very_pixels() -> None:
    tall = noise(WIDTH, HEIGHT + 40)

    made = fitted(tall, Fit.COVER, width_px=WIDTH, height_px=HEIGHT)

    assert np.array_equal(made, tall[20 : 20 + HEIGHT])


def test_a_contained_picture_is_there_whole() -> None:
    wide = noise(WIDTH * 2, 30)

    made = fitted(wide, Fit.CONTAIN, width_px=WIDTH * 2, height_px=HEIGHT * 2)

    assert np.array_equal(made[49:79], wide)


def test_what_fills_the_rest_is_the_picture_blurred_and_darker() -> None:
    wide = noise(300, 100)
    wide[:, :150, 0], wide[:, 150:, 0] = 250, 10

    made = fitted(wide, Fit.CONTAIN, width_px=180, height_px=320).astype(float)
    fill = made[:100]

    assert np.abs(np.diff(fill, axis=1)).mean() < 3
    assert fill[:, :40, 0].mean() > fill[:, -40:, 0].mean() + 30
    assert fill[..., 1].mean() == pytest.approx(wide[..., 1].mean() * FILL_LIGHT, rel=0.1)


def test_the_fill_has_no_steps() -> None:
    ramp = np.tile(np.linspace(20, 60, 400).astype(np.uint8)[:, None], (1, 3))
    wide = np.tile(ramp[None], (200, 1, 1))

    row = fitted(wide, Fit.CONTAIN, width_px=324, height_px=576)[5, :, 0].astype(int)
    longest = max(len(run) for run in np.split(row, np.nonzero(np.diff(row))[0] + 1))

    assert longest < 30


@pytest.mark.parametrize("x", [40, 150, 260])
def test_a_wide_picture_is_cut_around_what_there_is_to_see(x: int) -> None:
    made = fitted(with_a_mark(300, 120, x, 60), Fit.INTEREST, width_px=68, height_px=120)

    assert marked_at(made)[0] == pytest.approx(34, abs=8)


@pytest.mark.parametrize("y", [60, 200, 340])
def test_a_tall_picture_is_cut_around_what_there_is_to_see(y: int) -> None:
    made = fitted(with_a_mark(90, 400, 45, y), Fit.INTEREST, width_px=90, height_px=90)

    assert marked_at(made)[1] == pytest.approx(45, abs=10)


def test_at_an_edge_the_cut_goes_as_far_as_there_is_picture() -> None:
    made = fitted(with_a_mark(300, 120, 12, 60), Fit.INTEREST, width_px=68, height_px=120)

    assert marked_at(made)[0] == pytest.approx(11.5, abs=3)


def test_colour_alone_draws_the_eye() -> None:
    picture = np.full((120, 300, 3), 128, np.uint8)
    picture[40:80, 220:260] = (199, 104, 88)

    assert focus(picture, 68 / 120)[0] > 0.7


def test_an_even_picture_is_cut_in_its_middle() -> None:
    assert focus(np.full((100, 300, 3), 90, np.uint8), 0.5) == (0.5, 0.5)


def test_of_two_equal_things_the_one_nearer_to_the_middle_is_kept() -> None:
    picture = with_a_mark(300, 120, 30, 60)
    picture[50:70, 180:200] = picture[50:70, 20:40]

    assert focus(picture, 68 / 120)[0] > 0.5
