"""What the script claims, and what stands behind it."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import Reader, WorkDep
from api.problems import responses
from api.schemas.claims import Claims
from studio.domain.claims import claims_of
from studio.domain.units import ThreadId
from studio.services import checks

router = APIRouter(prefix="/v1/threads/{thread_id}/claims", tags=["storyboards"])


@router.get("", responses=responses(401, 403, 404, 422, 503))
async def list_claims(thread_id: UUID, principal: Reader, work: WorkDep) -> Claims:
    """List what the newest script claims of figures, money and health, each with its source or mark.

    A source is set by a patch of the storyboard: `/scenes/{n}/citations`.
    """
    saved = await checks.newest(work, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    return Claims.of(claims_of(saved.storyboard), version=saved.version)
