"""What routes ask for: the app's parts, a unit of work, and who is calling."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.state import Parts
from studio.db.work import Work
from studio.domain.errors import Forbidden, Unauthorized
from studio.services import accounts
from studio.services.accounts import Principal

BEARER = HTTPBearer(
    auto_error=False, description="An access token, or an API key that begins with `rw_`."
)


def get_parts(request: Request) -> Parts:
    """Give the parts that the app was started with."""
    return cast(Parts, request.app.state.parts)


PartsDep = Annotated[Parts, Depends(get_parts)]


async def get_work(parts: PartsDep) -> AsyncGenerator[Work]:
    """Give a unit of work that is committed before the answer is sent."""
    async with parts.studio.work() as work:
        yield work


# Without the scope, FastAPI would commit after the answer was sent.
WorkDep = Annotated[Work, Depends(get_work, scope="function")]


async def get_principal(
    parts: PartsDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> Principal:
    """Give the caller, proven by a token; its unit of work is over before the route runs.

    Raises:
        Unauthorized: There is no token, or it is not good.
    """
    if credentials is None:
        raise Unauthorized("Sign in first; send a token as `Authorization: Bearer ...`.")
    async with parts.studio.work() as work:
        return await accounts.authenticate(
            work, parts.studio.tokens, bearer=credentials.credentials
        )


def require(principal: Principal, scope: str) -> Principal:
    """Check that the caller may do this.

    Raises:
        Forbidden: The token lacks the scope.
    """
    if scope not in principal.scopes:
        raise Forbidden(f"This token lacks the scope {scope!r}; use one that has it.")
    return principal


async def get_reader(principal: Annotated[Principal, Depends(get_principal)]) -> Principal:
    """Give a caller who may read."""
    return require(principal, "read")


async def get_writer(principal: Annotated[Principal, Depends(get_principal)]) -> Principal:
    """Give a caller who may change things."""
    return require(principal, "write")


Reader = Annotated[Principal, Depends(get_reader)]
Writer = Annotated[Principal, Depends(get_writer)]
