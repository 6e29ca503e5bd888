"""Costs: what was used, what it cost, and what is left."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.deps import PartsDep, Reader, WorkDep
from api.problems import responses
from api.schemas.costs import CostsShown, as_csv
from studio.domain.units import ThreadId
from studio.services import ledger

router = APIRouter(prefix="/v1", tags=["costs"])

TABLE = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
Days = Annotated[int, Query(ge=1, le=366, description="How many days back.")]
Form = Annotated[Literal["json", "csv"], Query(alias="format", description="How it is written.")]


@router.get("/costs", response_model=CostsShown, responses=responses(401, 403, 503) | TABLE)
async def show_costs(
    principal: Reader, parts: PartsDep, work: WorkDep, days: Days = 31, form: Form = "json"
) -> CostsShown | Response:
    """Show what the caller used by day, thread and provider, and what is left of the caps."""
    since = parts.studio.clock.now() - timedelta(days=days)
    caps = parts.studio.caps
    costs = await ledger.costs(work, owner_id=principal.user_id, caps=caps, since=since)
    return _written(CostsShown.of(costs), form)


@router.get(
    "/threads/{thread_id}/costs",
    response_model=CostsShown,
    responses=responses(401, 403, 404, 503) | TABLE,
)
async def show_thread_costs(
    thread_id: UUID,
    principal: Reader,
    parts: PartsDep,
    work: WorkDep,
    days: Days = 366,
    form: Form = "json",
) -> CostsShown | Response:
    """Show what one thread used, and what is left of the caps."""
    costs = await ledger.costs(
        work,
        owner_id=principal.user_id,
        caps=parts.studio.caps,
        since=parts.studio.clock.now() - timedelta(days=days),
        thread_id=ThreadId(thread_id),
    )
    return _written(CostsShown.of(costs), form)


def _written(shown: CostsShown, form: str) -> CostsShown | Response:
    if form == "json":
        return shown
    return Response(as_csv(shown), media_type="text/csv")
