"""Users and what proves who they are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import ApiKeyRow, RefreshTokenRow, SigninLinkRow, UserRow


class LockedToken(NamedTuple):
    """A refresh token that is held; it is spent once it was used longer ago than the grace."""

    row: RefreshTokenRow
    is_expired: bool
    is_spent: bool


class Users(Repository):
    """People."""

    async def add(self, *, email: str, name: str, password_hash: str) -> UserRow | None:
        """Add a user; ``None`` where the e-mail is taken."""
        statement = (
            insert(UserRow)
            .values(email=email, name=name, password_hash=password_hash)
            .on_conflict_do_nothing()
            .returning(UserRow)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def by_email(self, email: str) -> UserRow | None:
        """Find a user by e-mail."""
        return await self._session.scalar(select(UserRow).where(UserRow.email == email))

    async def by_id(self, user_id: UUID) -> UserRow | None:
        """Find a user."""
        return await self._session.scalar(select(UserRow).where(UserRow.id == user_id))


class SigninLinks(Repository):
    """One-time links."""

    async def add(self, *, owner_id: UUID, token_hash: str, ttl: timedelta) -> None:
        """Keep a link until it is used or expires."""
        await self._session.execute(
            insert(SigninLinkRow).values(
                owner_id=owner_id, token_hash=token_hash, expires_at=func.now() + ttl
            )
        )

    async def use(self, token_hash: str) -> UUID | None:
        """Use a link up and give its owner; ``None`` where it is unknown, used or expired."""
        return await self._session.scalar(
            update(SigninLinkRow)
            .where(
                SigninLinkRow.token_hash == token_hash,
                SigninLinkRow.used_at.is_(None),
                SigninLinkRow.expires_at > func.now(),
            )
            .values(used_at=func.now())
            .returning(SigninLinkRow.owner_id)
        )


class RefreshTokens(Repository):
    """Rotating tokens."""

    async def add(
        self, *, owner_id: UUID, family_id: UUID, token_hash: str, ttl: timedelta
    ) -> None:
        """Keep a token."""
        await self._session.execute(
            insert(RefreshTokenRow).values(
                owner_id=owner_id,
                family_id=family_id,
                token_hash=token_hash,
                expires_at=func.now() + ttl,
            )
        )

    async def lock(self, token_hash: str, *, grace: timedelta) -> LockedToken | None:
        """Find a token, alone until the commit."""
        spent = func.coalesce(RefreshTokenRow.used_at <= func.now() - grace, False)
        found = await self._session.execute(
            select(RefreshTokenRow, RefreshTokenRow.expires_at <= func.now(), spent)
            .where(RefreshTokenRow.token_hash == token_hash)
            .with_for_update()
        )
        row = found.one_or_none()
        return None if row is None else LockedToken(*row)

    async def use(self, token_id: UUID) -> None:
        """Mark a token as rotated; its first use counts."""
        await self._session.execute(
            update(RefreshTokenRow)
            .where(RefreshTokenRow.id == token_id, RefreshTokenRow.used_at.is_(None))
            .values(used_at=func.now())
        )

    async def revoke_family(self, family_id: UUID) -> None:
        """Revoke every token of a sign-in."""
        await self._session.execute(
            update(RefreshTokenRow)
            .where(RefreshTokenRow.family_id == family_id, RefreshTokenRow.revoked_at.is_(None))
            .values(revoked_at=func.now())
        )


class FoundKey(NamedTuple):
    """A key, whether it has expired, and whether a recent use of it is noted."""

    row: ApiKeyRow
    is_expired: bool
    is_noted: bool


class ApiKeys(Repository):
    """Keys of programs."""

    async def add(
        self,
        *,
        owner_id: UUID,
        name: str,
        prefix: str,
        secret_hash: str,
        scopes: Sequence[str],
        expires_at: datetime | None,
    ) -> ApiKeyRow:
        """Keep a key."""
        statement = (
            insert(ApiKeyRow)
            .values(
                owner_id=owner_id,
                name=name,
                prefix=prefix,
                secret_hash=secret_hash,
                scopes=list(scopes),
                expires_at=expires_at,
            )
            .returning(ApiKeyRow)
        )
        return (await self._session.scalars(statement)).one()

    async def list(self, owner_id: UUID) -> Sequence[ApiKeyRow]:
        """List the keys that are not revoked, oldest first."""
        found = await self._session.scalars(
            select(ApiKeyRow)
            .where(ApiKeyRow.owner_id == owner_id, ApiKeyRow.revoked_at.is_(None))
            .order_by(ApiKeyRow.created_at)
        )
        return found.all()

    async def revoke(self, *, owner_id: UUID, key_id: UUID) -> bool:
        """Revoke a key; ``False`` where the owner has no such key."""
        found = await self._session.scalar(
            update(ApiKeyRow)
            .where(
                ApiKeyRow.id == key_id,
                ApiKeyRow.owner_id == owner_id,
                ApiKeyRow.revoked_at.is_(None),
            )
            .values(revoked_at=func.now())
            .returning(ApiKeyRow.id)
        )
        return found is not None

    async def find(self, secret_hash: str, *, noted_for: timedelta) -> FoundKey | None:
        """Find a key that is not revoked; its use counts as noted for a while."""
        expired = func.coalesce(ApiKeyRow.expires_at <= func.now(), False)
        noted = func.coalesce(ApiKeyRow.last_used_at > func.now() - noted_for, False)
        found = await self._session.execute(
            select(ApiKeyRow, expired, noted).where(
                ApiKeyRow.secret_hash == secret_hash, ApiKeyRow.revoked_at.is_(None)
            )
        )
        row = found.one_or_none()
        return None if row is None else FoundKey(*row)

    async def note_use(self, key_id: UUID) -> None:
        """Note that a key was used now."""
        await self._session.execute(
            update(ApiKeyRow)
            .where(ApiKeyRow.id == key_id)
            .values(last_used_at=func.now())
            .execution_options(synchronize_session=False)
        )
