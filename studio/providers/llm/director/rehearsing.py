"""What would it take to …? An edit that is asked about and not made. In five languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from langchain_core.messages import ToolMessage

from studio.providers.llm.director import acting, editing, presetting
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.language import language, languages, relaxed
from studio.providers.llm.director.replying import Reply, failed, json_of

TRIED = {"set_pack", "fit_length"}
"""Wishes of one call each that can be tried on a copy."""


@dataclass(frozen=True, slots=True)
class Words:
    """How it is asked in one language, and how it is answered.

    Attributes:
        asks: What stands before the edit.
        drops: What is taken out of the edit, so that it reads as an order.
        would: Told of what it would take.
        free: Said of a price of nothing.
        costs: Said of a price.
        unknown: Said of a price that nobody knows.
        unclear: Said where the edit was not understood.
    """

    asks: str
    drops: str
    would: str
    free: str
    costs: str
    unknown: str
    unclear: str


WORDS = {
    "en": Words(
        asks=r"(?:and\s+)?(?:what|how\s+(?:much|long))\s+(?:would|will|does|might)\s+it\s+(?:cost|take|be)\s+(?:me\s+|us\s+)?(?:to|if\s+(?:i|you|we))|what\s+(?:would\s+happen\s+)?if\s+(?:i|you|we)(?:\s+were\s+to)?|dry\s+run\s*:",
        drops=r"(?!)",
        would="That would touch {scenes}, take about {seconds} s and {price}. Nothing was changed; say it "
        "without the question to have it done.",
        free="cost nothing",
        costs="cost up to {usd}",
        unknown="cost a sum that nobody knows",
        unclear="I did not understand which change you mean. Ask, for example, "
        '"what would it cost to put scene 3 at night?".',
    ),
    "es": Words(
        asks=r"(?:y\s+)?¿?\s*(?:cuánto|qué|cuanto\s+tiempo|cuánto\s+tiempo)\s+(?:me\s+)?(?:costaría|cuesta|tardaría|llevaría|tomaría)(?:\s+si)?|¿?\s*qué\s+pasaría\s+si",
        drops=r"(?!)",
        would="Eso tocaría {scenes}, tardaría unos {seconds} s y {price}. No se ha cambiado nada; dilo sin "
        "preguntar para que se haga.",
        free="no costaría nada",
        costs="costaría como mucho {usd}",
        unknown="costaría una suma que nadie conoce",
        unclear="No he entendido qué cambio quieres decir. Pregunta, por ejemplo, «¿cuánto costaría quitar la escena 3?».",
    ),
    "fr": Words(
        asks=r"(?:et\s+)?(?:combien(?:\s+de\s+temps)?|que)\s+(?:ça\s+|cela\s+)?(?:coûterait|coûte|prendrait|faudrait)(?:-il|-t-il)?(?:\s+(?:ça|cela))?\s+(?:de|d'|pour|si)|que\s+se\s+passerait-il\s+si",
        drops=r"(?!)",
        would="Cela toucherait {scenes}, prendrait environ {seconds} s et {price}. Rien n'a été changé ; "
        "dis-le sans la question pour que ce soit fait.",
        free="ne coûterait rien",
        costs="coûterait au plus {usd}",
        unknown="coûterait une somme que personne ne connaît",
        unclear="Je n'ai pas compris de quel changement il s'agit. Demande par exemple « combien coûterait de supprimer la scène 3 ? ».",
    ),
    "de": Words(
        asks=r"(?:und\s+)?(?:was|wie\s*viel|wie\s+lange)\s+(?:würde|kostet|dauert)(?:\s+(?:es|das))?(?:\s+(?:mich\s+)?(?:kosten|dauern|brauchen))?\s*,?(?:\s+wenn\s+(?:ich|du|wir))?|was\s+(?:wäre|passiert|würde\s+passieren)\s*,?\s+wenn\s+(?:ich|du|wir)",
        drops=r"\bzu\s+(?=\w+n\b)",
        would="Das würde {scenes} berühren, etwa {seconds} s dauern und {price}. Es wurde nichts geändert; sag es "
        "ohne die Frage, damit es getan wird.",
        free="nichts kosten",
        costs="höchstens {usd} kosten",
        unknown="einen Betrag kosten, den niemand kennt",
        unclear="Ich habe nicht verstanden, welche Änderung gemeint ist. Frag zum Beispiel „was würde es kosten, Szene 3 zu entfernen?“.",
    ),
    "pt": Words(
        asks=r"(?:e\s+)?(?:quanto(?:\s+tempo)?|o\s+que)\s+(?:me\s+)?(?:custaria|custa|demoraria|levaria)(?:\s+se)?|o\s+que\s+aconteceria\s+se",
        drops=r"(?!)",
        would="Isso mudaria {scenes}, levaria cerca de {seconds} s e {price}. Nada foi mudado; diga sem a "
        "pergunta para que seja feito.",
        free="não custaria nada",
        costs="custaria no máximo {usd}",
        unknown="custaria um valor que ninguém conhece",
        unclear="Não entendi de qual mudança se trata. Pergunte, por exemplo, “quanto custaria remover a cena 3?”.",
    ),
}  # fmt: skip
SCENES = {
    "en": ("scene {n}", "scenes {n}", "no scene"),
    "es": ("la escena {n}", "las escenas {n}", "ninguna escena"),
    "fr": ("la scène {n}", "les scènes {n}", "aucune scène"),
    "de": ("Szene {n}", "die Szenen {n}", "keine Szene"),
    "pt": ("a cena {n}", "as cenas {n}", "nenhuma cena"),
}
REMOVED = {
    "en": ("This would remove {scenes}.", "What was {old} becomes {new}.", "no other scene"),
    "es": ("Esto quitaría {scenes}.", "Lo que era {old} pasa a ser {new}.", "ninguna otra escena"),
    "fr": (
        "Cela supprimerait {scenes}.",
        "Ce qui était {old} devient {new}.",
        "aucune autre scène",
    ),
    "de": ("Das würde {scenes} entfernen.", "Was {old} war, wird {new}.", "keine andere Szene"),
    "pt": ("Isto removeria {scenes}.", "O que era {old} passa a ser {new}.", "nenhuma outra cena"),
}
"""What goes, how the others are called then, and that nothing else is touched."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An edit that is asked about.

    Attributes:
        edit: It, as an order.
        code: The language.
    """

    edit: str
    code: str

    def plan(self, board: dict[str, Any]) -> editing.Plan:
        """Give the calls that it would come to, and why not where it comes to none."""
        kept = presetting.heard(self.edit, code=self.code)
        if kept is not None:
            used = kept.is_use and not kept.rest
            return editing.Plan([(kept.tool, dict(kept.arguments))] if used else [], [])
        wish = understand(self.edit, has_video=True, code=self.code)
        plan = editing.plan(wish, board)
        acts = [
            acting.call_of(request, act, language=self.code, board=board)
            for request, act in acting.acts(wish)
            if act.tool in TRIED
        ]
        return editing.Plan([*acts, *plan.calls], plan.notes)

    def told(self, answer: Mapping[str, Any]) -> str:
        """Say what it would take."""
        words, numbers, cost = WORDS[self.code], answer.get("scenes") or (), answer.get("cost_usd")
        gone, none = self._gone(answer), SCENES[self.code][2]
        none = REMOVED[self.code][2] if gone else none
        price = words.unknown if cost is None else words.free
        price = words.costs.format(usd=f"${cost}") if cost and float(cost) else price
        would = words.would.format(
            scenes=self._named(numbers) if numbers else none,
            seconds=answer.get("takes_s", ""),
            price=price,
        )
        return " ".join((*gone, would))

    def _gone(self, answer: Mapping[str, Any]) -> Sequence[str]:
        """Say what is removed, and how the others are called then."""
        if not (removed := answer.get("removed")):
            return ()
        goes, becomes, _ = REMOVED[self.code]
        moved = answer.get("renumbered") or ()
        old, new = (", ".join(str(pair[at]) for pair in moved) for at in (0, 1))
        again = (becomes.format(old=old, new=new),) if moved else ()
        return (goes.format(scenes=self._named(removed)), *again)

    def _named(self, numbers: Sequence[int]) -> str:
        one, many, _ = SCENES[self.code]
        return (one if len(numbers) == 1 else many).format(n=", ".join(map(str, numbers)))


def heard(message: str, *, code: str) -> Heard | None:
    """Read a message as a question of what an edit would take; ``None`` where it is none."""
    plain = message.replace("\u2019", "'").strip()
    for one in dict.fromkeys((code, *languages())):
        if one in WORDS and (found := _asking(one).match(plain)):
            edit = re.sub(WORDS[one].drops, "", found["edit"]).strip(" ?¿!.,")
            if edit:
                return Heard(edit, one)
    return None


def reply(dry: Heard, results: Sequence[ToolMessage], *, has_film: bool) -> Reply:
    """Tell what an edit would take: a look, one call that changes nothing, and a word."""
    say = language(dry.code).say
    if not has_film:
        return Reply(say("nothing"))
    if results and results[-1].status == "error":
        return Reply(failed(results[-1], dry.code))
    if not results:
        return Reply("", ("show_storyboard", {}))
    plan = dry.plan(json_of(results[0]))
    if not plan.calls:
        why = [say(key, **values) for key, values in plan.notes]
        return Reply(" ".join(why) or WORDS[dry.code].unclear)
    if len(results) == 1:
        asked = [{"tool": tool, "arguments": arguments} for tool, arguments in plan.calls]
        return Reply("", ("what_if", {"calls": asked}))
    return Reply(dry.told(json_of(results[1])))


@cache
def _asking(code: str) -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:{relaxed(WORDS[code].asks)})(?=[\s,:]|(?<='))[\s,]*(?P<edit>.+)$",
        re.IGNORECASE | re.DOTALL,
    )
