"""Messages that are a wish from end to end and say nothing else, in whichever language they are written."""

import re
from collections.abc import Callable, Container
from functools import cache
from typing import TypeVar

from studio.providers.llm.director.language import language, languages, relaxed
from studio.providers.llm.director.reading import courteous

T = TypeVar("T")


def first_heard(
    read: Callable[[str, str], T | None],
    message: str,
    *,
    code: str,
    known: Container[str],
    longest: int,
) -> T | None:
    """Read a message in one language after the other; ``None`` where it is about something else.

    Args:
        read: Takes the message and a language.
        message: As it was written.
        code: The language that it is most likely in; the others are tried after it.
        known: The languages that there are words in.
        longest: Characters; a longer message is a text.
    """
    if len(message) > longest:
        return None
    tried = (read(message, one) for one in dict.fromkeys((code, *languages())) if one in known)
    return next((found for found in tried if found is not None), None)


def unadorned(message: str, *, around: str = " \t\n.!?¿¡,") -> str:
    """Take away what stands around a message, with its apostrophes as patterns have them."""
    return message.replace("\u2019", "'").strip(around)


def bare(message: str, code: str) -> str:
    """Take away what stands around a message, courtesies included."""
    return courteous(unadorned(message), language(code))


def whole(written: str, plain: str) -> re.Match[str] | None:
    """Match a pattern with all of a text."""
    return pattern(written).fullmatch(plain)


@cache
def pattern(written: str) -> re.Pattern[str]:
    """Make a pattern ready: accents may be left out, and capitals do not matter."""
    return re.compile(relaxed(written), re.IGNORECASE)
