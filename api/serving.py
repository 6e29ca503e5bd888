"""Files as answers: whole or in part, known to the client already, or in a store elsewhere."""

from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from api.state import Parts
from studio.domain.units import StorageKey

CACHE = "private, max-age=900"


async def serve(
    request: Request,
    parts: Parts,
    key: StorageKey,
    *,
    filename: str,
    media_type: str,
    is_download: bool,
    cache: str = CACHE,
) -> Response:
    """Serve a file, whole or in part, or lead to the store that has it."""
    etag = f'"{Path(key).stem}"'
    headers = {"ETag": etag, "Cache-Control": cache}
    known = {tag.strip().removeprefix("W/") for tag in _tags(request)}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    file = await parts.studio.store.locate(key, filename=filename, media_type=media_type)
    if file.path is None:
        return RedirectResponse(file.url or "", 307, headers={"Cache-Control": "no-store"})
    return FileResponse(
        file.path,
        media_type=media_type,
        filename=filename,
        headers=headers,
        content_disposition_type="attachment" if is_download else "inline",
    )


def _tags(request: Request) -> list[str]:
    return request.headers.get("if-none-match", "").split(",")
