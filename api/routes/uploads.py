"""Uploads: the caller's own pictures, clips and sounds."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.requests import ClientDisconnect

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.uploads import Upload, Uploads, upload_of
from studio.domain.errors import Cancelled, InvalidMedia, StorageFull, TooLarge
from studio.domain.media import MAX_UPLOAD_BYTES
from studio.domain.units import AssetId
from studio.services import media
from studio.storage.local import FULL

router = APIRouter(prefix="/v1/media", tags=["media"])

FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, as it is.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "", status_code=201, openapi_extra=FILE_BODY, responses=responses(401, 403, 413, 499, 503, 507)
)
async def upload_media(
    request: Request,
    principal: Writer,
    parts: PartsDep,
    name: Annotated[str, Query(max_length=255, description="The file's name, to be shown.")] = "",
) -> Upload:
    """Upload a picture, a clip or a sound, up to 512 MiB; its bytes decide what it is, not its name.

    The same bytes again are the same upload.
    """
    with tempfile.TemporaryDirectory(prefix="reelwright-upload-") as folder:
        path = Path(folder) / "upload"
        await receive_file(request, path, limit_bytes=MAX_UPLOAD_BYTES)
        studio = parts.studio
        kept = await media.upload(
            studio.works,
            store=studio.store,
            examiner=studio.examiner,
            owner_id=principal.user_id,
            path=path,
            name=name,
        )
    async with studio.work() as work:
        every = await media.list_all(work, owner_id=principal.user_id)
    number = [one.id for one in every].index(kept.id) + 1
    return upload_of(kept, number=number, sign=parts.signer(principal.user_id))


@router.get("", responses=responses(401, 403, 503))
async def list_media(principal: Reader, parts: PartsDep, work: WorkDep) -> Uploads:
    """List what was uploaded."""
    every = await media.list_all(work, owner_id=principal.user_id)
    sign = parts.signer(principal.user_id)
    return Uploads(items=[upload_of(m, number=n, sign=sign) for n, m in enumerate(every, start=1)])


@router.get("/{media_id}", responses=responses(401, 403, 404, 503))
async def get_media(media_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep) -> Upload:
    """Describe an upload."""
    found = await media.get(work, owner_id=principal.user_id, media_id=AssetId(media_id))
    every = await media.list_all(work, owner_id=principal.user_id)
    number = [one.id for one in every].index(found.id) + 1
    return upload_of(found, number=number, sign=parts.signer(principal.user_id))


async def receive_file(request: Request, path: Path, *, limit_bytes: int) -> None:
    """Write a request's body to a file; one that says it is too large is refused unread.

    Raises:
        InvalidMedia: It is empty.
        TooLarge: It is larger than the limit.
        StorageFull: The disk is full.
        Cancelled: The client went away.
    """
    _check_size(int(request.headers.get("content-length", "0")), limit_bytes=limit_bytes)
    await receive(request.stream(), path, limit_bytes=limit_bytes)


async def receive(chunks: AsyncIterator[bytes], path: Path, *, limit_bytes: int) -> None:
    """Write a body to a file as it comes, never holding it.

    Raises:
        InvalidMedia: It is empty.
        TooLarge: It is larger than the limit.
        StorageFull: The disk is full.
        Cancelled: The client went away.
    """
    size = 0
    try:
        with path.open("wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                _check_size(size, limit_bytes=limit_bytes)
                file.write(chunk)
    except ClientDisconnect as error:
        raise Cancelled("The upload was broken off.") from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise StorageFull("The disk is full; make room and try again.") from error
    if not size:
        raise InvalidMedia("The file is empty; send its bytes as the body.")


def _check_size(size: int, *, limit_bytes: int) -> None:
    if size > limit_bytes:
        raise TooLarge(f"The file is larger than {limit_bytes // 1024**2} MiB; make it smaller.")
