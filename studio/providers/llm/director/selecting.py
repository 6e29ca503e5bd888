"""Choose which of a text's sentences are told, so that the video has the length asked for."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from studio.domain.pacing import spoken_seconds
from studio.domain.storyboard import Tempo
from studio.domain.timeline import BREATH_MS, LAST_BREATH_MS, LEAD_IN_MS
from studio.providers.llm.director.text import leans, richness

TOLERANCE = 0.05
"""Share of the length that a video may be off."""
CLOSE = 0.02
"""Choices this near to the length are told apart by what they say."""
CANDIDATES = 48
STEPS = 300
"""So many steps make the length asked for: fine enough, and quick for the longest text."""
_CLAUSE_END = re.compile(r"[,;:](?=\s)")

Lines = Callable[[Sequence[str]], list[str]]


def told_s(lines: Sequence[str]) -> tuple[float, float]:
    """Estimate a script's length in seconds: by the product's pacing, and as the offline voice.

    Source:
        Least squares over 34 lines of two English texts, spoken by espeak: rms 0.2 s a line. A
        line takes 0.31 s, and more for each character, for a pause and for a digit.
    """
    frame = (LEAD_IN_MS + BREATH_MS) / 1000
    paced = sum(frame + spoken_seconds(line, language="en", tempo=Tempo.NORMAL) for line in lines)
    voiced = sum(
        frame
        + 0.31
        + 0.0556 * len(line)
        + 0.37 * len(_CLAUSE_END.findall(line))
        + 0.31 * sum(c.isdigit() for c in line)
        for line in lines
    )
    return paced, voiced + (LAST_BREATH_MS - BREATH_MS) / 1000


def middle_s(lines: Sequence[str]) -> float:
    """Estimate a script's length by the mean of both estimates."""
    return sum(told_s(lines)) / 2


@dataclass(frozen=True, slots=True)
class _Choice:
    score: float = 0.0
    kept: tuple[int, ...] = ()


def select(
    found: Sequence[str],
    *,
    target_s: float,
    lines: Lines,
    stopwords: Collection[str],
    dependent: Collection[str],
) -> list[str]:
    """Choose sentences in their order; the first always stays.

    Where no choice of whole sentences comes near enough, one of them loses its last clauses.

    Args:
        found: The text's sentences.
        target_s: The wanted length.
        lines: Makes scenes' lines of sentences.
        stopwords: Words that carry no meaning.
        dependent: Words that lean on the sentence before when they open one.
    """
    if middle_s(lines(found)) <= target_s * (1 + TOLERANCE / 2):
        return list(found)
    reached = _reached(found, target_s=target_s, stopwords=stopwords, dependent=dependent)
    nearest = sorted(reached, key=lambda steps: abs(steps - STEPS))[:CANDIDATES]
    choices = [(reached[s].score, [found[i] for i in reached[s].kept]) for s in nearest]

    def key(choice: tuple[float, list[str]]) -> tuple[float, float]:
        score, kept = choice
        return max(CLOSE * target_s, _off(lines(kept), target_s)), -score

    _, best = min(choices, key=key)
    if _off(lines(best), target_s) <= TOLERANCE * target_s:
        return best
    trimmed = [cut for _, kept in choices for cut in _trimmed(kept)]
    return min([best, *trimmed], key=lambda kept: _off(lines(kept), target_s))


def _reached(
    found: Sequence[str],
    *,
    target_s: float,
    stopwords: Collection[str],
    dependent: Collection[str],
) -> dict[int, _Choice]:
    """Give the best choice for each length that is not far too long, in steps."""
    step_s, limit = target_s / STEPS, round(STEPS * 1.3)
    first = round(middle_s(found[:1]) / step_s)
    states = {(first, True): _Choice(kept=(0,))}
    for i, sentence in enumerate(found[1:], start=1):
        cost, score = round(_alone_s(sentence) / step_s), richness(sentence, stopwords=stopwords)
        needs, after = leans(sentence, dependent), dict[tuple[int, bool], _Choice]()
        for (steps, follows), choice in states.items():
            _keep(after, (steps, False), choice)
            if steps + cost <= limit and (follows or not needs):
                more = _Choice(choice.score + score * cost, (*choice.kept, i))
                _keep(after, (steps + cost, True), more)
        states = after
    best: dict[int, _Choice] = {}
    for (steps, _), choice in states.items():
        if steps not in best or choice.score > best[steps].score:
            best[steps] = choice
    return best


def _keep(
    states: dict[tuple[int, bool], _Choice], state: tuple[int, bool], choice: _Choice
) -> None:
    if state not in states or choice.score > states[state].score:
        states[state] = choice


def _alone_s(sentence: str) -> float:
    return middle_s([sentence]) - (LAST_BREATH_MS - BREATH_MS) / 2000


def _off(lines: Sequence[str], target_s: float) -> float:
    return max(abs(seconds - target_s) for seconds in told_s(lines))


def _trimmed(kept: list[str]) -> Iterator[list[str]]:
    for i, sentence in enumerate(kept):
        for end in _CLAUSE_END.finditer(sentence):
            yield [*kept[:i], f"{sentence[: end.start()]}.", *kept[i + 1 :]]
