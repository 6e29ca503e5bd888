"""Read a text: sentences, key words, what to keep. Pure; nothing is invented."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

_END = re.compile(r"(?<=[.!?…。！？؟۔।॥])[\"'”’)]*\s+|(?<=[。！？])|\n{2,}")  # noqa: RUF001
_CLAUSE_END = re.compile(r"[.!?…;:,](?=\s|$)")
_ENDED = re.compile(r"[.!?…]$")
_BULLET = re.compile(r"^\s*[-*•▪◦‣]\s+")
_CLAUSE = re.compile(r"[,;:—、，；：](?=\s|$)")  # noqa: RUF001
WRAPPED = 0.8
"""Share of the longest line that a wrapped one has at least, in proportional letters too."""
NEAR_TEAR, FAR_TEAR, LOOSE_END = 0.15, 0.8, 0.4
"""What a line costs that begins inside of a clause: before an opener, elsewhere, and more behind a stopword. One of
half the length costs 0.25."""
_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
    r"\u0e31-\u0e4e\u200c\u200d"
)
"""Vowels and tones that are written on letters, which ``\\w`` leaves out."""
_WORD = re.compile(rf"[^\W_][\w'’%.,{_MARKS}-]*", re.UNICODE)  # noqa: RUF001
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Dra|St|Sr|Sra|Srta|Mme|Mlle|Nr|Hr|Fr|vs|etc|ca|bzw|usw|e\.g|i\.e|z\. ?B|d\. ?h"
    r"|u\. ?a|p\. ?ex|p\. ?ej|av|apr|aprox|J\.-C|a\. ?C|d\. ?C|v\. ?Chr|n\. ?Chr|z|[A-Z])\.$"
)
_DATE = re.compile(
    r"^(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jahrhundert|Jahrtausend)"
)
"""What follows a German ordinal: "am 3. Mai"."""


def sentences(text: str) -> list[str]:
    """Split a text where its sentences end, and where a line ends on purpose: a heading, an item."""
    found: list[str] = []
    for piece in _END.split(_parted(text.strip())):
        words = " ".join(piece.split())
        if not words:
            continue
        is_torn = found and (_ABBREVIATION.search(found[-1]) or _is_date(found[-1], words))
        if is_torn or (found and not _is_said(words)):
            found[-1] += f" {words}"
        else:
            found.append(words)
    return found


def _parted(text: str) -> str:
    """Put a blank line where a line was left although the next word had room in it."""
    lines = [_BULLET.sub("", line) for line in text.split("\n")]
    width = max(map(len, lines))
    parted = lines[:1]
    for before, after in pairwise(lines):
        first = after.split(maxsplit=1)[:1]
        has_room = len(before) + 1 + sum(map(len, first)) <= WRAPPED * width
        parted += ["", after] if has_room and first and not first[0][0].islower() else [after]
    return "\n".join(parted)


def _is_said(words: str) -> bool:
    """Tell whether there is anything to say in words: an emoji alone is no sentence."""
    return any(c.isalnum() for c in words)


def _is_date(before: str, words: str) -> bool:
    return before[-2:-1].isdigit() and before.endswith(".") and bool(_DATE.match(words))


def beats(
    sentence: str, *, longest: int, openers: frozenset[str], stopwords: frozenset[str]
) -> list[str]:
    """Break a long sentence into as few lines as it takes, of like lengths, each whole in itself.

    Args:
        sentence: One sentence.
        longest: Characters of a line; a longer word stands in a line of its own.
        openers: Words that begin a clause: before them, as after a comma, a line ends best.
        stopwords: Words that carry no meaning, which no line ends with if it can be helped.
    """
    if len(sentence) <= longest:
        return [sentence]
    return list(_broken(sentence, longest, openers, stopwords))


def clause_ends(sentence: str) -> list[int]:
    """Give the places behind the marks that end a clause within a sentence."""
    return [found.end() for found in _CLAUSE.finditer(sentence)]


@lru_cache(maxsize=256)
def _broken(
    sentence: str, longest: int, openers: frozenset[str], stopwords: frozenset[str]
) -> tuple[str, ...]:
    words = [w[i : i + 1_000] for w in _spoken_words(sentence) for i in range(0, len(w), 1_000)]
    tears = [_tear(words, at, openers, stopwords) for at in range(len(words))]
    least, begins = [0.0], [0]
    for end in range(1, len(words) + 1):
        size, choices = -1, list[tuple[float, int]]()
        for begin in reversed(range(end)):
            size += len(words[begin]) + 1
            if size > longest and choices:
                break
            slack = max(0.0, 1 - size / longest)
            choices.append((least[begin] + slack**2 + tears[begin], begin))
        cost, begin = min(choices)
        least.append(cost)
        begins.append(begin)
    lines, end = list[str](), len(words)
    while end:
        lines.insert(0, " ".join(words[begins[end] : end]))
        end = begins[end]
    return tuple(lines)


def _tear(
    words: Sequence[str], at: int, openers: Collection[str], stopwords: Collection[str]
) -> float:
    """Say how much it hurts to begin a line at a word."""
    if at == 0 or _CLAUSE.search(words[at - 1]) or _ENDED.search(words[at - 1]):
        return 0.0
    loose = LOOSE_END if words[at - 1].lower() in stopwords else 0.0
    return loose + (NEAR_TEAR if words[at].lower() in openers else FAR_TEAR)


def _spoken_words(sentence: str) -> list[str]:
    """Give a sentence's words; what cannot be said stays with the word before."""
    words = list[str]()
    for word in sentence.split():
        if words and not _is_said(word):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def keywords(text: str, *, stopwords: Collection[str], most: int = 7) -> list[str]:
    """Give the words that carry the meaning, in order, each once."""
    found: list[str] = []
    for word in _words(text):
        plain = word.lower()
        if plain not in stopwords and plain not in [f.lower() for f in found]:
            found.append(word)
    return found[:most]


def keyphrase(text: str, *, stopwords: Collection[str], most: int = 4) -> str:
    """Give the richest run of words that stand together: short enough for the screen."""
    runs: list[list[str]] = [[]]
    for clause in _CLAUSE_END.split(text):
        runs.append([])
        for word in _words(clause):
            if word.lower() in stopwords or len(runs[-1]) == most:
                runs.append([])
            if word.lower() not in stopwords:
                runs[-1].append(word)
    best = max(runs, key=lambda run: (_has_number(run), min(len(run), 3), sum(map(len, run))))
    phrase = " ".join(best)[:60]
    return phrase[:1].upper() + phrase[1:]


def richness(sentence: str, *, stopwords: Collection[str]) -> float:
    """Say how much a sentence carries: the share of words with a meaning, more with a number."""
    words = _words(sentence)
    rich = sum(word.lower() not in stopwords for word in words) / max(1, len(words))
    return rich + (0.3 if _has_number(words) else 0.0)


def leans(sentence: str, dependent: Collection[str]) -> bool:
    """Say whether a sentence cannot stand without the one before."""
    words = _words(sentence)
    return bool(words) and words[0].lower() in dependent


def _has_number(words: Sequence[str]) -> bool:
    return any(any(c.isdigit() for c in word) for word in words)


def _words(text: str) -> list[str]:
    return [word.strip(".,'’-") for word in _WORD.findall(text)]  # noqa: RUF001
