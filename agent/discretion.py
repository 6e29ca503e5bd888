"""What the model is told before all else is not told to others: quotes of it are taken out. Pure.

This stops a model that repeats its rules word for word, in its own text or in what it hands to tools.
It cannot stop one that translates, spells or retells them: those are other words.
"""

import re
from collections.abc import Set
from functools import lru_cache
from typing import Any

WORDS = 8
"""So many of the rules' words in a row are a quote; fewer are the language's."""
MARK = " […]"
_WORD = re.compile(r"[^\W_]+")

Runs = Set[tuple[str, ...]]


@lru_cache(maxsize=4)
def runs_of(rules: str) -> Runs:
    """Give every run of up to ``WORDS`` words of a text."""
    words = _WORD.findall(rules.casefold())
    return frozenset(
        tuple(words[at : at + count])
        for count in range(1, WORDS + 1)
        for at in range(len(words) - count + 1)
    )


def without_quotes(value: Any, rules: str) -> Any:
    """Give a text, or all texts within lists and objects, without quotes of the rules."""
    if isinstance(value, str):
        discretion = Discretion(rules)
        return discretion.feed(value) + discretion.flush()
    if isinstance(value, list):
        return [without_quotes(each, rules) for each in value]
    if isinstance(value, dict):
        return {key: without_quotes(each, rules) for key, each in value.items()}
    return value


class Discretion:
    """Takes quotes out of a text that comes in pieces.

    What may yet become a quote is held back until it is none: a few words at most. However a text
    is cut into pieces, the same comes out.
    """

    def __init__(self, rules: str) -> None:
        """Take the text that must not be quoted."""
        self._runs = runs_of(rules)
        self._rest = ""
        self._held: list[tuple[str, str]] = []
        self._quoted: tuple[str, ...] = ()

    def feed(self, piece: str) -> str:
        """Take a piece and give what may be told by now."""
        self._rest += piece
        told: list[str] = []
        # A word that touches the end may go on in the next piece.
        while (word := _WORD.search(self._rest)) and word.end() < len(self._rest):
            told.append(self._take(self._rest[: word.end()], word[0].casefold()))
            self._rest = self._rest[word.end() :]
        return "".join(told)

    def flush(self) -> str:
        """Give what was held back: the text is over."""
        told, rest = "", self._rest
        if word := _WORD.search(rest):
            told, rest = self._take(rest[: word.end()], word[0].casefold()), rest[word.end() :]
        told += "".join(raw for raw, _ in self._held) + rest
        self._rest, self._held, self._quoted = "", [], ()
        return told

    def _take(self, raw: str, word: str) -> str:
        if self._quoted:
            going_on = (*self._quoted[1:], word)
            if going_on in self._runs:
                self._quoted = going_on
                return ""
            self._quoted = ()
        self._held.append((raw, word))
        told = ""
        while self._held and tuple(each for _, each in self._held) not in self._runs:
            told += self._held.pop(0)[0]
        if len(self._held) < WORDS:
            return told
        self._quoted = tuple(each for _, each in self._held)
        self._held = []
        return told + MARK
