"""Accounts: people, how they sign in, and the keys of their programs."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pwdlib import PasswordHash
from uuid_utils.compat import uuid7

from studio.db.rows import ApiKeyRow, UserRow
from studio.db.work import Work
from studio.domain.errors import (
    Conflict,
    Invalid,
    InvalidCredentials,
    InvalidToken,
    NotFound,
    TokenExpired,
    TokenReused,
)
from studio.domain.units import ApiKeyId, UserId
from studio.services.tokens import ACCESS_S, Tokens

__all__ = ["ApiKey", "Principal", "TokenPair", "Tokens", "User"]

SCOPES = frozenset({"read", "write"})
LOCAL_EMAIL = "local@localhost"
REFRESH_TTL = timedelta(days=30)
LINK_TTL = timedelta(minutes=15)
REUSE_GRACE = timedelta(seconds=10)
"""Tabs of one browser may send the same refresh token at the same moment."""
MIN_PASSWORD = 10
_KEY_PREFIX = "rw_"
_USE_NOTED_FOR = timedelta(minutes=1)
"""So that requests which only read do not write."""
_PASSWORDS = PasswordHash.recommended()
# Verified where the e-mail is unknown, so that the answer takes as long as for a known one.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$/IG7aVcI5XJXW2fQc344tg$DmQNA2K+9w5kX8/B9dzL+/wgXTSRX9AC6+L0v+p08bU"


@dataclass(frozen=True, slots=True)
class User:
    """A person."""

    id: UserId
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls, and what the proof they sent allows."""

    user_id: UserId
    scopes: frozenset[str]
    kind: Literal["access", "api_key"]


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a sign-in gives."""

    access: str
    refresh: str
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, without its secret."""

    id: ApiKeyId
    name: str
    prefix: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


async def register(work: Work, *, email: str, password: str, name: str = "") -> User:
    """Add a person.

    Raises:
        Invalid: The e-mail or the password will not do.
        Conflict: The e-mail is taken.
    """
    address = _clean_email(email)
    if len(password) < MIN_PASSWORD:
        raise Invalid(f"The password is too short; use at least {MIN_PASSWORD} characters.")
    hashed = await asyncio.to_thread(_PASSWORDS.hash, password)
    row = await work.users.add(email=address, name=name, password_hash=hashed)
    if row is None:
        raise Conflict(f"There is already an account for {address!r}; sign in instead.")
    return _user(row)


async def get_user(work: Work, *, user_id: UserId) -> User:
    """Give a person.

    Raises:
        NotFound: There is no such person.
    """
    row = await work.users.by_id(user_id)
    if row is None:
        raise NotFound("This account does not exist any more.")
    return _user(row)


async def sign_in(work: Work, tokens: Tokens, *, email: str, password: str) -> TokenPair:
    """Exchange e-mail and password for tokens.

    Raises:
        InvalidCredentials: One of them is wrong; which one is not told.
    """
    row = await work.users.by_email(email.strip().lower())
    hashed = row.password_hash if row and row.password_hash else _NOBODY
    is_right = await asyncio.to_thread(_PASSWORDS.verify, password, hashed)
    if row is None or not row.password_hash or not is_right:
        raise InvalidCredentials("The e-mail or the password is not right.")
    return await _issue(work, tokens, owner_id=row.id, family_id=uuid7())


async def refresh(work: Work, tokens: Tokens, *, refresh_token: str) -> TokenPair:
    """Exchange a refresh token for new tokens; it is used up by this.

    Used again within ``REUSE_GRACE`` of its first use, it gives another pair of its family.

    Raises:
        InvalidToken: It is unknown or revoked.
        TokenExpired: It is too old.
        TokenReused: It was used before; its whole family is revoked.
    """
    found = await work.refresh_tokens.lock(_hash(refresh_token), grace=REUSE_GRACE)
    if found is None or found.row.revoked_at is not None:
        raise InvalidToken("This refresh token is not good; sign in again.")
    row = found.row
    if found.is_spent:
        await work.refresh_tokens.revoke_family(row.family_id)
        # The revocation must outlive the error that tells of it.
        await work.keep()
        raise TokenReused("This refresh token was used before; sign in again on every device.")
    if found.is_expired:
        raise TokenExpired("The sign-in is too old; sign in again.")
    await work.refresh_tokens.use(row.id)
    return await _issue(work, tokens, owner_id=row.owner_id, family_id=row.family_id)


async def sign_out(work: Work, *, refresh_token: str) -> None:
    """End the sign-in that a refresh token belongs to; an unknown one is fine."""
    found = await work.refresh_tokens.lock(_hash(refresh_token), grace=REUSE_GRACE)
    if found is not None:
        await work.refresh_tokens.revoke_family(found.row.family_id)


async def create_signin_link(work: Work, *, owner_id: UserId, ttl: timedelta = LINK_TTL) -> str:
    """Give the token of a link that signs in once."""
    token = secrets.token_urlsafe(32)
    await work.signin_links.add(owner_id=owner_id, token_hash=_hash(token), ttl=ttl)
    return token


async def redeem_signin_link(work: Work, tokens: Tokens, *, token: str) -> TokenPair:
    """Exchange a link's token for tokens; it is used up by this.

    Raises:
        InvalidCredentials: It is unknown, used or expired.
    """
    owner_id = await work.signin_links.use(_hash(token))
    if owner_id is None:
        raise InvalidCredentials("This sign-in link was used or has expired; ask for a new one.")
    return await _issue(work, tokens, owner_id=owner_id, family_id=uuid7())


async def ensure_local_user(work: Work) -> User:
    """Give the person of this computer, who has no password; added at first need."""
    row = await work.users.add(email=LOCAL_EMAIL, name="You", password_hash="")
    row = row or await work.users.by_email(LOCAL_EMAIL)
    if row is None:
        raise NotFound("The local user was deleted in this moment; try again.")
    return _user(row)


async def create_api_key(
    work: Work,
    *,
    owner_id: UserId,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key for a program.

    Returns:
        The key, and its secret, which is not kept.

    Raises:
        Invalid: A scope is unknown.
    """
    wanted = frozenset(scopes)
    if not wanted or not wanted <= SCOPES:
        raise Invalid(f"Unknown scopes {sorted(wanted - SCOPES)!r}; use some of {sorted(SCOPES)}.")
    secret = _KEY_PREFIX + secrets.token_urlsafe(32)
    row = await work.api_keys.add(
        owner_id=owner_id,
        name=name,
        prefix=secret[:7],
        secret_hash=_hash(secret),
        scopes=sorted(wanted),
        expires_at=expires_at,
    )
    return _api_key(row), secret


async def list_api_keys(work: Work, *, owner_id: UserId) -> Sequence[ApiKey]:
    """List the keys that work or have expired, oldest first."""
    return tuple(_api_key(row) for row in await work.api_keys.list(owner_id))


async def revoke_api_key(work: Work, *, owner_id: UserId, key_id: ApiKeyId) -> None:
    """Make a key useless from now on.

    Raises:
        NotFound: The owner has no such key.
    """
    if not await work.api_keys.revoke(owner_id=owner_id, key_id=key_id):
        raise NotFound("There is no such API key.")


async def authenticate(work: Work, tokens: Tokens, *, bearer: str) -> Principal:
    """Tell who sends an access token or an API key.

    Raises:
        InvalidToken: It is not one of ours, or revoked.
        TokenExpired: It was good once.
    """
    if not bearer.startswith(_KEY_PREFIX):
        user_id, scopes = tokens.read(bearer)
        if await work.users.by_id(user_id) is None:
            raise InvalidToken("The account of this token does not exist any more.")
        return Principal(user_id=user_id, scopes=scopes, kind="access")
    found = await work.api_keys.find(_hash(bearer), noted_for=_USE_NOTED_FOR)
    if found is None:
        raise InvalidToken("This API key is unknown or revoked.")
    row = found.row
    if found.is_expired:
        raise TokenExpired(f"The API key {row.prefix!r} has expired; make a new one.")
    if not found.is_noted:
        await work.api_keys.note_use(row.id)
    return Principal(user_id=UserId(row.owner_id), scopes=frozenset(row.scopes), kind="api_key")


async def _issue(work: Work, tokens: Tokens, *, owner_id: UUID, family_id: UUID) -> TokenPair:
    token = secrets.token_urlsafe(32)
    await work.refresh_tokens.add(
        owner_id=owner_id, family_id=family_id, token_hash=_hash(token), ttl=REFRESH_TTL
    )
    access = tokens.issue(UserId(owner_id), scopes=SCOPES)
    return TokenPair(access=access, refresh=token, expires_in_s=ACCESS_S)


def _clean_email(email: str) -> str:
    address = email.strip().lower()
    name, at, host = address.rpartition("@")
    if not (at and name and host) or len(address) > 254 or not address.isprintable():
        raise Invalid(f"{email!r} is not an e-mail address.")
    return address


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _user(row: UserRow) -> User:
    return User(id=UserId(row.id), email=row.email, name=row.name)


def _api_key(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=ApiKeyId(row.id),
        name=row.name,
        prefix=row.prefix,
        scopes=frozenset(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
