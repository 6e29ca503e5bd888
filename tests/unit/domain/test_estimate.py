"""Estimates add up, and an unknown price is never taken for nothing."""

from decimal import Decimal

from studio.domain.estimate import estimate
from studio.domain.money import Usage


def quote(cost: str | None, *, model: str = "m") -> Usage:
    usd = None if cost is None else Decimal(cost)
    return Usage(provider="p", model=model, unit="pictures", quantity=1, cost_usd=usd)


def test_what_will_be_called_is_summed_and_what_is_there_costs_nothing() -> None:
    told = estimate([quote("0.04"), quote("0.04")], there=[quote("0.04")])

    assert (told.calls, told.cost_usd, told.is_free) == (2, Decimal("0.08"), False)
    assert [(line.quantity, line.cost_usd, line.is_cached) for line in told.lines] == [
        (2, Decimal("0.08"), False),
        (1, Decimal(0), True),
    ]


def test_one_unknown_price_makes_the_sum_unknown() -> None:
    told = estimate([quote("0.04"), quote(None, model="n")])

    assert told.cost_usd is None
    assert told.known_usd == Decimal("0.04")
    assert not told.is_free


def test_batches_add_up() -> None:
    told = estimate([quote("0.04")]) + estimate([quote("0.04")])

    assert (told.calls, told.cost_usd) == (2, Decimal("0.08"))
    assert [line.quantity for line in told.lines] == [2]
    assert (told + estimate([quote(None)])).has_unknown


def test_what_runs_here_is_free() -> None:
    assert estimate([quote("0")]).is_free
