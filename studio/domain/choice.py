"""Plain words that choose among the makers of a question, in five languages. Pure.

Like ``consent``: only a message that says nothing else is a choice.
"""

import re
import unicodedata

from studio.domain.gate import Action, Answer, ProviderAsk

_USE = frozenset(
    [
        "use",
        "using",
        "with",
        "take",
        "by",
        "let",
        "please",
        "yes",
        "ok",
        "okay",
        "the",
        "it",
        "make",
        "do",
        "them",
        "instead",
        "usa",
        "usar",
        "con",
        "toma",
        "por",
        "sí",
        "si",
        "el",
        "la",
        "vale",
        "utilise",
        "utiliser",
        "avec",
        "prends",
        "oui",
        "le",
        "s",
        "il",
        "te",
        "plaît",
        "benutze",
        "nimm",
        "verwende",
        "mit",
        "ja",
        "bitte",
        "den",
        "die",
        "das",
        "usa",
        "use",
        "com",
        "pega",
        "sim",
        "o",
        "a",
        "favor",
    ]
)
_WAIT = frozenset(
    [
        "wait",
        "retry",
        "try",
        "again",
        "later",
        "espera",
        "esperar",
        "reintenta",
        "reintentar",
        "intenta",
        "attends",
        "attendre",
        "réessaie",
        "réessayer",
        "essaie",
        "warte",
        "warten",
        "versuche",
        "versuch",
        "erneut",
        "nochmal",
        "espere",
        "esperar",
        "tente",
        "tentar",
        "novamente",
    ]
)
_SKIP = frozenset(
    [
        "skip",
        "without",
        "omit",
        "salta",
        "saltar",
        "omite",
        "omitir",
        "sin",
        "passe",
        "passer",
        "sans",
        "saute",
        "überspringe",
        "überspringen",
        "ohne",
        "auslassen",
        "pula",
        "pule",
        "pular",
        "sem",
        "omita",
    ]
)
_FILLING = frozenset(
    [
        "please",
        "then",
        "and",
        "it",
        "them",
        "this",
        "that",
        "a",
        "bit",
        "once",
        "more",
        "scene",
        "scenes",
        "go",
        "on",
        "por",
        "favor",
        "y",
        "otra",
        "vez",
        "de",
        "nuevo",
        "ello",
        "et",
        "encore",
        "une",
        "fois",
        "un",
        "peu",
        "s",
        "il",
        "te",
        "plaît",
        "bitte",
        "und",
        "noch",
        "mal",
        "ein",
        "es",
        "sie",
        "einmal",
        "e",
        "mais",
        "uma",
        "de",
        "novo",
    ]
)


def choice(message: str, ask: ProviderAsk) -> Answer | None:
    """Read a message as a choice; ``None`` where it is anything else.

    ``"use the illustrator"`` takes that one, ``"wait and try again"`` waits, ``"skip it"`` goes on
    without.
    """
    said = _words(message)
    if not said:
        return None
    for alternative in ask.alternatives:
        for name in (_words(alternative.name), _words(alternative.title)):
            if set(name) <= set(said) and set(said) - set(name) <= _USE:
                return Answer(action=Action.APPROVE, use=alternative.name)
    for words, action in ((_WAIT, Action.RETRY), (_SKIP, Action.REJECT)):
        if words & set(said) and set(said) <= words | _FILLING:
            return Answer(action=action)
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
