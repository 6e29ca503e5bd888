"""What a user's message asks for, by a grammar that is data."""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

PASTED_CHARACTERS = 160
TOPIC_WORDS = 14
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked for."""

    kind: str
    scene: int | None = None
    to: int | None = None
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """A whole message, understood.

    Attributes:
        text: A text to tell.
        topic: A bare topic to outline.
        target_s: The length asked for.
        requests: Edits and questions, in order of the grammar.
    """

    text: str = ""
    topic: str = ""
    target_s: int | None = None
    requests: tuple[Request, ...] = ()


@cache
def language(code: str = "en") -> dict[str, Any]:
    """Read a language's grammar."""
    folder = resources.files("studio.providers.llm.director").joinpath("languages")
    return yaml.safe_load(folder.joinpath(f"{code}.yaml").read_text("utf-8"))


def understand(message: str, *, has_video: bool) -> Wish:
    """Say what a message asks for."""
    data, text = language(), message.strip()
    for pattern in data["make"]:
        found = re.search(pattern, text, re.IGNORECASE | re.DOTALL)
        if found:
            command = text[: found.start("text")]
            return _told(found["text"], command)
    for pattern in data["topic"]:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and len(text) < PASTED_CHARACTERS * 2:
            topic = re.sub(data["length"], "", found["topic"], flags=re.IGNORECASE)
            topic = re.sub(r"\b(?:in|for)\s*$", "", topic.strip(" .!?\"'")).strip()
            return Wish(topic=topic[:200], target_s=_seconds(text, data["length"]))
    requests = _requests(text)
    if len(text) >= PASTED_CHARACTERS and not (has_video and requests):
        return Wish(text=text)
    target = _seconds(text, data["length_edit"]) if has_video else None
    if not requests and target is None and not has_video and _is_topic(text):
        return Wish(topic=text.strip(" .!?\"'")[:200])
    return Wish(requests=tuple(requests), target_s=target)


def _told(text: str, command: str) -> Wish:
    data = language()
    seconds = _seconds(command, data["length"])
    styles = {"voice", "language", "captions", "mood", "music_off", "music_on"}
    requests = tuple(r for r in _requests(command) if r.kind in styles)
    if len(text.split()) < 5 and len(text) < 40:
        return Wish(topic=text.strip(" .!?"), target_s=seconds, requests=requests)
    return Wish(text=text.strip(), target_s=seconds, requests=requests)


def _requests(text: str) -> list[Request]:
    data, found, left = language(), list[Request](), text
    numbers = "|".join(data["numbers"])
    for kind, written in data["edits"]:
        pattern = written.replace("{n}", rf"(?:#|number\s+)?(?P<n>\d{{1,2}}|{numbers})")
        pattern = pattern.replace("{to}", rf"(?P<to>\d{{1,2}}|{numbers})")
        while match := re.search(pattern, left, re.IGNORECASE):
            groups = {k: v for k, v in match.groupdict().items() if v}
            found.append(
                Request(kind, _number(groups.pop("n", "")), _number(groups.pop("to", "")), groups)
            )
            left = f"{left[: match.start()]} \n {left[match.end() :]}"
    return found


def _number(word: str) -> int | None:
    if not word:
        return None
    return int(word) if word.isdigit() else int(language()["numbers"][word.lower()])


def _seconds(text: str, pattern: str) -> int | None:
    found = re.search(pattern, text, re.IGNORECASE)
    if not found:
        return None
    count = int(found["count"]) * (MINUTE_S if found["unit"].lower().startswith("m") else 1)
    return min(180, max(5, count))


def _is_topic(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= TOPIC_WORDS and any(c.isalpha() for c in text)
