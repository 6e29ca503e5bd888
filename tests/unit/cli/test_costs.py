"""Amounts as the command line writes them."""

import pytest

from api.cli.costs import dollars


@pytest.mark.parametrize(
    ("amount", "written"),
    [("0E-8", "$0.00"), ("0.02000000", "$0.02"), ("0.0015", "$0.0015"), (None, "not known")],
)
def test_an_amount_is_written_in_plain_figures(amount: str | None, written: str) -> None:
    assert dollars(amount) == written
