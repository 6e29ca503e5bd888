"""A cut keeps what a picture is of, wherever that is."""

import numpy as np
import pytest

from renderer.pictures.fitting import fitted
from renderer.pictures.interest import focus
from studio.domain.asset import PictureRequest
from studio.domain.scene import Fit
from studio.providers.images.illustration.compose import illustrate, layers
from tests.support.subjects import SUBJECTS, Draw, Mask, snowy_mountain, tall, wide

KEPT = 0.9
"""Of what the best cut could keep of a subject."""
PLACES = (0.12, 0.25, 0.6, 0.88)


def kept(mask: Mask, aspect: float, at: tuple[float, float]) -> float:
    """Give the share of a subject in a cut, by the most that any cut of its size has."""
    height, width = mask.shape
    columns, rows = min(width, round(height * aspect)), min(height, round(width / aspect))
    left, top = round((width - columns) * at[0]), round((height - rows) * at[1])
    across = np.convolve(mask.sum(axis=0, dtype=np.int64), np.ones(columns, np.int64), "valid")
    down = np.convolve(mask.sum(axis=1, dtype=np.int64), np.ones(rows, np.int64), "valid")
    most = min(across.max(), down.max())
    return float(mask[top : top + rows, left : left + columns].sum() / most)


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("draw", SUBJECTS)
def test_the_subject_of_a_wide_picture_is_kept(draw: Draw, at: float) -> None:
    picture, subject = wide(draw, at)

    for aspect in (9 / 16, 1.0):
        assert kept(subject, aspect, focus(picture, aspect)) >= KEPT


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("draw", SUBJECTS)
def test_the_subject_of_a_tall_picture_is_kept(draw: Draw, at: float) -> None:
    picture, subject = tall(draw, at)

    assert kept(subject, 1.0, focus(picture, 1.0)) >= KEPT


@pytest.mark.parametrize("thing", ["fox", "whale", "sea turtle", "lighthouse", "shark", "owl"])
def test_what_the_illustrator_drew_is_kept(thing: str) -> None:
    asked = PictureRequest(prompt=thing, seed=4, palette_seed=5, width_px=640, height_px=360)
    picture, sheets = np.asarray(illustrate(asked).convert("RGB")), layers(asked)
    assert sheets is not None
    subject = (np.asarray(sheets[1].getchannel("A")) > 160).astype(np.uint8)
    subject[150:] = 0

    assert kept(subject, 9 / 16, focus(picture, 9 / 16)) >= KEPT


@pytest.mark.parametrize("at", PLACES)
def test_the_top_of_a_mountain_does_not_lean_on_the_side_of_a_cut(at: float) -> None:
    picture, _ = wide(snowy_mountain, at, width=720, height=300)

    made = fitted(picture, Fit.INTEREST, width_px=169, height_px=300)
    snow = np.nonzero((made[:120].min(axis=-1) > 205).sum(axis=0) > 3)[0]

    assert 20 < snow.mean() < 169 - 20


def test_a_person_who_leans_on_the_side_of_a_picture_is_no_ground() -> None:
    picture = np.full((450, 800, 3), (120, 150, 190), np.uint8)
    picture[150:, :130] = (60, 40, 40)

    assert focus(picture, 9 / 16)[0] < 0.1
