"""What a user says who wants no question about one request: "just make it", in five languages. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

LONGEST_ASIDE = 300
"""Characters: at the end of a longer message the words stand on a line of their own, or they are text."""

_WORDS = {
    "en": r"(?:ok(?:ay)?,?\s+)?(?:please,?\s+)?(?:just\s+(?:make|do)\s+(?:it|them|this|that|the\s+video|one)"
    r"|no\s+(?:more\s+)?questions(?:\s+asked)?|without\s+(?:any\s+)?questions|(?:do\s+not|don't)\s+ask(?:\s+me)?"
    r"(?:\s+(?:anything|questions))?|without\s+asking(?:\s+me)?)(?:\s+(?:now|already|for\s+me|please"
    r"|without\s+asking|no\s+questions))*",
    "es": r"(?:por\s+favor,?\s+)?(?:(?:simplemente|solo|sólo)\s+ha(?:z|ga)lo|ha(?:z|ga)lo\s+(?:y\s+(?:ya|punto)"
    r"|ya|sin\s+más|sin\s+preguntar(?:me)?|sin\s+preguntas)|sin\s+preguntas|sin\s+preguntar(?:me)?"
    r"|no\s+(?:me\s+)?preguntes(?:\s+nada)?)(?:\s+por\s+favor)?",
    "fr": r"(?:s'il\s+te\s+plaît,?\s+)?(?:fai(?:s|tes)-l[ae]\s+(?:simplement|tout\s+de\s+suite|sans\s+(?:poser\s+de\s+)?"
    r"questions?|sans\s+(?:me\s+)?demander|c'est\s+tout)|sans\s+(?:poser\s+de\s+)?questions?|sans\s+(?:me\s+)?demander"
    r"|ne\s+(?:me\s+)?(?:demande\s+rien|pose\s+pas\s+de\s+questions?))(?:\s+s'il\s+te\s+plaît)?",
    "de": r"(?:bitte,?\s+)?(?:mach(?:e|'s|s)?\s+(?:(?:es|das|sie)\s+)?(?:bitte\s+)?einfach|mach\s+einfach"
    r"|ohne\s+(?:rück)?fragen|ohne\s+(?:nach)?zu(?:\s+)?fragen|frage?\s+(?:mich\s+)?nicht(?:s)?(?:\s+nach)?)"
    r"(?:\s+(?:bitte|ohne\s+(?:rück)?fragen))*",
    "pt": r"(?:por\s+favor,?\s+)?(?:(?:simplesmente|só|apenas)\s+fa(?:z|ça)(?:\s+isso|-o)?|fa(?:z|ça)(?:\s+isso|-o)?\s+"
    r"(?:e\s+pronto|logo|sem\s+(?:fazer\s+)?perguntas|sem\s+perguntar)|sem\s+(?:fazer\s+)?perguntas|sem\s+(?:me\s+)?perguntar"
    r"|não\s+(?:me\s+)?pergunt(?:e|es)(?:\s+nada)?)(?:\s+por\s+favor)?",
}


@dataclass(frozen=True, slots=True)
class Haste:
    """A request that nobody wants to be asked about.

    Attributes:
        rest: What else the message says; empty where that is all.
        code: The language in which it is said.
    """

    rest: str
    code: str


def haste(message: str) -> Haste | None:
    """Read "just make it" off the beginning or the end of a message; ``None`` where it is not said.

    The words count where they stand by themselves: before a colon, a comma or the end of a sentence.
    Within a text they are text.
    """
    said = unicodedata.normalize("NFC", message).replace("\u2019", "'").strip()
    for code in _WORDS:
        first, whole, aside = _patterns(code)
        if found := first.match(said):
            return Haste(said[found.end() :].strip(), code)
        above, _, last = said.rpartition("\n")
        if above and whole.fullmatch(last):
            return Haste(_before(above), code)
        if len(said) <= LONGEST_ASIDE and (found := aside.search(said)):
            return Haste(_before(said[: found.start()]), code)
    return None


def is_hasty(message: str) -> bool:
    """Tell whether a user wants no question: as ``haste``, or in a clause of what stands over a list."""
    head, _, rest = message.strip().partition("\n")
    clauses = re.split(r"[,;:.!]", head) if rest and len(head) <= LONGEST_ASIDE else []
    return any(haste(said) for said in (message, *clauses) if said.strip())


def _before(said: str) -> str:
    return said.strip().rstrip(",;:-\u2013\u2014").strip()


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    """Give the words at the beginning, on a line of their own, and at the end of a sentence or two."""
    words = _WORDS[code]
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"[¡\s]*{words}\s*(?:[:.,;!…\u2013\u2014-]+|\n|$)\s*",
            rf"[¡\s]*{words}[\s.!…]*",
            rf"(?<=[.,:;!?…\u2013\u2014\n-])[¡\s]*{words}[\s.!…]*$",
        )
    )
