"""Caps: what may be spent, and what is said where it may not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.budget import Amounts, Cap, Caps, refusal

dollars = st.decimals(min_value=0, max_value=100, places=4)
amounts = st.fixed_dictionaries({cap.value: dollars for cap in Cap}).map(Amounts.model_validate)
caps = st.fixed_dictionaries({cap.value: st.none() | dollars for cap in Cap}).map(
    Caps.model_validate
)


@given(caps, amounts, dollars)
def test_a_call_is_refused_exactly_where_it_would_break_a_cap(
    caps: Caps, spent: Amounts, price: Decimal
) -> None:
    limits = [(caps.of(cap), getattr(spent, cap.value)) for cap in Cap]
    breaks = any(limit is not None and used + price > limit for limit, used in limits)

    assert bool(refusal(caps, spent, price)) is breaks


@pytest.mark.parametrize(
    ("caps", "is_refused"),
    [
        (Caps(), False),
        (Caps(request=Decimal(1)), True),
        (Caps(request=Decimal(1), allows_unpriced=True), False),
    ],
)
def test_no_cap_holds_a_price_that_nobody_knows(caps: Caps, is_refused: bool) -> None:
    assert bool(refusal(caps, Amounts(), None)) is is_refused


def test_the_refusal_tells_what_is_left_of_which_cap() -> None:
    said = refusal(
        Caps(project=Decimal(5), user_day=Decimal(2)),
        Amounts(project=Decimal("1.5"), user_day=Decimal("1.97")),
        Decimal("0.04"),
    )

    assert "$0.04" in said
    assert "$2.00 for your day" in said
    assert "$1.97 is spent or held" in said
