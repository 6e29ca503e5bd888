"""What a user's message asks for, by a grammar that is data."""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from studio.domain.phrasing import is_unspaced
from studio.providers.llm.director.language import Language, groups, language
from studio.providers.llm.director.marking import Marks
from studio.providers.llm.director.reading import (
    courteous,
    is_chatter,
    is_order,
    mentioned,
    read,
    request_of,
)
from studio.providers.llm.director.recognising import recognised
from studio.providers.llm.director.spelling import mended
from studio.providers.llm.director.wishes import Reading, Wish

PASTED_CHARACTERS = 160
TOPIC_WORDS = 14
SCRAP_WORDS, SCRAP_CHARACTERS = 5, 40
UNSPACED_WEIGHT = 3
"""A character of Chinese, Japanese or Thai tells as much as so many of ours."""
SHORTEST_S, LONGEST_S = 5, 180
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_EDGES = " .!?¡¿\"'«»„“”"


@lru_cache(maxsize=64)
def understand(message: str, *, has_video: bool, code: str = "", thread: str = "") -> Wish:
    """Say what a message asks for.

    Args:
        message: As it was written.
        has_video: There is one already that it may be about.
        code: In which language it is written; empty finds out.
        thread: The language of the messages before, where this one could be of two.

    Kept, because each step of a turn asks again.
    """
    text = unicodedata.normalize("NFC", message).strip()
    spoken = language(code or recognised(text, thread=thread))
    wish = _understood(text, spoken, has_video=has_video)
    if has_video and wish.reading.unknown and len(text) < PASTED_CHARACTERS:
        wish = _mended(text, spoken) or wish
    return replace(wish, language=spoken.code)


def _mended(text: str, spoken: Language) -> Wish | None:
    """Read a message without its slips of the finger, where all of it is understood then."""
    likely = mended(text, spoken.code)
    if likely == text:
        return None
    wish = _understood(likely, spoken, has_video=True)
    is_whole = wish.reading.requests and not (wish.is_new or wish.reading.unknown)
    return wish if is_whole else None


def _understood(text: str, spoken: Language, *, has_video: bool) -> Wish:
    plain = text.replace("\u2019", "'")
    for key, written in spoken.data.talk:
        if spoken.pattern(written).search(plain):
            return Wish(talk=key)
    new = _sourced(plain, spoken) or _new_video(text, spoken)
    if new is not None:
        return new
    reading = read(text, spoken)
    if len(text) >= PASTED_CHARACTERS and _is_prose(text, reading, spoken, has_video=has_video):
        return Wish(text=text)
    if not reading.is_understood and is_chatter(text, spoken):
        return Wish(talk="vague")
    if not has_video and _is_short_text(text, reading, spoken):
        return Wish(text=text)
    if not has_video and _is_topic(plain, reading, spoken):
        return Wish(topic=text.strip(_EDGES)[:200])
    lengths = [r for r in reading.requests if r.kind == "length"]
    target = _limited(lengths[-1].seconds) if lengths else None
    return Wish(reading=reading, target_s=target)


def _sourced(plain: str, spoken: Language) -> Wish | None:
    """Read a message that tells where a video is to be told from."""
    for written in spoken.shared.sources:
        if found := spoken.pattern(written, flags=re.DOTALL).search(plain):
            named = groups(found)
            command = plain.replace(named.get("page", "\0"), " ")
            if not is_order(command, spoken):
                return None
            document = spoken.number(named["document"]) if "document" in named else 0
            return Wish(
                page=named.get("page", ""),
                document=document,
                target_s=_seconds(command, spoken),
                reading=_styles(command, spoken),
            )
    return None


def _new_video(text: str, spoken: Language) -> Wish | None:
    plain = text.replace("\u2019", "'")
    for written in spoken.data.make:
        if found := spoken.pattern(written, flags=re.DOTALL).search(plain):
            start = found.start("text")
            return _told(text[start : found.end("text")], text[:start], spoken)
    if len(text) >= PASTED_CHARACTERS * 2:
        return None
    plain = courteous(plain, spoken)
    if any(r.kind == "topics" for r in mentioned(plain, spoken)[0]):
        return None
    for written in spoken.data.topic:
        found = spoken.pattern(written).search(plain)
        if found and is_order(plain[: found.start("topic")], spoken):
            return _about(plain, found, spoken)
    return None


def _about(plain: str, found: re.Match[str], spoken: Language) -> Wish:
    subject, *more = _SENTENCE.split(found["topic"].strip())
    topic = spoken.pattern("{seconds}").sub("", subject)
    form = spoken.pattern("{as_template}").search(topic)
    topic = topic[: form.start()] if form and form.start() else topic
    topic = spoken.pattern(spoken.data.dangling).sub("", topic.strip(_EDGES)).strip(" ,")
    around = f"{plain[: found.start('topic')]} {plain[found.end('topic') :]}"
    more = [form[0] if form else "", *more]
    return Wish(
        topic=topic[:200],
        target_s=_seconds(plain, spoken),
        reading=_styles(" ".join([around, *more]), spoken),
    )


def _told(text: str, command: str, spoken: Language) -> Wish:
    seconds, reading = _seconds(command, spoken), _styles(command, spoken)
    characters = len(text) * (UNSPACED_WEIGHT if is_unspaced(text) else 1)
    if len(text.split()) < SCRAP_WORDS and characters < SCRAP_CHARACTERS:
        topic = text.strip(" .!?")
        return Wish(topic=topic, is_scrap=True, target_s=seconds, reading=reading)
    return Wish(text=text.strip(), target_s=seconds, reading=reading)


def _styles(command: str, spoken: Language) -> Reading:
    styles, (found, _) = set(spoken.shared.styles), mentioned(command, spoken)
    return Reading(requests=tuple(r for r in found if r.kind in styles))


def _is_prose(text: str, reading: Reading, spoken: Language, *, has_video: bool) -> bool:
    """A long text is told; beside a video only where nothing in it speaks to the director."""
    if not has_video:
        return True
    return not reading.is_understood and not spoken.pattern(spoken.data.addressed).search(text)


def _is_short_text(text: str, reading: Reading, spoken: Language) -> bool:
    """Sentences that ask for nothing and speak to nobody here: too many words for a topic."""
    is_told = len(_SENTENCE.split(text)) > 1 and len(text.split()) > TOPIC_WORDS
    is_asking = reading.requests or reading.has_question
    return is_told and not is_asking and not spoken.pattern(spoken.data.addressed).search(text)


def _seconds(text: str, spoken: Language) -> int | None:
    found = spoken.pattern("{seconds}").search(text)
    return _limited(request_of("length", found, Marks(spoken), spoken).seconds) if found else None


def _limited(seconds: float) -> int:
    return min(LONGEST_S, max(SHORTEST_S, round(seconds)))


def _is_topic(text: str, reading: Reading, spoken: Language) -> bool:
    """A few words that ask for nothing; a mood may be part of a subject."""
    if reading.left or reading.has_question or any(r.kind != "mood" for r in reading.requests):
        return False
    if any(spoken.pattern(written).search(text) for written in spoken.data.no_topic):
        return False
    return 1 <= len(text.split()) <= TOPIC_WORDS and any(c.isalpha() for c in text)
