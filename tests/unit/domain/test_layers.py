"""Pictures that carry their layers behind them."""

import pytest

from studio.domain import edit
from studio.domain.asset import PictureRequest, digest, picture_request
from studio.domain.layers import MAGIC, Layers, layered, layers_of
from studio.domain.scene import Motion
from tests.support.storyboards import storyboard

FLAT, LAYERS = b"\xff\xd8 a picture \xff\xd9", Layers(b"background", b"foreground!")


def test_layers_come_back_and_the_picture_before_them_is_untouched() -> None:
    whole = layered(FLAT, LAYERS)

    assert whole.startswith(FLAT)
    assert layers_of(whole) == LAYERS


@pytest.mark.parametrize(
    "data",
    [
        FLAT,
        b"",
        MAGIC,
        b"\xff" * 8 + MAGIC,
        layered(FLAT, LAYERS)[-20:],
        layered(FLAT, LAYERS)[:-1],
    ],
)
def test_a_picture_without_whole_layers_has_none(data: bytes) -> None:
    assert layers_of(data) is None


def test_only_makers_that_draw_layers_are_asked_for_them() -> None:
    plain = storyboard("one")
    scene = plain.scenes[0].id
    moving = edit.rewrite_scene(plain, scene, edit.SceneChange(motion=Motion.PARALLAX))

    assert picture_request(moving, scene) == picture_request(plain, scene)
    assert picture_request(plain, scene, draws_layers=True) == picture_request(plain, scene)
    assert picture_request(moving, scene, draws_layers=True).is_layered


def test_a_request_without_layers_has_the_digest_it_always_had() -> None:
    request = PictureRequest(prompt="bees")

    assert "is_layered" not in request.model_dump_json()
    assert digest(request) != digest(request.model_copy(update={"is_layered": True}))
