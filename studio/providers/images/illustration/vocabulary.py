"""Words to themes: keyword files in five languages, and what each theme may look like."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "es", "fr", "de", "pt")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COUNTS = {
    word: number
    for number, words in {
        2: "two dos deux zwei dois duas", 3: "three tres trois drei", 4: "four cuatro quatre vier quatro",
        5: "five cinco cinq funf",
    }.items()
    for word in words.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """How a theme may be drawn.

    Attributes:
        name: Of the theme.
        settings: Names in ``SETTINGS``.
        heroes: Names in ``OBJECTS`` or charts; an empty one for none.
        hue: Where it pulls sky and land.
        light: The time of day it insists on.
        is_named: Whether its words name a thing to be seen: it is drawn before what they only hint at.
    """

    name: str
    settings: tuple[str, ...]
    heroes: tuple[str, ...]
    hue: float | None
    light: float | None
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A theme in a text, with the small number said just before it (0 for none)."""

    theme: Theme
    count: int


def find_themes(text: str, language: str) -> list[Found]:
    """List the themes of a text in the order of its words, each once.

    The text's language is looked up first, then English, then the others: prompts are often
    written in English, and languages are often guessed wrong.
    """
    words = [w for part in _WORD.findall(plain(text)) for w in _parts(part)]
    first = language.split("-")[0].lower()
    order = [first, "en"] if first in LANGUAGES else ["en"]
    found = _found(words, order)
    return found or _found(words, [x for x in LANGUAGES if x not in order])


def plain(text: str) -> str:
    """Lower the case and drop accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def themes() -> dict[str, Theme]:
    """Read how every theme may be drawn."""
    return {
        name: Theme(
            name,
            tuple(t["settings"]),
            tuple(t["heroes"]),
            t["hue"],
            t["light"],
            is_named=t.get("named", False),
        )
        for name, t in _read("themes").items()
    }


@lru_cache(maxsize=8)
def keywords(language: str) -> dict[str, list[str]]:
    """Read a language's keywords by theme; a final ``*`` stands for any ending."""
    return {theme: list(words) for theme, words in _read(language).items()}


def _parts(word: str) -> list[str]:
    return [word, *word.split("-")] if "-" in word else [word]


def _found(words: list[str], languages: list[str]) -> list[Found]:
    seen: dict[str, Found] = {}
    for i, word in enumerate(words):
        name = next((t for t in (_theme_of(word, x) for x in languages) if t), None)
        if name and name not in seen:
            count = next((_COUNTS[w] for w in words[max(0, i - 2) : i] if w in _COUNTS), 0)
            seen[name] = Found(themes()[name], count)
    return list(seen.values())


@lru_cache(maxsize=4096)
def _theme_of(word: str, language: str) -> str | None:
    exact, prefixes = _index(language)
    if word in exact:
        return exact[word]
    longest = max((p for p in prefixes if word.startswith(p)), key=len, default="")
    return prefixes.get(longest)


@lru_cache(maxsize=8)
def _index(language: str) -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for theme, words in keywords(language).items():
        for word in words:
            if word.endswith("*"):
                prefixes.setdefault(word[:-1], theme)
            else:
                exact.setdefault(word, theme)
    return exact, prefixes


def _read(name: str) -> dict[str, dict[str, Any]]:
    folder = resources.files("studio.providers.images.illustration") / "lexicon"
    return json.loads((folder / f"{name}.json").read_text("utf-8"))
