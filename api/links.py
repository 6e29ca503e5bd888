"""Whose file is asked for: signed links speak for their owner."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials

from api.agui import LinkKind
from api.deps import BEARER, PartsDep, get_principal, require
from studio.domain.errors import Invalid
from studio.domain.units import UserId

_KINDS: dict[str, LinkKind] = {
    "artifact_id": "artifacts",
    "asset_id": "assets",
    "render_id": "streams",
}


async def get_owner(
    request: Request,
    parts: PartsDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    exp: Annotated[int | None, Query(ge=0, lt=2**40, description="Of a signed link.")] = None,
    sig: Annotated[str | None, Query(max_length=128, description="Of a signed link.")] = None,
    owner: Annotated[UUID | None, Query(description="Of a signed link.")] = None,
) -> UserId:
    """Give whose file is asked for: a signed link says so itself, else a token does.

    The route's one path parameter tells what the link is to.

    Raises:
        Invalid: The address holds no id.
        InvalidToken: The link was not signed here for this file.
        TokenExpired: The link was good once.
    """
    if exp is None or sig is None or owner is None:
        principal = await get_principal(parts, credentials)
        return require(principal, "read").user_id
    ((name, value),) = request.path_params.items()
    try:
        id = UUID(value)
    except ValueError as error:
        raise Invalid("This is not the id of a file.") from error
    parts.studio.links.check(_KINDS[name], id, exp=exp, sig=sig, owner_id=owner)
    return UserId(owner)


Owner = Annotated[UserId, Depends(get_owner)]
