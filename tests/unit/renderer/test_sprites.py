"""Drawings laid over frames."""

import numpy as np
import pytest

from renderer.pixels.frames import Planes, blank
from renderer.pixels.sprites import Sprite

WIDTH, HEIGHT = 64, 48
LEFT, TOP = 10, 8
ALL = np.arange(256, dtype=np.uint8)


def drawing(ink: np.ndarray, veil: np.ndarray) -> Sprite:
    height, width = ink.shape
    half = np.zeros((height // 2, width // 2), np.uint8)
    planes = Planes(ink, half, half)
    return Sprite(LEFT, TOP, planes, veil, np.full_like(half, 255))


def test_every_shade_is_kept_to_the_nearest_step_by_every_veil() -> None:
    shades, veils = np.meshgrid(ALL, ALL)
    frame = blank(256 + LEFT, 256 + TOP)
    frame.y[TOP:, LEFT:] = shades
    drawing(np.zeros((256, 256), np.uint8), veils.copy()).blend(frame)
    assert np.array_equal(frame.y[TOP:, LEFT:], np.rint(shades.astype(float) * veils / 255))


def test_ink_is_added_up_to_white_and_its_surroundings_stay() -> None:
    frame = blank(WIDTH, HEIGHT)
    frame.y[:] = 100
    ink = np.array([[0, 50], [155, 200]], np.uint8)
    drawing(ink, np.full((2, 2), 255, np.uint8)).blend(frame)
    assert frame.y[TOP : TOP + 2, LEFT : LEFT + 2].tolist() == [[100, 150], [255, 255]]
    assert np.count_nonzero(frame.y != 100) == 3


def test_a_drawing_beyond_the_frame_is_refused() -> None:
    wide = np.zeros((4, WIDTH), np.uint8)
    with pytest.raises(ValueError, match="does not fit"):
        drawing(wide, wide).blend(blank(WIDTH, HEIGHT))
