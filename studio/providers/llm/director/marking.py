"""Mark the scenes that a message names, and the words that it hands over, before it is cut up."""

import re

from studio.providers.llm.director.language import (
    CLOSE,
    OPEN,
    TEXT_CLOSE,
    TEXT_OPEN,
    Language,
    groups,
)
from studio.providers.llm.director.wishes import Scenes

NO_SCENES: Scenes = ("0",)
"""Named, but naming nothing: never to be taken for the whole video."""
_MARK = re.compile(f"[{OPEN}{TEXT_OPEN}](\\d+)[{CLOSE}{TEXT_CLOSE}]")
_REFERENCE = re.compile(f"{OPEN}(\\d+){CLOSE}")


class Marks:
    """What stands behind the marks in a text."""

    def __init__(self, spoken: Language) -> None:
        """Start without any."""
        self._spoken = spoken
        self._scenes: list[Scenes] = []
        self._references: list[str] = []
        self._texts: list[str] = []

    def mark(self, message: str) -> str:
        """Give the message with its references and texts replaced by marks."""
        text = re.sub(f"[{OPEN}-{TEXT_CLOSE}]", "", message).replace("\u2019", "'")
        text = re.sub(r"[^\S\n]+", " ", text).strip()
        for kind, named in self._spoken.references:
            text = named.sub(lambda found, kind=kind: self._named(kind, found), text)
        text = self._spoken.pattern(self._spoken.data.except_).sub(self._excepted, text)
        for told in self._spoken.texts:
            text = told.sub(self._told, text)
        return text

    def reference(self, scenes: Scenes, original: str = "") -> str:
        """Give a mark for scenes."""
        self._scenes.append(scenes)
        self._references.append(original)
        return f"{OPEN}{len(self._scenes) - 1}{CLOSE}"

    def scenes(self, index: str | None) -> Scenes:
        """Give the scenes behind a mark's number."""
        return self._scenes[int(index)] if index else ()

    def named_in(self, text: str) -> Scenes:
        """Give all scenes that a text names."""
        return tuple(atom for found in _REFERENCE.findall(text) for atom in self.scenes(found))

    def text(self, index: str) -> str:
        """Give the words behind a mark's number, as they were written."""
        return self.restored(self._texts[int(index)]).strip()

    def restored(self, text: str) -> str:
        """Give a text as it was written."""
        while _MARK.search(text):
            text = _MARK.sub(self._original, text)
        return text

    def _original(self, found: re.Match[str]) -> str:
        kept = self._texts if found[0].startswith(TEXT_OPEN) else self._references
        return kept[int(found[1])]

    def _named(self, kind: str, found: re.Match[str]) -> str:
        verb = groups(found).get("verb", "")
        scenes = _atoms(kind, found, self._spoken) or NO_SCENES
        return verb + self.reference(scenes, found[0].removeprefix(verb))

    def _excepted(self, found: re.Match[str]) -> str:
        if not {"all", "rest"} & set(self.scenes(found["first"])):
            return found[0]
        without = tuple(f"!{atom}" for atom in self.scenes(found["second"]))
        return self.reference((*self.scenes(found["first"]), *without), self.restored(found[0]))

    def _told(self, found: re.Match[str]) -> str:
        groups = found.groupdict()
        name = "quoted" if groups.get("quoted") else "text"
        start, end = (place - found.start() for place in found.span(name))
        self._texts.append(found[name])
        mark = f"{TEXT_OPEN}{len(self._texts) - 1}{TEXT_CLOSE}"
        before, after = found[0][:start], found[0][end:]
        if name == "quoted":
            before, after = before[:-1], after[1:]
        return f"{before}{mark}{after}"


def _atoms(kind: str, match: re.Match[str], spoken: Language) -> Scenes:
    found = groups(match)
    if kind == "list":
        words = spoken.pattern("{ord}|{num}").findall(found["list"])
        return tuple(str(spoken.number(word)) for word in words)
    if kind == "span":
        first, last = sorted((spoken.number(found["from"]), spoken.number(found["upto"])))
        return tuple(map(str, range(first, last + 1)))
    if kind == "edge":
        many = spoken.number(found["many"])
        first = spoken.value("side", found["side"]) == "first"
        return tuple(map(str, range(1, many + 1) if first else range(-many, 0)))
    return ("-2",) if kind == "second-last" else (kind,)
