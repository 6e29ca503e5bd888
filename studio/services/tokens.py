"""Signatures: access tokens, and links to files that expire."""

import base64
import hashlib
import hmac
import math
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import jwt

from studio.domain.errors import InvalidToken, TokenExpired
from studio.domain.units import UserId
from studio.ports import Clock

ACCESS_S = 15 * 60
LINK_S = 15 * 60
LINK_STEP_S = 5 * 60
_ISSUER = "reelwright"
_AUDIENCE = "reelwright-api"
_REQUIRED = ["exp", "iat", "iss", "aud", "sub", "scope"]


class Tokens:
    """Issues and reads access tokens: JWTs, HS256 only."""

    def __init__(self, secret: str, clock: Clock) -> None:
        """Take the installation's secret."""
        self._key = derive_key(secret, "access-tokens")
        self._clock = clock

    def issue(self, user_id: UserId, *, scopes: frozenset[str]) -> str:
        """Give a token that is good for 15 minutes."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": str(user_id),
            "scope": " ".join(sorted(scopes)),
            "iat": now,
            "exp": now + ACCESS_S,
        }
        return jwt.encode(claims, self._key, algorithm="HS256")

    def read(self, token: str) -> tuple[UserId, frozenset[str]]:
        """Give a token's user and scopes.

        Raises:
            InvalidToken: It is not one of ours.
            TokenExpired: It was good once.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                issuer=_ISSUER,
                audience=_AUDIENCE,
                # The clock that was handed in decides about the time.
                options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False},
            )
            user_id = UserId(UUID(claims["sub"]))
            expires, scopes = int(claims["exp"]), frozenset(str(claims["scope"]).split())
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise InvalidToken("This token is not good; sign in again.") from error
        if expires <= self._clock.now().timestamp():
            raise TokenExpired("The access token has expired; refresh it.")
        return user_id, scopes


@dataclass(frozen=True, slots=True)
class Links:
    """Signs links to files, so that a browser can load them without a token."""

    secret: str = field(repr=False)
    clock: Clock

    def sign(self, kind: str, id: UUID, *, owner_id: UUID) -> str:
        """Give the query of a link that is good for 15 to 20 minutes.

        Links signed within the same five minutes are equal, so that a page that is read again
        finds its files in the browser's cache.

        Args:
            kind: ``"assets"`` or ``"artifacts"``.
            id: Of the file.
            owner_id: Whose it is; the link says so, and lookups go by it.
        """
        soonest = math.ceil(self.clock.now().timestamp()) + LINK_S
        expires = -(-soonest // LINK_STEP_S) * LINK_STEP_S
        signature = self._signature(kind, id, expires=expires, owner_id=owner_id)
        return f"exp={expires}&sig={signature}&owner={owner_id}"

    def check(self, kind: str, id: UUID, *, exp: int, sig: str, owner_id: UUID) -> None:
        """Check a link's signature and time.

        Raises:
            InvalidToken: It was not signed here for this file.
            TokenExpired: It was good once.
        """
        wanted = self._signature(kind, id, expires=exp, owner_id=owner_id)
        if not hmac.compare_digest(wanted.encode(), sig.encode("utf-8", "surrogatepass")):
            raise InvalidToken("This link is not good; open the video's page again.")
        if exp <= self.clock.now().timestamp():
            raise TokenExpired("This link has expired; open the video's page again.")

    def share_token(self, share_id: UUID) -> str:
        """Give the token of a share link: 256 bits that nobody can tell without the secret.

        It is kept nowhere: its owner is shown the address by making the token again.
        """
        key = derive_key(self.secret, "shares")
        made = hmac.new(key, share_id.bytes, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def _signature(self, kind: str, id: UUID, *, expires: int, owner_id: UUID) -> str:
        text = f"{kind}\n{id}\n{owner_id}\n{expires}"
        key = derive_key(self.secret, "links")
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def derive_key(secret: str, purpose: str) -> bytes:
    """Give a key of its own to each use of the secret."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()
