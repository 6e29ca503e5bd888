"""Choose which of a text's sentences are told, so that the video has the length asked for."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from studio.domain.timeline import BREATH_MS, LAST_BREATH_MS
from studio.providers.llm.director.telling import Telling
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


@dataclass(frozen=True, slots=True)
class _Choice:
    score: float = 0.0
    kept: tuple[int, ...] = ()


def select(
    found: Sequence[str],
    *,
    target_s: float,
    lines: Lines,
    telling: Telling,
    stopwords: Collection[str],
    dependent: Collection[str],
) -> list[str]:
    """Choose sentences in their order; the first always stays.

    Where no choice of whole sentences comes near enough, one of them loses its last clauses.

    Args:
        found: The text's sentences.
        target_s: The wanted length.
        lines: Makes scenes' lines of sentences.
        telling: In which language and how fast they are said.
        stopwords: Words that carry no meaning.
        dependent: Words that lean on the sentence before when they open one.
    """
    if telling.whole_s(lines(found)) <= target_s * (1 + TOLERANCE / 2):
        return list(found)
    reached = _reached(
        found, target_s=target_s, telling=telling, stopwords=stopwords, dependent=dependent
    )
    nearest = sorted(reached, key=lambda steps: abs(steps - STEPS))[:CANDIDATES]
    choices = [(reached[s].score, [found[i] for i in reached[s].kept]) for s in nearest]

    def key(choice: tuple[float, list[str]]) -> tuple[float, float]:
        score, kept = choice
        return max(CLOSE * target_s, _off(lines(kept), target_s, telling)), -score

    _, best = min(choices, key=key)
    if _off(lines(best), target_s, telling) <= TOLERANCE * target_s:
        return best
    trimmed = [cut for _, kept in choices for cut in _trimmed(kept)]
    return min([best, *trimmed], key=lambda kept: _off(lines(kept), target_s, telling))


def _reached(
    found: Sequence[str],
    *,
    target_s: float,
    telling: Telling,
    stopwords: Collection[str],
    dependent: Collection[str],
) -> dict[int, _Choice]:
    """Give the best choice for each length that is not far too long, in steps."""
    step_s, limit = target_s / STEPS, round(STEPS * 1.3)
    first = round(telling.whole_s(found[:1]) / step_s)
    states = {(first, True): _Choice(kept=(0,))}
    for i, sentence in enumerate(found[1:], start=1):
        cost = round(_alone_s(sentence, telling) / step_s)
        score = richness(sentence, stopwords=stopwords)
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


def _alone_s(sentence: str, telling: Telling) -> float:
    return telling.whole_s([sentence]) - (LAST_BREATH_MS - BREATH_MS) / 2000


def _off(lines: Sequence[str], target_s: float, telling: Telling) -> float:
    return max(abs(seconds - target_s) for seconds in telling.estimates_s(lines))


def _trimmed(kept: list[str]) -> Iterator[list[str]]:
    for i, sentence in enumerate(kept):
        for end in _CLAUSE_END.finditer(sentence):
            yield [*kept[:i], f"{sentence[: end.start()]}.", *kept[i + 1 :]]
