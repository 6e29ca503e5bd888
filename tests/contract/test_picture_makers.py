"""What every maker of pictures keeps, the flat one and the real one alike."""

from collections.abc import AsyncGenerator
from io import BytesIO

import pytest
from PIL import Image

from studio.domain.asset import PictureRequest
from studio.providers.images.fake import FlatPictures
from studio.providers.images.illustrator import Illustrator

Maker = FlatPictures | Illustrator
SIZES = [(216, 384), (384, 216), (256, 256)]
REQUEST = PictureRequest(prompt="the ocean at night", seed=7, width_px=216, height_px=384)


@pytest.fixture(params=["flat", "illustrator"])
async def maker(request: pytest.FixtureRequest) -> AsyncGenerator[Maker, None]:
    made = FlatPictures() if request.param == "flat" else Illustrator(processes=1)
    yield made
    await made.aclose()


@pytest.mark.parametrize("size", SIZES)
async def test_a_picture_is_a_jpeg_of_the_requested_size_with_a_small_copy(
    maker: Maker, size: tuple[int, int]
) -> None:
    width, height = size
    asked = REQUEST.model_copy(update={"width_px": width, "height_px": height})

    picture = await maker.make(asked)

    whole, small = (Image.open(BytesIO(b)) for b in (picture.jpeg, picture.thumbnail))
    assert (whole.format, whole.mode, whole.size) == ("JPEG", "RGB", size)
    assert (small.format, small.size) == ("JPEG", (270, round(height * 270 / width)))


async def test_equal_requests_give_equal_bytes(maker: Maker) -> None:
    assert await maker.make(REQUEST) == await maker.make(REQUEST)


async def test_another_seed_gives_another_picture(maker: Maker) -> None:
    other = REQUEST.model_copy(update={"seed": 8})

    assert (await maker.make(REQUEST)).jpeg != (await maker.make(other)).jpeg


@pytest.mark.parametrize("prompt", ["", "🎉🎬", "\x00\x07", "../../etc/passwd", "nan 1e999"])
async def test_any_words_give_a_picture(maker: Maker, prompt: str) -> None:
    assert (await maker.make(REQUEST.model_copy(update={"prompt": prompt}))).jpeg
