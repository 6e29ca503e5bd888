"""Files: finished artifacts and the pictures of scenes."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse

from api.deps import PartsDep, Reader, WorkDep
from api.links import Owner
from api.problems import responses
from api.schemas.media import Link
from api.serving import serve
from api.state import Parts
from studio.domain.asset import PictureAsset, VoiceAsset
from studio.domain.errors import NotFound
from studio.domain.media import Media
from studio.domain.units import ArtifactId, AssetId
from studio.services import assets, renders

router = APIRouter(prefix="/v1", tags=["files"])

_FILE = {
    200: {
        "description": "The file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {"description": "The part asked for."},
    304: {"description": "The client has it."},
    307: {"description": "It lies in a store; follow the signed address."},
    416: {"description": "There is no such part."},
}


@router.head("/artifacts/{artifact_id}", include_in_schema=False)
@router.get(
    "/artifacts/{artifact_id}",
    response_class=FileResponse,
    status_code=200,
    responses={**_FILE, **responses(401, 403, 404, 503)},
)
async def serve_artifact(
    artifact_id: UUID, request: Request, owner_id: Owner, parts: PartsDep, download: bool = False
) -> Response:
    """Serve a finished file, whole or in part; a signed link or a token opens it."""
    async with parts.studio.work() as work:
        artifact = await renders.get_artifact(
            work, owner_id=owner_id, artifact_id=ArtifactId(artifact_id)
        )
    return await serve(
        request,
        parts,
        artifact.key,
        filename=artifact.filename,
        media_type=artifact.media_type,
        is_download=download,
    )


@router.post("/artifacts/{artifact_id}/link", responses=responses(401, 403, 404, 503))
async def sign_artifact(
    artifact_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> Link:
    """Give an address of the file that needs no token for 15 minutes."""
    artifact = await renders.get_artifact(
        work, owner_id=principal.user_id, artifact_id=ArtifactId(artifact_id)
    )
    return Link(url=parts.signer(principal.user_id)("artifacts", artifact.id))


@router.head("/assets/{asset_id}", include_in_schema=False)
@router.get(
    "/assets/{asset_id}",
    response_class=FileResponse,
    status_code=200,
    responses={**_FILE, **responses(401, 403, 404, 503)},
)
async def serve_asset(
    asset_id: UUID,
    request: Request,
    owner_id: Owner,
    parts: PartsDep,
    original: Annotated[
        bool, Query(description="The picture as its maker answered; 404 where it is not kept.")
    ] = False,
) -> Response:
    """Serve the thumbnail of a picture or an upload, or a voice."""
    async with parts.studio.work() as work:
        asset = await assets.get_asset(work, owner_id=owner_id, asset_id=AssetId(asset_id))
    if original:
        return await _serve_original(request, parts, asset)
    is_voice = isinstance(asset, VoiceAsset)
    return await serve(
        request,
        parts,
        asset.key if is_voice else asset.thumbnail,
        filename=f"{asset.id}.wav" if is_voice else f"{asset.id}.jpg",
        media_type="audio/wav" if is_voice else "image/jpeg",
        is_download=False,
    )


async def _serve_original(
    request: Request, parts: Parts, asset: PictureAsset | VoiceAsset | Media
) -> Response:
    key = asset.original if isinstance(asset, PictureAsset) else None
    if key is None:
        raise NotFound("Its original is not kept; set REELWRIGHT_KEEP_ORIGINALS for those to come.")
    suffix = Path(key).suffix
    return await serve(
        request,
        parts,
        key,
        filename=f"{asset.id}{suffix}",
        media_type=f"image/{suffix[1:]}",
        is_download=True,
    )
