"""A database that goes away is told as such, and is used again when it is back."""

import pytest

from studio.db.engine import open_database
from studio.db.migrate import migrate
from studio.domain.errors import Unavailable
from studio.services import accounts
from tests.support.servers import running_postgres


async def test_an_outage_in_the_middle_is_unavailable_and_heals() -> None:
    with running_postgres() as server:
        url = server.start().url
        await migrate(url)
        database = open_database(url)
        async with database.work() as work:
            user = await accounts.ensure_local_user(work)

        with pytest.raises(Unavailable):  # noqa: PT012 - the outage comes in the middle
            async with database.work() as work:
                server.stop()
                await accounts.get_user(work, user_id=user.id)
        with pytest.raises(Unavailable):
            async with database.work():
                pass

        server.start()
        async with database.work() as work:
            assert await accounts.get_user(work, user_id=user.id) == user
        await database.close()
