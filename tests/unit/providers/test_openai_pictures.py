"""The images API, as OpenAI describes it."""

import base64
from collections.abc import AsyncGenerator, Generator
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pydantic import SecretStr

from studio.domain.asset import PictureRequest
from studio.domain.errors import ProviderAnswerInvalid, ProviderRefused
from studio.makers import Order
from studio.providers.images.openai import OpenAIPictures, OpenAIPicturesOptions, legal_size
from tests.support.vendor import Answer, VendorServer, serving

REQUEST = PictureRequest(
    prompt="a red fox", negative_prompt="people", width_px=1296, height_px=2304
)


def png(size: tuple[int, int] = (1008, 1792), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red").save(out, "PNG")
    return out.getvalue()


def answer(data: bytes) -> Answer:
    return Answer.of({"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})


@pytest.fixture
def server() -> Generator[VendorServer]:
    with serving(lambda asked: answer(png())) as running:
        yield running


@pytest.fixture
async def maker(server: VendorServer) -> AsyncGenerator[OpenAIPictures]:
    options = OpenAIPicturesOptions(
        base_url=f"{server.url}/v1",
        api_key=SecretStr("sk-1234567890"),
        model="gpt-image-2",
        quality="low",
        price_usd=Decimal("0.012"),
    )
    made = OpenAIPictures(options)
    yield made
    await made.aclose()


async def test_it_is_asked_as_its_api_wants(maker: OpenAIPictures, server: VendorServer) -> None:
    picture = await maker.make(REQUEST, Order("call-7"))

    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/images/generations")
    assert asked.json == {
        "model": "gpt-image-2",
        "prompt": "a red fox. Do not show: people. No text, no letters.",
        "n": 1,
        "size": "1008x1792",
        "quality": "low",
    }
    assert asked.headers["authorization"] == "Bearer sk-1234567890"
    with (
        Image.open(BytesIO(picture.jpeg)) as whole,
        Image.open(BytesIO(picture.thumbnail)) as small,
    ):
        assert (whole.format, whole.size, small.size) == ("JPEG", (1296, 2304), (270, 480))


async def test_transparency_is_laid_on_white(maker: OpenAIPictures, server: VendorServer) -> None:
    clear = BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(clear, "PNG")
    server.respond = lambda asked: answer(clear.getvalue())

    picture = await maker.make(REQUEST)

    with Image.open(BytesIO(picture.jpeg)) as whole:
        assert whole.getpixel((600, 1000)) == (255, 255, 255)


async def test_a_refusal_is_named(maker: OpenAIPictures, server: VendorServer) -> None:
    refusal = {"type": "image_generation_user_error", "code": "moderation_blocked"}
    server.respond = lambda asked: Answer.of({"error": refusal}, status=400)

    with pytest.raises(ProviderRefused):
        await maker.make(REQUEST)


@pytest.mark.parametrize(
    "bad",
    [
        Answer.of({"data": []}),
        Answer.of({"data": [{"url": "http://elsewhere"}]}),
        answer(b"not a picture"),
        answer(png()[:900]),
        answer(png((20_000, 10))),
    ],
    ids=["nothing", "a link", "text", "cut off", "too wide"],
)
async def test_what_is_no_picture_is_named(
    maker: OpenAIPictures, server: VendorServer, bad: Answer
) -> None:
    server.respond = lambda asked: bad

    with pytest.raises(ProviderAnswerInvalid):
        await maker.make(REQUEST)


@pytest.mark.parametrize(
    ("size", "legal"),
    [
        ((1296, 2304), "1008x1792"),
        ((1296, 1296), "1008x1008"),
        ((2304, 1296), "1792x1008"),
        ((864, 1536), "1008x1792"),
    ],
)
def test_sizes_are_of_the_shape_and_legal(size: tuple[int, int], legal: str) -> None:
    width, height = size
    asked = REQUEST.model_copy(update={"width_px": width, "height_px": height})
    assert legal_size(asked) == legal


def test_its_name_changes_with_all_that_changes_the_picture() -> None:
    options = OpenAIPicturesOptions(model="m")
    others = [
        options.model_copy(update={"model": "n"}),
        options.model_copy(update={"quality": "high"}),
        options.model_copy(update={"base_url": "http://127.0.0.1:8080/v1"}),
    ]
    names = {OpenAIPictures(each).name for each in (options, *others)}
    assert len(names) == 4
