"""Word times that a voice tells of its own, laid on the words as they are written. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from studio.providers.answers import nonsense
from studio.providers.speech.timing import Span

_SILENT = re.compile(r"[\W_]+", re.UNICODE)


def to_spans(text: str, told: Sequence[Span]) -> tuple[Span, ...] | None:
    """Give every whitespace-separated word the time of the pieces that make it up.

    Args:
        text: What was said.
        told: Characters, words or anything in between, in order, with their times.

    Returns:
        ``None`` where the pieces are not the text's own letters: a voice that reads ``1969`` as
        ``nineteen sixty-nine`` and tells the times of those words.
    """
    heard = [(letters, span) for span in told if (letters := _letters(span.text))]
    spans: list[Span] = []
    place = 0
    for token in text.split():
        wanted, got, first = _letters(token), "", place
        while len(got) < len(wanted) and place < len(heard):
            got += heard[place][0]
            place += 1
        if got != wanted:
            return None
        spans.append(_over(token, [span for _, span in heard[first:place]], spans))
    return tuple(spans) if place == len(heard) else None


def read_told(told: Sequence[Any], text: str, start: str, end: str, *, title: str) -> list[Span]:
    """Read a list of objects with times in seconds.

    Raises:
        ProviderAnswerInvalid: They are something else.
    """
    try:
        return [
            Span(str(each[text]), float(each[start]) * 1000, float(each[end]) * 1000)
            for each in told
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise nonsense(title, "its times cannot be read") from error


def _over(token: str, pieces: Sequence[Span], before: Sequence[Span]) -> Span:
    if not pieces:
        moment = before[-1].end_ms if before else 0.0
        return Span(token, moment, moment)
    return Span(token, pieces[0].start_ms, pieces[-1].end_ms)


def _letters(text: str) -> str:
    return _SILENT.sub("", text).casefold()
