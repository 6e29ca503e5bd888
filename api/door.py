"""The app without its parts: routes, limits, errors and documentation."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import page, problems, reference
from api.metrics import Metrics
from api.middleware import BodyLimit, RequestContext
from api.problems import Problem
from api.routes import (
    account,
    auth,
    batches,
    budgets,
    channel,
    checks,
    claims,
    costs,
    credits,
    explanations,
    exports,
    gates,
    localisations,
    media,
    packs,
    presets,
    providers,
    quality,
    renders,
    replacements,
    rules,
    runs,
    shares,
    sources,
    status,
    storyboards,
    streams,
    threads,
    uploads,
    versions,
    voices,
    waits,
    watch,
)
from api.state import Parts

OpenParts = Callable[[Metrics], AbstractAsyncContextManager[Parts]]

DESCRIPTION = """Talk a short vertical video into being.

Sign in at `/v1/auth/password`, open a thread, start a run with a message and follow its events,
which are AG-UI 1.0 as Server-Sent Events. Every stream can be resumed with `Last-Event-ID`.
Every error is an RFC 9457 problem document with a stable `code`.
"""


_ROUTES = (
    auth,
    account,
    channel,
    replacements,
    rules,
    waits,
    threads,
    checks,
    claims,
    runs,
    gates,
    media,
    uploads,
    sources,
    voices,
    packs,
    presets,
    quality,
    renders,
    streams,
    credits,
    explanations,
    storyboards,
    versions,
    exports,
    shares,
    watch,
    batches,
    localisations,
    costs,
    budgets,
    providers,
    status,
)
"""In the order of the reference."""


def build(open_parts: OpenParts, *, version: str) -> FastAPI:
    """Give the app; its parts are opened when it starts and closed when it stops.

    Args:
        open_parts: Opens the parts, given the measurements of this app.
        version: Of Reelwright.
    """
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_parts(metrics) as parts:
            app.state.parts = parts
            yield

    app = FastAPI(
        title="Reelwright",
        version=version,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # FastAPI's own trailing-slash redirects would lose the body's limit and the method.
        redirect_slashes=False,
    )
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestContext, metrics=metrics)
    problems.install(app)
    for module in _ROUTES:
        app.include_router(module.router)
    _document(app)
    reference.mount(app)
    page.mount(app)
    return app


def _document(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
            )
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(shape.pop("$defs", {}))
            schemas["Problem"] = shape
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            for routes in schema["paths"].values():
                for operation in routes.values():
                    _keep_problems_only(operation)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi


def _keep_problems_only(operation: dict[str, Any]) -> None:
    for answer in operation["responses"].values():
        if problems.MEDIA_TYPE in answer.get("content", {}):
            answer["content"].pop("application/json", None)
