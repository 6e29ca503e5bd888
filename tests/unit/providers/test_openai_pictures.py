"""The images API, as OpenAI describes it."""

import base64
from collections.abc import AsyncGenerator, Generator
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pydantic import SecretStr

from studio.domain.asset import PictureRequest
from studio.domain.errors import ProviderAnswerInvalid
from studio.domain.storyboard import Reference
from studio.makers import Order
from studio.providers.images.openai import OpenAIPictures, OpenAIPicturesOptions, size_for
from studio.providers.prices.book import PriceBook
from studio.providers.prices.table import shipped
from studio.providers.vendor import Surroundings
from tests.support.painters import KEY, png
from tests.support.painters.benches import REFERENCE, read
from tests.support.painters.direct import FakeOpenAI
from tests.support.painters.fake import form
from tests.support.vendor import Answer, VendorServer, serving

REQUEST = PictureRequest(
    prompt="a red fox", negative_prompt="people", width_px=1296, height_px=2304
)
HOUSE = Surroundings(read=read, prices=PriceBook((shipped(),)))


def answer(data: bytes) -> Answer:
    return Answer.of({"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})


@pytest.fixture
def server() -> Generator[VendorServer]:
    with serving(FakeOpenAI(model="gpt-image-2").respond) as running:
        yield running


@pytest.fixture
async def maker(server: VendorServer) -> AsyncGenerator[OpenAIPictures]:
    options = OpenAIPicturesOptions(
        base_url=f"{server.url}/v1", api_key=SecretStr(KEY), model="gpt-image-2", quality="low"
    )
    made = OpenAIPictures(options, HOUSE)
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
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    with (
        Image.open(BytesIO(picture.jpeg)) as whole,
        Image.open(BytesIO(picture.thumbnail)) as small,
    ):
        assert (whole.format, whole.size, small.size) == ("JPEG", (1296, 2304), (270, 480))


async def test_references_go_to_the_api_of_edits_and_into_words(
    maker: OpenAIPictures, server: VendorServer
) -> None:
    held = (Reference(name="Mia", key=REFERENCE), Reference(key=REFERENCE))

    await maker.make(REQUEST.model_copy(update={"references": held}))

    [asked] = server.asked
    fields, files = form(asked)
    assert asked.path == "/v1/images/edits"
    assert [name for name, _ in files] == ["image[]", "image[]"]
    assert (fields["size"], fields["n"]) == ("1008x1792", "1")
    assert "Attached picture 1 shows Mia; keep that look." in fields["prompt"]
    assert "Attached picture 2 shows whoever and whatever must look the same" in fields["prompt"]


async def test_transparency_is_laid_on_white(maker: OpenAIPictures, server: VendorServer) -> None:
    clear = BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(clear, "PNG")
    server.respond = lambda asked: answer(clear.getvalue())

    picture = await maker.make(REQUEST)

    with Image.open(BytesIO(picture.jpeg)) as whole:
        assert whole.getpixel((600, 1000)) == (255, 255, 255)


@pytest.mark.parametrize(
    "bad",
    [
        Answer.of({"data": []}),
        Answer.of({"data": [{"url": "http://elsewhere"}]}),
        Answer.of({"data": ["text"]}),
        answer(png((1008, 1792))[:900]),
        answer(png((20_000, 10))),
    ],
    ids=["nothing", "a link without tls", "a list of text", "cut off", "too wide"],
)
async def test_what_is_no_picture_is_named(
    maker: OpenAIPictures, server: VendorServer, bad: Answer
) -> None:
    server.respond = lambda asked: bad

    with pytest.raises(ProviderAnswerInvalid):
        await maker.make(REQUEST)


@pytest.mark.parametrize(
    ("model", "size", "legal"),
    [
        ("gpt-image-2", (1296, 2304), "1008x1792"),
        ("gpt-image-2", (1296, 1296), "1008x1008"),
        ("gpt-image-2", (2304, 1296), "1792x1008"),
        ("gpt-image-2", (864, 1536), "1008x1792"),
        ("gpt-image-1.5", (1296, 2304), "1024x1536"),
        ("gpt-image-1-mini", (1296, 1296), "1024x1024"),
        ("chatgpt-image-latest", (2304, 1296), "1536x1024"),
    ],
)
def test_sizes_are_of_the_shape_and_legal(model: str, size: tuple[int, int], legal: str) -> None:
    width, height = size
    asked = REQUEST.model_copy(update={"width_px": width, "height_px": height})
    assert size_for(model, asked) == legal


@pytest.mark.parametrize(
    ("more", "cost", "source"),
    [
        ({}, Decimal("0.013"), "developers.openai.com/api/docs/pricing"),
        ({"price_usd": Decimal("0.01")}, Decimal("0.01"), "settings"),
        ({"base_url": "http://127.0.0.1:1/v1"}, None, ""),
        ({"model": "gpt-image-9"}, None, ""),
    ],
    ids=["the table's", "the operator's", "another server", "another model"],
)
def test_a_price_is_stated_or_unknown(
    more: dict[str, object], cost: Decimal | None, source: str
) -> None:
    options = OpenAIPicturesOptions(model="gpt-image-2", quality="low").model_copy(update=more)

    quote = OpenAIPictures(options, HOUSE).quote(REQUEST)

    assert (quote.cost_usd, quote.price_source) == (cost, source)


def test_its_name_changes_with_all_that_changes_the_picture() -> None:
    options = OpenAIPicturesOptions(model="m")
    others = [
        options.model_copy(update={"model": "n"}),
        options.model_copy(update={"quality": "high"}),
        options.model_copy(update={"base_url": "http://127.0.0.1:8080/v1"}),
    ]
    names = {OpenAIPictures(each, HOUSE).name for each in (options, *others)}
    assert len(names) == 4
