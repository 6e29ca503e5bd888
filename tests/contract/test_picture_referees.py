"""The vendors' own clients work against the servers that ours are tested on: three who agree."""

import base64
import json
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from tempfile import NamedTemporaryFile

import fal_client
import httpx
import pytest
import webuiapi
from comfy_api_simplified import ComfyApiWrapper
from google import genai
from google.genai import types
from openai import OpenAI
from PIL import Image
from replicate.client import Client

from tests.support.painters import BENCHES, KEY, FakeVendor, png
from tests.support.painters.benches import WORKFLOW
from tests.support.painters.direct import FakeOpenAI
from tests.support.painters.fake import encoded
from tests.support.painters.queued import FakeQueue
from tests.support.vendor import serving


@contextmanager
def running(name: str) -> Generator[FakeVendor]:
    server = BENCHES[name].fake()
    with serving(server.respond) as wire:
        server.url = wire.url
        yield server


def size_of(data: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(data)) as picture:
        return picture.size


def test_openai() -> None:
    with running("openai") as server, OpenAI(api_key=KEY, base_url=f"{server.url}/v1") as client:
        made = client.images.generate(model=server.model, prompt="a fox", size="1024x1536")
        edited = client.images.edit(
            model=server.model,
            prompt="the same fox at night",
            size="1024x1536",
            image=[("a.png", png(), "image/png"), ("b.png", png(), "image/png")],
        )

    for answer in (made, edited):
        assert answer.data
        assert size_of(base64.b64decode(answer.data[0].b64_json or "")) == (72, 128)
    assert edited.usage
    assert edited.usage.input_tokens_details.image_tokens == 600
    assert server.references == [png(), png()]


def test_localai() -> None:
    server = FakeOpenAI(links=True)
    with ExitStack() as stack:
        server.url = stack.enter_context(serving(server.respond)).url
        client = stack.enter_context(OpenAI(api_key=KEY, base_url=f"{server.url}/v1"))
        linked = client.images.generate(model=server.model, prompt="a fox", size="1024x1024")
        inside = client.images.generate(
            model=server.model,
            prompt="a fox|people",
            size="1024x1024",
            response_format="b64_json",
            extra_body={"ref_images": [encoded(png())], "step": 8},
        )

    assert linked.data
    assert linked.data[0].url == f"{server.url}/a.png"
    assert inside.data
    assert inside.data[0].b64_json
    assert server.references == [png()]


def test_gemini() -> None:
    with running("gemini") as server:
        client = genai.Client(
            api_key=KEY,
            http_options=types.HttpOptions(base_url=server.url, api_version="v1beta"),
        )
        answer = client.models.generate_content(
            model=server.model,
            contents=["a fox", types.Part.from_bytes(data=png(), mime_type="image/png")],
            config=types.GenerateContentConfig(
                response_modalities=["IMAGE"],
                image_config=types.ImageConfig(aspect_ratio="9:16", image_size="2K"),
            ),
        )
        client.close()

    pictures = [part.inline_data.data for part in answer.parts or [] if part.inline_data]
    assert [size_of(data or b"") for data in pictures] == [(72, 128)]
    assert server.references == [png()]


def test_automatic1111() -> None:
    with running("automatic1111") as server:
        url = httpx.URL(server.url)
        client = webuiapi.WebUIApi(
            host=url.host, port=url.port or 0, username="painter", password=KEY
        )
        answer = client.txt2img(prompt="a fox", seed=7, width=576, height=1024)
        client.session.close()
        assert isinstance(answer, webuiapi.WebUIApiResult)

    assert answer.image.size == (72, 128)
    assert (answer.info["seed"], server.billed) == (7, 1)


def test_comfyui() -> None:
    workflow = json.loads(json.dumps(WORKFLOW))
    with running("comfyui") as server:
        assert isinstance(server, FakeQueue)
        server.looks = 0
        client = ComfyApiWrapper(server.url)
        job = client.queue_prompt(workflow)["prompt_id"]
        before = client.get_queue_size_before(job)
        with NamedTemporaryFile(suffix=".png") as file:
            file.write(png())
            file.flush()
            uploaded = client.upload_image(file.name)
        [saved] = client.get_history(job)[job]["outputs"]["9"]["images"]
        picture = client.get_image(saved["filename"], saved["subfolder"], saved["type"])

    assert (before, server.billed) == (0, 1)
    assert uploaded["type"] == "input"
    assert size_of(picture) == (72, 128)


def test_replicate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLICATE_POLL_INTERVAL", "0.01")
    transport = httpx.HTTPTransport()
    with running("replicate") as server, transport:
        client = Client(api_token=KEY, base_url=server.url, transport=transport)
        prediction = client.models.predictions.create(server.model, {"prompt": "a fox"})
        prediction.wait()
        assert prediction.status == "succeeded"
        assert prediction.output == [f"{server.url}/files/out-0.png"]

    assert server.billed == 1


def test_fal() -> None:
    """Its client knows one address only; the transport leads from there to this machine."""

    class Here(httpx.BaseTransport):
        def __init__(self, url: str) -> None:
            self.inner, self.url = httpx.HTTPTransport(), httpx.URL(url)

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            request.url = request.url.copy_with(
                scheme="http", host=self.url.host, port=self.url.port
            )
            return self.inner.handle_request(request)

        def close(self) -> None:
            self.inner.close()

    with running("fal") as server:
        client = fal_client.SyncClient(key=KEY)
        headers = {"Authorization": f"Key {KEY}"}
        with httpx.Client(transport=Here(server.url), headers=headers) as http:
            client.__dict__["_client"] = http
            answer = client.subscribe(server.model, {"prompt": "a fox"})

    assert answer["images"][0]["url"] == f"{server.url}/files/out.png"
    assert server.billed == 1
