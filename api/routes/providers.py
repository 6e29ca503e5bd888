"""Providers: what they offer, what it costs, and how they do."""

from fastapi import APIRouter

from api.deps import PartsDep, Reader
from api.problems import responses
from api.schemas.providers import Providers, ProviderShown
from api.weather import providers_of

router = APIRouter(prefix="/v1", tags=["status"])


@router.get("/providers", responses=responses(401, 403, 503))
async def list_providers(_: Reader, parts: PartsDep) -> Providers:
    """List the providers of text, pictures and speech: health, latency, errors, prices and ends.

    What is told of calls is of all processes and users together.
    """
    today = parts.studio.clock.now().date()
    return Providers(
        items=[ProviderShown.of(each, today=today) for each in await providers_of(parts)]
    )
