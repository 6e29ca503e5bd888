"""A provider that is down, as calls of other processes found it."""

from contextlib import suppress

from studio.domain.errors import ProviderUnavailable
from studio.settings import Settings
from studio.traffic.lane import TrafficLane
from studio.wiring import open_studio

MESSAGE = "OpenAI's pictures cannot be reached."


async def bring_down(settings: Settings, *, model: str) -> None:
    """Make one call of OpenAI's pictures that goes well, and as many that fail as stop the others."""
    async with open_studio(settings) as studio:
        lane = studio.lanes.opened["pictures/openai"]
        await _once(lane, None, model)
        for _ in range(studio.lanes.fuse.failures):
            await _once(lane, ProviderUnavailable(MESSAGE), model)


async def _once(lane: TrafficLane, error: ProviderUnavailable | None, model: str) -> None:
    async def call() -> None:
        if error is not None:
            raise error

    async with lane.enter(model=model) as passage:
        with suppress(ProviderUnavailable):
            await passage.watch(call())
