"""Errors as RFC 9457 problem documents: the only place that maps them to HTTP."""

from http import HTTPStatus
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from studio.domain.errors import (
    InvalidPatch,
    StudioError,
    TooManyRequests,
    TurnInProgress,
    Unavailable,
    VersionConflict,
)

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_media"}
_RETRY_S = {TurnInProgress.code: 5, TooManyRequests.code: 60, Unavailable.code: 2}


class FieldProblem(BaseModel):
    """One field that is wrong."""

    field: str = Field(examples=["body.email"])
    message: str = Field(examples=["Field required"])


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(description="The status in words.", examples=["Conflict"])
    status: int = Field(examples=[409])
    detail: str = Field(
        description="What was wrong and what to do, fit to show to a user.",
        examples=["The thread is busy with another run; wait for it or cancel it."],
    )
    code: str = Field(description="Stable name for programs.", examples=["turn_in_progress"])
    errors: list[FieldProblem] | None = Field(
        default=None, description="Which fields are wrong, where the body or query is invalid."
    )
    version: int | None = Field(
        default=None, description="The newest version, where the caller knew an older one."
    )
    changes: list[str] | None = Field(
        default=None, description="What is different in it, a line each."
    )


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[FieldProblem] | None = None,
    conflict: VersionConflict | None = None,
) -> JSONResponse:
    """Give a problem document as a response."""
    body = Problem(
        type="about:blank",
        title=_title(status),
        status=status,
        detail=_printable(detail),
        code=code,
        errors=errors,
        version=conflict.present if conflict else None,
        changes=[_printable(line) for line in conflict.changes] if conflict else None,
    )
    headers: dict[str, str] = {"Cache-Control": "no-store"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if code in _RETRY_S:
        headers["Retry-After"] = str(_RETRY_S[code])
    return JSONResponse(
        body.model_dump(exclude_none=True), status, headers=headers, media_type=MEDIA_TYPE
    )


def from_error(error: StudioError) -> JSONResponse:
    """Give an error of ours as a response."""
    wrong = None
    if isinstance(error, InvalidPatch):
        path, message = _printable(error.path), _printable(error.message)
        wrong = [FieldProblem(field=path, message=message)]
    conflict = error if isinstance(error, VersionConflict) else None
    return problem(error.status, error.code, error.message, errors=wrong, conflict=conflict)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Document problem documents of these statuses for a route."""
    return {
        status: {
            "description": _title(status),
            "model": Problem,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, 422, 500})
    }


def install(app: FastAPI) -> None:
    """Answer every error of an app with a problem document."""

    async def studio_error(request: Request, error: Exception) -> JSONResponse:
        known = cast(StudioError, error)
        if known.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("request.failed", path=request.url.path, code=known.code, error=str(known))
        return from_error(known)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        found = cast(RequestValidationError, error).errors()
        fields = [
            FieldProblem(
                field=_printable(".".join(str(part) for part in item["loc"])),
                message=_printable(str(item["msg"])),
            )
            for item in found[:20]
        ]
        return problem(422, "invalid", "The request does not fit the schema.", errors=fields)

    async def http(_: Request, error: Exception) -> JSONResponse:
        known = cast(HTTPException, error)
        if known.status_code == HTTPStatus.BAD_REQUEST:
            return problem(422, "invalid", "The body cannot be read; send JSON in UTF-8.")
        code = _CODES.get(known.status_code, "http_error")
        answer = problem(known.status_code, code, str(known.detail))
        answer.headers.update(known.headers or {})
        return answer

    app.add_exception_handler(StudioError, studio_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Client Closed Request"


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
