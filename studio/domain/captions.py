"""Captions: spoken words gathered into short cues that never blink. Pure.

Sources:
    Short-form practice: one to four words, at most about 24 characters, a break at punctuation
    or a pause; no lone article at a line's end.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studio.domain.asset import Word
from studio.domain.emoji import clusters, is_emoji, is_opening, is_silent
from studio.domain.phrasing import is_unspaced, phrases
from studio.domain.units import Milliseconds
from studio.domain.value import Value

MAX_WORDS = 4
MAX_CHARACTERS = 24
"""Of a cue of several words; a Chinese, Japanese or Korean character counts as two."""
PAUSE_MS = 300
HOLD_MS = 700
"""A cue stays this long into a pause before it leaves the screen."""
READABLE_MS = 600
"""A cue that stands for less is costly, and sooner joined with the next."""
_HASTE, _INNER_SENTENCE, _INNER_CLAUSE, _CLINGING, _CUE = 20.0, 10.0, 3.0, 4.0, 1.0
"""What is paid for an unread cue, a stop inside one, a lone article at its end, and for each."""
_ENDS_SENTENCE = (".", "!", "?", "…", "。", "！", "？", "؟", "।")  # noqa: RUF001
_ENDS_CLAUSE = (",", ";", ":", "،", "、", "—", "，")  # noqa: RUF001
_SMALL_WORDS = {
    "en": "a an the of in on at to for from with by as and or but if than my your his her its "
    "our their this that these those is are was very not no into about over under",
    "es": "el la los las un una unos unas de del a al en con por para sin sobre y o pero que mi tu "
    "su sus se lo le es muy no más este esta te me",
    "fr": "le la les un une des de du au aux à en dans sur sous par pour sans avec et ou mais que "
    "qui mon ma mes ton ta son sa ses ce cet cette ne se est très plus",
    "de": "der die das den dem des ein eine einen einem einer eines in im an am auf aus bei mit "
    "nach von vom zu zum zur für über unter und oder aber dass mein dein sein ihr ist sehr nicht",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas com por pelo pela para sem "
    "sobre e ou mas que te me meu minha seu sua se é muito não mais",
}
"""Articles, prepositions and the like, after which a cue should not end."""
_CLINGERS = tuple(frozenset(words.split()) for words in _SMALL_WORDS.values())


class Cue(Value):
    """Words that stand on the screen together.

    Attributes:
        words: One to four; times are milliseconds from the start of the clip.
        start_ms: When the cue appears.
        end_ms: When it leaves; equals the next cue's start where no real pause lies between.
    """

    words: tuple[Word, ...]
    start_ms: Milliseconds
    end_ms: Milliseconds

    @property
    def text(self) -> str:
        """The words as one line."""
        return joined(self.words)


def cues_from_words(words: Sequence[Word], *, clip_ms: float) -> tuple[Cue, ...]:
    """Gather words into cues and close the gaps between them.

    Sentences of scripts without spaces come as one word, and are divided first. Emoji and marks that
    stand alone have no sound, and go with the word before them.

    Args:
        words: In order, times from the start of the clip.
        clip_ms: Length of the clip; no cue reaches beyond it.
    """
    clingers = small_words([word.text for word in words])
    pieces = [piece for word in _with_silent(words) for piece in _divided(word)]
    groups = [group for breath in _breaths(pieces) for group in _grouped(breath, clingers)]
    cues: list[Cue] = []
    for index, group in enumerate(groups):
        following = groups[index + 1][0].start_ms if index + 1 < len(groups) else None
        cues.append(
            Cue(
                words=tuple(group),
                start_ms=group[0].start_ms,
                end_ms=_end_ms(group[-1].end_ms, following, clip_ms=clip_ms),
            )
        )
    return tuple(cues)


def joined(words: Sequence[Word]) -> str:
    """Write words as one line, without spaces between those of scripts that have none."""
    text = ""
    for word in words:
        is_dense = bool(text) and all(is_unspaced(c) for c in (_letter(text), word.text[0]))
        text += word.text if is_dense or not text else f" {word.text}"
    return text


def columns(text: str) -> int:
    """Measure a text in columns: two for a wide character or an emoji, none for a mark."""
    return sum(_columns(cluster) for cluster in clusters(text))


def small_words(said: Sequence[str]) -> frozenset[str]:
    """Give the articles, prepositions and the like of the language whose are said most."""
    lowered = [text.lower() for text in said]
    return max(_CLINGERS, key=lambda small: sum(text in small for text in lowered))


def ends_sentence(text: str) -> bool:
    """Tell whether a sentence ends with this word."""
    return text.endswith(_ENDS_SENTENCE)


def _columns(cluster: str) -> int:
    if (len(cluster) > 1 and is_emoji(cluster)) or unicodedata.east_asian_width(cluster[0]) in "WF":
        return 2
    return 0 if unicodedata.category(cluster[0]) == "Mn" else 1


def _letter(text: str) -> str:
    """Give the last character that is read aloud: marks and emoji belong to either kind of script."""
    return next((c[-1] for c in reversed(tuple(clusters(text))) if not is_silent(c)), " ")


def _with_silent(words: Sequence[Word]) -> list[Word]:
    """Join what stands alone without a sound to the word before; the first, and what opens, to the next."""
    held: list[Word] = []
    for word in words:
        is_joined = is_silent(word.text) and not is_opening(word.text)
        if held and (is_joined or is_silent(held[-1].text)):
            before = held.pop()
            text = f"{before.text} {word.text}"
            word = Word(text=text, start_ms=before.start_ms, end_ms=word.end_ms)  # noqa: PLW2901
        held.append(word)
    return held


def _breaths(words: Sequence[Word]) -> Iterator[list[Word]]:
    held: list[Word] = []
    for word in words:
        if held and word.start_ms - held[-1].end_ms > PAUSE_MS:
            yield held
            held = []
        held.append(word)
    if held:
        yield held


def _grouped(words: Sequence[Word], clingers: frozenset[str]) -> list[Sequence[Word]]:
    """Find the cheapest way to cut what is said in one breath."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        until = words[end].start_ms if end < len(words) else words[-1].end_ms + HOLD_MS
        best.append(
            min(
                (best[start][0] + _cost(words[start:end], until, clingers), start)
                for start in range(max(0, end - MAX_WORDS), end)
            )
        )
    edges = [len(words)]
    while edges[-1] > 0:
        edges.append(best[edges[-1]][1])
    return [words[start:end] for start, end in pairwise(reversed(edges))]


def _cost(group: Sequence[Word], until_ms: int, clingers: frozenset[str]) -> float:
    width = columns(joined(group))
    if len(group) > 1 and width > MAX_CHARACTERS:
        return math.inf
    inner = [word.text for word in group[:-1]]
    stops = sum(ends_sentence(text) for text in inner)
    rests = sum(text.endswith(_ENDS_CLAUSE) for text in inner)
    shown = min(1.0, (until_ms - group[0].start_ms) / READABLE_MS)
    slack = max(0.0, 1 - width / MAX_CHARACTERS)
    return (
        _CUE
        + slack * slack
        + _HASTE * (1 - shown)
        + _INNER_SENTENCE * stops
        + _INNER_CLAUSE * rests
        + _CLINGING * (group[-1].text.lower() in clingers)
    )


def _divided(word: Word) -> tuple[Word, ...]:
    if not is_unspaced(word.text):
        return (word,)
    pieces = phrases(word.text)
    length, done = len(word.text), 0
    edges = [word.start_ms]
    for piece in pieces:
        done += len(piece)
        edges.append(
            Milliseconds(word.start_ms + (word.end_ms - word.start_ms) * done // max(1, length))
        )
    return tuple(
        Word(text=piece, start_ms=start, end_ms=end)
        for piece, (start, end) in zip(pieces, pairwise(edges), strict=True)
    )


def _end_ms(spoken_until: int, following: int | None, *, clip_ms: float) -> Milliseconds:
    held = spoken_until + HOLD_MS
    if following is None:
        return Milliseconds(int(min(held, clip_ms)))
    return Milliseconds(min(held, following))
