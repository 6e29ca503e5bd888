"""A handful of kills: the bill does not change. `bench/never_pay_twice.py` strikes everywhere."""

import pytest

from bench.never_pay_twice import run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def test_kills_do_not_change_the_bill_and_hold_nothing_for_ever() -> None:
    # A turn is given up after five attempts; a busy machine may cost one without any kill.
    told = run(3)

    assert told["kills"] == 3
    assert told["ended"] == {"done": 1}
    assert told["calls_billed"] == told["calls_needed"] == 8
    assert told["ledger_usd"] == told["meter_usd"] > 0
    assert told["stuck_in_reserved"] == 0
    for plain in told["plain"].values():
        assert plain["calls_billed"] <= plain["settled"] + plain["unknown"]
