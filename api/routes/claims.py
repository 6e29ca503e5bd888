"""What the script claims, and what stands behind it."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import Reader, WorkDep
from api.problems import responses
from api.schemas.claims import Claims
from studio.domain.claims import claims_of
from studio.domain.units import RenderId, ThreadId
from studio.services import checks, renders, storyboards

router = APIRouter(prefix="/v1", tags=["storyboards"])


@router.get("/threads/{thread_id}/claims", responses=responses(401, 403, 404, 422, 503))
async def list_claims(thread_id: UUID, principal: Reader, work: WorkDep) -> Claims:
    """List what the newest script claims of figures, money and health, each with its source or mark.

    A source is set by a patch of the storyboard: `/scenes/{n}/citations`.
    """
    saved = await checks.newest(work, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    return Claims.of(claims_of(saved.storyboard), version=saved.version)


@router.get("/renders/{render_id}/claims", responses=responses(401, 403, 404, 503))
async def list_claims_of_render(render_id: UUID, principal: Reader, work: WorkDep) -> Claims:
    """List the same of a video, as its own version has it: to be kept beside its files."""
    owner_id = principal.user_id
    render = await renders.get(work, owner_id=owner_id, render_id=RenderId(render_id))
    saved = await storyboards.get(
        work, owner_id=owner_id, thread_id=render.thread_id, version=render.storyboard_version
    )
    return Claims.of(claims_of(saved.storyboard), version=saved.version)
