"""What is shown before it is made, by its length or its breadth: the rule in words. In five languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.domain.waits import MOST_S, MOST_SCENES
from studio.providers.llm.director.hearing import bare, first_heard, whole

LONGEST = 160


@dataclass(frozen=True, slots=True)
class Words:
    """How the rule is spoken of in one language.

    Attributes:
        ask: Begins it: ask me first.
        of_all: Before what.
        longer: Takes longer than ``count`` seconds, or minutes where there is ``minutes``.
        wider: Touches more than ``count`` scenes.
        off: Takes it back.
        kept: Said when it holds.
        ended: Said when it was taken back.
    """

    ask: str
    of_all: str
    longer: str
    wider: str
    off: str
    kept: str
    ended: str


WORDS = {
    "en": Words(
        ask=r"(?:(?:always\s+)?(?:ask|check\s+with)\s+me|wait\s+for\s+(?:my\s+(?:yes|approval|ok|okay)|me)|(?:i\s+want\s+to|let\s+me)\s+(?:see|approve)\s+it(?:\s+first)?)\s+(?:first\s+)?(?:before|for|about)",
        of_all=r"(?:(?:you\s+(?:do|make|start)\s+)?(?:anything|everything|any\s+changes?|all\s+changes|changes|a\s+change|edits|work))(?:\s+(?:that|which))?",
        longer=r"(?:takes?|lasts?|needs?)\s+(?:you\s+)?(?:longer|more)\s+than\s+(?:about\s+)?(?P<count>\d+)\s*(?:s|secs?|seconds?|(?P<minutes>min(?:ute)?s?))",
        wider=r"(?:touch(?:es)?|changes?)\s+more\s+than\s+(?P<count>\d+)\s+scenes?",
        off=r"(?:stop\s+asking\s+me|don't\s+ask\s+me|never\s+ask\s+me)\s+(?:any\s*more\s+)?(?:before|about)\s+(?:long|large|big|wide)\s+changes(?:\s+any\s*more)?",
        kept="That is settled: I ask you before a change that {rule}.",
        ended="That is settled: long or wide changes just happen, and I say so.",
    ),
    "es": Words(
        ask=r"(?:pregúnt(?:a|e)me|consúlt(?:a|e)me|espera\s+mi\s+(?:sí|aprobación|permiso))\s+(?:primero\s+)?antes\s+de",
        of_all=r"(?:hacer\s+)?(?:cualquier\s+(?:cosa|cambio)|todo\s+lo|todos\s+los\s+cambios|(?:los\s+)?cambios|algo|un\s+cambio)(?:\s+que)?",
        longer=r"(?:tard(?:e|en|a|an)|dur(?:e|en|a|an)|llev(?:e|en|a|an))\s+más\s+de\s+(?P<count>\d+)\s*(?:s|seg(?:undos?)?|(?P<minutes>min(?:utos?)?))",
        wider=r"(?:toque|toquen|cambie|cambien|afecte|afecten)\s+(?:a\s+)?más\s+de\s+(?P<count>\d+)\s+escenas?",
        off=r"(?:deja\s+de\s+preguntarme|no\s+me\s+preguntes(?:\s+más)?)\s+(?:antes\s+de|por)\s+(?:los\s+)?cambios\s+(?:largos|grandes|amplios)",
        kept="Queda así: te pregunto antes de un cambio que {rule}.",
        ended="Queda así: los cambios largos o amplios se hacen sin más, y lo digo.",
    ),
    "fr": Words(
        ask=r"(?:demande(?:z)?-moi|consulte-moi|attends\s+mon\s+(?:oui|accord|feu\s+vert))\s+(?:d'abord\s+)?avant\s+(?:de\s+|d')?",
        of_all=r"(?:faire\s+)?(?:tout(?:e)?\s+(?:ce|modification|changement)|(?:les|des)\s+(?:modifications|changements)|quoi\s+que\s+ce\s+soit|une\s+modification|un\s+changement)(?:\s+qui)?",
        longer=r"(?:pren(?:d|ne|nent)|dur(?:e|ent)|demand(?:e|ent))\s+plus\s+de\s+(?P<count>\d+)\s*(?:s|sec(?:ondes?)?|(?P<minutes>min(?:utes?)?))",
        wider=r"(?:touch(?:e|ent)|chang(?:e|ent))\s+(?:à\s+)?plus\s+de\s+(?P<count>\d+)\s+scènes?",
        off=r"(?:arrête\s+de\s+me\s+demander|ne\s+me\s+demande\s+plus)\s+avant\s+(?:les|des)\s+(?:longues?|grandes?|gros(?:ses)?)?\s*(?:modifications|changements)(?:\s+(?:longues|longs|importants|importantes))?",
        kept="C'est réglé : je te demande avant une modification qui {rule}.",
        ended="C'est réglé : les modifications longues ou étendues se font, et je le dis.",
    ),
    "de": Words(
        ask=r"(?:frag(?:e|st)?\s+(?:mich|du\s+mich)|warte\s+auf\s+(?:mein\s+(?:ja|ok|okay)|meine\s+(?:zustimmung|freigabe)))\s*(?:immer\s+)?(?:zuerst\s+|erst\s+)?,?\s*(?:vor|bevor\s+du)",
        of_all=r"(?:allem|jeder\s+änderung|änderungen|einer\s+änderung|etwas\s+(?:machst|tust|änderst)|irgendetwas\s+(?:machst|tust))\s*,?(?:\s*(?:was|das|die))?",
        longer=r"(?:länger\s+als|mehr\s+als)\s+(?P<count>\d+)\s*(?:s|sek(?:unden?)?|(?P<minutes>min(?:uten?)?))\s+(?:dauert|dauern|braucht|brauchen)",
        wider=r"mehr\s+als\s+(?P<count>\d+)\s+szenen\s+(?:betrifft|betreffen|ändert|ändern|berührt|berühren)",
        off=r"(?:frag(?:e)?\s+mich\s+nicht\s+mehr|hör(?:e)?\s+auf,?\s+mich\s+zu\s+fragen,?)\s+(?:vor|bei|wegen)\s+(?:langen|großen)\s+änderungen",
        kept="Abgemacht: Ich frage dich vor einer Änderung, die {rule}.",
        ended="Abgemacht: Lange oder weitreichende Änderungen geschehen einfach, und ich sage es.",
    ),
    "pt": Words(
        ask=r"(?:pergunt(?:a|e)-me|me\s+pergunt(?:a|e)|espera\s+pelo\s+meu\s+(?:sim|ok))\s+(?:primeiro\s+)?antes\s+de",
        of_all=r"(?:fazer\s+)?(?:tudo\s+o|qualquer\s+(?:coisa|mudança|alteração)|(?:as\s+)?(?:mudanças|alterações)|uma\s+(?:mudança|alteração)|algo)(?:\s+que)?",
        longer=r"(?:demor(?:e|em|a|am)|lev(?:e|em|a|am)|dur(?:e|em|a|am))\s+mais\s+de\s+(?P<count>\d+)\s*(?:s|seg(?:undos?)?|(?P<minutes>min(?:utos?)?))",
        wider=r"(?:toque|toquem|mude|mudem|afete|afetem)\s+(?:em\s+)?mais\s+de\s+(?P<count>\d+)\s+cenas?",
        off=r"(?:para\s+de\s+me\s+perguntar|não\s+me\s+perguntes?(?:\s+mais)?)\s+(?:antes\s+de|sobre)\s+(?:mudanças|alterações)\s+(?:longas|grandes)",
        kept="Fica assim: pergunto a você antes de uma mudança que {rule}.",
        ended="Fica assim: mudanças longas ou amplas acontecem, e eu aviso.",
    ),
}  # fmt: skip
RULES = {
    "en": ("takes longer than {count} s", "touches more than {count} scenes"),
    "es": ("tarde más de {count} s", "toque más de {count} escenas"),
    "fr": ("prend plus de {count} s", "touche plus de {count} scènes"),
    "de": ("länger als {count} s dauert", "mehr als {count} Szenen betrifft"),
    "pt": ("demore mais de {count} s", "toque em mais de {count} cenas"),
}
"""What a change does that waits: by seconds, by scenes."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A rule that a message sets: one call, and what is said after it.

    Attributes:
        arguments: Of ``set_wait_rule``.
        says: What is said once it holds.
        code: The language.
    """

    arguments: Mapping[str, Any]
    says: str
    code: str
    tool: str = "set_wait_rule"

    def told(self, answer: Mapping[str, Any]) -> str:
        """Say what came of it."""
        return self.says


def heard(message: str, *, code: str) -> Heard | None:
    """Read a message as such a rule; ``None`` where it is about something else.

    Args:
        message: As it was written; it must say nothing else.
        code: The language that it is most likely in; the others are tried after it.
    """
    return first_heard(_heard, message, code=code, known=WORDS, longest=LONGEST)


def _heard(message: str, code: str) -> Heard | None:
    words = WORDS[code]
    plain = bare(message, code)
    if whole(words.off, plain):
        return Heard({"size": False}, words.ended, code)
    before = rf"{words.ask}\s*{words.of_all}\s*"
    if found := whole(before + words.longer, plain):
        count = min(int(found["count"]) * (60 if found["minutes"] else 1), MOST_S)
        return _rule({"above_s": count}, code, by=0)
    if found := whole(before + words.wider, plain):
        return _rule({"above_scenes": min(int(found["count"]), MOST_SCENES)}, code, by=1)
    return None


def _rule(arguments: dict[str, int], code: str, *, by: int) -> Heard:
    (count,) = arguments.values()
    rule = RULES[code][by].format(count=count)
    return Heard(arguments, WORDS[code].kept.format(rule=rule), code)
