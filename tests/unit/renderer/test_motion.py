"""The camera's path."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.camera import easing
from renderer.camera.easing import Ease
from renderer.camera.motion import MARGIN, MAX_SPEED_PX, MOVES, Window, near_window, reach, window
from studio.domain.scene import Motion

WIDTH, HEIGHT = 1296, 2304
FRAMES = 120
EASES = [ease for ease in vars(easing).values() if isinstance(ease, Ease)]
PATH_TOLERANCE_PX = 0.05
BEND = 1.06
"""A drift closes in while it goes aside, so its corners go a little faster than its ends say."""


def upright(motion: Motion, frames: int, *, fps: int) -> float:
    return reach(motion, frames, fps=fps, width_px=1080, height_px=1920)


def windows(motion: Motion, seen: Callable[..., Window] = window) -> list[Window]:
    return [seen(motion, n / (FRAMES - 1), width_px=WIDTH, height_px=HEIGHT) for n in range(FRAMES)]


@pytest.mark.parametrize("motion", list(Motion))
def test_the_camera_never_leaves_the_picture(motion: Motion) -> None:
    for view in (*windows(motion), *windows(motion, near_window)):
        assert view.x >= 0
        assert view.y >= 0
        assert view.x + view.width <= WIDTH + 1e-6
        assert view.y + view.height <= HEIGHT + 1e-6


@pytest.mark.parametrize("motion", [m for m in Motion if m is not Motion.STILL])
def test_the_camera_moves_without_a_jerk(motion: Motion) -> None:
    path = np.array([(v.x, v.y, v.width, v.height) for v in windows(motion)])
    jerk = np.abs(np.diff(path, n=2, axis=0)).max()
    assert np.abs(path[-1] - path[0]).max() > 20
    assert jerk < PATH_TOLERANCE_PX


def test_a_still_camera_stands_still() -> None:
    assert len(set(windows(Motion.STILL))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [(Motion.PAN_RIGHT, Motion.PAN_LEFT), (Motion.TILT_DOWN, Motion.TILT_UP)],
)
def test_opposite_moves_are_each_other_backwards(one: Motion, other: Motion) -> None:
    there, back = windows(one), reversed(windows(other))
    assert [(round(v.x, 6), round(v.y, 6)) for v in there] == [
        (round(v.x, 6), round(v.y, 6)) for v in back
    ]


def test_drifts_close_in_while_they_go_aside_each_its_own_way() -> None:
    left, right = windows(Motion.DRIFT_LEFT), windows(Motion.DRIFT_RIGHT)
    middles = [(v.x + v.width / 2, w.x + w.width / 2) for v, w in zip(left, right, strict=True)]
    assert all(b.width < a.width for a, b in itertools.pairwise(left))
    assert all(b[0] < a[0] and b[1] > a[1] for a, b in itertools.pairwise(middles))
    assert [round(one + other, 6) for one, other in middles] == [WIDTH] * FRAMES


def test_in_parallax_the_foreground_goes_farther_and_both_meet_halfway() -> None:
    far, near = windows(Motion.PARALLAX), windows(Motion.PARALLAX, near_window)

    assert near[-1].x - near[0].x > 3 * (far[-1].x - far[0].x) > 30
    halfway = [
        seen(Motion.PARALLAX, 0.5, width_px=WIDTH, height_px=HEIGHT)
        for seen in (window, near_window)
    ]
    assert halfway[0].x == pytest.approx(halfway[1].x, abs=1e-6)
    assert halfway[0].width == halfway[1].width


def test_every_motion_is_a_move() -> None:
    assert set(MOVES) == set(Motion)


@pytest.mark.parametrize("motion", list(Motion))
@settings(deadline=None)
@given(
    frames=st.integers(2, 620),
    fps=st.sampled_from([24, 25, 30, 60]),
    size=st.sampled_from([(1080, 1920), (1080, 1080), (1920, 1080)]),
)
def test_nothing_in_the_picture_goes_faster_than_the_bound(
    motion: Motion, frames: int, fps: int, size: tuple[int, int]
) -> None:
    width, height = size
    share = reach(motion, frames, fps=fps, width_px=width, height_px=height)
    for seen in (window, near_window):
        path = [
            seen(
                motion,
                n / (frames - 1),
                width_px=width * MARGIN,
                height_px=height * MARGIN,
                reach=share,
            )
            for n in range(frames)
        ]
        x, y, wide, high = np.array([(w.x, w.y, w.width, w.height) for w in path]).T
        for i, j in itertools.product((0, 1), repeat=2):
            right = -np.diff(x + i * wide) * width / wide[1:]
            down = -np.diff(y + j * high) * height / high[1:]
            assert np.hypot(right, down).max() <= BEND * MAX_SPEED_PX / fps


def test_a_move_that_has_time_goes_all_its_way() -> None:
    assert [upright(motion, 90, fps=30) for motion in Motion] == [1.0] * len(Motion)
    assert upright(Motion.TILT_UP, 38, fps=30) < 1


def test_a_move_goes_as_far_in_a_second_at_every_rate_and_size() -> None:
    whole = upright(Motion.TILT_UP, 31, fps=30)

    assert upright(Motion.TILT_UP, 61, fps=60) == pytest.approx(whole)
    assert reach(Motion.TILT_UP, 31, fps=30, width_px=540, height_px=960) == whole


@pytest.mark.parametrize("ease", EASES)
def test_an_ease_begins_ends_and_never_turns_back(ease: Ease) -> None:
    values = [ease(n / 100) for n in range(101)]
    assert values[0] == pytest.approx(0, abs=1e-9)
    assert values[-1] == pytest.approx(1)
    assert all(a < b for a, b in itertools.pairwise(values))
    assert max(b - a for a, b in itertools.pairwise(values)) * 100 == pytest.approx(
        ease.steepest, rel=0.05
    )


def test_a_straight_ease_is_steady() -> None:
    straight = Ease(0.0, 0.0, 1.0, 1.0)

    assert straight(0.3) == pytest.approx(0.3)
    assert straight.steepest == pytest.approx(1)


def test_the_margin_makes_the_pictures_size_even() -> None:
    assert (1080 * MARGIN, 1920 * MARGIN) == (WIDTH, HEIGHT)
