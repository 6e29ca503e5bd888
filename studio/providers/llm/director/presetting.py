"""Presets in plain words: kept, used for the next video, listed, changed, deleted. In five languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from studio.domain.haste import haste
from studio.providers.llm.director import editing
from studio.providers.llm.director.acting import pack_of
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.language import languages, relaxed
from studio.providers.llm.director.preset_words import WORDS, Words

LONGEST_ASIDE = 300
"""Characters: at the end of a longer message the words are text."""
_NAME = r"""(?:["“„«]\s?(?P<quoted>[^"”“»\n]{1,80}?)\s?["”“»]|(?P<name>[^\W\d][\w'&-]*(?:\s+[\w'&-]+){0,5}?))"""
_CHANGED = ("target_s", "language", "tempo", "audience", "captions", "mood", "voice", "voice_maker",
            "format", "platform", "pack", "template")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message asks of presets: one call, and what is said after it.

    Attributes:
        tool: What is called; empty where something has to be said first.
        arguments: Of the call.
        saying: A field of ``Words``.
        code: The language.
        rest: What the message says besides, e.g. what the video is about.
    """

    tool: str
    arguments: Mapping[str, Any]
    saying: str
    code: str
    rest: str = ""

    @property
    def is_use(self) -> bool:
        """Say whether a video is to follow a preset."""
        return self.tool == "use_preset"

    def told(self, answer: Mapping[str, Any]) -> str:
        """Say what came of it."""
        words = WORDS[self.code]
        if self.is_use:
            return " ".join((words.used, *answer.get("because", ()), *answer.get("notes", ())))
        if self.tool == "list_presets":
            titles = [
                f"{one['title']}{words.usual_mark if one.get('is_default') else ''}"
                for one in answer.get("presets", ())
            ]
            return words.listed.format(presets=", ".join(titles)) if titles else words.none
        said: str = getattr(words, self.saying)
        return said.format(title=answer.get("title") or answer.get("deleted") or "")


def heard(message: str, *, code: str) -> Heard | None:
    """Read a message as one about presets; ``None`` where it is about something else.

    Args:
        message: As it was written.
        code: The language that it is most likely in; the others are tried after it.
    """
    hasty = haste(message)
    plain = (hasty.rest if hasty and hasty.rest else message).replace("\u2019", "'").strip()
    for one in dict.fromkeys((code, *languages())):
        if one in WORDS and (found := _asked(plain, one) or used(plain, code=one)):
            return found
    return None


def used(plain: str, *, code: str) -> Heard | None:
    """Read which preset a message wants a video to follow, and what else it says."""
    words = WORDS[code]
    for pattern, arguments in (
        (words.use, {}),
        (words.usual, {"like": "usual"}),
        (words.last, {"like": "last"}),
    ):
        front, end = _around(pattern, words.joint, words.polite)
        found = front.search(plain)
        if found is None and len(plain) <= LONGEST_ASIDE:
            found = end.search(plain)
        if found is not None:
            named = _named(found)
            asked = {**arguments, **({"name": named} if named else {})}
            return Heard("use_preset", asked, "used", code, found["rest"].strip())
    return None


def _asked(plain: str, code: str) -> Heard | None:
    words = WORDS[code]
    if _whole(words.which, words).search(plain):
        return Heard("list_presets", {}, "listed", code)
    if found := _whole(words.save, words).search(plain):
        return Heard("save_preset", {"name": _named(found)}, "saved", code)
    if _whole(words.save.removesuffix("{name}"), words).search(plain):
        return Heard("", {}, "unnamed", code)
    if found := _whole(words.delete, words).search(plain):
        return Heard("delete_preset", {"name": _named(found)}, "deleted", code)
    if found := _whole(words.default, words).search(plain):
        wanted = {"name": _named(found), "make_default": True}
        return Heard("change_preset", wanted, "defaulted", code)
    if _whole(words.no_default, words).search(plain):
        return Heard("change_preset", {"make_default": False}, "undefaulted", code)
    if found := _whole(words.change, words).search(plain):
        return _changed(found["rest"], _named(found), code)
    return None


def _changed(rest: str, name: str, code: str) -> Heard:
    """Read what is to be different in a preset by the words of any edit."""
    wish = understand(rest, has_video=True, code=code)
    wanted = {
        **editing.brief_of(wish),
        **editing.style_of(wish),
        **editing.output_of(wish),
        **pack_of(wish),
    }
    fields = {field: value for field, value in wanted.items() if field in _CHANGED}
    if "music_enabled" in wanted:
        fields["music"] = wanted["music_enabled"]
    named = {"name": name} if name else {}
    if not fields:
        return Heard("", {}, "unclear", code)
    return Heard("change_preset", {**named, **fields}, "changed", code)


def _named(found: re.Match[str]) -> str:
    known = found.groupdict()
    said = known.get("quoted") or known.get("name") or known.get("name_b") or ""
    return " ".join(said.split())


@cache
def _around(phrase: str, joint: str, polite: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the phrase at the beginning of a message, and at its end."""
    said = relaxed(phrase.replace("{name}", _NAME))
    flags = re.IGNORECASE | re.DOTALL
    return (
        re.compile(
            rf"^\W*(?:{relaxed(polite)})?(?:{said})(?:\s*[:.,;\u2013\u2014]\s*|\s+(?:{relaxed(joint)})\s+|\s*[.!?]*$)"
            r"(?P<rest>.*)$",
            flags,
        ),
        re.compile(rf"^(?P<rest>.+?)[,;.:]?\s+(?:{said})[\s.!?]*$", flags),
    )


@cache
def _whole(phrase: str, words: Words) -> re.Pattern[str]:
    """Give a phrase that is a whole message."""
    said = relaxed(phrase.replace("{name}", _NAME))
    return re.compile(
        rf"^\W*(?:{relaxed(words.polite)})?(?:{said})[\s.!?]*$", re.IGNORECASE | re.DOTALL
    )
