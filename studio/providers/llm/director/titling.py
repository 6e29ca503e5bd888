"""Name a video that is told from a text: by its own first words, never by invented ones."""

import re
from collections.abc import Collection

from studio.providers.llm.director.text import sentences

LONGEST = 60
SHORTEST = 12
"""A clause of fewer characters is no headline."""
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[—–-]\s|[、，；：]")  # noqa: RUF001
_ENDS = " .。,;:—–-…"  # noqa: RUF001


def title_of(text: str, *, stopwords: Collection[str]) -> str:
    """Give the first sentence where it is short, else its first clauses, else its first words.

    Args:
        text: What is told.
        stopwords: Words that carry no meaning, which no headline ends with.
    """
    first = next(iter(sentences(text)), "").strip('"“”„«» ')
    if len(first) <= LONGEST:
        return _opened(first.rstrip(_ENDS))
    ends = [found.start() for found in _CLAUSE_END.finditer(first)]
    fitting = [end for end in ends if SHORTEST <= end <= LONGEST]
    if fitting:
        return _opened(first[: fitting[-1]].rstrip(_ENDS))
    return _opened(_cut(first, stopwords))


def _cut(sentence: str, stopwords: Collection[str]) -> str:
    """Give as many whole words as fit; where none are parted, as many characters."""
    kept = sentence[:LONGEST].split()[:-1]
    while len(kept) > 1 and kept[-1].lower().strip(_ENDS) in stopwords:
        kept.pop()
    return f"{' '.join(kept).rstrip(_ENDS) or sentence[: LONGEST // 2]}…"


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
