"""Exports: teasers, covers, the sound and small copies of a finished video."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.exports import ExportShown, ExportsShown, ExportWanted
from studio.domain.units import ExportId, RenderId
from studio.services import exports

router = APIRouter(prefix="/v1", tags=["renders"])


@router.post(
    "/renders/{render_id}/exports", status_code=202, responses=responses(401, 403, 404, 409, 503)
)
async def ask_for_export(
    render_id: UUID, wanted: ExportWanted, principal: Writer, parts: PartsDep, work: WorkDep
) -> ExportShown:
    """Make another file of a finished video; one that exists is given as it is."""
    export = await exports.request(
        work,
        owner_id=principal.user_id,
        render_id=RenderId(render_id),
        kind=wanted.kind,
        queue=parts.studio.queue,
    )
    return ExportShown.of(export, parts.signer(principal.user_id))


@router.get("/renders/{render_id}/exports", responses=responses(401, 403, 404, 503))
async def list_exports(
    render_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> ExportsShown:
    """List what was made of a video, and what is under way."""
    found = await exports.of_render(work, owner_id=principal.user_id, render_id=RenderId(render_id))
    sign = parts.signer(principal.user_id)
    return ExportsShown(items=[ExportShown.of(export, sign) for export in found])


@router.get("/exports/{export_id}", responses=responses(401, 403, 404, 503))
async def show_export(
    export_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> ExportShown:
    """Show an export as it stands."""
    export = await exports.get(work, owner_id=principal.user_id, export_id=ExportId(export_id))
    return ExportShown.of(export, parts.signer(principal.user_id))


@router.post(
    "/exports/{export_id}/cancel", status_code=204, responses=responses(401, 403, 404, 503)
)
async def cancel_export(export_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep) -> None:
    """Stop an export; one that is over stays as it is."""
    await exports.cancel(
        work,
        owner_id=principal.user_id,
        export_id=ExportId(export_id),
        queue=parts.studio.queue,
    )
