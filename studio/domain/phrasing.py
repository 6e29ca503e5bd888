"""Phrases of scripts that put no spaces between words: Chinese, Japanese and Thai. Pure.

Sources:
    BudouX: small models of where a phrase begins, learnt from divided texts; the package has them.
    GB 2312 and Big5: which characters are written in the one way of Chinese only, or in the other.
    The Unicode Line Breaking Algorithm (Annex 14), of which marks open and which close.
"""

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

import budoux

from studio.domain.emoji import SEQUENCE

_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_THAI = re.compile("[\u0e00-\u0e7f]")
_KANA = re.compile("[\u3041-\u30fa]")
_CLUSTER = re.compile(
    f"[\u2018-\u201f「『（《]*(?:{SEQUENCE}|[A-Za-z0-9.,%]+|[เแโใไ]?.)"  # noqa: RUF001
    f"(?:{SEQUENCE}|"
    "[\u0e30-\u0e3a\u0e45-\u0e4e\u3099\u309aー、。，！？；：…」』）》\u2019\u201d])*"  # noqa: RUF001
)
_WHOLE = re.compile("[為为]什[麼么]|[我你他她它]們|不[能会會要]|早上|晚上|每天")
"""Words of Chinese that the models divide now and then."""
_STOPS = tuple("、。，！？；：…")  # noqa: RUF001
_PARTICLES = frozenset("的了吗呢吧")
"""They end a phrase and never begin one."""
_ENDS = (*_STOPS, *_PARTICLES)
_ENOUGH = {"th": 6, "ja": 4, "zh-hans": 4, "zh-hant": 4}
"""Phrases are joined until they have so many characters, marks left out."""
_LONGEST = 12
"""A phrase of more characters is divided, evenly: nothing tells where."""


def is_unspaced(text: str) -> bool:
    """Tell whether there is a letter in a text of a script without spaces."""
    return bool(_UNSPACED.search(text))


def is_traditional(text: str) -> bool:
    """Tell whether a Chinese text is written in traditional characters rather than simplified."""
    return sum(map(_leaning, text)) > 0


@lru_cache(maxsize=256)
def parted(text: str) -> tuple[str, ...]:
    """Divide a text without spaces wherever it may be, however short the parts are."""
    clusters = _CLUSTER.findall(text)
    begins = set(accumulate(map(len, _model(_language(text))(text)))) - _insides(text)
    found: list[str] = []
    for before, cluster, at in zip(
        ["", *clusters], clusters, accumulate(map(len, ["", *clusters])), strict=False
    ):
        may_begin = at in begins and cluster[0] not in _PARTICLES and not _is_torn(found)
        if not found or may_begin or before.endswith(_STOPS):
            found.append(cluster)
        else:
            found[-1] += cluster
    return tuple(found)


@lru_cache(maxsize=256)
def phrases(text: str) -> tuple[str, ...]:
    """Divide a text without spaces into what is said, lit and kept on a line together."""
    enough, found = _ENOUGH[_language(text)], list[str]()
    for part in chain.from_iterable(map(_bounded, parted(text))):
        if found and not found[-1].endswith(_ENDS) and _size(found[-1] + part) <= enough:
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def _bounded(part: str) -> Sequence[str]:
    clusters = _CLUSTER.findall(part)
    parts = math.ceil(len(clusters) / _LONGEST)
    edges = [round(len(clusters) * number / parts) for number in range(parts + 1)]
    return ["".join(clusters[start:end]) for start, end in pairwise(edges)]


def _size(text: str) -> int:
    return len(_CLUSTER.findall(text))


def _language(text: str) -> str:
    if _THAI.search(text):
        return "th"
    if _KANA.search(text):
        return "ja"
    return "zh-hant" if is_traditional(text) else "zh-hans"


def _leaning(letter: str) -> int:
    """Tell the traditional letters, 1, from the simplified, -1, and from those of both, 0."""
    return _is_in("big5", letter) - _is_in("gb2312", letter)


def _is_in(encoding: str, letter: str) -> bool:
    try:
        return bool(letter.encode(encoding))
    except UnicodeEncodeError:
        return False


def _insides(text: str) -> set[int]:
    return {at for whole in _WHOLE.finditer(text) for at in range(whole.start() + 1, whole.end())}


def _is_torn(found: Sequence[str]) -> bool:
    """Tell whether a Thai consonant stands alone: no word is one, so the model was wrong."""
    return bool(found) and len(found[-1]) == 1 and bool(_THAI.match(found[-1]))


@lru_cache(maxsize=4)
def _model(language: str) -> Callable[[str], Sequence[str]]:
    match language:
        case "th":
            return budoux.load_default_thai_parser().parse
        case "ja":
            return budoux.load_default_japanese_parser().parse
        case "zh-hant":
            return budoux.load_default_traditional_chinese_parser().parse
        case _:
            return budoux.load_default_simplified_chinese_parser().parse
