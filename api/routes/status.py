"""What is at work, and whether it is well."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar
from uuid import UUID

import structlog
from fastapi import APIRouter, Response

from api import metrics
from api.deps import PartsDep, Reader
from api.problems import responses
from api.schemas.status import Ending, Fleet, Health, Readiness, Status
from api.state import Parts
from api.weather import providers_of
from studio.db import health
from studio.domain.errors import StudioError, Unavailable
from studio.domain.languages import primaries
from studio.domain.units import StorageKey, ThreadId

router = APIRouter()
log = structlog.get_logger()

CHECK_S = 3.0
SCRAPE_S = 1.0

_T = TypeVar("_T")

_NOWHERE = ThreadId(UUID(int=0))


@router.get("/v1/status", tags=["status"], responses=responses(401, 403, 503))
async def show_status(_: Reader, parts: PartsDep) -> Status:
    """Tell which model and providers are at work."""
    studio = parts.studio
    today = studio.clock.now().date()
    voices = await studio.speech.default.voices()
    return Status(
        version=parts.version,
        model=parts.model_name,
        model_kind=parts.model_kind,
        pictures=studio.pictures.default.name,
        speech=studio.speech.default.name,
        picture_makers=list(studio.pictures.by_name),
        speech_makers=list(studio.speech.by_name),
        stock_libraries=list(studio.stock.by_name),
        endings=[
            Ending.of(setting, end, today=today)
            for setting, end in studio.ends.items()
            if end.is_near(today)
        ],
        languages=primaries(v.language for v in voices),
        renderer=await _fleet(parts),
    )


@router.get("/healthz", tags=["status"])
async def show_health() -> Health:
    """Tell that the process answers."""
    return Health()


@router.get("/readyz", tags=["status"], responses={503: {"model": Readiness}})
async def show_readiness(response: Response, parts: PartsDep) -> Readiness:
    """Tell whether the database, Redis and the storage answer, and no migration is missing."""
    studio = parts.studio
    checks = {
        "database": await _check(_ask_database(parts)),
        "migrations": await _check(_ask_migrations(parts)),
        "redis": await _check(studio.events.history(_NOWHERE)),
        "storage": await _check(studio.store.exists(StorageKey("ready/00/none.txt"))),
    }
    is_ready = set(checks.values()) == {"ok"}
    if not is_ready:
        response.status_code = 503
    return Readiness(ready=is_ready, checks=checks)


@router.get("/metrics", include_in_schema=False)
async def show_metrics(parts: PartsDep) -> Response:
    """Give the measurements of this process, and what the database holds, to Prometheus."""
    studio = parts.studio
    counts, depth, reports = await asyncio.gather(
        _within(health.counts(studio.works)),
        _within(studio.queue.depth()),
        _within(providers_of(parts)),
    )
    parts.metrics.show_rows(counts)
    parts.metrics.weather.show(reports)
    parts.metrics.show_queue(depth)
    return Response(parts.metrics.render(), media_type=metrics.CONTENT_TYPE)


async def _fleet(parts: Parts) -> Fleet | None:
    queue = parts.studio.queue
    found = await _within(queue.workers())
    waiting = await _within(queue.depth())
    if found is None or waiting is None:
        return None
    busy = sum(bool(worker.doing) for worker in found)
    machines = len({worker.machine for worker in found})
    return Fleet(slots=len(found), busy=busy, waiting=waiting, machines=machines)


async def _check(asking: Awaitable[object]) -> str:
    try:
        async with asyncio.timeout(CHECK_S):
            await asking
    except TimeoutError:
        return f"There was no answer within {CHECK_S:.0f} s."
    except StudioError as error:
        return error.message
    return "ok"


async def _within(asking: Awaitable[_T]) -> _T | None:
    try:
        async with asyncio.timeout(SCRAPE_S):
            return await asking
    except (StudioError, TimeoutError) as error:
        log.warning("metrics.unread", error=str(error))
        return None


async def _ask_database(parts: Parts) -> None:
    async with parts.studio.work():
        pass


async def _ask_migrations(parts: Parts) -> None:
    if not await health.is_at_head(parts.studio.works):
        raise Unavailable("The database lacks a migration; start `reelwright migrate`.")
