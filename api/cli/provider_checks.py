"""What ``reelwright doctor`` looks at of providers."""

import asyncio

from api.cli.checks import Finding
from api.cli.state import StateDir
from studio.domain.breaker import Flow
from studio.domain.errors import StudioError
from studio.domain.weather import Weather
from studio.services.weather import report
from studio.settings import Settings
from studio.traffic.redis import RedisTraffic
from studio.wiring import SystemClock, announced_ends


def weather(settings: Settings, state: StateDir) -> Finding:
    """Tell which providers are left alone after outages, as all processes saw it."""
    running = state.running()
    url = settings.redis.redis_url.get_secret_value() or (running.redis_url if running else "")
    if not url:
        return Finding("ok", "nothing was called yet")
    try:
        seen = asyncio.run(_seen(url))
    except StudioError:
        return Finding("warn", "unknown; Redis does not answer")
    stopped = [each for each in seen if each.flow is not Flow.FLOWING]
    if stopped:
        told = "\n".join(
            f"{each.kind}: {each.name} is left alone: {each.message}" for each in stopped
        )
        return Finding("warn", told, "`reelwright providers` tells more")
    names = ", ".join(f"{each.kind}: {each.name}" for each in seen)
    return Finding("ok", f"calls get through to {names}" if names else "nothing was called today")


async def _seen(url: str) -> tuple[Weather, ...]:
    traffic = RedisTraffic(url)
    try:
        return await report(traffic, titles={})
    finally:
        await traffic.aclose()


def ends(settings: Settings, state: StateDir) -> Finding:
    """Look whether a model that the settings name has ended, or ends within 60 days."""
    try:
        announced = announced_ends(settings)
    except StudioError as error:
        return Finding("bad", "a provider cannot be used", error.message)
    today = SystemClock().now().date()
    near = {name: end for name, end in announced.items() if end.is_near(today)}
    if not near:
        return Finding("ok", "none of the models in use ends within 60 days")
    return Finding(
        "bad" if any(end.is_over(today) for end in near.values()) else "warn",
        "\n".join(end.told(today) for end in near.values()),
        "\n".join(
            f"{name}={end.successor}" if end.successor else f"another model in {name}"
            for name, end in near.items()
        ),
    )
