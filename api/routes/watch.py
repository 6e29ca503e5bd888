"""What is shared, for whoever has the address: a page, the video and what belongs to it. No token."""

from html import escape
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from api import watching
from api.deps import PartsDep
from api.serving import serve
from api.state import Parts
from studio.domain.errors import NotFound
from studio.domain.render import ArtifactKind
from studio.services import shares
from studio.services.shares import Watched

UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}
CACHE = "private, no-cache"
"""Asked for each time, so that a link that was ended is over at once."""
_FILES = {
    "video": ArtifactKind.VIDEO,
    "poster": ArtifactKind.COVER,
    "captions": ArtifactKind.WEBVTT,
}


async def count_request(request: Request, parts: PartsDep) -> None:
    """Count a request from this address."""
    address = request.client.host if request.client else "unknown"
    await parts.watchers.check(address=address)


router = APIRouter(prefix="/s", include_in_schema=False, dependencies=[Depends(count_request)])


async def find(token: str, parts: PartsDep) -> Watched | None:
    """Give what an address leads to; ``None`` for nothing."""
    try:
        async with parts.studio.work() as work:
            return await shares.watch(work, token=token, now=parts.studio.clock.now())
    except NotFound:
        return None


Found = Annotated[Watched | None, Depends(find)]


@router.head("/{token}")
@router.get("/{token}")
async def show_page(token: str, request: Request, found: Found, parts: PartsDep) -> Response:
    """Show the watch page, or that there is nothing, in the reader's language."""
    accepted = request.headers.get("accept-language", "")
    if found is None:
        words = watching.words_for(accepted, "")
        return _page(watching.nothing(words), status=404, origin="")
    words = watching.words_for(accepted, found.share.language)
    has = {name for name, kind in _FILES.items() if kind in found.files}
    html = watching.page(found, words, base=f"/s/{escape(token)}", has=has)
    return _page(html, status=200, origin=await _origin(parts, found))


@router.head("/{token}/{file}")
@router.get("/{token}/{file}")
async def serve_file(file: str, request: Request, found: Found, parts: PartsDep) -> Response:
    """Serve the video, whole or in part, its poster or its captions.

    Raises:
        NotFound: There is nothing.
    """
    kind = _FILES.get(file)
    artifact = found.files.get(kind) if found and kind else None
    if artifact is None:
        raise NotFound(shares.NOTHING)
    if kind is ArtifactKind.WEBVTT:
        # A browser takes captions from the page's own address only.
        data = await parts.studio.store.get(artifact.key)
        headers = {**UNLISTED, "Cache-Control": CACHE}
        return Response(data, media_type=artifact.media_type, headers=headers)
    answer = await serve(
        request,
        parts,
        artifact.key,
        filename=artifact.filename,
        media_type=artifact.media_type,
        is_download=False,
        cache=CACHE,
    )
    answer.headers.update(UNLISTED)
    return answer


async def _origin(parts: Parts, found: Watched) -> str:
    """Give where the files come from, where that is not here; the page allows nothing else."""
    video = found.files[ArtifactKind.VIDEO]
    file = await parts.studio.store.locate(
        video.key, filename=video.filename, media_type=video.media_type
    )
    if file.url is None:
        return ""
    address = urlsplit(file.url)
    return f"{address.scheme}://{address.netloc}"


def _page(html: str, *, status: int, origin: str) -> HTMLResponse:
    headers = {
        **UNLISTED,
        "Content-Security-Policy": watching.policy(origin),
        "Cache-Control": "private, no-store",
        "Vary": "Accept-Language",
    }
    return HTMLResponse(html, status, headers=headers)
