"""Signing in and out."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Body, Cookie, Depends, Query, Request, Response

from api.deps import PartsDep, WorkDep
from api.problems import responses
from api.schemas.accounts import LinkSignIn, PasswordSignIn, RefreshToken, Tokens
from api.state import Parts
from studio.domain.errors import Forbidden, InvalidToken
from studio.services import accounts
from studio.services.accounts import TokenPair

COOKIE = "rw_refresh"
_PATH = "/v1/auth"
_COOKIE_S = 30 * 24 * 3600


async def check_origin(request: Request, parts: PartsDep) -> None:
    """Refuse a browser that speaks for another site: these routes read or set a cookie.

    Raises:
        Forbidden: The request comes from elsewhere.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return
    own = {request.headers.get("host", ""), urlsplit(parts.public_url).netloc} - {""}
    if urlsplit(origin).netloc not in own:
        raise Forbidden("This request comes from another site; open Reelwright's own page.")


async def count_attempt(request: Request, parts: PartsDep) -> None:
    """Count an attempt from this address."""
    await parts.sign_ins.check(address=_address(request))


router = APIRouter(prefix=_PATH, tags=["sign in"], dependencies=[Depends(check_origin)])

Asked = Annotated[
    Literal["cookie", "body"],
    Query(description="Where the refresh token goes; clients other than browsers get the body."),
]


@router.post("/password", responses=responses(401, 403, 413, 429, 503))
async def sign_in(
    asked: PasswordSignIn,
    request: Request,
    response: Response,
    parts: PartsDep,
    work: WorkDep,
    tokens: Asked = "cookie",
) -> Tokens:
    """Sign in with e-mail and password."""
    await parts.sign_ins.check(address=_address(request), account=asked.email)
    pair = await accounts.sign_in(
        work, parts.studio.tokens, email=asked.email, password=asked.password
    )
    return _answer(pair, request, response, parts, tokens)


@router.post(
    "/link",
    responses=responses(401, 403, 413, 429, 503),
    dependencies=[Depends(count_attempt)],
)
async def redeem_link(
    asked: LinkSignIn,
    request: Request,
    response: Response,
    parts: PartsDep,
    work: WorkDep,
    tokens: Asked = "cookie",
) -> Tokens:
    """Sign in with a one-time link."""
    pair = await accounts.redeem_signin_link(work, parts.studio.tokens, token=asked.token)
    return _answer(pair, request, response, parts, tokens)


@router.post("/refresh", responses=responses(401, 403, 413, 503))
async def refresh(
    request: Request,
    response: Response,
    parts: PartsDep,
    work: WorkDep,
    asked: Annotated[RefreshToken | None, Body()] = None,
    rw_refresh: Annotated[str, Cookie(max_length=400)] = "",
) -> Tokens:
    """Exchange a refresh token, from the cookie or the body, for new tokens."""
    given = asked.refresh_token if asked else ""
    token = given or rw_refresh
    if not token:
        raise InvalidToken("There is no refresh token; sign in again.")
    pair = await accounts.refresh(work, parts.studio.tokens, refresh_token=token)
    return _answer(pair, request, response, parts, "body" if given else "cookie")


@router.post("/sign-out", status_code=204, responses=responses(403, 413, 503))
async def sign_out(
    response: Response,
    work: WorkDep,
    asked: Annotated[RefreshToken | None, Body()] = None,
    rw_refresh: Annotated[str, Cookie(max_length=400)] = "",
) -> None:
    """Forget the sign-in; unknown tokens are fine."""
    token = (asked.refresh_token if asked else "") or rw_refresh
    if token:
        await accounts.sign_out(work, refresh_token=token)
    response.delete_cookie(COOKIE, path=_PATH)


def _answer(
    pair: TokenPair, request: Request, response: Response, parts: Parts, asked: str
) -> Tokens:
    response.headers["Cache-Control"] = "no-store"
    is_browser = "sec-fetch-site" in request.headers or "origin" in request.headers
    if asked == "body" or not is_browser:
        return Tokens.of(pair, with_refresh=True)
    is_https = request.url.scheme == "https" or parts.public_url.startswith("https:")
    response.set_cookie(
        COOKIE,
        pair.refresh,
        max_age=_COOKIE_S,
        path=_PATH,
        httponly=True,
        secure=is_https,
        samesite="strict",
    )
    return Tokens.of(pair, with_refresh=False)


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
