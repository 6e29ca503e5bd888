"""One video in four languages and three scripts, by one wish and one yes, on the running product."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.aimock import serving
from tests.support.product import Product, begin, events, new_thread, running
from tests.support.translations import DRAFTED, SCENES, WISH, WORDS, fixtures
from tests.support.up import wait_until

LANGUAGES = ("de", "pt", "ja", "ar")
LONGER = 1.3
"""No translation may last so many times as long as the video."""

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("localising")
    with serving(folder, fixtures(*LANGUAGES)) as model:
        environment = {
            "REELWRIGHT_MODEL": "openai:some-model",
            "REELWRIGHT_MODEL_BASE_URL": f"{model.url}/v1",
            "REELWRIGHT_MODEL_API_KEY": "a-key-for-tests",
        }
        with running(folder / "state", **environment) as whole:
            yield whole


def cards(client: httpx.Client, thread: str, kind: str) -> list[dict[str, Any]]:
    """The cards of a kind that a conversation shows, the newest last."""
    told = client.get(f"/v1/threads/{thread}/messages").raise_for_status().json()["messages"]
    return [one["content"] for one in told if one.get("activityType") == kind]


def said(client: httpx.Client, thread: str, text: str) -> dict[str, Any]:
    """Say something and give how the turn ended."""
    _, run = begin(client, text, thread=thread)
    return [event for _, event in events(client, run)][-1]


def spoken(sidecar: str) -> str:
    """The words of a SubRip or WebVTT file without its times and breaks."""
    lines = [line for line in sidecar.splitlines() if line and not re.match(r"\d|WEBVTT", line)]
    return "".join("".join(lines).split())


def test_a_video_is_told_in_four_languages_by_one_yes(product: Product) -> None:
    with product.client() as client:
        thread = new_thread(client)
        said(client, thread, DRAFTED)
        drawn = [scene["picture"] for scene in cards(client, thread, "storyboard")[-1]["scenes"]]
        length_s = cards(client, thread, "video")[-1]["duration_s"]
        held = said(client, thread, WISH)
        (asked,) = held["outcome"]["interrupts"]
        gate = f"/v1/threads/{thread}/gates/{asked['id']}"
        client.post(gate, json={"action": "approve"}).raise_for_status()

        def over() -> bool:
            found = client.get("/v1/batches").json()["items"]
            return bool(found) and found[0]["state"] != "running"

        wait_until(over, timeout_s=180)
        (batch,) = client.get("/v1/batches").json()["items"]
        rows = batch["videos"]
        assert [(row["state"], row["reason"]) for row in rows] == [("done", "")] * len(LANGUAGES)
        for row, tag in zip(rows, LANGUAGES, strict=True):
            words = WORDS[tag]
            board = cards(client, row["thread_id"], "storyboard")[-1]
            video = cards(client, row["thread_id"], "video")[-1]
            assert (board["language"], board["title"]) == (tag, words["title"])
            assert [scene["picture"] for scene in board["scenes"]] == drawn
            assert length_s / LONGER < video["duration_s"] < length_s * LONGER
            told = "".join("".join(line.split()) for line, _ in words["scenes"])
            for kind in ("subtitles_url", "webvtt_url"):
                assert spoken(client.get(video[kind]).raise_for_status().text) == told
            used = client.get(f"/v1/threads/{row['thread_id']}/costs").json()["lines"]
            assert not [line for line in used if "illustrator" in line["provider"]]
            assert [line for line in used if line["unit"] == "characters"]
        assert len(SCENES) == len(drawn)
