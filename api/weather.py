"""How the providers of this installation do, put together for routes and metrics."""

from api.state import Parts
from studio.domain.providers import ProviderReport
from studio.services import providers


async def providers_of(parts: Parts) -> tuple[ProviderReport, ...]:
    """Tell of every provider that this server can call."""
    studio = parts.studio
    offered = (
        *parts.text_models,
        *providers.of_pictures(studio.pictures),
        *providers.of_speech(studio.speech),
    )
    return await providers.report(
        studio.lanes.traffic,
        offered,
        titles=studio.lanes.titles,
        limits={name: lane.limits for name, lane in studio.lanes.opened.items()},
        today=studio.clock.now().date(),
    )
