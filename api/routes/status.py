"""What is at work, and whether it is well."""

from collections.abc import Awaitable
from uuid import UUID

from fastapi import APIRouter, Response

from api import metrics
from api.deps import PartsDep, Reader
from api.problems import responses
from api.schemas.status import Health, Readiness, Status
from api.state import Parts
from studio.domain.errors import StudioError
from studio.domain.units import StorageKey, ThreadId

router = APIRouter()

_NOWHERE = ThreadId(UUID(int=0))


@router.get("/v1/status", tags=["status"], responses=responses(401, 403, 503))
async def show_status(_: Reader, parts: PartsDep) -> Status:
    """Tell which model and providers are at work."""
    return Status(
        version=parts.version,
        model=parts.model_name,
        model_kind=parts.model_kind,
        pictures=parts.studio.pictures.name,
        speech=parts.studio.speech.name,
    )


@router.get("/healthz", tags=["status"])
async def show_health() -> Health:
    """Tell that the process answers."""
    return Health()


@router.get("/readyz", tags=["status"], responses={503: {"model": Readiness}})
async def show_readiness(response: Response, parts: PartsDep) -> Readiness:
    """Tell whether the database, Redis and the storage answer."""
    studio = parts.studio
    checks = {
        "database": await _check(_ask_database(parts)),
        "redis": await _check(studio.events.history(_NOWHERE)),
        "storage": await _check(studio.store.exists(StorageKey("ready/00/none.txt"))),
    }
    is_ready = set(checks.values()) == {"ok"}
    if not is_ready:
        response.status_code = 503
    return Readiness(ready=is_ready, checks=checks)


@router.get("/metrics", include_in_schema=False)
async def show_metrics(parts: PartsDep) -> Response:
    """Give the measurements of this process to Prometheus."""
    return Response(parts.metrics.render(), media_type=metrics.CONTENT_TYPE)


async def _check(asking: Awaitable[object]) -> str:
    try:
        await asking
    except StudioError as error:
        return error.message
    return "ok"


async def _ask_database(parts: Parts) -> None:
    async with parts.studio.work():
        pass
