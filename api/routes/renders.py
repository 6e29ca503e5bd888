"""Renders: how they stand, and stopping them."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.renders import RenderShown
from studio.domain.units import RenderId
from studio.services import renders

router = APIRouter(prefix="/v1", tags=["renders"])


@router.get("/renders/{render_id}", responses=responses(401, 403, 404, 503))
async def show_render(
    render_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> RenderShown:
    """Show a render as it stands: how far, how long still, and what came out."""
    render = await renders.get(work, owner_id=principal.user_id, render_id=RenderId(render_id))
    return RenderShown.of(render, parts.signer(principal.user_id))


@router.post(
    "/renders/{render_id}/cancel", status_code=204, responses=responses(401, 403, 404, 503)
)
async def cancel_render(render_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep) -> None:
    """Stop a render; one that is over stays as it is."""
    await renders.cancel(
        work,
        owner_id=principal.user_id,
        render_id=RenderId(render_id),
        queue=parts.studio.queue,
    )
