"""Kill anything at any time: the conversation ends as it should, and nothing comes twice."""

import os
import random
import signal
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.support.product import (
    Product,
    begin,
    command_line,
    events,
    running,
    wait_for_end,
)

TEXT = (
    "Make this into a 20 s video: Bees dance to show the way to flowers. The angle tells the "
    "direction, and the length of the dance tells how far it is. Every bee in the hive can read "
    "it. {n} bees can watch at once."
)
TAKE_OVER_S = 150
BACK_S = 90
"""Bounds, not waits: an API starts in seconds, and in many where all else runs, too."""
NUMBERS = random.Random(20261122)

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("survival") / "state") as started:
        yield started


def the_conversation_is_whole(product: Product, thread: str, run: str) -> None:
    with product.client() as client:
        told = client.get(f"/v1/threads/{thread}").raise_for_status().json()
        seen = [event for _, event in events(client, run)]
    messages = told["messages"]
    ids = [message["id"] for message in messages]
    videos = [m for m in messages if m["role"] == "activity" and m["activityType"] == "video"]
    assert len(ids) == len(set(ids))
    assert [m["role"] for m in messages].count("user") == 1
    assert len(videos) == 1
    assert messages[-1]["role"] == "assistant"
    assert told["active_run"] is None
    assert seen[0]["type"] == "RUN_STARTED"
    assert seen[-1]["type"] == "RUN_FINISHED"


def the_video_is_whole(product: Product, thread: str) -> None:
    with product.client() as client:
        told = client.get(f"/v1/threads/{thread}").raise_for_status().json()
        (video,) = [
            m["content"]
            for m in told["messages"]
            if m["role"] == "activity" and m["activityType"] == "video"
        ]
        answer = client.get(video["video_url"]).raise_for_status()
    assert len(answer.content) == video["size_bytes"]


def kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def ready_again(product: Product) -> None:
    deadline = time.monotonic() + BACK_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{product.url}/readyz", timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the API did not come back")


@pytest.mark.parametrize(
    ("victim", "after_s"),
    [
        (victim, round(NUMBERS.uniform(*window), 2))
        for victim, window in (
            ("api", (0.0, 1.5)),
            ("api", (2.0, 6.0)),
            ("renderer", (2.0, 6.0)),
            ("renderer", (4.0, 9.0)),
            ("postgres", (1.0, 6.0)),
            ("valkey", (1.0, 6.0)),
        )
    ],
)
def test_a_killed_part_costs_time_and_nothing_else(
    product: Product, victim: str, after_s: float
) -> None:
    ready_again(product)
    with product.client() as client:
        thread, run = begin(client, TEXT.format(n=NUMBERS.randint(2, 999)))
    time.sleep(after_s)
    victims = parts(product, victim)
    assert victims, f"no process of {victim}"

    kill(victims)

    with product.client() as client:
        assert wait_for_end(client, run, seconds=TAKE_OVER_S) == "done"
    ready_again(product)
    the_conversation_is_whole(product, thread, run)
    the_video_is_whole(product, thread)


def parts(product: Product, name: str) -> list[int]:
    """The process a person would kill; for the fleet, one of its workers."""
    words = {
        "api": "api.cli api",
        "renderer": "renderer",
        "postgres": "pginstall/bin/postgres",
        "valkey": "valkey-server",
    }
    found = [p for p in product.children(words[name]) if words[name] in command_line(p)]
    return found[:1]
