"""Word times that captions can be set by: in order, inside the sound, neither flashes nor stuck. Pure."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studio.domain.asset import Word
from studio.domain.units import Milliseconds
from studio.providers.speech.alignment.aligning import PAUSE_MS, pauses_of
from studio.providers.speech.alignment.features import Samples
from studio.providers.speech.timing import Span, weight

SHORTEST_MS = 40
LONGEST_MS = 2_500
_UNSPACED = 24
"""What is longer, in characters, is a sentence of a script without spaces, not a word."""


def settle(spans: Sequence[Span], *, duration_ms: int) -> tuple[Word, ...]:
    """Round to words of at least 40 ms and at most 2.5 s, one after the other, inside the sound.

    Args:
        spans: In the order of the text; their times may be anything.
        duration_ms: Of the sound. Where not every word can have its 40 ms in it, all have the same.
    """
    starts = _apart([span.start_ms for span in spans], duration_ms)
    words: list[Word] = []
    for span, (start, following) in zip(spans, pairwise([*starts, duration_ms]), strict=True):
        longest = LONGEST_MS * max(1, len(span.text) // _UNSPACED)
        shortest = min(SHORTEST_MS, following - start)
        end = min(max(round(span.end_ms), start + shortest), following, start + longest)
        words.append(Word(text=span.text, start_ms=Milliseconds(start), end_ms=Milliseconds(end)))
    return tuple(words)


def by_letters(text: str, samples: Samples, *, rate_hz: int) -> tuple[Span, ...]:
    """Guess: spread the words by their letters over what is not silent.

    Args:
        text: What was said.
        samples: One channel, in [-1, 1].
        rate_hz: Of ``samples``.
    """
    tokens = text.split()
    sounding = _sounding(samples, rate_hz)
    lengths = np.diff(sounding, axis=1).ravel()
    shares = np.cumsum([0, *(weight(token) for token in tokens)]) / sum(map(weight, tokens))
    passed = np.concatenate(([0.0], np.cumsum(lengths)))
    spans: list[Span] = []
    for token, (begin, end) in zip(tokens, pairwise(shares * passed[-1]), strict=True):
        # What would begin or end within a breath of a pause begins after it, or ends before it.
        first = min(int(np.searchsorted(passed, begin + PAUSE_MS, "right")) - 1, len(lengths) - 1)
        last = max(int(np.searchsorted(passed, end - PAUSE_MS, "left")) - 1, 0)
        starts = sounding[first, 0] + max(begin - passed[first], 0)
        ends = min(sounding[last, 0] + end - passed[last], sounding[last, 1])
        spans.append(Span(token, float(starts), float(ends)))
    return tuple(spans)


def _apart(starts: Sequence[float], duration_ms: int) -> list[int]:
    """Give starts in order with room for each word, moved as little as can be."""
    room = min(SHORTEST_MS, duration_ms // max(1, len(starts)))
    placed: list[int] = []
    for start in starts:
        earliest = placed[-1] + room if placed else 0
        placed.append(max(round(start), earliest))
    latest = duration_ms
    for index in range(len(placed) - 1, -1, -1):
        latest = min(placed[index], latest - room)
        placed[index] = latest
    return placed


def _sounding(samples: Samples, rate_hz: int) -> NDArray[np.float64]:
    """Give the stretches between the pauses, shape (stretches, 2), in milliseconds."""
    pauses, first, last = pauses_of(samples, rate_hz=rate_hz)
    edges = np.concatenate(([first], pauses.ravel(), [last]))
    return edges.reshape(-1, 2)
