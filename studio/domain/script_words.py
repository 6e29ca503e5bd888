"""What a user says who answers scripts: "approve all the scripts", in five languages. Pure.

Only a message that says nothing else is an answer. Accents may be left out.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from studio.domain.gate import Action


@dataclass(frozen=True, slots=True)
class _Words:
    """How one language speaks of scripts; ``{it}`` stands for those that are meant.

    Attributes:
        many: All of them.
        one: The one at hand.
        yes: What approves them.
        no: What rejects them.
        lead: May stand before it.
        tail: May stand after it.
    """

    many: str
    one: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    lead: str
    tail: str


_WORDS = {
    "en": _Words(
        many=r"(?:(?:all(?:\s+of)?(?:\s+\d+)?(?:\s+(?:the|these|those|my))?|the|these|those)\s+(?:\d+\s+)?(?:waiting\s+|open\s+)?scripts|every\s+script|each\s+script)",
        one=r"(?:the|this|that)\s+script",
        yes=(
            r"(?:i\s+)?(?:approve|accept|confirm|okay|ok)\s+{it}",
            r"(?:yes|ok|okay)\s+to\s+{it}",
            r"{it}\s+(?:(?:is|are)\s+)?(?:approved|accepted|fine|good|ok|okay)",
        ),
        no=(
            r"(?:i\s+)?(?:reject|decline|refuse|turn\s+down)\s+{it}",
            r"no\s+to\s+{it}",
            r"{it}\s+(?:(?:is|are)\s+)?(?:rejected|declined|refused)",
        ),
        lead=r"(?:yes|ok|okay|please|fine|good)",
        tail=r"(?:(?:of|in|from)\s+(?:the|my|this)\s+batch|please|now|at\s+once|as\s+they\s+are)",
    ),
    "es": _Words(
        many=r"(?:(?:todos\s+)?(?:los|estos|esos|mis)\s+(?:\d+\s+)?guiones|cada\s+guion)",
        one=r"(?:el|este|ese)\s+guion",
        yes=(
            r"(?:apr(?:ue|o)b(?:[aeo]n?|ar)|acept(?:[aeo]|ar)|confirm(?:[aeo]|ar))\s+{it}",
            r"(?:da\s+el\s+visto\s+bueno|si|vale)\s+a\s+{it}",
            r"{it}\s+(?:(?:esta|estan)\s+)?(?:aprobados?|aceptados?|bien)",
        ),
        no=(
            r"(?:rechaz(?:[ao]|ar)|rechace|descart(?:[aeo]|ar))\s+{it}",
            r"no\s+a\s+{it}",
            r"{it}\s+(?:(?:esta|estan)\s+)?(?:rechazados?|descartados?)",
        ),
        lead=r"(?:si|vale|ok|bien|por\s+favor)",
        tail=r"(?:(?:de|en)l?\s+(?:el\s+|este\s+|mi\s+)?lote|por\s+favor|ya|ahora|de\s+una\s+vez)",
    ),
    "fr": _Words(
        many=r"(?:(?:tous\s+)?(?:les|ces|mes)\s+(?:\d+\s+)?(?:scripts|scenarios)|chaque\s+(?:script|scenario))",
        one=r"(?:le|ce)\s+(?:script|scenario)",
        yes=(
            r"(?:je\s+|j')?(?:approuv|accept|valid|confirm)(?:e|er|ez)\s+{it}",
            r"(?:oui|ok|d'accord)\s+(?:a|pour)\s+{it}",
            r"{it}\s+(?:(?:est|sont)\s+)?(?:approuves?|acceptes?|valides?|bons?|ok)",
        ),
        no=(
            r"(?:je\s+)?(?:refus(?:e|er|ez)|rejet(?:te|er|ez)|ecart(?:e|er|ez))\s+{it}",
            r"non\s+(?:a|pour)\s+{it}",
            r"{it}\s+(?:(?:est|sont)\s+)?(?:refuses?|rejetes?|ecartes?)",
        ),
        lead=r"(?:oui|ok|d'accord|bien|s'il\s+te\s+plait)",
        tail=r"(?:(?:du|de\s+ce|de\s+mon)\s+lot|s'il\s+(?:te|vous)\s+plait|maintenant|d'un\s+coup)",
    ),
    "de": _Words(
        many=r"(?:all(?:e|en)\s+(?:\d+\s+)?(?:(?:diese[rn]?|die|den|meine[rn]?)\s+)?(?:skripten?|drehbuchern?)|(?:die|diese)\s+(?:skripte|drehbucher)|jedes\s+(?:skript|drehbuch))",
        one=r"(?:das|dieses|dem|diesem)\s+(?:skript|drehbuch)",
        yes=(
            r"(?:ich\s+)?(?:genehmige|akzeptiere|bestatige|bewillige)\s+{it}",
            r"(?:ich\s+)?(?:gib|gebe)\s+(?:bitte\s+)?{it}(?:\s+bitte)?\s+frei",
            r"(?:ja|ok|okay)\s+zu\s+{it}",
            r"{it}\s+(?:bitte\s+)?(?:freigeben|genehmigen|akzeptieren|bestatigen)",
            r"{it}\s+(?:(?:ist|sind)\s+)?(?:freigegeben|genehmigt|akzeptiert|in\s+ordnung|gut|ok|okay)",
        ),
        no=(
            r"(?:ich\s+)?(?:verwirf|verwerfe)\s+{it}",
            r"(?:ich\s+)?lehne\s+{it}\s+ab",
            r"nein\s+zu\s+{it}",
            r"{it}\s+(?:bitte\s+)?(?:ablehnen|verwerfen)",
            r"{it}\s+(?:(?:ist|sind)\s+)?(?:abgelehnt|verworfen)",
        ),
        lead=r"(?:ja|ok|okay|gut|bitte)",
        tail=r"(?:(?:des|dieses|meines)\s+stapels|(?:im|aus\s+dem)\s+stapel|bitte|jetzt|auf\s+einmal)",
    ),
    "pt": _Words(
        many=r"(?:(?:todos\s+)?(?:os|estes|esses|meus)\s+(?:\d+\s+)?(?:roteiros|guioes|scripts)|cada\s+(?:roteiro|guiao))",
        one=r"(?:o|este|esse)\s+(?:roteiro|guiao|script)",
        yes=(
            r"(?:aprov(?:[aeo]|ar)|aceit(?:[aeo]|ar)|confirm(?:[aeo]|ar))\s+{it}",
            r"(?:sim|ok)\s+a\s+{it}",
            r"{it}\s+(?:(?:esta|estao)\s+)?(?:aprovad[oa]s?|aceit[oe]s?|confirmados?|bem|bons?|ok)",
        ),
        no=(
            r"(?:rejeit(?:[aeo]|ar)|recus(?:[aeo]|ar)|descart(?:[aeo]|ar))\s+{it}",
            r"nao\s+a\s+{it}",
            r"{it}\s+(?:(?:esta|estao)\s+)?(?:rejeitados?|recusados?|descartados?)",
        ),
        lead=r"(?:sim|ok|bem|por\s+favor)",
        tail=r"(?:(?:do|deste|do\s+meu)\s+lote|por\s+favor|agora|ja|de\s+uma\s+vez)",
    ),
}


@dataclass(frozen=True, slots=True)
class ScriptsSaid:
    """An answer to scripts, in words.

    Attributes:
        action: Yes or no.
        is_many: Whether all are meant, or the one at hand.
        code: The language in which it is said.
    """

    action: Literal[Action.APPROVE, Action.REJECT]
    is_many: bool
    code: str


def scripts_said(message: str) -> ScriptsSaid | None:
    """Read a message as an answer to scripts; ``None`` where it is anything else.

    ``"approve all the scripts"`` and ``"alle Skripte freigeben"`` answer; ``"approve all the scripts
    but the third"`` and ``"don't approve the scripts"`` do not.
    """
    said = _plain(message)
    for code in _WORDS:
        for action in (Action.APPROVE, Action.REJECT):
            for is_many in (True, False):
                if _pattern(code, action, is_many).fullmatch(said):
                    return ScriptsSaid(action, is_many, code)
    return None


def _plain(message: str) -> str:
    plain = unicodedata.normalize("NFKD", message.replace("\u2019", "'").casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.sub(r"[.,;:!¡]+", " ", letters).split())


@cache
def _pattern(code: str, action: Action, is_many: bool) -> re.Pattern[str]:
    words = _WORDS[code]
    it = words.many if is_many else words.one
    ways = words.yes if action is Action.APPROVE else words.no
    tail = rf"(?:\s+{words.tail})*"
    said = "|".join(way.replace("{it}", rf"{it}{tail}") for way in ways)
    return re.compile(rf"(?:{words.lead}\s+)*(?:{said}){tail}")
