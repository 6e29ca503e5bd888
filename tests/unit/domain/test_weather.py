"""The weather is summed up from calls that were made."""

from studio.domain.weather import WINDOW_S, Heard, of_models

NOW = 1_000_000.0


def heard(seconds: float, *, error: str = "", is_fault: bool = False, at: float = NOW) -> Heard:
    return Heard(at=at, model="m", seconds=seconds, error=error, is_fault=is_fault)


def test_times_are_those_of_calls_that_went_well() -> None:
    calls = [heard(n) for n in range(1, 101)] + [heard(900, error="x", is_fault=True)] * 25

    [weather] = of_models(calls, now=NOW)

    assert (weather.calls, weather.p50_s, weather.p95_s) == (125, 50, 95)
    assert weather.error_rate == 0.2
    assert weather.last_error == "x"


def test_one_call_is_its_own_median() -> None:
    [weather] = of_models([heard(2.5)], now=NOW)

    assert (weather.p50_s, weather.p95_s) == (2.5, 2.5)


def test_a_refusal_is_told_and_no_fault() -> None:
    [weather] = of_models([heard(1, error="provider_refused")], now=NOW)

    assert (weather.error_rate, weather.p50_s) == (0, None)
    assert weather.last_error == "provider_refused"


def test_what_is_older_than_an_hour_says_nothing() -> None:
    assert of_models([heard(1, at=NOW - WINDOW_S - 1)], now=NOW) == ()
