"""Credits: whom a video has to thank."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import Reader, WorkDep
from api.problems import responses
from api.schemas.credits import CreditsShown
from studio.domain.units import RenderId
from studio.services import stock

router = APIRouter(prefix="/v1", tags=["renders"])


@router.get("/renders/{render_id}/credits", responses=responses(401, 403, 404, 503))
async def show_credits(render_id: UUID, principal: Reader, work: WorkDep) -> CreditsShown:
    """Show where the photos, clips and music of others in a video come from."""
    found = await stock.credits_of(work, owner_id=principal.user_id, render_id=RenderId(render_id))
    return CreditsShown.of(found)
