"""A language's grammar and sayings: data, and its patterns made ready."""

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a reference to scenes, from Unicode's private use area."""
TEXT_OPEN, TEXT_CLOSE = "\ue002", "\ue003"
"""Around the number of words that are told, not read."""


@cache
def language(code: str = "en") -> dict[str, Any]:
    """Read a language's grammar."""
    folder = resources.files("studio.providers.llm.director").joinpath("languages")
    return yaml.safe_load(folder.joinpath(f"{code}.yaml").read_text("utf-8"))


@cache
def pattern(written: str) -> re.Pattern[str]:
    """Make a pattern of the grammar ready: its macros replaced, case ignored."""
    macros = _macros()
    while True:
        known = [name for name in macros if f"{{{name}}}" in written]
        if not known:
            return re.compile(written, re.IGNORECASE)
        for name in known:
            written = written.replace(f"{{{name}}}", macros[name])


def say(key: str, **values: str) -> str:
    """Give a saying."""
    return language()["say"][key].format(**values)


def number(word: str) -> int:
    """Read a number or an ordinal; the last is -1.

    Raises:
        KeyError: It is none.
    """
    plain = " ".join(word.lower().split())
    digits = re.match(r"\d+", plain)
    if digits:
        return int(digits[0])
    data = language()
    return int((data["numbers"] | data["ordinals"] | data["articles"])[plain])


@cache
def _macros() -> dict[str, str]:
    data = language()
    reference = f"{OPEN}(?P<%s>\\d+){CLOSE}"
    text = f"{TEXT_OPEN}(?P<%s>\\d+){TEXT_CLOSE}"
    return data["macros"] | {
        "num": rf"(?:\d{{1,2}}|(?:{_any(data['numbers'])})\b)",
        "ord": rf"(?:\d{{1,2}}(?:st|nd|rd|th)\b|(?:{_any(data['ordinals'])})\b)",
        "languages": _any(data["languages"]),
        "n": reference % "n",
        "n2": reference % "n2",
        "to": f"(?:{reference % 'to'}|(?P<place>{{num}}))",
        "t": text % "t",
        "t2": text % "t2",
        "t3": text % "t3",
        "open": OPEN,
        "close": CLOSE,
    }


def _any(words: dict[str, Any]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
