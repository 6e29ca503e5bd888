"""Pictures of different packs have visibly different colours."""

from itertools import combinations

import numpy as np
from PIL import Image

from studio.domain.asset import PictureRequest
from studio.packs.shelf import built_in
from studio.providers.images.illustration.compose import choose_plan, illustrate

APART = 0.045
"""Mean distance of two pictures' pixels in sRGB, 0 to 1: seen at a glance."""
SUBJECT = "an old house on a hill"


def drawn(name: str, *, seed: int = 7) -> np.ndarray:
    pack = built_in().packs[name]
    request = PictureRequest(
        prompt=f"{SUBJECT}, {pack.words['en'].look}",
        subject=SUBJECT,
        palette=pack.palette,
        mood=pack.mood,
        seed=seed,
        width_px=108,
        height_px=192,
    )
    small: Image.Image = illustrate(request).resize((9, 16))
    return np.asarray(small, np.float32) / 255


def test_the_colours_of_any_two_packs_are_apart() -> None:
    mean = {name: drawn(name).mean(axis=(0, 1)) for name in built_in().packs}

    near = {
        (a, b): float(np.linalg.norm(mean[a] - mean[b]))
        for a, b in combinations(mean, 2)
        if np.linalg.norm(mean[a] - mean[b]) < APART
    }
    assert not near


def test_dark_packs_are_dark_and_light_ones_light() -> None:
    assert drawn("horror").mean() < 0.25 < 0.45 < drawn("product").mean()


def test_the_look_is_not_drawn_as_a_thing() -> None:
    plain = PictureRequest(prompt=SUBJECT, subject=SUBJECT)
    with_look = plain.model_copy(update={"prompt": f"{SUBJECT}, a lamp, a cat, the sea at night"})

    plans = [choose_plan(r, np.random.default_rng(1)) for r in (plain, with_look)]
    assert plans[0] == plans[1]
