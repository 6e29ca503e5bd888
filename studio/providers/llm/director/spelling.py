"""Mend slips of the finger in words that ask for something: "swich scenes 2 and 4"."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain

from studio.providers.llm.director.language import Language, folded, language

SHORTEST = 5
"""Shorter words are too near to others."""
_LITERAL = re.compile(rf"(?<![\w\\(?<{{])[^\W\d_]{{{SHORTEST},}}(?![\w{{}}>?*|]*[>}}])")
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


def mended(message: str, code: str) -> str:
    """Give a message whose misspelt words are what was most likely meant; as it was where none is.

    A word is mended that the language does not know and that is one slip away from exactly one
    word of its wishes: a letter too many, too few, another one, or two that changed places.
    """
    return _WORD.sub(lambda found: _meant(found[0], code), message)


@cache
def vocabulary(code: str) -> frozenset[str]:
    """Give the words that wishes are written with in a language, without accents."""
    return frozenset(map(folded, chain.from_iterable(_LITERAL.findall(w) for w in _written(code))))


def _meant(word: str, code: str) -> str:
    plain, known = folded(word), vocabulary(code)
    if plain in known or plain in language(code).familiar:
        return word
    near = {one for one in known if _is_one_slip(plain, one)}
    return near.pop() if len(near) == 1 else word


def _written(code: str) -> Iterable[str]:
    spoken: Language = language(code)
    data = spoken.data
    yield from data.macros.values()
    yield from (written for several in data.edits.values() for written in several)
    for group, forms in data.values.items():
        if group not in {"language", "pack", "template"}:
            yield from forms.values()
    yield from data.ordinals.values()
    yield from data.numbers.values()


def _is_one_slip(said: str, meant: str) -> bool:
    if abs(len(said) - len(meant)) > 1 or said[0] != meant[0]:
        return False
    if len(said) == len(meant):
        differing = [n for n, (a, b) in enumerate(zip(said, meant, strict=True)) if a != b]
        return len(differing) == 1 or (
            len(differing) == 2
            and differing[1] == differing[0] + 1
            and Counter(said) == Counter(meant)
        )
    longer, shorter = sorted((said, meant), key=len, reverse=True)
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
