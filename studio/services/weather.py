"""Weather: how every provider does just now, as all processes saw it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from studio.domain.breaker import until_at
from studio.domain.weather import Weather, of_models
from studio.lanes import Seen, Traffic


async def report(traffic: Traffic, *, titles: Mapping[str, str]) -> tuple[Weather, ...]:
    """Tell of every provider of this installation, and of each that was called within a day.

    Args:
        traffic: What all processes agree upon.
        titles: What people call the providers, by their lanes.
    """
    names = sorted({*titles, *await traffic.lanes()})
    return tuple([_of(name, titles.get(name, name), await traffic.look(name)) for name in names])


def _of(lane: str, title: str, seen: Seen) -> Weather:
    kind, _, name = lane.partition("/")
    road, now = seen.road, seen.now
    slowed = datetime.fromtimestamp(road.not_before, UTC) if road.not_before > now else None
    return Weather(
        kind=kind,
        name=name,
        title=title,
        slowed_until=slowed,
        inside=len(road.inside),
        waiting=len(road.waiting),
        models=of_models(seen.heard, now=now),
        flow=road.breaker.flow(now),
        trouble=road.breaker.trouble,
        message=road.breaker.message,
        retry_at=until_at(road.breaker),
    )
