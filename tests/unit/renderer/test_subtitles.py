"""Subtitles as a file, by equality."""

import re
from itertools import pairwise

from renderer.subtitles import GAP_MS, LINE_CHARACTERS, LONGEST_MS, srt
from tests.support.storyboards import timeline

GOLDEN = """1
00:00:00,120 --> 00:00:01,413
Octopuses have three hearts.

2
00:00:01,480 --> 00:00:02,460
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
