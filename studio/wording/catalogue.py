"""A language's catalogue of sentences: data, and its patterns made ready."""

import re
from functools import cache, cached_property
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from studio.domain.comparison import ENGLISH, Vocabulary
from studio.domain.languages import primary

_PLACE = re.compile(r"\{(\w+)\}")
_DECIMAL = re.compile(r"\d+\.\d+")
_LONGEST = 1_000
_VALUES = {
    "number": r"\d+",
    "count": r"\d+",
    "version": r"\d+",
    "numbers": r"\d[\d, and]*",
    "seconds": r"[\d.,]+",
    "rules": r"[^;]+",
    "removes": r"removes scenes? \d[\d, and]*",
    "undone": r".+?\.(?=\s)",
    "title": r"(?:(?!\. ).)+?",
    "name": r"[^()]+?",
    "price": r"[^()]+?",
}
"""What stands at a place, where its name says more than "some text"."""
_MEASURED = frozenset({"seconds", "need", "length", "start", "target", "rate"})
"""Places of figures, whose decimals are written as the language does."""


class Catalogue(BaseModel):
    """One language's file.

    Attributes:
        vocabulary: How the differences of two storyboards are told.
        decimal: What stands before the decimals of a figure.
        joints: What stands between parts that are said one by one.
        said: Sentences by their English, with ``{places}`` for values on both sides.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    vocabulary: Vocabulary
    decimal: str
    joints: dict[str, str]
    said: dict[str, str]


class Wording:
    """Says in one language what the code says in English."""

    def __init__(self, file: Catalogue) -> None:
        """Take what was read."""
        self._file = file

    @property
    def vocabulary(self) -> Vocabulary:
        """Give the words by which a comparison is told."""
        return self._file.vocabulary

    def said(self, english: str) -> str:
        """Say a sentence; as it stands where the language has no words for it.

        Values stay as they are, but for those that are sentences of the catalogue themselves.
        """
        told = self._known(english) if len(english) <= _LONGEST else None
        return english if told is None else told

    def _known(self, english: str) -> str | None:
        """Say a sentence; ``None`` where the language has no words for it."""
        if (whole := self._file.said.get(english)) is not None:
            return whole
        if (first := english[:1]).islower():
            whole = self._file.said.get(first.upper() + english[1:])
        if whole is not None:
            return whole
        plain = english.casefold()
        for parts, pattern, template in self._patterns:
            # Most are told apart by their words alone, which is quicker than to match them.
            if all(part in plain for part in parts) and (found := pattern.fullmatch(english)):
                values = {n: self._value(n, value) for n, value in found.groupdict().items()}
                return _PLACE.sub(lambda place, values=values: values[place[1]], template)
        return self._joined(english)

    def _value(self, place: str, english: str) -> str:
        if place in _MEASURED and _DECIMAL.fullmatch(english):
            return english.replace(".", self._file.decimal)
        return self.said(english)

    def _joined(self, english: str) -> str | None:
        """Say parts that are known or mere numbers, one by one."""
        for joint, told in self._file.joints.items():
            before, found, after = english.rpartition(joint)
            if not found:
                continue
            last = self._part(after)
            first = self._part(before) if last is not None else None
            if first is not None and last is not None:
                return f"{first}{told}{last}"
        return None

    def _part(self, english: str) -> str | None:
        return english if english.isdigit() else self._known(english)

    @cached_property
    def _patterns(self) -> list[tuple[tuple[str, ...], re.Pattern[str], str]]:
        """Give the sentences with places; those with more words of their own come first."""
        placed = [(e, t) for e, t in self._file.said.items() if _PLACE.search(e)]
        placed.sort(key=lambda pair: -len(_PLACE.sub("", pair[0])))
        return [(_words(english), _pattern(english), told) for english, told in placed]


@cache
def wording(language: str) -> Wording:
    """Read a language's words; those of one that has no file are English."""
    code = primary(language)
    file = resources.files("studio.wording").joinpath("languages", f"{code}.yaml")
    if code == "en" or not file.is_file():
        return Wording(Catalogue(vocabulary=ENGLISH, decimal=".", joints={}, said={}))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Wording(Catalogue.model_validate(yaml.load(file.read_text("utf-8"), loader)))  # noqa: S506


def _words(english: str) -> tuple[str, ...]:
    """Give what stands around a sentence's places."""
    return tuple(part.casefold() for part in _PLACE.split(english)[::2])


def _pattern(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    written = "".join(
        re.escape(part) if n % 2 == 0 else f"(?P<{part}>{_VALUES.get(part, '.+?')})"
        for n, part in enumerate(parts)
    )
    return re.compile(written, re.DOTALL | re.IGNORECASE)
