"""What is told of the channel: colours, handle, closing words, how videos begin, and what to forget. In five languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.domain.channel import MAX_COLOURS
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.hearing import first_heard, pattern, unadorned, whole
from studio.providers.llm.director.language import Language, language
from studio.providers.llm.director.reading import courteous
from studio.providers.llm.director.wishes import Reading

LONGEST = 200
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_WORD = r"[\"“„«]?\s?(?P<word>[\w-]+(?:\s[\w-]+)??)\s?[\"”“»]?"
_HANDLE = r"\s*:?\s*(?P<text>@?[\w.]+)"
_TEXT = r"\s*:?\s*[\"“„«]?\s?(?P<text>\S.{0,118}?)\s?[\"”“»]?"
_MUSIC = {"music_on": True, "music_off": False}
_SAID = ("captions", "mood", "language")


@dataclass(frozen=True, slots=True)
class Words:
    """How a channel is spoken of in one language.

    Attributes:
        colours: Says that its colours are; what they are follows.
        handle: Says how it is tagged.
        closing: Says what its last scene asks for.
        allow: Frees a banned word.
        forget: Asks to forget something of one's own.
        fields: What that is, by its name in the profile.
        hex: Said to colours that are not written as numbers.
    """

    colours: str
    handle: str
    closing: str
    allow: tuple[str, ...]
    forget: str
    fields: Mapping[str, str]
    hex: str


WORDS = {
    "en": Words(
        colours=r"my\s+(?:(?:brand|channel)(?:'s)?\s+)?colou?rs?\s+(?:are|is)",
        handle=rf"my\s+(?:channel's\s+)?handle\s+is{_HANDLE}",
        closing=rf"my\s+call\s+to\s+action\s+is{_TEXT}",
        allow=(rf"you\s+(?:may|can)\s+(?:say|use\s+the\s+word)\s+{_WORD}(?:\s+again)?", rf"allow\s+the\s+word\s+{_WORD}"),
        forget=r"forget\s+my\s+(?:usual\s+)?",
        fields={
            "colours": r"(?:brand\s+)?colou?rs?",
            "handle": r"handle",
            "name": r"channel(?:'s)?\s+name",
            "call_to_action": r"call\s+to\s+action",
            "captions": r"captions?(?:\s+style)?",
            "mood": r"mood",
            "music": r"music",
            "language": r"language",
            "voice": r"voice",
            "look": r"look",
        },
        hex="Tell me the colours as numbers, for example: \"my brand colours are #00aabb and #ff8800\".",
    ),
    "es": Words(
        colours=r"(?:mis\s+colores(?:\s+de\s+marca)?\s+son|mi\s+color(?:\s+de\s+marca)?\s+es)",
        handle=rf"mi\s+(?:usuario|arroba|handle)\s+es{_HANDLE}",
        closing=rf"mi\s+llamada\s+a\s+la\s+acción\s+es{_TEXT}",
        allow=(rf"(?:ya\s+)?puedes\s+(?:volver\s+a\s+)?decir\s+{_WORD}(?:\s+(?:otra\s+vez|de\s+nuevo))?", rf"permite\s+la\s+palabra\s+{_WORD}"),
        forget=r"olvid[ae]\s+mis?\s+",
        fields={
            "colours": r"color(?:es)?(?:\s+de\s+marca)?",
            "handle": r"(?:usuario|arroba|handle)",
            "name": r"nombre\s+de(?:l)?\s+canal",
            "call_to_action": r"llamada\s+a\s+la\s+acción",
            "captions": r"(?:estilo\s+de\s+)?subtítulos",
            "mood": r"(?:ambiente|tono)",
            "music": r"música",
            "language": r"idioma",
            "voice": r"voz",
            "look": r"(?:aspecto|estilo)",
        },
        hex="Dime los colores como números, por ejemplo: «mis colores son #00aabb y #ff8800».",
    ),
    "fr": Words(
        colours=r"(?:mes\s+couleurs(?:\s+de\s+marque)?\s+sont|ma\s+couleur(?:\s+de\s+marque)?\s+est)",
        handle=rf"mon\s+(?:identifiant|pseudo|handle)\s+est{_HANDLE}",
        closing=rf"mon\s+appel\s+à\s+l'action\s+est{_TEXT}",
        allow=(rf"tu\s+peux\s+(?:(?:de|à)\s+nouveau\s+)?dire\s+{_WORD}(?:\s+(?:de|à)\s+nouveau)?", rf"autorise\s+le\s+mot\s+{_WORD}"),
        forget=r"oublie[rz]?\s+(?:mon|ma|mes)\s+",
        fields={
            "colours": r"couleurs?(?:\s+de\s+marque)?",
            "handle": r"(?:identifiant|pseudo|handle)",
            "name": r"nom\s+de\s+(?:la\s+)?chaîne",
            "call_to_action": r"appel\s+à\s+l'action",
            "captions": r"(?:style\s+de\s+)?sous-titres",
            "mood": r"ambiance",
            "music": r"musique",
            "language": r"langue",
            "voice": r"voix",
            "look": r"(?:look|style)",
        },
        hex="Donne-moi les couleurs en chiffres, par exemple : « mes couleurs sont #00aabb et #ff8800 ».",
    ),
    "de": Words(
        colours=r"meine\s+(?:marken|kanal)?farben?\s+(?:sind|ist)",
        handle=rf"mein\s+(?:handle|nutzername|benutzername)\s+(?:ist|lautet){_HANDLE}",
        closing=rf"meine?\s+(?:call\s+to\s+action|handlungsaufruf|aufforderung)\s+(?:ist|lautet){_TEXT}",
        allow=(rf"du\s+darfst\s+(?:wieder\s+)?{_WORD}\s+(?:wieder\s+)?sagen", rf"erlaube\s+das\s+wort\s+{_WORD}(?:\s+wieder)?"),
        forget=r"(?:vergiss|vergessen\s+sie)\s+mein(?:e|en)?\s+",
        fields={
            "colours": r"(?:marken|kanal)?farben?",
            "handle": r"(?:handle|nutzernamen?|benutzernamen?)",
            "name": r"kanalnamen",
            "call_to_action": r"(?:call\s+to\s+action|handlungsaufruf|aufforderung)",
            "captions": r"(?:untertitel(?:stil)?)",
            "mood": r"stimmung",
            "music": r"musik",
            "language": r"sprache",
            "voice": r"stimme",
            "look": r"(?:look|stil)",
        },
        hex="Nenn mir die Farben als Zahlen, zum Beispiel: „Meine Farben sind #00aabb und #ff8800“.",
    ),
    "pt": Words(
        colours=r"(?:(?:as\s+)?minhas\s+cores(?:\s+d[ae]\s+marca)?\s+são|(?:a\s+)?minha\s+cor\s+é)",
        handle=rf"(?:o\s+)?meu\s+(?:usuário|utilizador|arroba|handle)\s+é{_HANDLE}",
        closing=rf"(?:a\s+)?minha\s+chamada\s+(?:para\s+(?:a\s+)?|à\s+)ação\s+é{_TEXT}",
        allow=(rf"(?:você\s+)?pode\s+(?:voltar\s+a\s+)?dizer\s+{_WORD}(?:\s+(?:de\s+novo|outra\s+vez))?", rf"permita\s+a\s+palavra\s+{_WORD}"),
        forget=r"(?:esqueça|esquece)\s+(?:[oa]s?\s+)?(?:meus?|minhas?)\s+",
        fields={
            "colours": r"cor(?:es)?(?:\s+d[ae]\s+marca)?",
            "handle": r"(?:usuário|utilizador|arroba|handle)",
            "name": r"nome\s+d[eo]\s+canal",
            "call_to_action": r"chamada\s+(?:para\s+(?:a\s+)?|à\s+)ação",
            "captions": r"(?:estilo\s+d[ea]s?\s+)?legendas?",
            "mood": r"clima",
            "music": r"música",
            "language": r"(?:idioma|língua)",
            "voice": r"voz",
            "look": r"(?:aspeto|aspecto|estilo|visual)",
        },
        hex="Diz-me as cores como números, por exemplo: “minhas cores são #00aabb e #ff8800”.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message tells of the channel: one call, and what is said after it.

    Attributes:
        tool: What is called; empty where something is said only.
        arguments: Of the call.
        saying: Of the director's language.
        code: The language.
        says: In the place of a call.
    """

    tool: str
    arguments: Mapping[str, Any]
    saying: str
    code: str
    says: str = ""


def heard(message: str, *, code: str) -> Heard | None:
    """Read a message as one about the channel; ``None`` where it is about something else.

    Args:
        message: As it was written; it must say nothing else.
        code: The language that it is most likely in; the others are tried after it.
    """
    return first_heard(_heard, message, code=code, known=WORDS, longest=LONGEST)


def _heard(message: str, code: str) -> Heard | None:
    words, spoken = WORDS[code], language(code)
    said = unadorned(message, around=" \t\n.!¡,")
    plain = courteous(said, spoken)
    if found := _brand(plain, words, code):
        return found
    # "You may" is a courtesy elsewhere.
    if freed := [found["word"] for each in words.allow if (found := whole(each, said))]:
        return _remembered(code, allow=freed)
    gone = [field for field, each in words.fields.items() if whole(words.forget + each, plain)]
    if gone:
        return Heard("forget", {"fields": gone}, "forgotten", code)
    house = _house(plain, spoken)
    return _remembered(code, house=house) if house else None


def _brand(plain: str, words: Words, code: str) -> Heard | None:
    if found := pattern(rf"{words.colours}\b").match(plain):
        colours = _HEX.findall(plain[found.end() :])
        if not colours:
            return Heard("", {}, "", code, says=words.hex)
        return _remembered(code, brand={"colours": colours[:MAX_COLOURS]})
    if found := whole(words.handle, plain):
        return _remembered(code, brand={"handle": found["text"]})
    if found := whole(words.closing, plain):
        return _remembered(code, brand={"call_to_action": found["text"]})
    return None


def _house(plain: str, spoken: Language) -> dict[str, Any]:
    """Give how videos begin, where that is all that a message says: from now on, without music."""
    said = spoken.pattern("{from_now_on}").search(plain)
    if said is None or (said.start() and said.end() < len(plain)):
        return {}
    rest = (plain[: said.start()] + plain[said.end() :]).strip(" ,:.")
    wish = understand(rest, has_video=True, code=spoken.code)
    return _begun(wish.reading) if wish.reading.requests else {}


def _begun(reading: Reading) -> dict[str, Any]:
    """Give what requests say of every video; nothing where one of them is about this video."""
    house: dict[str, Any] = {}
    for request in reading.requests:
        if request.scenes or not (request.kind in _SAID or request.kind in _MUSIC):
            return {}
        if request.kind in _MUSIC:
            house["music"] = _MUSIC[request.kind]
        else:
            house[request.kind] = request.words[request.kind]
    return {} if reading.unknown or reading.left else house


def _remembered(code: str, **told: Any) -> Heard:
    return Heard("remember", told, "remembered", code)
