"""A server that we did not write gives pictures and voices to our clients, and troubles them."""

from base64 import b64encode
from collections.abc import AsyncGenerator, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pydantic import SecretStr

from evals.mock import Mock
from studio.domain.asset import PictureRequest, SpeechRequest
from studio.domain.errors import (
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderModelUnknown,
    ProviderUnavailable,
    StudioError,
)
from studio.domain.storyboard import Reference
from studio.domain.units import StorageKey
from studio.providers import client
from studio.providers.images.openai import OpenAIPictures, OpenAIPicturesOptions
from studio.providers.speech.openai import OpenAISpeech, OpenAISpeechOptions
from studio.providers.vendor import Surroundings
from tests.support.aimock import serving
from tests.support.painters import KEY, png
from tests.support.voices import hum, mp3

SEA = PictureRequest(prompt="the sea", width_px=216, height_px=384)
MIA = SEA.model_copy(update={"references": (Reference(name="Mia", key=StorageKey("mia.png")),)})
SAID = SpeechRequest(text="The sea is wide today.")
GONE = SEA.model_copy(update={"prompt": "a painter who is gone"})


def fixtures() -> list[dict[str, object]]:
    sound = b64encode(mp3(hum(SAID.text, 1.5))).decode()
    gone = {"message": "The model was retired.", "type": "invalid_request_error"}
    return [
        {
            "match": {"userMessage": "the sea", "endpoint": "image"},
            "response": {"image": {"b64Json": b64encode(png()).decode()}},
        },
        {
            "match": {"userMessage": "a painter who is gone", "endpoint": "image"},
            "response": {"error": gone | {"code": "model_not_found"}, "status": 404},
        },
        {
            "match": {"userMessage": "The sea is wide", "endpoint": "speech"},
            "response": {"audio": sound, "format": "mp3"},
        },
    ]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    with serving(tmp_path_factory.mktemp("media"), fixtures()) as running:
        yield running


@pytest.fixture
async def painter(server: Mock, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[OpenAIPictures]:
    monkeypatch.setattr(client, "_FIRST_WAIT", lambda _: 0.0)
    server.trouble()

    async def read(_: StorageKey) -> bytes:
        return png((300, 400), "blue")

    options = OpenAIPicturesOptions(
        base_url=f"{server.url}/v1", api_key=SecretStr(KEY), model="gpt-image-2", timeout_s=5
    )
    maker = OpenAIPictures(options, Surroundings(read=read))
    yield maker
    await maker.aclose()
    server.trouble()


@pytest.mark.parametrize("request_", [SEA, MIA], ids=["generations", "edits"])
async def test_a_picture_comes(painter: OpenAIPictures, request_: PictureRequest) -> None:
    picture = await painter.make(request_)

    with Image.open(BytesIO(picture.jpeg)) as made:
        assert (made.format, made.size) == ("JPEG", (216, 384))


async def test_a_voice_comes_with_the_time_of_every_word(server: Mock, tmp_path: Path) -> None:
    options = OpenAISpeechOptions(
        base_url=f"{server.url}/v1", api_key=SecretStr(KEY), model="kokoro", format="mp3"
    )
    maker = OpenAISpeech(options)
    speech = await maker.speak(SAID)
    await maker.aclose()

    assert [word.text for word in speech.words] == SAID.text.split()


@pytest.mark.parametrize(
    ("rates", "error"),
    [
        ({"rateLimitRate": 1.0}, ProviderBusy),
        ({"dropRate": 1.0}, ProviderUnavailable),
        ({"malformedRate": 1.0}, ProviderAnswerInvalid),
        ({"disconnectRate": 1.0}, OutcomeUnknown),
    ],
)
async def test_its_chaos_has_names(
    server: Mock, painter: OpenAIPictures, rates: dict[str, float], error: type[StudioError]
) -> None:
    server.trouble(**rates)

    with pytest.raises(StudioError) as caught:
        await painter.make(SEA)

    assert type(caught.value) is error
    assert KEY not in caught.value.message


async def test_a_dead_model_is_named(painter: OpenAIPictures) -> None:
    with pytest.raises(ProviderModelUnknown, match="check REELWRIGHT_PICTURES_OPENAI"):
        await painter.make(GONE)
