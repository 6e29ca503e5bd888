"""What must be true before the API opens: a migrated database, a local user who can come in."""

from agent import checkpoints
from api.cli.state import Welcome
from studio.db.migrate import migrate
from studio.domain.errors import Unauthorized
from studio.services import accounts
from studio.settings import DatabaseSettings, RedisSettings, Settings
from studio.wiring import open_studio


async def prepare_database(url: str) -> None:
    """Bring every table up to date, the checkpoints' too."""
    await migrate(url, extra=[lambda: checkpoints.setup(url)])


async def welcome(
    settings: Settings, *, database_url: str, redis_url: str, api_key: str
) -> Welcome:
    """Give the local user a fresh sign-in link and a key that works.

    Args:
        settings: Of this installation.
        database_url: Where the accounts are.
        redis_url: Where the queue is.
        api_key: The key kept from earlier, empty where there is none.
    """
    here = settings.model_copy(
        update={
            "database": DatabaseSettings.model_validate(
                settings.database.model_dump() | {"database_url": database_url}
            ),
            "redis": RedisSettings.model_validate({"redis_url": redis_url}),
        }
    )
    async with open_studio(here) as studio, studio.work() as work:
        user = await accounts.ensure_local_user(work)
        token = await accounts.create_signin_link(work, owner_id=user.id)
        try:
            await accounts.authenticate(work, studio.tokens, bearer=api_key)
        except Unauthorized:
            _, api_key = await accounts.create_api_key(
                work,
                owner_id=user.id,
                name="this computer",
                scopes={"read", "write"},
                expires_at=None,
            )
    return Welcome(signin_token=token, api_key=api_key)
