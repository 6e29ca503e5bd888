"""Sources: documents and pages that videos are told from."""

import tempfile
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.routes.uploads import FILE_BODY, receive_file
from api.schemas.sources import PageAsked, SourceShown, SourcesShown
from api.state import Parts
from studio.domain.source import MAX_DOCUMENT_BYTES, Source
from studio.domain.units import AssetId, UserId
from studio.services import sources

router = APIRouter(prefix="/v1/sources", tags=["sources"])


@router.post(
    "",
    status_code=201,
    openapi_extra=FILE_BODY,
    responses=responses(401, 403, 413, 422, 499, 503, 507),
)
async def upload_source(
    request: Request,
    principal: Writer,
    parts: PartsDep,
    name: Annotated[str, Query(max_length=255, description="The file's name, to be shown.")] = "",
) -> SourceShown:
    """Upload a text, Markdown, Word, PDF or subtitle file, up to 20 MiB; its text is kept."""
    studio = parts.studio
    with tempfile.TemporaryDirectory(prefix="reelwright-source-") as folder:
        path = Path(folder) / "source"
        await receive_file(request, path, limit_bytes=MAX_DOCUMENT_BYTES)
        kept = await sources.upload(
            studio.works,
            store=studio.store,
            reader=studio.reader,
            clock=studio.clock,
            owner_id=principal.user_id,
            path=path,
            name=name,
        )
    return await _shown(parts, principal.user_id, kept)


@router.post("/page", status_code=201, responses=responses(401, 403, 422, 502, 503, 507))
async def read_page(asked: PageAsked, principal: Writer, parts: PartsDep) -> SourceShown:
    """Fetch a page of the public web over TLS, and keep its main text."""
    studio = parts.studio
    kept = await sources.fetch(
        studio.works,
        store=studio.store,
        reader=studio.reader,
        pages=studio.pages,
        clock=studio.clock,
        owner_id=principal.user_id,
        url=asked.url,
    )
    return await _shown(parts, principal.user_id, kept)


@router.get("", responses=responses(401, 403, 503))
async def list_sources(principal: Reader, work: WorkDep) -> SourcesShown:
    """List what was uploaded and read."""
    there = await sources.list_all(work, owner_id=principal.user_id)
    return SourcesShown(items=[SourceShown.of(s, number=n) for n, s in enumerate(there, start=1)])


@router.get(
    "/{source_id}/text",
    response_class=PlainTextResponse,
    responses=responses(401, 403, 404, 503),
)
async def source_text(source_id: UUID, principal: Reader, parts: PartsDep) -> str:
    """Give the text of a source."""
    studio = parts.studio
    return await sources.text_of(
        studio.works, studio.store, owner_id=principal.user_id, source_id=AssetId(source_id)
    )


async def _shown(parts: Parts, owner_id: UserId, kept: Source) -> SourceShown:
    async with parts.studio.work() as work:
        there = await sources.list_all(work, owner_id=owner_id)
    return SourceShown.of(kept, number=[one.id for one in there].index(kept.id) + 1)
