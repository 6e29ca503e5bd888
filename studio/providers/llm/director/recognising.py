"""In which language a message is written, and in which a text."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from studio.domain.script_words import scripts_said
from studio.providers.llm.director.language import Language, language, languages, words
from studio.providers.llm.director.marking import Marks
from studio.providers.llm.director.reading import courteous, requests_in

_ADDRESS = re.compile(r"https?://\S+")
THREAD = 0.06
"""So much of a message's words speaks for the language of the messages before."""
SMALL = 0.3
"""The share of articles, prepositions and the like speaks so much less than what is understood."""
ALPHABET = 0.2
"""So much speaks against a language that a message's accents are none of its own."""
LIKELY = 0.5
"""So much of a message must be known before it counts as written in a language."""
RECENT = 8
"""Messages that tell in which language a conversation is held."""
LONGEST = 400
"""Characters of a message that are looked at: a command is short."""
TELLING_SHARE = 0.2
"""Share of a text's words that are articles, prepositions and the like, in its own language."""
LEAD = 1.15
"""So many times as many of them as in the next language make sure of it."""


@lru_cache(maxsize=256)
def recognised(message: str, *, thread: str = "") -> str:
    """Give the language of a message: whose words and wishes explain most of it.

    Args:
        message: What somebody wrote.
        thread: The language of the messages before; empty for none.
    """
    message = _ADDRESS.sub(" ", message).strip()
    if not message:
        return thread or "en"
    found = {
        code: _explained(message, language(code))
        + SMALL * _share(message[:LONGEST], code)
        + THREAD * (code == thread)
        - ALPHABET * _foreign(message, language(code))
        for code in languages()
    }
    return max(languages(), key=lambda code: round(found[code], 6))


@lru_cache(maxsize=64)
def text_language(text: str) -> str:
    """Give the language of a text; empty where none of those that are known is likely."""
    shares = sorted((_share(text[:4_000], code), code) for code in languages())
    first, code = shares.pop()
    is_sure = all(first >= other * LEAD for other, _ in shares)
    return code if first >= TELLING_SHARE and is_sure else ""


def conversation_language(said: Sequence[str]) -> str:
    """Give the language that a person writes in, by their last messages; English where none is likely.

    Args:
        said: What they said, the oldest first.
    """
    held = ""
    for message in said[-RECENT:]:
        if len(message) > LONGEST:
            held = text_language(message) or held
            continue
        code = recognised(message, thread=held)
        is_likely = _explained(message, language(code)) + SMALL * _share(message, code) >= LIKELY
        held = code if is_likely else held
    return held or "en"


def _explained(message: str, spoken: Language) -> float:
    """Give the share of a message's words that a language knows, be it as a wish."""
    plain = message.replace("\u2019", "'")
    if any(spoken.pattern(written).search(plain) for _, written in spoken.data.talk):
        return 1.0
    if (scripts := scripts_said(plain)) and scripts.code == spoken.code:
        return 1.0
    if _is_command(plain, spoken):
        return 1.01
    marks, command = Marks(spoken), plain[:LONGEST]
    requests, rest = requests_in(marks.mark(command), marks, spoken)
    rest = courteous(rest, spoken)
    for written in (spoken.data.negation, r"{verb}\b"):
        rest = spoken.pattern(written).sub(" ", rest)
    total = _plain(command)
    unknown = [word for word in _plain(rest) if word not in spoken.familiar]
    return (len(total) - len(unknown)) / max(1, len(total)) + 0.01 * bool(requests)


def _is_command(plain: str, spoken: Language) -> bool:
    """Say whether a message orders a new video, be it about a text or about a subject."""
    asked = courteous(plain, spoken)
    told = [*spoken.data.make, *spoken.shared.sources[1:]]
    return any(spoken.pattern(written, flags=re.DOTALL).search(plain) for written in told) or any(
        spoken.pattern(written).search(asked) for written in spoken.data.topic
    )


def _foreign(message: str, spoken: Language) -> float:
    """Give the share of a message's accented letters that a language does not write."""
    accented = [c for c in message[:LONGEST].lower() if c.isalpha() and not c.isascii()]
    return sum(c not in spoken.data.letters for c in accented) / max(1, len(accented))


def _share(text: str, code: str) -> float:
    there = _plain(text)
    return sum(word in _small_words(code) for word in there) / max(1, len(there))


@cache
def _small_words(code: str) -> frozenset[str]:
    return frozenset(words(language(code).data.stopwords))


def _plain(text: str) -> list[str]:
    return [word for word in words(text) if not word[0].isdigit()]
