"""Foreground and background, drawn apart."""

import io

import numpy as np
import pytest
from PIL import Image

from studio.domain.layers import layers_of
from studio.providers.images.illustration.compose import choose_plan
from studio.providers.images.illustrator import draw
from tests.support.pictures import difference, request

JPEG_LOSS = 2.5
"""Grey levels on average, of two encodings laid over each other."""


@pytest.mark.parametrize(
    "prompt",
    [
        "a house on a hill at night",
        "70% of people",
        "a cup of coffee",
        "rising profits",
        "a forest fox",
    ],
)
def test_the_layers_together_are_the_picture(prompt: str) -> None:
    flat = draw(request(prompt, 1)).jpeg
    whole = draw(request(prompt, 1).model_copy(update={"is_layered": True})).jpeg
    assert whole.startswith(flat)
    found = layers_of(whole)
    assert found is not None

    far = Image.open(io.BytesIO(found.far)).convert("RGB")
    near = Image.open(io.BytesIO(found.near))
    both = far.copy()
    both.paste(near, mask=near.getchannel("A"))

    picture = Image.open(io.BytesIO(flat)).convert("RGB")
    assert far.size == near.size == picture.size
    assert difference(both, picture) < JPEG_LOSS
    assert difference(both, picture) < 0.5 * difference(far, picture)
    solid = np.asarray(near.getchannel("A"))
    assert 0.005 < (solid > 200).mean() < 0.6


def test_a_picture_about_no_thing_has_no_layers() -> None:
    asked = [request("mountains", n).model_copy(update={"is_layered": True}) for n in range(12)]
    plans = [choose_plan(one, np.random.default_rng(n)) for n, one in enumerate(asked)]
    assert not any(plan.hero or plan.figure for plan in plans)

    assert layers_of(draw(asked[0]).jpeg) is None
