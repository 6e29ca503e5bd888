"""Sign-in, the caller and API keys."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from studio.services.accounts import ApiKey, TokenPair, User

Scope = Literal["read", "write"]
PlainText = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]


class PasswordSignIn(BaseModel):
    """An account's e-mail and password."""

    email: Annotated[PlainText, Field(min_length=3, max_length=254, examples=["you@example.com"])]
    password: Annotated[str, Field(min_length=1, max_length=200, examples=["correct horse"])]


class LinkSignIn(BaseModel):
    """The token of a one-time sign-in link."""

    token: Annotated[PlainText, Field(min_length=1, max_length=200)]


class RefreshToken(BaseModel):
    """A refresh token, for clients without cookies."""

    refresh_token: Annotated[PlainText, Field(max_length=400)] = ""


class Tokens(BaseModel):
    """What proves the caller's identity from now on."""

    access_token: str = Field(description="Send it as `Authorization: Bearer ...`.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - RFC 6750 names the scheme
    expires_in: int = Field(
        description="Seconds until the access token is refused.", examples=[900]
    )
    refresh_token: str | None = Field(
        default=None, description="Only for clients without cookies; use it once."
    )

    @classmethod
    def of(cls, pair: TokenPair, *, with_refresh: bool) -> Self:
        """Show a pair, the refresh token only where asked for."""
        return cls(
            access_token=pair.access,
            expires_in=pair.expires_in_s,
            refresh_token=pair.refresh if with_refresh else None,
        )


class Me(BaseModel):
    """The caller."""

    id: UUID
    email: str
    name: str
    scopes: list[Scope]

    @classmethod
    def of(cls, user: User, *, scopes: frozenset[str]) -> Self:
        """Show a user."""
        known: list[Scope] = [scope for scope in ("read", "write") if scope in scopes]
        return cls(id=user.id, email=user.email, name=user.name, scopes=known)


class ApiKeyAsked(BaseModel):
    """A key to be made."""

    name: Annotated[PlainText, Field(min_length=1, max_length=80, examples=["my laptop"])]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=2)] = ["read", "write"]
    expires_in_days: Annotated[int, Field(ge=1, le=3_650)] | None = None


class ApiKeyShown(BaseModel):
    """A key, without its secret."""

    id: UUID
    name: str
    prefix: str = Field(description="How the secret begins.", examples=["rw_3fKq"])
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        """Show a key."""
        return cls(
            id=key.id,
            name=key.name,
            prefix=key.prefix,
            scopes=sorted(key.scopes),
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
        )


class ApiKeyMade(BaseModel):
    """A new key; its secret is shown this once."""

    key: ApiKeyShown
    secret: str


class ApiKeys(BaseModel):
    """The caller's keys."""

    items: list[ApiKeyShown]
