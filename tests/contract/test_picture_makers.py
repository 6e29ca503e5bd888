"""What every maker of pictures keeps: the fakes, the illustrator, and each vendor's real client."""

from collections.abc import AsyncGenerator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from studio.domain.asset import PictureRequest
from studio.makers import PictureMaker
from studio.providers.images.fake import FlatPictures
from studio.providers.images.illustrator import Illustrator
from tests.support.painters import BENCHES
from tests.support.vendor import serving

HERE = ("flat", "illustrator")
SIZES = [(216, 384), (384, 216), (256, 256)]
REQUEST = PictureRequest(prompt="the ocean at night", seed=7, width_px=216, height_px=384)


@pytest.fixture(params=[*HERE, *BENCHES])
async def maker(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[PictureMaker]:
    with ExitStack() as stack:
        if request.param == "flat":
            made: PictureMaker = FlatPictures()
        elif request.param == "illustrator":
            made = Illustrator(processes=1)
        else:
            bench = BENCHES[request.param]
            server = bench.fake()
            server.url = stack.enter_context(serving(server.respond)).url
            made = bench.open(server, tmp_path)
        yield made
        await made.aclose()


@pytest.fixture(params=HERE)
async def local(request: pytest.FixtureRequest) -> AsyncGenerator[PictureMaker]:
    made = FlatPictures() if request.param == "flat" else Illustrator(processes=1)
    yield made
    await made.aclose()


@pytest.mark.parametrize("size", SIZES)
async def test_a_picture_is_a_jpeg_of_the_requested_size_with_a_small_copy(
    maker: PictureMaker, size: tuple[int, int]
) -> None:
    width, height = size
    asked = REQUEST.model_copy(update={"width_px": width, "height_px": height})

    picture = await maker.make(asked)

    whole, small = (Image.open(BytesIO(b)) for b in (picture.jpeg, picture.thumbnail))
    assert (whole.format, whole.mode, whole.size) == ("JPEG", "RGB", size)
    assert (small.format, small.size) == ("JPEG", (270, round(height * 270 / width)))


@pytest.mark.parametrize("prompt", ["", "🎉🎬", "\x00\x07", "../../etc/passwd", "a|b {{seed}}"])
async def test_any_words_give_a_picture(maker: PictureMaker, prompt: str) -> None:
    assert (await maker.make(REQUEST.model_copy(update={"prompt": prompt}))).jpeg


async def test_a_quote_is_for_one_picture_and_tells_whose_price_it_is(maker: PictureMaker) -> None:
    quote = maker.quote(REQUEST)

    assert (quote.unit, quote.quantity) == ("pictures", 1)
    assert (quote.cost_usd is None) == (quote.price_source == "")


async def test_equal_requests_give_equal_bytes(local: PictureMaker) -> None:
    assert await local.make(REQUEST) == await local.make(REQUEST)


async def test_another_seed_gives_another_picture(local: PictureMaker) -> None:
    other = REQUEST.model_copy(update={"seed": 8})

    assert (await local.make(REQUEST)).jpeg != (await local.make(other)).jpeg
