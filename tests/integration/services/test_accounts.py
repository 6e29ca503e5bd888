"""Signing in, staying signed in, signing out, and the keys of programs."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from pwdlib import PasswordHash
from sqlalchemy import text

from studio.db.engine import Database, open_database
from studio.domain.errors import (
    Conflict,
    Invalid,
    InvalidCredentials,
    InvalidToken,
    NotFound,
    TokenExpired,
    TokenReused,
)
from studio.domain.units import UserId
from studio.services import accounts
from studio.services.accounts import Tokens
from studio.wiring import SystemClock
from tests.support.studio import PASSWORD, execute, make_thread

TOKENS = Tokens("s" * 40, SystemClock())
EMAIL = "ada@example.com"
AGE = "UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds'"


@pytest.fixture(autouse=True)
def real_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_PASSWORDS", PasswordHash.recommended())


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


async def sign_in(works: Database, password: str = PASSWORD, email: str = EMAIL):
    async with works.work() as work:
        return await accounts.sign_in(work, TOKENS, email=email, password=password)


async def refresh(works: Database, token: str):
    async with works.work() as work:
        return await accounts.refresh(work, TOKENS, refresh_token=token)


async def authenticate(works: Database, bearer: str):
    async with works.work() as work:
        return await accounts.authenticate(work, TOKENS, bearer=bearer)


async def make_key(
    works: Database,
    owner_id: UserId,
    scopes: Sequence[str] = ("read",),
    expires_at: datetime | None = None,
):
    async with works.work() as work:
        return await accounts.create_api_key(
            work, owner_id=owner_id, name="ci", scopes=scopes, expires_at=expires_at
        )


async def keys_of(works: Database, owner_id: UserId):
    async with works.work() as work:
        return await accounts.list_api_keys(work, owner_id=owner_id)


async def test_a_password_is_kept_as_a_hash_that_is_dear_to_guess(works: Database) -> None:
    await make_thread(works, EMAIL)
    async with works.connect() as connection:
        kept = (await connection.execute(text("SELECT password_hash FROM users"))).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_two_tabs_that_refresh_at_once_both_stay_signed_in(works: Database) -> None:
    await make_thread(works)
    first = await sign_in(works)

    pairs = await asyncio.gather(*(refresh(works, first.refresh) for _ in range(2)))

    assert len({first.refresh, *(pair.refresh for pair in pairs)}) == 3
    for pair in pairs:
        assert (await refresh(works, pair.refresh)).access


async def test_a_refresh_token_used_again_later_revokes_its_family(
    works: Database, database_url: str
) -> None:
    await make_thread(works)
    first, other_device = await sign_in(works), await sign_in(works)
    tabs = [await refresh(works, first.refresh) for _ in range(2)]
    await execute(database_url, AGE)

    with pytest.raises(TokenReused):
        await refresh(works, first.refresh)

    for tab in tabs:
        with pytest.raises(InvalidToken):
            await refresh(works, tab.refresh)
    assert (await refresh(works, other_device.refresh)).access


async def test_the_grace_counts_from_the_first_use(works: Database, database_url: str) -> None:
    await make_thread(works)
    first = await sign_in(works)
    await refresh(works, first.refresh)
    await execute(database_url, AGE.replace("11", "6"))
    await refresh(works, first.refresh)
    await execute(database_url, AGE.replace("11", "6"))

    with pytest.raises(TokenReused):
        await refresh(works, first.refresh)


async def test_a_refresh_token_expires(works: Database, database_url: str) -> None:
    await make_thread(works)
    pair = await sign_in(works)
    await execute(database_url, "UPDATE refresh_tokens SET expires_at = now()")

    with pytest.raises(TokenExpired):
        await refresh(works, pair.refresh)


async def test_signing_out_ends_the_sign_in_at_once(works: Database) -> None:
    await make_thread(works)
    first = await sign_in(works)
    second = await refresh(works, first.refresh)

    async with works.work() as work:
        await accounts.sign_out(work, refresh_token=second.refresh)
        await accounts.sign_out(work, refresh_token="unknown")

    for pair in (first, second):
        with pytest.raises(InvalidToken):
            await refresh(works, pair.refresh)


async def test_a_wrong_password_or_email_is_refused_alike(works: Database) -> None:
    await make_thread(works)

    told = set()
    for password, email in (("not the password", EMAIL), (PASSWORD, "eve@example.com")):
        with pytest.raises(InvalidCredentials) as refused:
            await sign_in(works, password, email)
        told.add(refused.value.message)
    assert len(told) == 1
    assert (await sign_in(works, email=" ADA@Example.com ")).access


async def test_an_unknown_email_takes_as_long_as_a_known_one(works: Database) -> None:
    await make_thread(works)

    async def quickest(email: str) -> float:
        times = []
        for _ in range(4):
            began = time.perf_counter()
            with pytest.raises(InvalidCredentials):
                await sign_in(works, "not the password", email)
            times.append(time.perf_counter() - began)
        return min(times)

    # A hash takes tens of milliseconds and all the rest a few, so half tells them apart.
    assert await quickest("eve@example.com") > await quickest(EMAIL) / 2


async def test_the_local_user_has_no_password_to_guess(works: Database) -> None:
    async with works.work() as work:
        one, two = [await accounts.ensure_local_user(work) for _ in range(2)]

    assert one == two
    for password in ("", PASSWORD):
        with pytest.raises(InvalidCredentials):
            await sign_in(works, password, one.email)


async def test_an_email_is_registered_once_and_passwords_are_long(works: Database) -> None:
    await make_thread(works)

    async with works.work() as work:
        with pytest.raises(Conflict):
            await accounts.register(work, email="ADA@example.com", password=PASSWORD)
        with pytest.raises(Invalid):
            await accounts.register(work, email="eve@example.com", password="short")
        with pytest.raises(Invalid):
            await accounts.register(work, email="nobody", password=PASSWORD)


async def test_a_sign_in_link_works_once(works: Database) -> None:
    owner_id, _ = await make_thread(works)
    async with works.work() as work:
        token = await accounts.create_signin_link(work, owner_id=owner_id)

    async def redeem():
        async with works.work() as work:
            return await accounts.redeem_signin_link(work, TOKENS, token=token)

    results = await asyncio.gather(*(redeem() for _ in range(4)), return_exceptions=True)

    [pair] = [r for r in results if not isinstance(r, BaseException)]
    assert sum(isinstance(r, InvalidCredentials) for r in results) == 3
    assert (await authenticate(works, pair.access)).user_id == owner_id


@pytest.mark.parametrize("ttl", [timedelta(0), timedelta(minutes=-1)])
async def test_a_sign_in_link_expires(works: Database, ttl: timedelta) -> None:
    owner_id, _ = await make_thread(works)
    async with works.work() as work:
        token = await accounts.create_signin_link(work, owner_id=owner_id, ttl=ttl)

    async with works.work() as work:
        with pytest.raises(InvalidCredentials):
            await accounts.redeem_signin_link(work, TOKENS, token=token)


async def test_a_key_allows_its_scopes_and_notes_its_use(works: Database) -> None:
    owner_id, _ = await make_thread(works)
    key, secret = await make_key(works, owner_id)

    assert (await keys_of(works, owner_id))[0].last_used_at is None
    principal = await authenticate(works, secret)

    assert (principal.user_id, principal.scopes, principal.kind) == (
        owner_id,
        frozenset({"read"}),
        "api_key",
    )
    [listed] = await keys_of(works, owner_id)
    assert (listed.id, listed.prefix) == (key.id, secret[:7])
    assert listed.last_used_at is not None


@pytest.mark.parametrize("scopes", [(), ("admin",), ("read", "admin")])
async def test_a_key_with_unknown_scopes_is_not_made(
    works: Database, scopes: Sequence[str]
) -> None:
    owner_id, _ = await make_thread(works)

    with pytest.raises(Invalid):
        await make_key(works, owner_id, scopes)
    assert await keys_of(works, owner_id) == ()


async def test_a_key_expires(works: Database) -> None:
    owner_id, _ = await make_thread(works)
    _, old = await make_key(works, owner_id, expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    _, new = await make_key(works, owner_id, expires_at=datetime(2100, 1, 1, tzinfo=UTC))

    with pytest.raises(TokenExpired):
        await authenticate(works, old)
    assert (await authenticate(works, new)).user_id == owner_id


async def test_a_key_is_revoked_by_its_owner_only(works: Database) -> None:
    owner_id, _ = await make_thread(works)
    stranger, _ = await make_thread(works, "eve@example.com")
    key, secret = await make_key(works, owner_id)

    assert await keys_of(works, stranger) == ()
    async with works.work() as work:
        with pytest.raises(NotFound):
            await accounts.revoke_api_key(work, owner_id=stranger, key_id=key.id)
    assert (await authenticate(works, secret)).user_id == owner_id

    async with works.work() as work:
        await accounts.revoke_api_key(work, owner_id=owner_id, key_id=key.id)
    with pytest.raises(InvalidToken):
        await authenticate(works, secret)
    assert await keys_of(works, owner_id) == ()


async def test_a_key_that_nobody_made_is_refused(works: Database) -> None:
    for bearer in ("rw_", "rw_guess", "rw_\udc80"):
        with pytest.raises(InvalidToken):
            await authenticate(works, bearer)
