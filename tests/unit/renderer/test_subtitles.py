"""Subtitles as a file, by equality."""

import re
from itertools import pairwise

import pytest

from renderer.captions.subtitles import (
    CHARACTERS_A_SECOND,
    GAP_MS,
    LINE_CHARACTERS,
    LONGEST_MS,
    SHORTEST_MS,
    srt,
    subtitles,
    vtt,
)
from tests.support.storyboards import timeline

GOLDEN = """1
00:00:00,120 --> 00:00:01,413
Octopuses have three hearts.

2
00:00:01,480 --> 00:00:02,480
Really, they do.
"""
GOLDEN_VTT = """WEBVTT

00:00:00.120 --> 00:00:01.413
Octopuses have three hearts.

00:00:01.480 --> 00:00:02.480
Really, they do.
"""
LONG = " ".join(f"word{n} and" for n in range(40)) + " end."


def times(text: str) -> list[tuple[int, int]]:
    found = re.findall(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})", text)
    clocks = [[int(part) for part in one] for one in found]
    return [(_ms(c[:4]), _ms(c[4:])) for c in clocks]


def _ms(clock: list[int]) -> int:
    hours, minutes, seconds, thousandths = clock
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def test_two_sentences_are_two_cues() -> None:
    assert srt(timeline("Octopuses have three hearts. Really, they do.")) == GOLDEN


def test_web_vtt_says_the_same() -> None:
    assert vtt(timeline("Octopuses have three hearts. Really, they do.")) == GOLDEN_VTT


def test_web_vtt_escapes_what_would_be_markup() -> None:
    assert "a &lt;b&gt; --&gt; c &amp; d" in vtt(timeline("a <b> --> c & d"))


def test_a_sentence_too_short_for_a_subtitle_is_joined_with_the_next() -> None:
    lines = [s.lines for s in subtitles(timeline("No. That is simply not the case."))]

    assert lines == [("No. That is simply not the case.",)]


def test_a_subtitle_stays_until_it_is_read_or_the_next_one_begins() -> None:
    alone = subtitles(timeline("Octopuses comprehend."))[0]
    first, last = subtitles(timeline("Incomprehensibilities overwhelm octopuses.", "No."))

    reading_ms = len(alone.lines[0]) * 1000 / CHARACTERS_A_SECOND
    assert alone.end_ms == pytest.approx(alone.start_ms + reading_ms)
    assert first.end_ms == last.start_ms - GAP_MS
    assert last.end_ms == pytest.approx(last.start_ms + SHORTEST_MS)


def test_text_without_spaces_is_divided_into_lines() -> None:
    text = "咖啡并不能给你能量它只是推迟疲劳" * 4 + "。"

    found = subtitles(timeline(text))

    assert "".join(line for s in found for line in s.lines) == text
    assert max(len(line) for s in found for line in s.lines) <= LINE_CHARACTERS // 2
    assert all(len(s.lines) <= 2 for s in found)


def test_lines_and_cues_keep_to_the_rules() -> None:
    text = srt(timeline(LONG, "Another scene begins here."))
    bodies = [b.splitlines()[2:] for b in text.strip().split("\n\n")]
    assert all(len(b) <= 2 for b in bodies)
    assert max(len(line) for b in bodies for line in b) <= LINE_CHARACTERS
    spans = times(text)
    assert all(0 < end - start <= LONGEST_MS for start, end in spans)
    gaps = [b[0] - a[1] for a, b in pairwise(spans)]
    assert min(gaps) >= GAP_MS - 1


def test_every_word_is_there_once() -> None:
    text = srt(timeline(LONG))
    lines = [line for b in text.strip().split("\n\n") for line in b.splitlines()[2:]]
    assert " ".join(lines) == LONG


def test_a_video_without_narration_has_an_empty_file() -> None:
    assert srt(timeline("")) == ""
    assert vtt(timeline("")) == "WEBVTT\n"
