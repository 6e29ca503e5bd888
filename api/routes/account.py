"""The caller and their API keys."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.accounts import ApiKeyAsked, ApiKeyMade, ApiKeys, ApiKeyShown, Me
from studio.domain.errors import Forbidden
from studio.domain.units import ApiKeyId
from studio.services import accounts
from studio.services.accounts import Principal

router = APIRouter(prefix="/v1", tags=["account"])


@router.get("/me", responses=responses(401, 403, 503))
async def show_me(principal: Reader, work: WorkDep) -> Me:
    """Tell who is calling."""
    user = await accounts.get_user(work, user_id=principal.user_id)
    return Me.of(user, scopes=principal.scopes)


@router.get("/api-keys", responses=responses(401, 403, 503))
async def list_keys(principal: Reader, work: WorkDep) -> ApiKeys:
    """List the caller's API keys."""
    keys = await accounts.list_api_keys(work, owner_id=principal.user_id)
    return ApiKeys(items=[ApiKeyShown.of(key) for key in keys])


@router.post("/api-keys", status_code=201, responses=responses(401, 403, 413, 503))
async def create_key(
    asked: ApiKeyAsked, principal: Writer, parts: PartsDep, work: WorkDep
) -> ApiKeyMade:
    """Make an API key; its secret is in this answer only."""
    _refuse_keys(principal)
    days = asked.expires_in_days
    expires_at = parts.studio.clock.now() + timedelta(days=days) if days else None
    key, secret = await accounts.create_api_key(
        work,
        owner_id=principal.user_id,
        name=asked.name,
        scopes=frozenset(asked.scopes),
        expires_at=expires_at,
    )
    return ApiKeyMade(key=ApiKeyShown.of(key), secret=secret)


@router.delete("/api-keys/{key_id}", status_code=204, responses=responses(401, 403, 404, 503))
async def revoke_key(key_id: UUID, principal: Writer, work: WorkDep) -> None:
    """Revoke an API key at once."""
    _refuse_keys(principal)
    await accounts.revoke_api_key(work, owner_id=principal.user_id, key_id=ApiKeyId(key_id))


def _refuse_keys(principal: Principal) -> None:
    if principal.kind == "api_key":
        raise Forbidden("An API key cannot manage API keys; sign in instead.")
