"""Explanations: why each piece of a render was made or reused."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import Reader, WorkDep
from api.problems import responses
from api.schemas.explanations import SegmentsShown
from studio.domain.units import RenderId, ThreadId
from studio.services import explanations

router = APIRouter(prefix="/v1", tags=["renders"])


@router.get("/renders/{render_id}/segments", responses=responses(401, 403, 404, 503))
async def explain_render(render_id: UUID, principal: Reader, work: WorkDep) -> SegmentsShown:
    """Show a render's pieces, and why each was made or reused."""
    explained = await explanations.explain_render(
        work, owner_id=principal.user_id, render_id=RenderId(render_id)
    )
    return SegmentsShown.of(explained)


@router.get("/threads/{thread_id}/segments", responses=responses(401, 403, 404, 503))
async def explain_thread(
    thread_id: UUID,
    principal: Reader,
    work: WorkDep,
    version: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
) -> SegmentsShown:
    """Show the pieces of the render that was asked for last, of the thread or of one version."""
    explained = await explanations.explain_thread(
        work, owner_id=principal.user_id, thread_id=ThreadId(thread_id), version=version
    )
    return SegmentsShown.of(explained)
