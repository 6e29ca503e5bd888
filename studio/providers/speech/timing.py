"""Word times from espeak's events. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.domain.asset import Word
from studio.domain.units import Milliseconds

_TOKEN = re.compile(r"\S+")
_SOUND = re.compile(r"\w", re.UNICODE)
_UNSPOKEN = re.compile(
    "[\u2190-\u2bff\u3030\u303d\u200d\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
    "*_#`~|^<>{}\\[\\]\\\\]"
)


_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


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
    pauses: Sequence[float],
    *,
    duration_ms: float,
) -> tuple[Span, ...]:
    """Give every whitespace-separated token its time.

    A token starts with the earliest event inside it and lasts until the next token starts or the
    voice pauses. Tokens without an event of their own (a lone dash, an emoji, the second half of
    ``3 000``) share the time of the token before them, in proportion to their letters.

    Args:
        text: What was said, as written.
        events: espeak's word events: index of a character of ``text``, time in milliseconds.
        pauses: Times at which silence begins, in milliseconds, ascending.
        duration_ms: Of the whole sound.
    """
    tokens = list(_TOKEN.finditer(text))
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
        end = next((p for p in pauses if start < p < end), end)
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


def _starts(
    tokens: Sequence[re.Match[str]], events: Sequence[tuple[int, float]]
) -> list[float | None]:
    starts: list[float | None] = []
    latest = 0.0
    for token in tokens:
        inside = [time for position, time in events if token.start() <= position < token.end()]
        own = min(inside) if inside else None
        if own is not None and own < latest:
            own = None
        latest = latest if own is None else own
        starts.append(own)
    return starts


def _shared(tokens: Sequence[re.Match[str]], start: float, end: float) -> tuple[Span, ...]:
    weights = [len(_SOUND.findall(speakable(token[0]))) for token in tokens]
    total = sum(weights) or 1
    placed: list[Span] = []
    for token, weight in zip(tokens, weights, strict=True):
        stop = start + (end - start) * weight / total
        placed.append(Span(token[0], start, stop))
        start, total = stop, max(total - weight, 1)
    return tuple(placed)
