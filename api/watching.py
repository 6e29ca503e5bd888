"""The watch page of a shared video, as one document without a script. Pure."""

import base64
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

from studio.services.shares import Watched

STYLE = """
:root{color-scheme:light dark;--ground:#f6f5f2;--ink:#1b1b1a;--quiet:#5c5a55;--line:#d9d6cf}
@media (prefers-color-scheme:dark){
:root{--ground:#131312;--ink:#f1efe9;--quiet:#a9a69e;--line:#34332f}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.45 system-ui,sans-serif}
main{min-height:100vh;min-height:100svh;display:flex;flex-direction:column;align-items:center;
justify-content:center;gap:14px;padding:16px}
video{display:block;width:auto;height:auto;max-width:100%;max-height:calc(100vh - 150px);
max-height:calc(100svh - 150px);border-radius:14px;background:#000}
h1{margin:0;max-width:34em;font-size:1.2rem;line-height:1.3;text-align:center;
overflow-wrap:anywhere}
p{margin:0;color:var(--quiet);text-align:center}
.label{border:1px solid var(--line);border-radius:99px;padding:3px 12px;font-size:.875rem}
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says in one language.

    Attributes:
        code: Of the language.
        made: That the video was made with AI.
        captions: What its captions are called.
        nothing: That there is nothing here.
        why: Why that may be.
    """

    code: str
    made: str
    captions: str
    nothing: str
    why: str


WORDS: Mapping[str, Words] = {
    words.code: words
    for words in (
        Words(
            "en",
            "Made with AI",
            "Captions",
            "There is nothing here",
            "The link is wrong, or whoever shared the video has ended it.",
        ),
        Words(
            "es",
            "Hecho con IA",
            "Subtítulos",
            "Aquí no hay nada",
            "El enlace no es correcto, o quien compartió el vídeo ya no lo comparte.",
        ),
        Words(
            "fr",
            "Créé avec l'IA",
            "Sous-titres",
            "Il n'y a rien ici",
            "Le lien est faux, ou la personne qui partageait la vidéo y a mis fin.",
        ),
        Words(
            "de",
            "Mit KI gemacht",
            "Untertitel",
            "Hier ist nichts",
            "Der Link stimmt nicht, oder das Video wird nicht mehr geteilt.",
        ),
        Words(
            "pt",
            "Feito com IA",
            "Legendas",
            "Não há nada aqui",
            "O link está errado, ou quem partilhou o vídeo deixou de o partilhar.",
        ),
    )
}


def words_for(accepted: str, language: str) -> Words:
    """Give the words in the reader's language, else the video's, else English.

    Args:
        accepted: An ``Accept-Language`` header.
        language: The video's, a BCP 47 tag.
    """
    wanted = sorted(map(_weighed, accepted.split(",")), key=lambda one: -one[1])
    codes = [code for code, weight in wanted if weight > 0]
    codes.append(language.partition("-")[0].lower())
    return next((WORDS[code] for code in codes if code in WORDS), WORDS["en"])


def page(found: Watched, words: Words, *, base: str, has: Collection[str]) -> str:
    """Give the page of a video.

    Args:
        found: What is shared.
        words: In the reader's language.
        base: Address of the page, as it may stand in HTML.
        has: Which of the files ``video``, ``poster`` and ``captions`` there are.
    """
    share = found.share
    language = escape(share.language or words.code)
    poster = f' poster="{base}/poster"' if "poster" in has else ""
    track = (
        f'<track kind="captions" src="{base}/captions" srclang="{language}" '
        f'label="{escape(words.captions)}">'
        if "captions" in has
        else ""
    )
    title = escape(share.title)
    video = (
        f'<video controls playsinline preload="metadata" width="{found.width_px}" '
        f'height="{found.height_px}" aria-label="{title}" src="{base}/video"{poster}>{track}</video>'
    )
    heading = f'<h1 lang="{language}" dir="auto">{title}</h1>'
    label = f'<p class="label">{escape(words.made)}</p>'
    return _document(words, title, f"{video}{heading}{label}")


def nothing(words: Words) -> str:
    """Give the page of an address that leads nowhere, whatever the reason."""
    heading = escape(words.nothing)
    return _document(words, heading, f"<h1>{heading}</h1><p>{escape(words.why)}</p>")


def policy(origin: str) -> str:
    """Give the content security policy: nothing but our own style and files.

    Args:
        origin: Where the files come from, where that is not here; empty for here.
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    files = f"'self' {origin}".strip()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {files}; media-src {files}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _document(words: Words, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{words.code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow, noarchive">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def _weighed(entry: str) -> tuple[str, float]:
    tag, _, rest = entry.strip().partition(";")
    name, _, value = rest.strip().partition("=")
    code = tag.strip().partition("-")[0].lower()
    try:
        return code, float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return code, 0.0
