"""The protocol's own client drives a conversation and accepts every event."""

import asyncio
import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support import npm
from tests.support.api import app_for, make_user, served, settings_for, sign_in
from tests.support.product import TEXT, Product, new_thread

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "support" / "agui"


def _install() -> Path:
    """Put our script beside the pinned client."""
    modules = npm.package("@ag-ui/client", "1.0.0")
    return Path(shutil.copy(SOURCE / "converse.mjs", modules.parent))


@pytest.mark.slow
def test_the_protocols_client_accepts_a_whole_conversation(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    settings = settings_for(database_url, redis_url, tmp_path)
    asyncio.run(make_user(settings, "a@example.com"))
    with served(app_for(settings, pause_s=0.005)) as url:
        token = sign_in(url, "a@example.com")
        headers = {"Authorization": f"Bearer {token}"}
        thread = httpx.post(f"{url}/v1/threads", json={}, headers=headers).json()["id"]
        told = _converse(
            url, token, thread, ["Make a video about tides", "Make scene 2 shorter"], seconds=60
        )
    for run in told:
        _is_whole(run)
        roles = [message["role"] for message in run["messages"]]
        assert {"user", "assistant", "tool", "activity"} <= set(roles)
        card = next(m for m in run["messages"] if m["role"] == "activity")
        assert card["content"] == {"fraction": 1}


@pytest.mark.slow
def test_the_protocols_client_approves_what_waits(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    settings = settings_for(database_url, redis_url, tmp_path)
    asyncio.run(make_user(settings, "a@example.com"))
    with served(app_for(settings)) as url:
        token = sign_in(url, "a@example.com")
        headers = {"Authorization": f"Bearer {token}"}
        thread = httpx.post(f"{url}/v1/threads", json={}, headers=headers).json()["id"]
        asked, done = _converse(url, token, thread, ["spend", "ignored"], seconds=60)
    assert asked["last"]["outcome"]["type"] == "interrupt"
    _is_whole(done)


@pytest.mark.slow
def test_the_protocols_client_talks_to_the_agent(product: Product) -> None:
    with product.client() as client:
        thread = new_thread(client)
        (run,) = _converse(product.url, product.key, thread, ["help"], seconds=60)
        _is_whole(run)
        assert run["messages"][-1]["role"] == "assistant"
        assert len(run["messages"][-1]["content"]) > 40
        stored = client.get(f"/v1/threads/{thread}").json()["messages"]
    assert stored == run["messages"]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("renderer.__main__") is None, reason="there is no renderer here")
def test_the_protocols_client_is_given_a_video(product: Product) -> None:
    with product.client() as client:
        thread = new_thread(client)
        (run,) = _converse(product.url, product.key, thread, [TEXT], seconds=240)
        _is_whole(run)
        cards = {
            m["activityType"]: m["content"] for m in run["messages"] if m["role"] == "activity"
        }
        assert {"storyboard", "progress", "video"} <= set(cards)
        video = httpx.get(f"{product.url}{cards['video']['video_url']}")
        assert video.headers["content-type"] == "video/mp4"
        assert video.content[4:8] == b"ftyp"
        stored = client.get(f"/v1/threads/{thread}").json()["messages"]
    assert _by_id(stored) == _by_id(run["messages"])


def _converse(
    url: str, token: str, thread: str, messages: list[str], *, seconds: float
) -> list[dict[str, Any]]:
    """Send the messages one after another; give what the client made of each run."""
    asked = {
        "url": f"{url}/v1/threads/{thread}/runs",
        "token": token,
        "threadId": thread,
        "messages": messages,
    }
    done = subprocess.run(
        [str(npm.node().folder / "node"), str(_install()), json.dumps(asked)],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(messages)
    return told


def _is_whole(run: dict[str, Any]) -> None:
    assert run["types"][0] == "RUN_STARTED"
    assert run["last"]["type"] == "RUN_FINISHED"
    assert run["last"]["outcome"]["type"] == "success"


def _by_id(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the messages without what may differ: signed addresses, and where a result stands.

    The client puts a tool's result right behind its call; the store keeps the order of events.
    """
    text = re.sub(r"\?exp=\d+&[^\"]*", "", json.dumps(messages))
    return {message["id"]: message for message in json.loads(text)}
