"""Claims: what a script says of figures, money and health, and what stands behind each. Pure.

Nothing here decides whether a claim is true. It finds the sentences that somebody may ask "where does
that come from?" of, and tells whether there is an answer: a source that was named, the document that the
video is told from, the user's own text, or nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Self

from studio.domain.citation import Citation
from studio.domain.claim_words import HEALTH, LISTED, MONEY, QUANTITIES
from studio.domain.languages import primary
from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.domain.value import Value

_SENTENCE = re.compile(r"(?<=[.!?…。！？])(?<!\d\.)\s+|(?<=[。！？])|\n+")  # noqa: RUF001
_FIGURE = re.compile(r"\d+(?:[.,\u202f\u00a0' ]?\d+)*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
MOST_PASSAGES = 1_000
"""Sentences of the material that are looked through; 20,000 characters of prose have some 250."""
_GENERAL = "en"


class ClaimKind(StrEnum):
    """What a claim is about."""

    FIGURE = "figure"
    MONEY = "money"
    HEALTH = "health"


class Origin(StrEnum):
    """What stands behind a claim."""

    CITED = "cited"
    """A source that was named for it."""
    DOCUMENT = "document"
    """A sentence of the document or page that the video is told from."""
    OWN_TEXT = "own_text"
    """A sentence of the text that the user gave; nobody says where that has it from."""
    UNSOURCED = "unsourced"


class Claim(Value):
    """A sentence that somebody may ask the source of.

    Attributes:
        scene: The scene's number as people count.
        id: The scene's.
        says: The sentence.
        kinds: What it is about.
        origin: What stands behind it.
        source: What was named, or the document; ``None`` for the user's own text and for nothing.
        passage: The sentence of the document or of the user's text; empty for anything else.
        is_read: Whether the source was read here; one that was only named was not.
    """

    scene: int
    id: SceneId
    says: str
    kinds: tuple[ClaimKind, ...]
    origin: Origin
    source: Citation | None = None
    passage: str = ""
    is_read: bool = False

    @property
    def is_sourced(self) -> bool:
        """Tell whether there is an answer to where it comes from."""
        return self.origin is not Origin.UNSOURCED

    @property
    def mark(self) -> str:
        """Say in a few words what stands behind it."""
        if self.source is not None:
            return self.source.label
        return "your own text" if self.origin is Origin.OWN_TEXT else "unsourced"


class ClaimLine(Value):
    """A claim on a card, and in a few words what stands behind it."""

    says: str
    mark: str
    is_sourced: bool
    url: str = ""

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """Show a claim."""
        url = claim.source.url if claim.source else ""
        return cls(says=claim.says, mark=claim.mark, is_sourced=claim.is_sourced, url=url)


def lines_of_scenes(
    board: Storyboard, said: Callable[[str], str] = str
) -> dict[SceneId, tuple[ClaimLine, ...]]:
    """Give the claims of each scene that has any, as cards show them.

    Args:
        board: The storyboard.
        said: Says a mark in the reader's language.
    """
    found: dict[SceneId, tuple[ClaimLine, ...]] = {}
    for claim in claims_of(board):
        line = ClaimLine.of(claim).model_copy(update={"mark": said(claim.mark)})
        found[claim.id] = (*found.get(claim.id, ()), line)
    return found


def claims_of(board: Storyboard) -> tuple[Claim, ...]:
    """Give all claims of a script, in its order."""
    material = _material(board.brief.source_text)
    return tuple(
        _claim(board, number, scene, sentence, kinds, material)
        for number, scene in enumerate(board.scenes, 1)
        for sentence, kinds in _stated(scene, primary(board.brief.language))
    )


def kinds_of(sentence: str, language: str) -> tuple[ClaimKind, ...]:
    """Tell what a sentence claims something about; nothing where it claims nothing of the kind."""
    said = LISTED.sub(" ", sentence)
    codes = dict.fromkeys((language, _GENERAL)) if language not in MONEY else (language,)
    has = {
        ClaimKind.FIGURE: bool(_FIGURE.search(said))
        or any(QUANTITIES[code].search(said) for code in codes if code in QUANTITIES),
        ClaimKind.MONEY: any(MONEY[code].search(said) for code in codes if code in MONEY),
        ClaimKind.HEALTH: any(HEALTH[code].search(said) for code in codes if code in HEALTH),
    }
    return tuple(kind for kind, is_there in has.items() if is_there)


def is_about(claim: Claim, words: str) -> bool:
    """Tell whether words mean a claim: they stand in it, or have its figures."""
    return _is_for(Citation(says=words[:600], title="-"), claim.says)


@dataclass(frozen=True, slots=True)
class _Passage:
    text: str
    figures: frozenset[str]
    stems: frozenset[str]


def _stated(scene: Scene, language: str) -> Iterator[tuple[str, tuple[ClaimKind, ...]]]:
    texts = [scene.narration, scene.on_screen_text]
    seen: set[frozenset[str]] = set()
    for text in texts:
        for sentence in filter(None, (part.strip() for part in _SENTENCE.split(text))):
            kinds = kinds_of(sentence, language)
            figures = _figures(sentence)
            # A figure that is said and written is one claim.
            if not kinds or (figures and any(figures <= others for others in seen)):
                continue
            seen.add(figures)
            yield sentence, kinds


def _claim(
    board: Storyboard,
    number: int,
    scene: Scene,
    sentence: str,
    kinds: tuple[ClaimKind, ...],
    material: Sequence[_Passage],
) -> Claim:
    read = {(source.url, source.name) for source in board.sources}
    claim = Claim(scene=number, id=scene.id, says=sentence, kinds=kinds, origin=Origin.UNSOURCED)
    cited = next((c for c in scene.citations if _is_for(c, sentence)), None)
    if cited is not None:
        is_read = (cited.url, cited.name) in read
        update = {"origin": Origin.CITED, "source": cited, "is_read": is_read}
        return claim.model_copy(update=update)
    passage = _telling(material, sentence)
    if passage is None:
        return claim
    if not board.sources:
        return claim.model_copy(update={"origin": Origin.OWN_TEXT, "passage": passage.text})
    told = board.sources[-1]
    source = Citation(title=told.title, url=told.url, name=told.name)
    update = {"origin": Origin.DOCUMENT, "source": source, "passage": passage.text, "is_read": True}
    return claim.model_copy(update=update)


def _is_for(citation: Citation, sentence: str) -> bool:
    """Tell whether a citation stands behind a sentence; other figures are another claim."""
    says = _plain(citation.says)
    if not says:
        return True
    if says in _plain(sentence) or _plain(sentence) in says:
        return True
    figures = _figures(citation.says)
    return bool(figures) and figures == _figures(sentence)


def _telling(material: Sequence[_Passage], sentence: str) -> _Passage | None:
    """Find the sentence of the material that says the same, as far as words can show it."""
    figures, stems = _figures(sentence), _stems(sentence)
    if figures:
        is_telling = any(len(figure) > 1 for figure in figures)
        having = (p for p in material if figures <= p.figures)
        return next((p for p in having if is_telling or not stems.isdisjoint(p.stems)), None)
    enough = max(2, len(stems) / 2)
    return next((p for p in material if stems and len(stems & p.stems) >= enough), None)


@lru_cache(maxsize=32)
def _material(text: str) -> tuple[_Passage, ...]:
    parts = dict.fromkeys(filter(None, (part.strip() for part in _SENTENCE.split(text))))
    first = islice(parts, MOST_PASSAGES)
    return tuple(_Passage(part[:400], _figures(part), _stems(part)) for part in first)


def _figures(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"\D", "", found) for found in _FIGURE.findall(LISTED.sub(" ", text)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].casefold() for word in _WORD.findall(text))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
