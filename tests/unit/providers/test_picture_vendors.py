"""What each vendor is asked for, beside what all have in common."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from studio.domain.asset import PictureRequest
from studio.domain.errors import Misconfigured, ProviderAnswerInvalid, ProviderRefused
from studio.makers import PictureMaker
from studio.providers.images.comfyui import filled, read_workflow
from studio.providers.images.sizes import in_steps, shape_of
from tests.support.painters import BENCHES, FakeVendor
from tests.support.painters.benches import WORKFLOW, write
from tests.support.painters.direct import FakeAutomatic1111
from tests.support.painters.queued import FakeComfyUI, FakeFal, FakeReplicate
from tests.support.vendor import Answer, VendorServer, serving

REQUEST = PictureRequest(prompt="a red fox", negative_prompt="people", seed=7)


@pytest.fixture
async def opened(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[tuple[PictureMaker, FakeVendor, VendorServer]]:
    bench = BENCHES[request.param]
    server = bench.fake()
    with serving(server.respond) as wire:
        server.url = wire.url
        maker = bench.open(server, tmp_path)
        yield maker, server, wire
        await maker.aclose()


Opened = tuple[PictureMaker, FakeVendor, VendorServer]


@pytest.mark.parametrize("opened", ["localai"], indirect=True)
async def test_localai_is_told_what_is_unwanted_after_a_bar(opened: Opened) -> None:
    maker, server, wire = opened

    await maker.make(REQUEST.model_copy(update={"prompt": "a red fox | a hare"}))

    assert server.prompt == "a red fox / a hare|people"
    sent = wire.asked[0].json
    assert (sent["response_format"], sent["seed"], sent["step"]) == ("b64_json", 7, 8)
    assert sent["size"] == "1008x1792"


@pytest.mark.parametrize("opened", ["gemini"], indirect=True)
async def test_gemini_is_told_the_shape_by_its_name(opened: Opened) -> None:
    maker, _, wire = opened

    await maker.make(REQUEST)

    given = wire.asked[0].json["generationConfig"]
    assert given["imageConfig"] == {"aspectRatio": "9:16", "imageSize": "2K"}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}, ProviderRefused),
        ({"candidates": [{"finishReason": "IMAGE_RECITATION"}]}, ProviderRefused),
        ({"candidates": [{"finishReason": "NO_IMAGE"}]}, ProviderAnswerInvalid),
        ({"candidates": []}, ProviderAnswerInvalid),
        ({"candidates": [{"content": {"parts": [{"inlineData": 7}]}}]}, ProviderAnswerInvalid),
    ],
)
@pytest.mark.parametrize("opened", ["gemini"], indirect=True)
async def test_gemini_refuses_with_a_good_status(
    opened: Opened, answer: dict[str, Any], error: type[Exception]
) -> None:
    maker, _, wire = opened
    wire.respond = lambda asked: Answer.of(answer)

    with pytest.raises(error):
        await maker.make(REQUEST)


@pytest.mark.parametrize("opened", ["automatic1111"], indirect=True)
async def test_the_web_ui_is_told_all_in_its_own_fields(opened: Opened) -> None:
    maker, server, _ = opened

    await maker.make(REQUEST)

    assert isinstance(server, FakeAutomatic1111)
    sent = server.asked_for
    assert (sent["width"], sent["height"]) == (768, 1344)
    assert sent["prompt"] == "a red fox"
    assert sent["negative_prompt"] == "people, text, letters, watermark"
    assert (sent["seed"], sent["save_images"]) == (7, False)
    assert "sampler_name" not in sent


@pytest.mark.parametrize("opened", ["comfyui"], indirect=True)
async def test_a_workflow_is_filled_and_keeps_its_types(opened: Opened) -> None:
    maker, server, _ = opened

    await maker.make(REQUEST)

    assert isinstance(server, FakeComfyUI)
    inputs = {number: node["inputs"] for number, node in server.graph.items()}
    assert inputs["2"]["text"] == "a red fox"
    assert inputs["3"]["text"] == "people, blurry"
    assert (inputs["4"]["width"], inputs["4"]["height"], inputs["5"]["seed"]) == (768, 1344, 7)
    assert inputs["2"]["clip"] == ["1", 1]


def test_words_that_look_like_places_stay_words() -> None:
    graph = filled({"text": "{{prompt}}", "size": "{{width}}"}, {"prompt": "{{width}}", "width": 8})

    assert graph == {"text": "{{width}}", "size": 8}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read"),
        (json.dumps({"nodes": [], "links": []}), "Export"),
        (json.dumps({"1": {"class_type": "SaveImage", "inputs": {}}}), "{{prompt}}"),
    ],
    ids=["no json", "the form of the page", "no place for words"],
)
def test_a_workflow_that_is_no_use_is_named_at_start(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "workflow.json"
    path.write_text(text)

    with pytest.raises(Misconfigured) as caught:
        read_workflow(path)

    assert words in caught.value.message


def test_another_workflow_is_another_maker(tmp_path: Path) -> None:
    bench, server = BENCHES["comfyui"], FakeComfyUI(url="http://127.0.0.1:1")
    first = bench.open(server, tmp_path).name

    write(tmp_path / "plain.json", {**WORKFLOW, "7": {"class_type": "Note", "inputs": {}}})
    assert bench.open(server, tmp_path, model="other").name != first


@pytest.mark.parametrize("opened", ["replicate"], indirect=True)
async def test_replicate_is_told_the_models_own_inputs(opened: Opened) -> None:
    maker, server, wire = opened

    await maker.make(REQUEST)

    assert isinstance(server, FakeReplicate)
    assert server.inputs == {
        "prompt": "a red fox. Do not show: people. No text, no letters.",
        "seed": 7,
        "aspect_ratio": "9:16",
    }
    assert [(asked.method, asked.path) for asked in wire.asked] == [
        ("POST", "/v1/models/acme/painter/predictions"),
        ("GET", "/v1/predictions/job-1"),
        ("GET", "/v1/predictions/job-1"),
        ("GET", "/files/out-0.png"),
    ]
    assert "authorization" not in wire.asked[-1].headers


@pytest.mark.parametrize("opened", ["fal"], indirect=True)
async def test_fal_is_told_a_size_and_asked_below_the_apps_name(opened: Opened) -> None:
    maker, server, wire = opened

    await maker.make(REQUEST)

    assert isinstance(server, FakeFal)
    assert server.inputs["image_size"] == {"width": 768, "height": 1344}
    assert wire.asked[0].path == "/acme/painter/fast"
    assert wire.asked[1].path == "/acme/painter/requests/job-1/status"
    assert "authorization" not in wire.asked[-1].headers


@pytest.mark.parametrize("opened", ["fal"], indirect=True)
async def test_a_blackened_picture_is_a_refusal(opened: Opened) -> None:
    maker, server, wire = opened
    respond = wire.respond

    def blackened(asked: Any) -> Any:
        if asked.path.endswith("/job-1"):
            black = [{"url": f"{server.url}/files/out.png"}]
            return Answer.of({"images": black, "has_nsfw_concepts": [True]})
        return respond(asked)

    wire.respond = blackened

    with pytest.raises(ProviderRefused):
        await maker.make(REQUEST)


@pytest.mark.parametrize(
    ("size", "shape", "pixels"),
    [
        ((1296, 2304), "9:16", (768, 1344)),
        ((1296, 1296), "1:1", (1344, 1344)),
        ((2304, 1296), "16:9", (1344, 768)),
    ],
)
def test_shapes_and_steps(size: tuple[int, int], shape: str, pixels: tuple[int, int]) -> None:
    width, height = size
    asked = REQUEST.model_copy(update={"width_px": width, "height_px": height})

    assert shape_of(asked) == shape
    assert in_steps(asked, long_side_px=1344, step_px=64) == pixels
