"""Links with which others watch a video: asked for, listed and ended. In five languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.domain.share import DEFAULT_DAYS, MOST_DAYS
from studio.providers.llm.director.hearing import bare, first_heard, pattern, whole

LONGEST = 160
_PLATFORM = r"(?:tik\s*tok|you\s*tube(?:\s+shorts)?|shorts|insta(?:gram)?(?:\s+reels)?|reels|facebook|twitter|x)"


@dataclass(frozen=True, slots=True)
class Words:
    """How links are spoken of in one language.

    Attributes:
        share: Asks for one.
        days: For how long; ``count`` and one of ``day``, ``week``, ``month`` are named groups.
        ones: Words for a number of days, weeks or months.
        version: Of which version.
        every: All links.
        stop: Ends them.
        show: Asks which there are.
        post: Asks for a post on a platform.
        shared: Said when there is one.
        shown: Said under the list.
        none: Said where there is none.
        stopped: Said when they were ended.
        no_post: Said to a wish for a post.
    """

    share: str
    days: str
    ones: Mapping[str, int]
    version: str
    every: str
    stop: str
    show: str
    post: str
    shared: str
    shown: str
    none: str
    stopped: str
    no_post: str


WORDS = {
    "en": Words(
        share=r"(?:(?:can|could|may)\s+(?:you|i)\s+)?(?:(?:give|get|make|create|send|have|want|need)\s+|i\s+(?:want|need|would\s+like)\s+|i'd\s+like\s+)?(?:me\s+)?(?:a|the)\s+(?:(?:public|share|sharing|watch)\s+)?link(?:\s+(?:that\s+|which\s+)?(?:i|we)\s+can\s+(?:send|share|pass\s+on)|\s+(?:to|for)\s+(?:send|share|sharing|sending|it|this|(?:the|this|my)\s+video|my\s+\w+|others|share\s+(?:it|this|(?:the|this|my)\s+video)))*|share(?:\s+(?:it|this|(?:the|this|my)\s+video))?(?:\s+with\s+(?:my\s+\w+|others|a\s+link|somebody|someone))?",
        days=r"\bfor\s+(?P<count>\d+|an?|one|two|three|four)\s+(?:(?P<day>days?)|(?P<week>weeks?)|(?P<month>months?))\b",
        ones={"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4},
        version=r"\b(?:of\s+)?version\s+(?P<version>\d+)\b",
        every=r"\b(?:everything|all(?:\s+(?:of\s+them|my\s+videos))?)\b",
        stop=r"(?:stop|end)\s+sharing(?:\s+(?:it|this|(?:the|this|my)\s+video))?|unshare(?:\s+(?:it|this|(?:the|this|my)\s+video))?|(?:remove|delete|end|revoke|disable|close|take\s+back)\s+(?:(?:the|my)\s+)?(?:(?:share|shared|public)\s+)?links?",
        show=r"what\s+(?:have\s+i|did\s+i)\s+shared?|what(?:'s|\s+is)\s+shared|(?:show|list)\s+(?:me\s+)?(?:my|the|all|all\s+my)\s+(?:shared?\s+)?(?:links|shares)|which\s+(?:links|videos)\s+(?:are\s+(?:open|shared|public)|(?:have|did)\s+i\s+shared?)|what\s+links\s+are\s+open",
        post=rf"(?:publish|post|upload|put)\s+(?:it|this|(?:the|this|my)\s+video)\s+(?:on|to)\s+(?:my\s+)?{_PLATFORM}",
        shared="The link is on the card: whoever has it can watch the video until {expires}. \"Stop sharing it\" ends it at once. It is a link, not a post on a platform.",
        shown="Open links: {count}. \"Stop sharing it\" ends those to this video.",
        none="Nothing is shared at the moment.",
        stopped="Ended: whoever opens the link finds nothing any more.",
        no_post="I cannot post on a platform. I can give you a link with which others watch the video: say \"give me a link I can send\"; or download the file from its card.",
    ),
    "es": Words(
        share=r"(?:(?:puedes|podrías)\s+)?(?:(?:dame|darme|haz(?:me)?|crea(?:me)?|genera|envíame|mándame|quiero|necesito)\s+)?(?:un|el)\s+(?:enlace|link)(?:\s+(?:público|compartido))?(?:\s+que\s+(?:pueda|puedo)\s+(?:enviar|mandar|compartir|pasar)|\s+para\s+(?:enviar(?:lo)?|compartir(?:lo)?|mandar(?:lo)?|mis?\s+\w+|el\s+vídeo)|\s+(?:al|del)\s+vídeo)*|comp[aá]rt(?:e|ir|elo|irlo)(?:\s+(?:esto|el\s+vídeo|este\s+vídeo|mi\s+vídeo))?(?:\s+con\s+(?:mis?\s+\w+|otros|un\s+enlace))?",
        days=r"\b(?:durante|por)\s+(?P<count>\d+|una?|dos|tres|cuatro)\s+(?:(?P<day>días?)|(?P<week>semanas?)|(?P<month>mes(?:es)?))\b",
        ones={"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4},
        version=r"\b(?:(?:de\s+)?la\s+)?versión\s+(?P<version>\d+)\b",
        every=r"\b(?:todos?(?:\s+mis\s+vídeos)?)\b",
        stop=r"(?:deja|dejar|para)\s+de\s+compartir(?:lo)?(?:\s+(?:el|este|mi)\s+vídeo)?|(?:quita|borra|elimina|cierra|anula)\s+(?:(?:el|los|mis?)\s+)?(?:enlaces?|links?)",
        show=r"qué\s+(?:he\s+compartido|compartí|tengo\s+compartido|está\s+compartido)|(?:muestra|muéstrame|enseña|enséñame|lista)\s+(?:mis|los)\s+enlaces|qué\s+enlaces\s+(?:hay|tengo|están\s+abiertos)(?:\s+abiertos)?",
        post=rf"(?:publ[ií]ca(?:lo|r|rlo)?|s[uú]be(?:lo)?|subir(?:lo)?)(?:\s+(?:esto|(?:el|este|mi)\s+vídeo))?\s+(?:en|a)\s+{_PLATFORM}",
        shared="El enlace está en la tarjeta: quien lo tenga puede ver el vídeo hasta el {expires}. «Deja de compartirlo» lo cierra al momento. Es un enlace, no una publicación en una plataforma.",
        shown="Enlaces abiertos: {count}. «Deja de compartirlo» cierra los de este vídeo.",
        none="Ahora mismo no hay nada compartido.",
        stopped="Cerrado: quien abra el enlace ya no encuentra nada.",
        no_post="No puedo publicar en una plataforma. Puedo darte un enlace con el que otros ven el vídeo: di «dame un enlace que pueda enviar»; o descarga el archivo de su tarjeta.",
    ),
    "fr": Words(
        share=r"(?:(?:peux-tu|tu\s+peux)\s+)?(?:(?:donne(?:-moi)?|me\s+donner|fais(?:-moi)?|crée(?:-moi)?|génère|envoie(?:-moi)?|je\s+veux|je\s+voudrais|il\s+me\s+faut|j'ai\s+besoin\s+d')\s*)?(?:un|le)\s+lien(?:\s+(?:public|partagé|de\s+partage))?(?:\s+que\s+je\s+(?:peux|puisse)\s+(?:envoyer|partager|transmettre)|\s+(?:à|pour)\s+(?:envoyer|partager|l'envoyer|le\s+partager|la\s+partager|mes\s+\w+|mon\s+\w+|la\s+vidéo)|\s+vers\s+la\s+vidéo)*|partag(?:e|er|ez|e-la|e-le|er\s+la|eons-la)(?:\s+(?:la|cette|ma)\s+vidéo|\s+ça)?(?:\s+avec\s+(?:mes\s+\w+|mon\s+\w+|d'autres|un\s+lien))?",
        days=r"\bpendant\s+(?P<count>\d+|une?|deux|trois|quatre)\s+(?:(?P<day>jours?)|(?P<week>semaines?)|(?P<month>mois))\b|\bpour\s+(?P<count__2>\d+|une?|deux|trois|quatre)\s+(?:(?P<day__2>jours?)|(?P<week__2>semaines?)|(?P<month__2>mois))\b",
        ones={"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4},
        version=r"\b(?:(?:de\s+)?la\s+)?version\s+(?P<version>\d+)\b",
        every=r"\b(?:tout(?:es)?(?:\s+mes\s+vidéos)?|tous)\b",
        stop=r"(?:arrête|cesse|arrêter)\s+(?:de\s+)?(?:le\s+|la\s+)?partag(?:e|er)(?:\s+(?:la|cette|ma)\s+vidéo)?|ne\s+la\s+partage\s+plus|(?:supprime|retire|ferme|désactive|enlève)\s+(?:(?:le|les|mes|mon)\s+)?liens?",
        show=r"qu'(?:ai-je|est-ce\s+que\s+j'ai)\s+partagé|qu'est-ce\s+qui\s+est\s+partagé|(?:montre(?:-moi)?|liste)\s+(?:mes|les)\s+liens|quels\s+liens\s+sont\s+ouverts",
        post=rf"(?:publie|poste|mets)(?:-la|-le)?(?:\s+(?:la|cette|ma)\s+vidéo)?\s+sur\s+{_PLATFORM}",
        shared="Le lien est sur la carte : qui l'a peut regarder la vidéo jusqu'au {expires}. « Arrête de la partager » y met fin tout de suite. C'est un lien, pas une publication sur une plateforme.",
        shown="Liens ouverts : {count}. « Arrête de la partager » ferme ceux de cette vidéo.",
        none="Rien n'est partagé en ce moment.",
        stopped="Terminé : qui ouvre le lien ne trouve plus rien.",
        no_post="Je ne peux pas publier sur une plateforme. Je peux te donner un lien pour que d'autres regardent la vidéo : dis « donne-moi un lien à envoyer » ; ou télécharge le fichier depuis sa carte.",
    ),
    "de": Words(
        share=r"(?:(?:kannst\s+du|könntest\s+du)\s+)?(?:(?:gib|gibst|mach|mache|erstelle?|schick|schicke|ich\s+(?:will|möchte|brauche|hätte\s+gern))\s+)?(?:mir\s+)?(?:einen|den)\s+(?:öffentlichen\s+)?(?:(?:teil|freigabe)-?)?link(?:\s+zum\s+(?:teilen|verschicken|weitergeben|video|versenden)|,?\s+den\s+ich\s+(?:verschicken|teilen|weitergeben|schicken|senden|versenden)\s+kann|\s+für\s+meine?n?\s+\w+)*(?:\s+geben|\s+machen|\s+erstellen)?|teile?(?:\s+(?:es|das|(?:das|dieses|mein)\s+video))?(?:\s+mit\s+(?:meine[nm]\s+\w+|anderen|einem\s+link))?",
        days=r"\b(?:für\s+)?(?P<count>\d+|einen|eine|ein|zwei|drei|vier)\s+(?:(?P<day>tage?n?)|(?P<week>wochen?)|(?P<month>monate?n?))(?:\s+lang)?\b",
        ones={"ein": 1, "eine": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4},
        version=r"\b(?:von\s+)?version\s+(?P<version>\d+)\b",
        every=r"\b(?:alles|alle(?:\s+(?:meine\s+)?videos)?)\b",
        stop=r"(?:teile?)\s+(?:es|das|(?:das|dieses|mein)\s+video)?\s*nicht\s+mehr|(?:hör|höre)\s+auf(?:,?\s+(?:es|das|(?:das|dieses|mein)\s+video))?,?\s+zu\s+teilen|(?:beende|stoppe?)\s+(?:das\s+teilen|die\s+freigabe)|(?:lösche?|entferne?|schließe?|widerrufe?|beende?)\s+(?:(?:den|die|meinen?)\s+)?(?:(?:teil|freigabe)-?)?links?",
        show=r"was\s+(?:habe\s+ich|hab\s+ich|ist)\s+(?:alles\s+)?geteilt|(?:zeig|zeige|liste)\s+(?:mir\s+)?(?:meine|die|alle)\s+(?:geteilten\s+)?links|welche\s+links\s+(?:sind\s+offen|gibt\s+es)",
        post=rf"(?:veröffentliche|poste|lade?|stelle?)\s+(?:es|das|(?:das|dieses|mein)\s+video)\s+(?:auf|bei|zu)\s+{_PLATFORM}(?:\s+hoch|\s+ein)?",
        shared="Der Link steht auf der Karte: Wer ihn hat, kann das Video bis {expires} ansehen. „Teile es nicht mehr“ beendet das sofort. Es ist ein Link, kein Beitrag auf einer Plattform.",
        shown="Offene Links: {count}. „Teile es nicht mehr“ beendet die zu diesem Video.",
        none="Zurzeit ist nichts geteilt.",
        stopped="Beendet: Wer den Link öffnet, findet nichts mehr.",
        no_post="Auf einer Plattform kann ich nichts veröffentlichen. Ich kann dir einen Link geben, mit dem andere das Video ansehen: sag „gib mir einen Link zum Verschicken“; oder lade die Datei von ihrer Karte.",
    ),
    "pt": Words(
        share=r"(?:(?:podes|pode)\s+)?(?:(?:dá-me|dar-me|me\s+d[êá]|me\s+dar|faz(?:-me)?|faça|cria(?:-me)?|crie|envia-me|manda-me|quero|preciso\s+de)\s+)?(?:um|o)\s+link(?:\s+(?:público|de\s+partilha))?(?:\s+que\s+(?:eu\s+)?(?:possa|posso)\s+(?:enviar|mandar|partilhar|compartilhar)|\s+para\s+(?:enviar|partilhar|compartilhar|mandar|os?\s+\w+|o\s+vídeo)|\s+do\s+vídeo)*|(?:com)?partilh(?:a|e|ar|a-o|e-o|á-lo)(?:\s+(?:isto|isso|(?:o|este|meu|o\s+meu)\s+vídeo))?(?:\s+com\s+(?:os\s+meus\s+\w+|meus\s+\w+|outros|um\s+link))?",
        days=r"\b(?:durante|por)\s+(?P<count>\d+|uma?|dois|duas|três|quatro)\s+(?:(?P<day>dias?)|(?P<week>semanas?)|(?P<month>m[êe]s(?:es)?))\b",
        ones={"um": 1, "uma": 1, "dois": 2, "duas": 2, "três": 3, "tres": 3, "quatro": 4},
        version=r"\b(?:(?:d?a\s+))?versão\s+(?P<version>\d+)\b",
        every=r"\b(?:tudo|todos(?:\s+(?:os\s+)?meus\s+vídeos)?)\b",
        stop=r"(?:para|pare|deixa|deixe)\s+de\s+(?:o\s+)?(?:com)?partilh(?:ar|á-lo)(?:\s+(?:o|este|meu|o\s+meu)\s+vídeo)?|(?:apaga|apague|remove|remova|fecha|feche|elimina)\s+(?:(?:o|os|meus|os\s+meus)\s+)?links?",
        show=r"(?:o\s+)?que\s+(?:é\s+que\s+)?(?:partilhei|compartilhei|eu\s+compartilhei|tenho\s+partilhado|está\s+partilhado)|(?:mostra(?:-me)?|mostre|lista)\s+(?:os\s+)?(?:meus\s+)?links|que\s+links\s+(?:estão\s+abertos|há)",
        post=rf"(?:publica(?:-o)?|publique|posta(?:-o)?|poste|põe|coloca)(?:\s+(?:isto|(?:o|este|meu|o\s+meu)\s+vídeo))?\s+no\s+{_PLATFORM}",
        shared="O link está no cartão: quem o tem pode ver o vídeo até {expires}. “Pare de compartilhar” o encerra logo. É um link, não uma publicação numa plataforma.",
        shown="Links abertos: {count}. “Pare de compartilhar” encerra os deste vídeo.",
        none="No momento não há nada compartilhado.",
        stopped="Encerrado: quem abrir o link já não encontra nada.",
        no_post="Não posso publicar numa plataforma. Posso dar a você um link com o qual outros veem o vídeo: diga “me dê um link para enviar”; ou baixe o arquivo do cartão.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message asks of links: one call, and what is said after it.

    Attributes:
        tool: What is called; empty where something is said only.
        arguments: Of the call.
        saying: A field of ``Words``.
        code: The language.
    """

    tool: str
    arguments: Mapping[str, Any]
    saying: str
    code: str

    def told(self, answer: Mapping[str, Any]) -> str:
        """Say what came of it."""
        is_none = self.saying == "shown" and not answer.get("count")
        said: str = getattr(WORDS[self.code], "none" if is_none else self.saying)
        return said.format(count=answer.get("count", ""), expires=answer.get("expires", ""))


def heard(message: str, *, code: str) -> Heard | None:
    """Read a message as one about links; ``None`` where it is about something else.

    Args:
        message: As it was written; it must say nothing else.
        code: The language that it is most likely in; the others are tried after it.
    """
    return first_heard(_heard, message, code=code, known=WORDS, longest=LONGEST)


def _heard(message: str, code: str) -> Heard | None:
    words = WORDS[code]
    plain = bare(message, code)
    if _is(words.post, plain):
        return Heard("", {}, "no_post", code)
    if _is(words.show, plain):
        return Heard("list_shares", {}, "shown", code)
    plain, arguments = _terms(plain, words)
    if _is(words.stop, plain):
        kept = {name: value for name, value in arguments.items() if name == "version"}
        return Heard("stop_sharing", kept, "stopped", code)
    if _is(words.share, plain):
        return Heard("share_video", arguments, "shared", code)
    without = pattern(words.every).sub(" ", plain)
    if without != plain and _is(words.stop, without):
        return Heard("stop_sharing", {"everywhere": True}, "stopped", code)
    return None


def _terms(plain: str, words: Words) -> tuple[str, dict[str, Any]]:
    """Take how long and which version out of a message."""
    arguments: dict[str, Any] = {}
    if found := pattern(words.version).search(plain):
        arguments["version"] = int(found["version"])
        plain = plain.replace(found[0], " ")
    if found := pattern(words.days).search(plain):
        said = {name.partition("__")[0]: told for name, told in found.groupdict().items() if told}
        many = said["count"].lower()
        count = int(many) if many.isdecimal() else words.ones[many]
        days = count * (30 if "month" in said else 7 if "week" in said else 1)
        if days != DEFAULT_DAYS:
            arguments["days"] = min(max(days, 1), MOST_DAYS)
        plain = plain.replace(found[0], " ")
    return " ".join(plain.split()).strip(" ,"), arguments


def _is(written: str, plain: str) -> bool:
    return whole(written, plain.strip()) is not None
