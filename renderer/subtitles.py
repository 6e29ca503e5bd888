"""Subtitles as a file of their own, by the classic rules rather than a short video's. Pure.

Source:
    Netflix timed text style guide, general requirements: at most 42 characters a line, two lines,
    5/6 s to 7 s.
"""

import textwrap
from collections.abc import Iterator

from studio.domain.asset import Word
from studio.domain.timeline import Timeline
from studio.domain.units import frames_to_ms

LINE_CHARACTERS = 42
CUE_CHARACTERS = 2 * LINE_CHARACTERS - 8
LONGEST_MS = 7_000
SHORTEST_MS = 833
GAP_MS = 67
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟")  # noqa: RUF001


def srt(timeline: Timeline) -> str:
    """Write the narration as SubRip text, UTF-8."""
    cues = list(_cues(timeline))
    blocks: list[str] = []
    for number, (words, start) in enumerate(cues, 1):
        begin = start + words[0].start_ms
        end = max(start + words[-1].end_ms, begin + SHORTEST_MS)
        if number < len(cues):
            following, offset = cues[number]
            end = min(end, offset + following[0].start_ms - GAP_MS)
        lines = textwrap.wrap(" ".join(w.text for w in words), LINE_CHARACTERS)
        blocks.append(f"{number}\n{_time(begin)} --> {_time(end)}\n" + "\n".join(lines) + "\n")
    return "\n".join(blocks)


def _cues(timeline: Timeline) -> Iterator[tuple[list[Word], float]]:
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
    characters = sum(len(w.text) + 1 for w in held) + len(word.text)
    return (
        characters > CUE_CHARACTERS
        or held[-1].text.endswith(_ENDS)
        or word.end_ms - held[0].start_ms > LONGEST_MS
    )


def _time(at_ms: float) -> str:
    seconds, thousandths = divmod(round(at_ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02},{thousandths:03}"
