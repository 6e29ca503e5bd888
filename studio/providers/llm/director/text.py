"""Read a text: sentences, key words, what to keep. Pure; nothing is invented."""

import re
from collections.abc import Collection, Sequence

_END = re.compile(r"(?<=[.!?…。！？؟۔।॥])[\"'”’)]*\s+|(?<=[。！？])|\n{2,}")  # noqa: RUF001
_CLAUSE_END = re.compile(r"[.!?…;:,](?=\s|$)")
_CLAUSE = re.compile(r"(?<=[,;:—])\s+")
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
    """Split a text where its sentences end."""
    found: list[str] = []
    for piece in _END.split(text.strip()):
        words = " ".join(piece.split())
        if not words:
            continue
        is_torn = found and (_ABBREVIATION.search(found[-1]) or _is_date(found[-1], words))
        if is_torn or (found and not _is_said(words)):
            found[-1] += f" {words}"
        else:
            found.append(words)
    return found


def _is_said(words: str) -> bool:
    """Tell whether there is anything to say in words: an emoji alone is no sentence."""
    return any(c.isalnum() for c in words)


def _is_date(before: str, words: str) -> bool:
    return before[-2:-1].isdigit() and before.endswith(".") and bool(_DATE.match(words))


def beats(sentence: str, *, longest: int) -> list[str]:
    """Break a long sentence at its clauses, and a longer clause between words."""
    if len(sentence) <= longest:
        return [sentence]
    lines: list[str] = []
    for clause in _CLAUSE.split(sentence):
        for part in _by_words(clause, longest=longest):
            if lines and len(lines[-1]) + len(part) + 1 <= longest:
                lines[-1] += f" {part}"
            else:
                lines.append(part)
    return lines


def _by_words(clause: str, *, longest: int) -> list[str]:
    lines = [""]
    for word in clause.split():
        if lines[-1] and _is_said(word) and len(lines[-1]) + len(word) + 1 > longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [piece[i : i + 1_000] for piece in lines for i in range(0, len(piece), 1_000)]


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
