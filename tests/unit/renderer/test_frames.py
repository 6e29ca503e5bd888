"""Colours as H.264 players expect them: BT.709, limited range."""

import numpy as np
import pytest

from renderer.pixels.frames import blank, mixed, to_planes

BT709 = {
    "black": ((0, 0, 0), (16, 128, 128)),
    "white": ((255, 255, 255), (235, 128, 128)),
    "red": ((255, 0, 0), (63, 102, 240)),
    "green": ((0, 255, 0), (173, 42, 26)),
    "blue": ((0, 0, 255), (32, 240, 118)),
}
"""ITU-R BT.709-6, items 3.2 to 3.5, rounded."""


@pytest.mark.parametrize("name", list(BT709))
def test_a_colour_becomes_what_the_standard_says(name: str) -> None:
    rgb, wanted = BT709[name]
    planes = to_planes(np.tile(np.array(rgb, np.uint8), (8, 8, 1)))
    assert (int(planes.y[4, 2]), int(planes.u[2, 2]), int(planes.v[2, 2])) == wanted


def test_chroma_is_half_as_wide_and_half_as_high() -> None:
    planes = to_planes(np.zeros((12, 20, 3), np.uint8))
    assert (planes.y.shape, planes.u.shape, planes.v.shape) == ((12, 20), (6, 10), (6, 10))


def test_a_cross_fade_is_the_weighted_mean() -> None:
    one, two, out = blank(8, 8), blank(8, 8), blank(8, 8)
    one.y[:], two.y[:] = 40, 200
    mixed(one, two, 0.25, into=out)
    assert set(out.y.ravel().tolist()) == {80}
