"""Caps: what may be spent, and what is said where it may not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.budget import Amounts, AskRule, Cap, Caps, Limits, excess, refusal, rises

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
    assert "Wait until midnight UTC" in said


def test_where_the_operators_cap_stops_a_user_they_are_told_whose_it_is_and_what_is_used() -> None:
    said = refusal(
        Caps(user_day=Decimal(9), operator_day=Decimal(2)),
        Amounts(user_day=Decimal("0.1"), operator_day=Decimal("1.97")),
        Decimal("0.04"),
    )

    assert "of the $2.00 for this installation's day, $1.97 is spent" in said
    assert "ask the operator" in said


limits = st.fixed_dictionaries({name: st.none() | dollars for name in Limits.model_fields}).map(
    Limits.model_validate
)


@given(caps, limits)
def test_a_users_own_limits_lower_caps_and_never_raise_one(caps: Caps, limits: Limits) -> None:
    held = limits.within(caps)

    assert not rises(caps, held)
    for name, limit in limits.model_dump(exclude_none=True).items():
        allowed = caps.of(Cap(name))
        assert held.of(Cap(name)) == (limit if allowed is None else min(limit, allowed))
    assert held.operator_day == caps.operator_day


@given(caps, limits)
def test_what_the_operator_sets_for_a_user_goes_before_what_holds_for_all(
    caps: Caps, limits: Limits
) -> None:
    held = limits.over(caps)

    for cap in (Cap.REQUEST, Cap.PROJECT, Cap.USER_DAY):
        limit = getattr(limits, cap.value)
        assert held.of(cap) == (caps.of(cap) if limit is None else limit)


def test_a_limit_above_what_is_allowed_is_named() -> None:
    allowed = Caps(project=Decimal(3))

    assert excess(Limits(project=Decimal(3), user_day=Decimal(9)), allowed) == ""
    assert excess(Limits(project=Decimal(4)), allowed) == (
        "$4.00 for this conversation is more than the operator allows; choose at most $3.00."
    )


@pytest.mark.parametrize(
    ("new", "old", "is_less"),
    [
        (AskRule(above_usd=Decimal(2)), AskRule(above_usd=Decimal(1)), True),
        (AskRule(above_usd=Decimal(1)), AskRule(above_usd=Decimal(2)), False),
        (AskRule(), AskRule(above_usd=Decimal(9)), True),
        (AskRule(above_usd=Decimal(0)), AskRule(), False),
        (AskRule(above_usd=Decimal(0)), AskRule(unpriced=True), True),
        (AskRule(above_usd=Decimal(0), unpriced=True), AskRule(), False),
    ],
)
def test_a_rule_asks_less_where_it_leaves_out_anything(
    new: AskRule, old: AskRule, is_less: bool
) -> None:
    assert new.asks_less_than(old) is is_less
