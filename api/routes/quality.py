"""Quality: what the checks of finished videos found."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import Reader, WorkDep
from api.problems import responses
from api.schemas.quality import QualityShown
from studio.domain.errors import NotFound
from studio.domain.units import RenderId
from studio.services import renders

router = APIRouter(prefix="/v1", tags=["renders"])


@router.get("/renders/{render_id}/quality", responses=responses(401, 403, 404, 503))
async def show_quality(render_id: UUID, principal: Reader, work: WorkDep) -> QualityShown:
    """Show what the checks of a finished video found, and what was mended before."""
    render = await renders.get(work, owner_id=principal.user_id, render_id=RenderId(render_id))
    if render.facts is None or render.facts.quality is None:
        raise NotFound("This render has no report: it is not done, or from before there were any.")
    return QualityShown.of(render.facts.quality)
