"""Plain words that answer a gate, in five languages. Pure.

Only a message that says nothing else is an answer: a wrong yes spends money.
"""

import re
import unicodedata

from studio.domain.gate import Action, Answer

_YES = frozenset(
    [
        "yes",
        "yep",
        "yeah",
        "yup",
        "ok",
        "okay",
        "sure",
        "approve",
        "approved",
        "go",
        "ahead",
        "proceed",
        "agreed",
        "fine",
        "continue",
        "sí",
        "si",
        "claro",
        "vale",
        "adelante",
        "apruebo",
        "aprobado",
        "acepto",
        "dale",
        "procede",
        "continúa",
        "oui",
        "ouais",
        "vas",
        "allez",
        "approuve",
        "approuvé",
        "accepte",
        "continue",
        "accord",
        "ja",
        "jawohl",
        "genehmigt",
        "genehmige",
        "einverstanden",
        "passt",
        "weiter",
        "mach",
        "klar",
        "sim",
        "claro",
        "pode",
        "aprovo",
        "aprovado",
        "aceito",
        "prossiga",
        "continue",
        "beleza",
    ]
)
_NO = frozenset(
    [
        "no",
        "nope",
        "nah",
        "not",
        "don",
        "dont",
        "reject",
        "rejected",
        "cancel",
        "stop",
        "decline",
        "declined",
        "never",
        "rechazo",
        "rechazado",
        "cancela",
        "cancelar",
        "para",
        "detente",
        "non",
        "refuse",
        "refusé",
        "annule",
        "arrête",
        "nein",
        "nicht",
        "abgelehnt",
        "ablehnen",
        "abbrechen",
        "stopp",
        "lass",
        "não",
        "nao",
        "rejeito",
        "rejeitado",
        "cancele",
        "pare",
        "nunca",
    ]
)
_FILLING = frozenset(
    [
        "please",
        "thanks",
        "thank",
        "you",
        "it",
        "that",
        "this",
        "do",
        "i",
        "t",
        "the",
        "by",
        "all",
        "means",
        "por",
        "favor",
        "gracias",
        "lo",
        "está",
        "bien",
        "de",
        "acuerdo",
        "s",
        "il",
        "te",
        "vous",
        "plaît",
        "y",
        "d",
        "merci",
        "je",
        "bien",
        "bitte",
        "danke",
        "das",
        "es",
        "ist",
        "in",
        "ordnung",
        "gut",
        "ich",
        "bin",
        "los",
        "obrigado",
        "obrigada",
        "tudo",
        "bem",
        "o",
        "isso",
        "está",
        "bom",
    ]
)
_SCENES = frozenset(
    [
        "scene",
        "scenes",
        "escena",
        "escenas",
        "scène",
        "scènes",
        "szene",
        "szenen",
        "cena",
        "cenas",
        "for",
        "only",
        "just",
        "the",
        "to",
        "and",
        "y",
        "et",
        "und",
        "e",
        "solo",
        "sólo",
        "seulement",
        "nur",
        "só",
        "las",
        "la",
        "les",
        "le",
        "die",
        "as",
        "a",
        "para",
        "pour",
        "für",
    ]
)


def consent(message: str) -> Answer | None:
    """Read a message as an answer; ``None`` where it is anything else.

    ``"yes"``, ``"ok, go ahead"`` and ``"no, thanks"`` answer; ``"yes to scenes 1 and 3"`` approves
    those scenes alone; ``"yes, but make it blue"`` is no answer.
    """
    words = re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFC", message).casefold())
    numbers = tuple(dict.fromkeys(int(word) for word in words if word.isdecimal()))
    said = [word for word in words if not word.isdecimal()]
    is_yes = any(word in _YES for word in said)
    if numbers:
        is_plain = all(word in _YES | _FILLING | _SCENES for word in said)
        return Answer(action=Action.EDIT, scenes=numbers) if is_yes and is_plain else None
    if is_yes and all(word in _YES | _FILLING for word in said):
        return Answer(action=Action.APPROVE)
    if any(word in _NO for word in said) and all(word in _NO | _FILLING for word in said):
        return Answer(action=Action.REJECT)
    return None
