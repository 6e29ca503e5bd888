"""A conversation becomes a video, and a second message changes only what it names."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support import media
from tests.support.product import PROGRAM, TEXT, Product, begin, events

LOUDNESS_LUFS, LOUDNESS_TOLERANCE = -14.0, 0.5
PEAK_DBTP = -1.0
AV_TOLERANCE_S = 0.05


@pytest.fixture(scope="module")
def first(product: Product) -> dict[str, Any]:
    """What the first message of a conversation leads to."""
    with product.client() as client:
        thread, run = begin(client, TEXT)
        seen = [event for _, event in events(client, run)]
    return {"thread": thread, "events": seen}


@pytest.fixture(scope="module")
def video(
    product: Product, first: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The file of the video card."""
    path = tmp_path_factory.mktemp("video") / "first.mp4"
    with product.client() as client:
        shown = cards(first["events"], "video")[-1]
        path.write_bytes(client.get(shown["video_url"]).raise_for_status().content)
    return path


def cards(seen: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [
        event["content"]
        for event in seen
        if event["type"] == "ACTIVITY_SNAPSHOT" and event["activityType"] == kind
    ]


def test_a_pasted_text_ends_in_a_video_card(first: dict[str, Any]) -> None:
    seen = first["events"]

    assert seen[0]["type"] == "RUN_STARTED"
    assert seen[-1]["type"] == "RUN_FINISHED"
    assert cards(seen, "storyboard")
    assert cards(seen, "progress")
    assert len(cards(seen, "video")) == 1
    assert any(event["type"] == "TEXT_MESSAGE_CONTENT" for event in seen)


def test_the_words_come_as_subrip_and_as_webvtt(product: Product, first: dict[str, Any]) -> None:
    shown = cards(first["events"], "video")[-1]
    with product.client() as client:
        subrip = client.get(shown["subtitles_url"]).raise_for_status()
        webvtt = client.get(shown["webvtt_url"]).raise_for_status()

    assert subrip.text.startswith("1\n00:00:0")
    assert webvtt.text.startswith("WEBVTT\n\n00:0")
    assert webvtt.headers["content-type"].startswith("text/vtt")
    spoken = " ".join(line for line in subrip.text.splitlines() if line[:1].isalpha())
    assert "three hearts" in spoken


def test_the_words_of_the_text_are_the_words_of_the_video(first: dict[str, Any]) -> None:
    scenes = cards(first["events"], "storyboard")[-1]["scenes"]

    said = " ".join(scene["narration"] for scene in scenes)
    assert "three hearts" in said
    assert "rather crawl than swim" in said


def test_the_file_is_what_every_platform_takes(video: Path) -> None:
    facts = media.ffprobe(video)
    picture, sound = media.stream(facts, "video"), media.stream(facts, "audio")

    assert (picture["codec_name"], picture["profile"]) == ("h264", "High")
    assert (picture["width"], picture["height"]) == (1080, 1920)
    assert picture["pix_fmt"] == "yuv420p"
    assert picture["r_frame_rate"] == picture["avg_frame_rate"] == "30/1"
    assert {picture[k] for k in ("color_space", "color_transfer", "color_primaries")} == {"bt709"}
    assert (sound["codec_name"], sound["profile"]) == ("aac", "LC")
    assert sound["sample_rate"] == "48000"
    assert float(picture["duration"]) == pytest.approx(float(sound["duration"]), abs=AV_TOLERANCE_S)
    assert media.moov_before_mdat(video)


def test_the_file_sounds_as_loud_as_it_should(video: Path) -> None:
    lufs, peak = media.loudness(video)

    assert lufs == pytest.approx(LOUDNESS_LUFS, abs=LOUDNESS_TOLERANCE)
    assert peak <= PEAK_DBTP


def test_every_frame_decodes_and_the_picture_lives(video: Path) -> None:
    assert media.decodes(video) == ""
    assert media.frozen_or_black(video) == []


def test_an_edit_makes_a_new_version_and_reuses_the_other_segments(
    product: Product, first: dict[str, Any]
) -> None:
    with product.client() as client:
        _, run = begin(
            client, "make scene 2 shorter and start with a question", thread=first["thread"]
        )
        seen = [event for _, event in events(client, run)]

    before = cards(first["events"], "storyboard")[-1]
    after, shown = cards(seen, "storyboard")[-1], cards(seen, "video")[-1]
    assert after["version"] > before["version"]
    assert shown["segments_reused"] > 0
    assert shown["segments_made"] > 0
    untouched = [s["narration"] for s in before["scenes"]][2:]
    assert [s["narration"] for s in after["scenes"]][2:] == untouched


def test_the_same_conversation_from_a_terminal_gives_a_file(
    product: Product, tmp_path: Path
) -> None:
    out = tmp_path / "made.mp4"
    script = tmp_path / "text.txt"
    script.write_text("Honey never spoils. Jars from old tombs were still good to eat.")

    done = subprocess.run(
        [PROGRAM, "make", f"@{script}", "--out", str(out), "--seconds", "10"],
        env={**os.environ, "REELWRIGHT_STATE_DIR": str(product.state)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert media.decodes(out) == ""


def test_the_thread_tells_the_whole_conversation_afterwards(
    product: Product, first: dict[str, Any]
) -> None:
    with product.client() as client:
        thread = client.get(f"/v1/threads/{first['thread']}").raise_for_status().json()

    roles = [message["role"] for message in thread["messages"]]
    assert roles[0] == "user"
    assert {"assistant", "activity"} <= set(roles)
    assert thread["active_run"] is None
    assert len({message["id"] for message in thread["messages"]}) == len(roles)
    assert json.dumps(thread["storyboard"])
