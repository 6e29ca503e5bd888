"""Word times from espeak's events. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.domain.asset import Word
from studio.domain.phrasing import is_unspaced, phrases
from studio.domain.units import Milliseconds

_JITTER_MS = 12
"""By how much a silence may seem to end before the word after it begins."""
_TOKEN = re.compile(r"\S+")
_SOUND = re.compile(r"\w", re.UNICODE)
_UNSPOKEN = re.compile(
    "[\u2190-\u2bff\u3030\u303d\u200d\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
    "*_#`~|^<>{}\\[\\]\\\\]"
)


_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


class _Token(NamedTuple):
    """What is timed as one, and where it begins and ends in the text, in characters."""

    text: str
    start: int
    end: int


class Span(NamedTuple):
    """Where a word lies in the text and in the sound, in milliseconds."""

    text: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Recital:
    """A text as a voice said it, before anything was done to the sound.

    Attributes:
        samples: One channel, float64 in [-1, 1].
        rate_hz: Of ``samples``.
        spans: Every word of the text, in order.
    """

    samples: NDArray[np.float64]
    rate_hz: int
    spans: tuple[Span, ...]


def speakable(text: str) -> str:
    """Blank what must not be read aloud: emoji, arrows and markup; lengths stay the same."""
    return _UNSPOKEN.sub(" ", text)


def weight(word: str) -> int:
    """Count what is heard of a word, at least 1."""
    return max(1, len(_SOUND.findall(speakable(word))))


def has_words(text: str) -> bool:
    """Tell whether anything in the text has a sound."""
    return bool(_SOUND.search(speakable(text)))


def has_ideographs(text: str) -> bool:
    """Tell whether the text has Chinese characters (kanji)."""
    return bool(_IDEOGRAPH.search(text))


def spans(
    text: str,
    events: Sequence[tuple[int, float]],
    pauses: Sequence[tuple[float, float]],
    *,
    duration_ms: float,
) -> tuple[Span, ...]:
    """Give every word its time, and every phrase of a script without spaces.

    A word starts with the earliest event inside it and lasts until the next one starts, or the silence
    before that; a pause within it (after the thousands of ``2025``) does not end it. Words without an event of their own (a lone dash, an emoji, the second half of
    ``3 000``) share the time of the one before them, in proportion to their letters.

    Args:
        text: What was said, as written.
        events: espeak's word events: index of a character of ``text``, time in milliseconds.
        pauses: Start and end of each silence, in milliseconds, ascending.
        duration_ms: Of the whole sound.
    """
    tokens = list(_tokens(text))
    starts = _starts(tokens, events)
    known = [i for i, start in enumerate(starts) if start is not None]
    if not known:
        return _shared(tokens, 0.0, duration_ms)
    placed: list[Span] = []
    bounds = [0, *known[1:], len(tokens)]
    for (first, stop), index in zip(pairwise(bounds), known, strict=True):
        start = starts[index] or 0.0
        following = starts[stop] if stop < len(tokens) else None
        end = duration_ms if following is None else following
        end = next((p for p, until in pauses if start < p < end <= until + _JITTER_MS), end)
        placed.extend(_shared(tokens[first:stop], min(start, duration_ms), min(end, duration_ms)))
    return tuple(placed)


def to_words(placed: Sequence[Span], *, offset_ms: float, duration_ms: int) -> tuple[Word, ...]:
    """Round to whole milliseconds inside the sound, never going back in time.

    Args:
        placed: In order.
        offset_ms: Silence that was cut from the start of the sound.
        duration_ms: Of the sound that is left.
    """
    words: list[Word] = []
    earliest = 0
    for span in placed:
        start = min(max(round(span.start_ms - offset_ms), earliest), duration_ms)
        end = min(max(round(span.end_ms - offset_ms), start), duration_ms)
        words.append(Word(text=span.text, start_ms=Milliseconds(start), end_ms=Milliseconds(end)))
        earliest = end
    return tuple(words)


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        at = found.start()
        for piece in phrases(found[0]) if is_unspaced(found[0]) else (found[0],):
            yield _Token(piece, at, at + len(piece))
            at += len(piece)


def _starts(tokens: Sequence[_Token], events: Sequence[tuple[int, float]]) -> list[float | None]:
    starts: list[float | None] = []
    latest = 0.0
    touching = {token.end for token in tokens}
    for token in tokens:
        inside = [(time, at) for at, time in events if token.start <= at < token.end]
        own = min(inside)[0] if inside else None
        if inside and token.start in touching and min(inside)[1] > token.start:
            own = _between(token.start, events)
        if own is not None and own < latest:
            own = None
        latest = latest if own is None else own
        starts.append(own)
    return starts


def _between(position: int, events: Sequence[tuple[int, float]]) -> float:
    """Judge by the letters when a phrase begins that lies between two events."""
    before, since = max((e for e in events if e[0] <= position), default=(0, 0.0))
    after, until = min(e for e in events if e[0] > position)
    return since + (until - since) * (position - before) / (after - before)


def _shared(tokens: Sequence[_Token], start: float, end: float) -> tuple[Span, ...]:
    weights = [len(_SOUND.findall(speakable(token.text))) for token in tokens]
    total = sum(weights) or 1
    placed: list[Span] = []
    for token, weight in zip(tokens, weights, strict=True):
        stop = start + (end - start) * weight / total
        placed.append(Span(token.text, start, stop))
        start, total = stop, max(total - weight, 1)
    return tuple(placed)
