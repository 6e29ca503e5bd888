"""The camera's path."""

import numpy as np
import pytest

from renderer.motion import MARGIN, Window, cover, window
from studio.domain.scene import Motion

WIDTH, HEIGHT = 1296, 2304
FRAMES = 120
PATH_TOLERANCE_PX = 0.05


def windows(motion: Motion) -> list[Window]:
    return [
        window(motion, n / (FRAMES - 1), width_px=WIDTH, height_px=HEIGHT) for n in range(FRAMES)
    ]


@pytest.mark.parametrize("motion", list(Motion))
def test_the_camera_never_leaves_the_picture(motion: Motion) -> None:
    for view in windows(motion):
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


def test_opposite_moves_mirror_each_other() -> None:
    there, back = windows(Motion.PAN_RIGHT), windows(Motion.PAN_LEFT)
    assert [round(v.x, 6) for v in there] == [round(v.x, 6) for v in reversed(back)]


def test_a_picture_of_another_shape_is_cut_not_bent() -> None:
    wide = np.zeros((100, 300, 3), np.uint8)
    wide[:, 150:] = 200
    shown = cover(wide, width_px=100, height_px=180)
    assert shown.shape == (180, 100, 3)
    assert shown[:, :48].max() < 20
    assert shown[:, 52:].min() > 180


def test_a_picture_of_the_right_size_is_left_alone() -> None:
    exact = np.random.default_rng(1).integers(0, 255, (60, 36, 3), np.uint8)
    assert cover(exact, width_px=36, height_px=60) is exact


def test_the_margin_makes_the_pictures_size_even() -> None:
    assert (1080 * MARGIN, 1920 * MARGIN) == (WIDTH, HEIGHT)
