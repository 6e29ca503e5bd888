import os
import subprocess
from datetime import UTC, datetime

import pytest

from studio.db.engine import open_database
from studio.domain.errors import InvalidCredentials
from studio.services import accounts
from studio.services.tokens import Tokens
from tests.support.product import PROGRAM

PASSWORD = "a long enough password"


class Now:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)


def add(database_url: str, email: str, password: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "add-user", email, "--password", password],
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


async def test_somebody_who_was_added_can_sign_in(database_url: str) -> None:
    done = add(database_url, "Ann@Example.com", PASSWORD)

    assert done.returncode == 0, done.stderr
    database = open_database(database_url, pool=2)
    tokens = Tokens("s" * 40, Now())
    async with database.work() as work:
        pair = await accounts.sign_in(work, tokens, email="ann@example.com", password=PASSWORD)
        assert pair.access
    with pytest.raises(InvalidCredentials):
        async with database.work() as work:
            await accounts.sign_in(work, tokens, email="ann@example.com", password="wrong")
    await database.close()


def test_what_will_not_do_is_told_in_words(database_url: str) -> None:
    short = add(database_url, "ann@example.com", "short")
    add(database_url, "ann@example.com", PASSWORD)
    twice = add(database_url, "ann@example.com", PASSWORD)

    assert (short.returncode, twice.returncode) == (1, 1)
    assert "characters" in short.stderr
    assert "Traceback" not in short.stderr + twice.stderr
