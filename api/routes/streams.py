"""Videos that are watched while they are made."""

from collections.abc import AsyncGenerator
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.deps import PartsDep
from api.links import Owner
from api.problems import responses
from api.slots import Slots
from studio.domain.units import RenderId, UserId
from studio.services.streaming import VideoStream

router = APIRouter(prefix="/v1", tags=["files"])

_STREAM = {
    200: {
        "description": "Fragmented MP4, sent as it comes into being.",
        "content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get(
    "/streams/{render_id}",
    response_class=StreamingResponse,
    status_code=200,
    responses={**_STREAM, **responses(401, 403, 404, 429, 503)},
)
async def watch_render(render_id: UUID, owner_id: Owner, parts: PartsDep) -> StreamingResponse:
    """Watch a render from its first second, while the rest is still being made.

    The stream has no parts to ask for; it ends early when the render fails or is cancelled. When
    the render is done, its video is the better file: it can be sought and downloaded.
    """
    parts.slots.check(owner_id)
    stream = VideoStream(
        parts.studio.works, parts.studio.store, owner_id=owner_id, render_id=RenderId(render_id)
    )
    timeline, segments = await stream.plan()
    return StreamingResponse(
        _held(parts.slots, owner_id, stream.pieces(timeline, segments)),
        media_type="video/mp4",
        headers={"Cache-Control": "no-store", "Accept-Ranges": "none"},
    )


async def _held(
    slots: Slots, owner_id: UserId, pieces: AsyncGenerator[bytes]
) -> AsyncGenerator[bytes]:
    with slots.held(owner_id):
        async for piece in pieces:
            yield piece
