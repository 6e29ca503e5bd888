"""The chat page: static files under a strict content security policy."""

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob: https:; media-src 'self' blob: https:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Page(StaticFiles):
    """Files whose names carry a hash never change; everything else is asked for each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Content-Security-Policy"] = POLICY
        is_hashed = path.startswith("assets/") and response.status_code < 400
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if is_hashed else "no-cache"
        )
        return response


class PageMount(Mount):
    """The page's place at ``/``; the API's own paths answer for themselves, a 405 included."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["path"].startswith("/v1/"):
            return Match.NONE, {}
        return super().matches(scope)


def mount(app: FastAPI, *, folder: Path = FOLDER) -> None:
    """Serve the page at ``/``, where it was built."""
    if folder.is_dir():
        app.router.routes.append(PageMount("/", Page(directory=folder, html=True), name="page"))
