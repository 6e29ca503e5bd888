"""Any OpenAI-compatible server, or Ollama, holds the conversation by the same tool calls."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.mock import Mock
from tests.support.aimock import serving
from tests.support.product import Product, begin, events, new_thread, running

SCRIPT = {
    "title": "Tides",
    "hooks": ["Why does the sea leave?", "The moon pulls.", "Twice a day.", "Look up.", "Run!"],
    "chosen_hook": 1,
    "outline": ["the question", "the answer"],
    "scenes": [
        {"narration": "Why does the sea leave?", "visual_prompt": "an empty beach at dawn"},
        {"narration": "The moon pulls it away.", "visual_prompt": "the moon over the sea"},
    ],
}
FIXTURES = [
    {
        "match": {"userMessage": "tides", "hasToolResult": False},
        "response": {
            "toolCalls": [{"name": "draft_script", "arguments": json.dumps(SCRIPT)}],
        },
    },
    {
        "match": {"userMessage": "tides", "hasToolResult": True},
        "response": {"content": "Here is a first draft about the **tides**; shall I render it?"},
    },
    {
        "match": {"userMessage": "what did it cost", "hasToolResult": False},
        "response": {"toolCalls": [{"name": "show_cost", "arguments": "{}"}]},
    },
    {
        "match": {"userMessage": "what did it cost", "hasToolResult": True},
        "response": {"content": "So much."},
    },
    {
        "match": {"userMessage": "thank you"},
        "response": {"content": "You are welcome."},
    },
    {
        "match": {"userMessage": "the key is wrong"},
        "response": {
            "error": {"message": "Incorrect API key: a-key-for-tests", "type": "auth"},
            "status": 401,
        },
    },
    {
        "match": {"userMessage": "the model is gone"},
        "response": {
            "error": {"message": "some-model was retired", "type": "not_found"},
            "status": 404,
        },
    },
]

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module", params=["openai", "ollama"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Product, Mock]]:
    folder = tmp_path_factory.mktemp(request.param)
    with serving(folder, FIXTURES) as model:
        base = f"{model.url}/v1" if request.param == "openai" else model.url
        environment = {
            "REELWRIGHT_MODEL": f"{request.param}:some-model",
            "REELWRIGHT_MODEL_BASE_URL": base,
            "REELWRIGHT_MODEL_API_KEY": "a-key-for-tests",
            # One test's outage must not stop the calls of the next.
            "REELWRIGHT_TRAFFIC_PAUSE_S": "0.01",
        }
        with running(folder / "state", **environment) as product:
            yield product, model


@pytest.fixture(autouse=True)
def calm(world: tuple[Product, Mock]) -> Iterator[None]:
    yield
    world[1].trouble()


def said(seen: list[dict[str, Any]]) -> str:
    return "".join(e["delta"] for e in seen if e["type"] == "TEXT_MESSAGE_CONTENT")


def turn(product: Product, text: str, *, thread: str | None = None) -> list[dict[str, Any]]:
    with product.client() as client:
        _, run = begin(client, text, thread=thread)
        return [event for _, event in events(client, run)]


def test_the_model_calls_our_tools_and_its_text_streams(world: tuple[Product, Mock]) -> None:
    seen = turn(world[0], "a film about tides, please")

    assert seen[-1]["type"] == "RUN_FINISHED"
    assert "draft_script" in [e.get("toolCallName") for e in seen]
    boards = [e["content"] for e in seen if e.get("activityType") == "storyboard"]
    assert [s["narration"] for s in boards[-1]["scenes"]] == [
        "Why does the sea leave?",
        "The moon pulls it away.",
    ]
    assert said(seen) == "Here is a first draft about the **tides**; shall I render it?"


@pytest.mark.parametrize("rate", ["rateLimitRate", "dropRate"])
def test_a_model_that_stumbles_is_asked_again(world: tuple[Product, Mock], rate: str) -> None:
    product, model = world
    model.trouble(**{rate: 1.0})
    with product.client() as client:
        _, run = begin(client, "a film about tides, please")
        time.sleep(1.0)
        model.trouble()
        seen = [event for _, event in events(client, run)]

    assert seen[-1]["type"] == "RUN_FINISHED"
    assert "tides" in said(seen), [e["type"] for e in seen]


def test_a_model_that_stays_away_is_told_in_words_and_the_thread_goes_on(
    world: tuple[Product, Mock],
) -> None:
    product, model = world
    with product.client() as client:
        thread = new_thread(client)
    model.trouble(dropRate=1.0)
    failed = turn(product, "a film about tides, please", thread=thread)
    model.trouble()
    later = turn(product, "thank you", thread=thread)

    assert failed[-1]["type"] == "RUN_ERROR"
    assert failed[-1]["code"] in {"provider_failed", "provider_unavailable"}
    assert "a-key-for-tests" not in json.dumps(failed)
    assert later[-1]["type"] == "RUN_FINISHED"
    assert said(later) == "You are welcome."


@pytest.mark.parametrize(
    ("text", "code", "advice"),
    [
        (
            "the key is wrong",
            "provider_key_refused",
            "Check REELWRIGHT_MODEL_API_KEY or OPENAI_API_KEY.",
        ),
        ("the model is gone", "provider_model_unknown", "Check REELWRIGHT_MODEL."),
    ],
)
def test_a_model_that_refuses_for_good_is_told_with_the_remedy_and_without_the_key(
    world: tuple[Product, Mock], text: str, code: str, advice: str
) -> None:
    product, model = world
    before = len(model.asked())
    seen = turn(product, text)

    assert seen[-1]["type"] == "RUN_ERROR"
    assert seen[-1]["code"] == code
    assert seen[-1]["message"].endswith(advice)
    assert len(model.asked()) == before + 1
    assert "a-key-for-tests" not in json.dumps(seen)
    log = product.state.parent / f"{product.state.name}.out"
    assert "a-key-for-tests" not in log.read_text()


def test_the_tokens_of_a_conversation_are_counted(world: tuple[Product, Mock]) -> None:
    seen = turn(world[0], "what did it cost")

    [card] = [e["content"] for e in seen if e.get("activityType") == "cost"]
    # What runs on one's own machine is counted by its time, too.
    timed = {"seconds"} if "ollama" in str(world[0].state) else set[str]()
    assert {line["unit"] for line in card["lines"]} == {"tokens_in", "tokens_out"} | timed
    assert all(line["quantity"] > 0 for line in card["lines"] if line["unit"] != "seconds")


def test_the_status_names_the_model(world: tuple[Product, Mock], tmp_path: Path) -> None:
    with world[0].client() as client:
        status = client.get("/v1/status").raise_for_status().json()

    assert "some-model" in json.dumps(status)
