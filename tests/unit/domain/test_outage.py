"""An outage in words: what is missing, and what another maker costs."""

from decimal import Decimal

import pytest

from studio.domain.money import CallKind
from studio.domain.outage import over, price, undone
from studio.domain.scene import named


@pytest.mark.parametrize(
    ("total_usd", "extra_usd", "count", "told"),
    [
        (None, None, 2, "price not known"),
        ("0", "-0.08", 2, "free"),
        ("0.12", None, 2, "$0.12 in all"),
        ("0.08", "0", 2, "the same price"),
        ("0.12", "0.04", 2, "$0.02 a scene more"),
        ("0.04", "-0.04", 2, "$0.02 a scene less"),
        ("0.12", "0.04", 0, "$0.04 in all more"),
    ],
)
def test_a_price_is_told_against_what_was_agreed_upon(
    total_usd: str | None, extra_usd: str | None, count: int, told: str
) -> None:
    total, extra = (None if each is None else Decimal(each) for each in (total_usd, extra_usd))

    assert price(total, extra, count=count) == told


def test_scenes_are_named_as_people_do() -> None:
    assert named([2]) == "scene 2"
    assert named([1, 2, 5]) == "scenes 1, 2 and 5"
    assert undone(CallKind.PICTURE, "X", [2]) == "The picture of scene 2 was not made by X."
    assert undone(CallKind.VOICE, "X", [1, 2]) == "The voice was not recorded by X."
    assert over(CallKind.PICTURE, "X", [2]) == (
        "The picture of scene 2 cannot be made by X any longer."
    )
