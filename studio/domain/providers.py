"""What is known of a provider: its models, prices and ends, its limits, and how it does. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from studio.domain.breaker import Flow
from studio.domain.money import Usage
from studio.domain.retirement import Retirement
from studio.domain.traffic import Limits
from studio.domain.value import Value
from studio.domain.weather import ModelWeather, Weather

STRUGGLING = 0.2
"""This part of the last hour's calls failed by the provider's fault."""
ENOUGH_CALLS = 3
"""Fewer say nothing about a rate."""


class Health(StrEnum):
    """How a provider does, in a word; the worst that is true."""

    ENDED = "ended"
    """Its model does not answer any longer."""
    DOWN = "down"
    """Calls are held back after outages."""
    STRUGGLING = "struggling"
    SLOW = "slow"
    """It asked for patience."""
    UNTRIED = "untried"
    """Nothing was asked of it in the last hour."""
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Offered:
    """A model that this installation can use.

    Attributes:
        lane: The way to its provider, e.g. ``"pictures/openai"``.
        model: Its name; the engine's where it has none.
        prices: What so many of each unit cost, as a quote.
        ends: Its announced end.
        is_next: Whether it only stands behind one that ends.
    """

    lane: str
    model: str
    prices: Sequence[Usage]
    ends: Retirement | None = None
    is_next: bool = False


class ModelReport(Value):
    """A model: what it costs, when it ends, and how it did in the last hour.

    Attributes:
        model: Its name.
        prices: What so many of each unit cost, as a quote; none where it is not offered any more.
        ends: Its announced end.
        is_next: Whether it only stands behind one that ends.
        heard: From its calls; ``None`` where there were none.
    """

    model: str
    prices: tuple[Usage, ...] = ()
    ends: Retirement | None = None
    is_next: bool = False
    heard: ModelWeather | None = None


class ProviderReport(Value):
    """A provider.

    Attributes:
        health: In a word.
        weather: How calls get through.
        limits: What it lets us do at a time.
        models: Those that are offered here, and those that were called in the last hour.
    """

    health: Health
    weather: Weather
    limits: Limits
    models: tuple[ModelReport, ...]


def report_of(
    weather: Weather, offered: Sequence[Offered], *, limits: Limits, today: date
) -> ProviderReport:
    """Put together what is known of a provider."""
    heard = {each.model: each for each in weather.models}
    models = [
        ModelReport(
            model=one.model,
            prices=tuple(one.prices),
            ends=one.ends,
            is_next=one.is_next,
            heard=heard.pop(one.model, None),
        )
        for one in offered
    ]
    models += [ModelReport(model=each.model, heard=each) for each in heard.values()]
    return ProviderReport(
        health=_health(weather, offered, today=today),
        weather=weather,
        limits=limits,
        models=tuple(models),
    )


def _health(weather: Weather, offered: Sequence[Offered], *, today: date) -> Health:
    if any(one.ends is not None and one.ends.is_over(today) for one in offered):
        return Health.ENDED
    if weather.flow is not Flow.FLOWING:
        return Health.DOWN
    calls = sum(each.calls for each in weather.models)
    faults = sum(each.calls * each.error_rate for each in weather.models)
    if calls >= ENOUGH_CALLS and faults >= STRUGGLING * calls:
        return Health.STRUGGLING
    if weather.slowed_until is not None:
        return Health.SLOW
    return Health.FINE if calls else Health.UNTRIED
