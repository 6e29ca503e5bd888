"""A breaker opens after outages, lets one try, and closes; what a user asked for wrongly opens none."""

import pytest

from studio.domain.breaker import Breaker, Flow, Fuse, after_call
from studio.domain.errors import (
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBalanceEmpty,
    ProviderBusy,
    ProviderFailed,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderRefused,
    ProviderUnavailable,
    StudioError,
)
from studio.domain.trouble import Trouble

NOW = 1_000_000.0
FUSE = Fuse(failures=3, window_s=60, pause_s=10, longest_pause_s=25)


def after(
    breaker: Breaker, *errors: StudioError | None, now: float = NOW, probe: str = ""
) -> Breaker:
    for error in errors:
        breaker = after_call(breaker, error, probe=probe, now=now, fuse=FUSE)
    return breaker


@pytest.mark.parametrize(
    "error",
    [
        ProviderUnavailable("No answer."),
        OutcomeUnknown("No whole answer."),
        ProviderAnswerInvalid("HTML came."),
    ],
)
def test_it_opens_at_the_third_outage(error: StudioError) -> None:
    twice = after(Breaker(), error, error)
    assert not twice.is_open

    opened = after(twice, error)

    assert (opened.flow(NOW), opened.trouble) == (Flow.STOPPED, Trouble.UNAVAILABLE)
    assert opened.message == error.message
    assert opened.wait_s(NOW) == 10


@pytest.mark.parametrize(
    "error",
    [
        ProviderRefused("Not this."),
        ProviderModelUnknown("No such model."),
        ProviderFailed("HTTP 400."),
        ProviderBusy("Too many.", retry_after_s=5),
    ],
)
def test_what_says_something_about_the_request_opens_nothing(error: StudioError) -> None:
    assert not after(Breaker(), *[error] * 20).is_open


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (ProviderKeyRefused("Wrong key."), Trouble.KEY),
        (ProviderBalanceEmpty("No money."), Trouble.BALANCE),
    ],
)
def test_a_wrong_key_and_an_empty_account_open_it_at_once(
    error: StudioError, trouble: Trouble
) -> None:
    assert after(Breaker(), error).trouble is trouble


def test_outages_of_long_ago_are_forgotten() -> None:
    down = ProviderUnavailable("No answer.")
    before = after(Breaker(), down, down, now=NOW - 61)

    assert not after(before, down).is_open


def test_a_few_outages_among_many_answers_open_nothing() -> None:
    down = ProviderUnavailable("No answer.")

    assert not after(Breaker(), *[None] * 10, down, down, down).is_open


def test_a_try_that_goes_well_closes_it() -> None:
    opened = after(Breaker(), *[ProviderUnavailable("No answer.")] * 3)
    trying = opened.tried_by("probe", NOW + 10)

    closed = after(trying, None, now=NOW + 11, probe="probe")

    assert closed.flow(NOW + 11) is Flow.FLOWING
    assert closed.failed == ()


def test_each_try_that_fails_doubles_the_pause_up_to_the_longest() -> None:
    down = ProviderUnavailable("No answer.")
    breaker, now, pauses = after(Breaker(), down, down, down), NOW, list[float]()
    for _ in range(3):
        pauses.append(breaker.wait_s(now))
        now = breaker.until
        breaker = after(breaker.tried_by("probe", now), down, now=now, probe="probe")

    assert pauses == [10, 20, 25]


def test_it_stays_away_as_long_as_the_provider_asks() -> None:
    down = ProviderUnavailable("Maintenance.", retry_after_s=900)

    assert after(Breaker(), down, down, down).wait_s(NOW) == 900


def test_calls_that_left_before_it_opened_do_not_move_it() -> None:
    down = ProviderUnavailable("No answer.")
    opened = after(Breaker(), down, down, down)

    assert after(opened, down, None, now=NOW + 1, probe="late") == opened


def test_chance_spreads_the_tries() -> None:
    down = ProviderUnavailable("No answer.")
    twice = after(Breaker(), down, down)

    pauses = [
        after_call(twice, down, probe="", now=NOW, fuse=FUSE, jitter=jitter).wait_s(NOW)
        for jitter in (0.0, 1.0)
    ]

    assert pauses == pytest.approx([8, 12])
