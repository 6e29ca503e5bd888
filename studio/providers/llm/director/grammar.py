"""What a user's message asks for, by a grammar that is data."""

import re

from studio.providers.llm.director.language import language, pattern
from studio.providers.llm.director.reading import courteous, is_chatter, is_order, mentioned, read
from studio.providers.llm.director.wishes import Reading, Request, Wish

PASTED_CHARACTERS = 160
TOPIC_WORDS = 14
SCRAP_WORDS, SCRAP_CHARACTERS = 5, 40
SHORTEST_S, LONGEST_S = 5, 180


def understand(message: str, *, has_video: bool) -> Wish:
    """Say what a message asks for."""
    text = message.strip()
    for key, written in language()["talk"]:
        if pattern(written).search(text):
            return Wish(talk=key)
    new = _new_video(text)
    if new is not None:
        return new
    reading = read(text)
    if len(text) >= PASTED_CHARACTERS and _is_prose(text, reading, has_video=has_video):
        return Wish(text=text)
    if not reading.is_understood and is_chatter(text):
        return Wish(talk="vague")
    if not has_video and _is_topic(text, reading):
        return Wish(topic=text.strip(" .!?\"'")[:200])
    lengths = [r for r in reading.requests if r.kind == "length"]
    target = _limited(lengths[-1].seconds) if lengths else None
    return Wish(reading=reading, target_s=target)


def _new_video(text: str) -> Wish | None:
    for written in language()["make"]:
        found = re.compile(pattern(written).pattern, re.IGNORECASE | re.DOTALL).search(text)
        if found:
            return _told(found["text"], text[: found.start("text")])
    plain = courteous(text)
    for written in language()["topic"]:
        found = pattern(written).search(plain)
        is_short = len(text) < PASTED_CHARACTERS * 2
        if found and is_short and is_order(plain[: found.start("topic")]):
            subject, *more = re.split(r"(?<=[.!?])\s+", found["topic"].strip())
            topic = pattern(language()["length"]).sub("", subject)
            topic = re.sub(r"\b(?:in|for)\s*$", "", topic.strip(" .!?\"'")).strip()
            styles = _styles(" ".join([plain[: found.start("topic")], *more]))
            return Wish(topic=topic[:200], target_s=_seconds(text), reading=styles)
    return None


def _told(text: str, command: str) -> Wish:
    seconds, reading = _seconds(command), _styles(command)
    if len(text.split()) < SCRAP_WORDS and len(text) < SCRAP_CHARACTERS:
        topic = text.strip(" .!?")
        return Wish(topic=topic, is_scrap=True, target_s=seconds, reading=reading)
    return Wish(text=text.strip(), target_s=seconds, reading=reading)


def _styles(command: str) -> Reading:
    styles = set(language()["styles"])
    return Reading(requests=tuple(r for r in mentioned(command) if r.kind in styles))


def _is_prose(text: str, reading: Reading, *, has_video: bool) -> bool:
    """A long text is told; beside a video only where nothing in it speaks to the director."""
    if not has_video:
        return True
    return not reading.is_understood and not pattern(language()["addressed"]).search(text)


def _seconds(text: str) -> int | None:
    found = pattern(language()["length"]).search(text)
    return _limited(Request("length", words=found.groupdict()).seconds) if found else None


def _limited(seconds: float) -> int:
    return min(LONGEST_S, max(SHORTEST_S, round(seconds)))


def _is_topic(text: str, reading: Reading) -> bool:
    """A few words that ask for nothing; a mood may be part of a subject."""
    if reading.left or reading.has_question or any(r.kind != "mood" for r in reading.requests):
        return False
    if any(pattern(written).search(text) for written in language()["no_topic"]):
        return False
    words = text.split()
    return 1 <= len(words) <= TOPIC_WORDS and any(c.isalpha() for c in text)
