"""Many videos at once: a list in a message, and how it stands. In five languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from studio.domain.batch import MAX_VIDEOS
from studio.domain.errors import Invalid
from studio.domain.listing import listed
from studio.providers.llm.director import acting
from studio.providers.llm.director.language import Language, language, languages, relaxed
from studio.providers.llm.director.marking import Marks
from studio.providers.llm.director.reading import mentioned, request_of

LONGEST_HEAD = 200
_DOCUMENT = r"\b(?:document[eo]?|dokument|file|datei|fichier|archivo|ficheiro|arquivo)\b\s*(?:n[ro]?\.?|#)?\s*(\d+)?"


@dataclass(frozen=True, slots=True)
class Words:
    """How batches are spoken of in one language.

    Attributes:
        videos: More than one.
        each: One for each line.
        orders: What an order begins with, or what tells a list.
        about: Stands before topics in one line.
        joint: Stands before the last of them.
        just: No question, please.
        show: How does it stand?
        stop: Enough of it.
        retry: The failed ones again.
        begun: Said when it has begun.
        shown: Said under the table.
        stopped: Said when it was stopped.
        retried: Said when failed ones are made again.
    """

    videos: str
    each: str
    orders: str
    about: str
    joint: str
    just: str
    show: str
    stop: str
    retry: str
    begun: str
    shown: str
    stopped: str
    retried: str


WORDS = {
    "en": Words(
        videos=r"\b(?:videos|shorts|reels|clips)\b",
        each=r"\b(?:an?|one)\s+(?:\d+[\s-]*\w+\s+)?(?:video|short|reel|clip)\s+(?:of\s+\d+\s*\w+\s+)?(?:for|about|from|of|out\s+of)\s+(?:each|every)\b",
        orders=r"\b(?:make|create|produce|generate|turn|want|need|batch|list|topics|each)\b|^\W*\w+\s+(?:\d+\s*s\w*\s+)?videos",
        about=r"\b(?:about|on)\s+",
        joint="and",
        just=r"\bjust\s+make\s+(?:it|them)\b|\b(?:no|without)\s+questions?\b|\bdon'?t\s+ask\b|\bwithout\s+asking\b",
        show=r"^\W*(?:how(?:'s|\s+is|\s+are)\s+(?:my|the)\s+(?:batch|videos)(?:\s+doing)?|show\s+(?:me\s+)?(?:my|the)\s+batch|where\s+is\s+my\s+batch)\W*$",
        stop=r"^\W*(?:please\s+)?(?:stop|cancel)\s+(?:the|my)\s+batch\W*$",
        retry=r"^\W*(?:please\s+)?(?:try|make|retry)\s+(?:the\s+)?failed\s+(?:ones|videos)(?:\s+again)?\W*$|^\W*retry\s+(?:the|my)\s+batch\W*$",
        begun="{count} videos are on their way, each in a conversation of its own. The table shows how they stand; "
        "ask \"how is my batch?\" at any time, or say \"stop the batch\".",
        shown="{done} of {count} videos are done. Open one from the table to go on talking about it.",
        stopped="Stopped. What was finished stays; \"try the failed ones again\" takes it up again.",
        retried="I make again what was not finished.",
    ),
    "es": Words(
        videos=r"\b(?:vídeos|shorts|reels|clips|cortos)\b",
        each=r"\bun\s+(?:vídeo|short|reel|corto)\s+(?:de\s+\d+\s*\w+\s+)?(?:para|sobre|de|por)\s+cada\b",
        orders=r"\b(?:haz|hazme|haga|crea|cree|genera|produce|quiero|necesito|lote|lista|temas|cada)\b|^\W*\w+\s+vídeos",
        about=r"\b(?:sobre|acerca\s+de)\s+",
        joint="[ye]",
        just=r"\bhaz(?:los|lo)?\s+sin\s+(?:más|preguntar)\b|\bsin\s+preguntas\b|\bsin\s+preguntar\b|\bno\s+preguntes\b",
        show=r"^\W*(?:cómo\s+(?:va|está|van|están)\s+(?:mi\s+lote|el\s+lote|mis\s+vídeos)|(?:muéstrame|muestra)\s+(?:mi|el)\s+lote)\W*$",
        stop=r"^\W*(?:por\s+favor,?\s+)?(?:para|detén|cancela)\s+(?:el|mi)\s+lote\W*$",
        retry=r"^\W*(?:repite|reintenta|vuelve\s+a\s+hacer)\s+(?:los\s+(?:fallidos|que\s+fallaron)|el\s+lote)\W*$",
        begun="{count} vídeos están en marcha, cada uno en su propia conversación. La tabla muestra cómo van; "
        "pregunta «¿cómo va mi lote?» cuando quieras, o di «para el lote».",
        shown="{done} de {count} vídeos están listos. Ábrelos desde la tabla para seguir hablando de ellos.",
        stopped="Detenido. Lo terminado se queda; «repite los fallidos» lo retoma.",
        retried="Hago otra vez lo que no se terminó.",
    ),
    "fr": Words(
        videos=r"\b(?:vidéos|shorts|reels|clips)\b",
        each=r"\bune\s+(?:vidéo|short)\s+(?:de\s+\d+\s*\w+\s+)?(?:pour|sur|de|par)\s+chac?(?:un|une|que)\b",
        orders=r"\b(?:fais|faites|crée|créez|génère|produis|veux|voudrais|besoin|lot|liste|sujets|chaque|chacun)\b|^\W*\w+\s+vidéos",
        about=r"\b(?:sur|à\s+propos\s+de)\s+",
        joint="et",
        just=r"\bfais(?:-les|-le)?\s+sans\s+(?:poser\s+de\s+)?questions?\b|\bsans\s+(?:poser\s+de\s+)?questions?\b|\bsans\s+demander\b|\bne\s+demande\s+rien\b",
        show=r"^\W*(?:où\s+en\s+(?:est\s+(?:mon|le)\s+lot|sont\s+mes\s+vidéos)|comment\s+va\s+mon\s+lot|montre(?:-moi)?\s+(?:mon|le)\s+lot)\W*$",
        stop=r"^\W*(?:arrête|annule|stoppe)\s+(?:le|mon)\s+lot\W*$",
        retry=r"^\W*(?:refais|réessaie|relance)\s+(?:celles\s+qui\s+ont\s+échoué|les\s+échecs|le\s+lot)\W*$",
        begun="{count} vidéos sont en route, chacune dans sa propre conversation. Le tableau montre où elles en sont ; "
        "demande « où en est mon lot ? » quand tu veux, ou dis « arrête le lot ».",
        shown="{done} vidéos sur {count} sont prêtes. Ouvre-les depuis le tableau pour continuer à en parler.",
        stopped="Arrêté. Ce qui est fini reste ; « refais celles qui ont échoué » reprend le reste.",
        retried="Je refais ce qui n'a pas été terminé.",
    ),
    "de": Words(
        videos=r"\b(?:\w+-)?(?:videos|shorts|reels|clips)\b",
        each=r"\b(?:je\s+ein|ein)\s+(?:video|short|reel|clip)\s+(?:von\s+\d+\s*\w+\s+)?(?:für|zu|über|aus|pro)\s+(?:jede\w*|zeile|punkt|thema)\b",
        orders=r"\b(?:mach|mache|erstelle?|erzeuge?|dreh|produziere|will|möchte|brauche|stapel|liste|themen|jede\w*)\b|^\W*\w+\s+videos",
        about=r"\b(?:über|zu|zum\s+thema)\s+",
        joint="und",
        just=r"\bmach\s+(?:es|sie)\s+einfach\b|\bohne\s+(?:rück)?fragen?\b|\bohne\s+zu\s+fragen\b|\bfrag\s+nicht\b",
        show=r"^\W*(?:wie\s+(?:steht|läuft|geht)\s+(?:es\s+(?:um|mit)\s+)?(?:mein\w*|de\w+)\s+stapel|wie\s+weit\s+sind\s+(?:meine|die)\s+videos|zeig(?:e)?\s+(?:mir\s+)?(?:meinen|den)\s+stapel)\W*$",
        stop=r"^\W*(?:stoppe?|brich|halte?)\s+(?:den|meinen)\s+stapel(?:\s+(?:ab|an))?\W*$",
        retry=r"^\W*(?:mache?|versuche?)\s+(?:die\s+)?(?:gescheiterten|fehlgeschlagenen)(?:\s+videos)?\s+(?:noch\s*mal|noch\s+einmal|erneut)\W*$",
        begun="{count} Videos sind unterwegs, jedes in einem eigenen Gespräch. Die Tabelle zeigt, wie sie stehen; frag "
        "jederzeit „wie steht mein Stapel?“ oder sag „stopp den Stapel“.",
        shown="{done} von {count} Videos sind fertig. Öffne eines aus der Tabelle, um weiter darüber zu reden.",
        stopped="Angehalten. Was fertig war, bleibt; „mach die gescheiterten noch einmal“ nimmt es wieder auf.",
        retried="Ich mache noch einmal, was nicht fertig wurde.",
    ),
    "pt": Words(
        videos=r"\b(?:vídeos|shorts|reels|clipes|curtas)\b",
        each=r"\bum\s+(?:vídeo|short|reel|curta)\s+(?:de\s+\d+\s*\w+\s+)?(?:para|sobre|de|por)\s+cada\b",
        orders=r"\b(?:faz|faça|faz-me|crie|cria|gere|produz|quero|preciso|lote|lista|temas|tópicos|cada)\b|^\W*\w+\s+vídeos",
        about=r"\b(?:sobre|acerca\s+de)\s+",
        joint="e",
        just=r"\b(?:faz|faça)(?:-os|-o)?\s+sem\s+perguntas?\b|\bsem\s+perguntas?\b|\bsem\s+perguntar\b|\bnão\s+perguntes?\b",
        show=r"^\W*(?:como\s+(?:vai|está|vão|estão)\s+(?:o\s+meu\s+lote|meu\s+lote|o\s+lote|os\s+meus\s+vídeos|meus\s+vídeos)|(?:mostra|mostre)(?:-me)?\s+(?:o\s+meu|meu|o)\s+lote)\W*$",
        stop=r"^\W*(?:para|pare|cancela|cancele)\s+(?:o|meu|o\s+meu)\s+lote\W*$",
        retry=r"^\W*(?:repete|repita|tenta\s+de\s+novo|tente\s+de\s+novo|refaz|refaça)\s+(?:os\s+que\s+falharam|o\s+lote)\W*$",
        begun="{count} vídeos estão a caminho, cada um na sua própria conversa. A tabela mostra como estão; pergunta "
        "“como vai o meu lote?” quando quiseres, ou diz “para o lote”.",
        shown="{done} de {count} vídeos estão prontos. Abre um na tabela para continuar a falar dele.",
        stopped="Parado. O que estava pronto fica; “repete os que falharam” retoma o resto.",
        retried="Faço de novo o que não ficou pronto.",
    ),
}  # fmt: skip


LOCALISE = {
    "en": r"^\W*(?:please\s+)?locali[sz]e\b",
    "es": r"^\W*(?:por\s+favor,?\s+)?localiza(?:r|lo)?\b",
    "fr": r"^\W*localise[rz]?\b",
    "de": r"^\W*(?:bitte\s+)?lokalisiere?n?\b",
    "pt": r"^\W*(?:por\s+favor,?\s+)?localiz[ae]r?\b",
}
"""To put a video into other languages: what cannot be done without a language model."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message asks of batches: one call, and what is said after it.

    Attributes:
        tool: What is called; empty where the list cannot be read.
        arguments: Of the call.
        saying: A field of ``Words``.
        code: The language.
        reason: Why the list cannot be read.
        says: A saying of the language, where that is all.
    """

    tool: str
    arguments: Mapping[str, Any]
    saying: str
    code: str
    reason: str = ""
    says: str = ""

    def told(self, answer: Mapping[str, Any]) -> str:
        """Say what came of it."""
        said: str = getattr(WORDS[self.code], self.saying)
        return said.format(count=answer.get("count", ""), done=answer.get("done", ""))


def heard(message: str, *, code: str) -> Heard | None:
    """Read a message as one about batches; ``None`` where it is about something else.

    Args:
        message: As it was written.
        code: The language that it is most likely in; the others are tried after it.
    """
    for one in dict.fromkeys((code, *languages())):
        found = _asked(message, one) or _ordered(message, language(one)) if one in WORDS else None
        if found is not None:
            return found
    return None


def _asked(message: str, code: str) -> Heard | None:
    plain = message.replace("\u2019", "'").strip()
    if _pattern(LOCALISE[code]).search(plain):
        return Heard("", {}, "begun", code, says="cannot_translate")
    for tool, name, saying in (
        ("show_batch", "show", "shown"),
        ("stop_batch", "stop", "stopped"),
        ("retry_batch", "retry", "retried"),
    ):
        if _pattern(getattr(WORDS[code], name)).search(plain):
            return Heard(tool, {}, saying, code)
    return None


def _ordered(message: str, spoken: Language) -> Heard | None:
    head, _, rest = message.replace("\u2019", "'").strip().partition("\n")
    words = WORDS[spoken.code]
    is_many = _pattern(words.videos).search(head) and _pattern(words.orders).search(head)
    if len(head) > LONGEST_HEAD or not (is_many or _pattern(words.each).search(head)):
        return None
    try:
        items = listed(rest) if rest.strip() else _in_line(head, words)
    except Invalid as error:
        return Heard("", {}, "begun", spoken.code, error.message)
    arguments = _settings(head, spoken)
    if len(items) > 1:
        return Heard("make_batch", {"items": list(items), **arguments}, "begun", spoken.code)
    if document := re.search(_DOCUMENT, head, re.IGNORECASE):
        source = {"source": int(document[1] or 1)}
        return Heard("make_batch", source | arguments, "begun", spoken.code)
    return None


def _in_line(head: str, words: Words) -> Sequence[str]:
    """Give topics that stand in one line, where as many are promised as there are."""
    before, _, after = head.partition(":")
    if not after.strip():
        found = _pattern(words.about).search(head)
        before, after = (head[: found.start()], head[found.end() :]) if found else (head, "")
    items = [one.strip(" .!?") for one in re.split(rf",|;|\s+{words.joint}\s+", after)]
    items = [one for one in items if one]
    numbers = {int(n) for n in re.findall(r"\d+", before) if int(n) <= MAX_VIDEOS}
    return items if len(items) in numbers else ()


def _settings(head: str, spoken: Language) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if length := spoken.pattern("{seconds}").search(head):
        seconds = round(request_of("length", length, Marks(spoken), spoken).seconds)
        found["seconds"] = min(180, max(5, seconds))
    # The patterns speak of one video.
    one = _pattern(WORDS[spoken.code].videos).sub(lambda many: many[0].rstrip("sS"), head)
    requests, _ = mentioned(one, spoken)
    for request in requests:
        if request.kind == "pack":
            found |= {n: request.words[n] for n in ("pack", "template") if n in request.words}
        if request.kind in {"tempo_fast", "tempo_slow"}:
            found["tempo"] = request.kind.removeprefix("tempo_")
        if request.kind == "budget":
            found["budget_usd"] = acting.ACTS["budget"].arguments(request)["usd"]
    told = [r.words for r in requests if r.kind == "language"]
    found["language"] = next((w.get("language") or w["code"] for w in told), spoken.code)
    if _pattern(WORDS[spoken.code].just).search(head):
        found["just_make_it"] = True
    return found


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(relaxed(written), re.IGNORECASE)
