"""A disk that is full stops a turn in plain words; with room again the video is made."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import media
from tests.support.disk import small_disk
from tests.support.product import TEXT, Product, begin, events, running

STOP_S = 10
MEDIA = {".mp4", ".m4a", ".jpg", ".wav"}

pytestmark = pytest.mark.timeout(240)


def say(product: Product, text: str, *, thread: str | None = None) -> tuple[str, dict[str, Any]]:
    """Give the thread, what was said and the video cards of a turn."""
    with product.client() as client:
        thread, run = begin(client, text, thread=thread)
        seen = [event for _, event in events(client, run)]
    assert seen[-1]["type"] == "RUN_FINISHED"
    return thread, {
        "text": "".join(e["delta"] for e in seen if e["type"] == "TEXT_MESSAGE_CONTENT"),
        "videos": [e["content"] for e in seen if e.get("activityType") == "video"],
    }


def is_playable(path: Path) -> bool:
    """A stream's header holds no frames of its own."""
    return path.suffix in MEDIA and "headers" not in path.parts


def wait_until(claim: Callable[[], bool]) -> None:
    """A task that stops puts its own scratch away."""
    deadline = time.monotonic() + STOP_S
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_full_disk_is_told_and_costs_nothing_that_was_made(tmp_path: Path) -> None:
    state, scratch = tmp_path / "state", tmp_path / "scratch"
    with (
        small_disk(state / "artifacts", size="1m") as store,
        small_disk(scratch, size="500k") as work,
        running(state, TMPDIR=str(scratch)) as product,
    ):
        thread, unpainted = say(product, TEXT)
        store.resize("200m")
        _, unrendered = say(product, "render", thread=thread)
        wait_until(lambda: work.files() == [])
        work.resize("200m")
        _, done = say(product, "render", thread=thread)

        assert "disk is full" in unpainted["text"]
        assert unpainted["videos"] == []
        assert "disk is full" in unrendered["text"]
        assert unrendered["videos"] == []
        assert len(done["videos"]) == 1
        assert {media.decodes(path) for path in store.files() if is_playable(path)} == {""}
