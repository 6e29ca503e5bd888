"""Numbers in a prompt that deserve to be the picture."""

import re
from dataclasses import dataclass
from typing import Literal

_AMOUNT = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+(?:[.,]\d+)?"
_PERCENT = re.compile(
    rf"(?<![\d.,])({_AMOUNT})\s?(?:%|percent|per cent|por ciento|pour ?cent|prozent|por cento)",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"([$€£¥₹]|R\$)\s?({_AMOUNT})\s?(k|m|bn|million|billion)?\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?<![\d.,])({_AMOUNT})\s?(€|£|dollars?|d[oó]lar(?:es)?|euros?|pounds?|reais)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d.,:$€£/-])(1[0-9]{3}|20[0-9]{2})(?![\d.,:%\w]*[\d%\w])")
_GROUPED = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,\u00a0\u202f]\d{3})+)(?![\d\w])")
_COUNT = re.compile(r"(?<![\d.,:/\w-])(\d{1,4})(?![\d:/%\w-]|[.,]\d)")
_SIGNS = {"d": "$", "e": "€", "€": "€", "£": "£", "p": "£", "r": "R$"}
_SHORT = {"million": "M", "billion": "B", "bn": "B", "k": "K", "m": "M", "": ""}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to draw.

    Attributes:
        kind: What it counts.
        label: As it is written.
        share: Of a percentage, in [0, 1]; else 0.
    """

    kind: Literal["percent", "money", "year", "count"]
    label: str
    share: float = 0.0


def find_figure(text: str) -> Figure | None:
    """Find the number that matters most: a share, then money, a year, a great number, a count.

    Formats and focal lengths ("9:16", "4k", "35mm") are none.
    """
    if m := _PERCENT.search(text):
        return Figure("percent", f"{m[1]}%", _share(m[1]))
    if m := _BEFORE.search(text):
        return Figure("money", f"{m[1]}{m[2]}{_SHORT[(m[3] or '').lower()]}")
    if m := _AFTER.search(text):
        return Figure("money", f"{_SIGNS[m[2][0].lower()]}{m[1]}")
    if m := _YEAR.search(text):
        return Figure("year", m[1])
    for pattern in (_GROUPED, _COUNT):
        if m := pattern.search(text):
            return Figure("count", m[1])
    return None


def _share(amount: str) -> float:
    whole, *rest = re.split(r"[.,\u00a0\u202f ]", amount)
    if len(rest) != 1 or amount[len(whole)] not in ".,":
        return min(1.0, float(whole + "".join(rest)) / 100)
    return min(1.0, float(f"{whole}.{rest[0]}") / 100)
