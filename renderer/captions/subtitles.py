"""Subtitles as a file of their own, by the classic rules rather than a short video's. Pure.

Sources:
    Netflix timed text style guide, general requirements: at most 42 characters a line, two lines,
    up to 7 s, at most 20 characters a second for adults.
    W3C WebVTT, section 4; SubRip as players read it.
"""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from studio.domain.asset import Word
from studio.domain.captions import columns, ends_sentence, joined
from studio.domain.timeline import Timeline
from studio.domain.units import frames_to_ms

LINE_CHARACTERS = 42
LONGEST_MS = 7_000
SHORTEST_MS = 1_000
CHARACTERS_A_SECOND = 20
GAP_MS = 67


class Subtitle(NamedTuple):
    """One or two lines, and when they stand, in milliseconds of the video."""

    start_ms: float
    end_ms: float
    lines: tuple[str, ...]


def subtitles(timeline: Timeline) -> tuple[Subtitle, ...]:
    """Gather the narration into subtitles that never overlap.

    One that is spoken too fast to be read stays on as long as the next one allows.
    """
    groups = list(_groups(timeline))
    until = [start + words[0].start_ms - GAP_MS for words, start in groups[1:]]
    until.append(frames_to_ms(timeline.frames, fps=timeline.fps))
    return tuple(
        _subtitle(words, start, end) for (words, start), end in zip(groups, until, strict=False)
    )


def srt(timeline: Timeline) -> str:
    """Write the narration as SubRip text, UTF-8."""
    blocks = [
        f"{number}\n{_time(s.start_ms, ',')} --> {_time(s.end_ms, ',')}\n" + "\n".join(s.lines)
        for number, s in enumerate(subtitles(timeline), 1)
    ]
    return "".join(f"{block}\n\n" for block in blocks).removesuffix("\n")


def vtt(timeline: Timeline) -> str:
    """Write the narration as WebVTT, UTF-8."""
    blocks = [
        f"{_time(s.start_ms, '.')} --> {_time(s.end_ms, '.')}\n"
        + escape("\n".join(s.lines), quote=False)
        for s in subtitles(timeline)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _groups(timeline: Timeline) -> Iterator[tuple[list[Word], float]]:
    for clip in timeline.clips:
        start = frames_to_ms(clip.start, fps=timeline.fps)
        held: list[Word] = []
        for word in (word for cue in clip.cues for word in cue.words):
            if held and _is_full(held, word):
                yield held, start
                held = []
            held.append(word)
        if held:
            yield held, start


def _is_full(held: list[Word], word: Word) -> bool:
    is_long = word.start_ms - held[0].start_ms >= SHORTEST_MS + GAP_MS
    is_over = is_long and ends_sentence(held[-1].text)
    return is_over or not _fits([*held, word]) or word.end_ms - held[0].start_ms > LONGEST_MS


def _subtitle(words: Sequence[Word], start_ms: float, until_ms: float) -> Subtitle:
    text = joined(words)
    begin = start_ms + words[0].start_ms
    readable = max(SHORTEST_MS, len(text) * 1000 / CHARACTERS_A_SECOND)
    end = max(start_ms + words[-1].end_ms, begin + readable)
    halves = _halves(words)
    is_wide = _widest(halves) > LINE_CHARACTERS
    lines = tuple(textwrap.wrap(text, LINE_CHARACTERS)) if is_wide else halves
    return Subtitle(begin, min(end, until_ms), lines)


def _fits(words: Sequence[Word]) -> bool:
    return _widest(_halves(words)) <= LINE_CHARACTERS


def _halves(words: Sequence[Word]) -> tuple[str, ...]:
    """Write words on one line where they fit, else on the two most even ones."""
    whole = joined(words)
    if columns(whole) <= LINE_CHARACTERS or len(words) < 2:
        return (whole,)
    splits = [(joined(words[:at]), joined(words[at:])) for at in range(1, len(words))]
    return min(splits, key=_widest)


def _widest(lines: Sequence[str]) -> int:
    return max(map(columns, lines))


def _time(at_ms: float, point: str) -> str:
    seconds, thousandths = divmod(round(at_ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"
