"""How a provider does, in a word: the worst that is true."""

from datetime import UTC, date, datetime

import pytest

from studio.domain.breaker import Flow
from studio.domain.money import free
from studio.domain.providers import Health, Offered, report_of
from studio.domain.retirement import Retirement
from studio.domain.traffic import Limits
from studio.domain.weather import ModelWeather, Weather

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, tzinfo=UTC)
FINE = ModelWeather(model="m", calls=10, p50_s=1.0, p95_s=2.0, error_rate=0.1, last_call_at=NOW)
AWAY = FINE.model_copy(update={"error_rate": 0.2})
ONCE = FINE.model_copy(update={"calls": 2, "error_rate": 1.0})


def weather(*models: ModelWeather, **more: object) -> Weather:
    known = {"kind": "pictures", "name": "openai", "title": "OpenAI", "models": models}
    return Weather.model_validate(known | more)


def offered(ends: date | None = None) -> Offered:
    end = ends and Retirement(
        provider="openai", model="m", ends=ends, instead="n", source="s", read_on=TODAY
    )
    return Offered("pictures/openai", "m", (free("openai", "pictures", 1),), ends=end)


@pytest.mark.parametrize(
    ("seen", "ends", "health"),
    [
        (weather(), None, Health.UNTRIED),
        (weather(FINE), date(2027, 1, 1), Health.FINE),
        (weather(ONCE), None, Health.FINE),
        (weather(FINE, slowed_until=NOW), None, Health.SLOW),
        (weather(AWAY, slowed_until=NOW), None, Health.STRUGGLING),
        (weather(AWAY, flow=Flow.TRYING), None, Health.DOWN),
        (weather(AWAY, flow=Flow.STOPPED), TODAY, Health.ENDED),
    ],
)
def test_the_worst_that_is_true_is_told(seen: Weather, ends: date | None, health: Health) -> None:
    report = report_of(seen, [offered(ends)], limits=Limits(), today=TODAY)

    assert report.health is health


def test_models_are_those_that_are_offered_and_those_that_were_called() -> None:
    old = FINE.model_copy(update={"model": "old"})

    report = report_of(weather(FINE, old), [offered()], limits=Limits(), today=TODAY)

    assert [(m.model, m.heard, len(m.prices)) for m in report.models] == [
        ("m", FINE, 1),
        ("old", old, 0),
    ]
