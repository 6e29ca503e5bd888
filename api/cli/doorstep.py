"""What must be true before the API opens: a migrated database, a local user who can come in."""

from agent import checkpoints
from api.cli.state import Welcome
from studio.db.engine import open_database
from studio.db.migrate import migrate
from studio.services import accounts


async def prepare_database(url: str) -> None:
    """Bring every table up to date, the checkpoints' too."""
    await migrate(url, extra=[lambda: checkpoints.setup(url)])


async def welcome(database_url: str, *, api_key: str) -> Welcome:
    """Give the local user a fresh sign-in link, and a new key where ``api_key`` is empty."""
    database = open_database(database_url, pool=2)
    try:
        async with database.work() as work:
            user = await accounts.ensure_local_user(work)
            token = await accounts.create_signin_link(work, owner_id=user.id)
            if not api_key:
                _, api_key = await accounts.create_api_key(
                    work,
                    owner_id=user.id,
                    name="this computer",
                    scopes={"read", "write"},
                    expires_at=None,
                )
    finally:
        await database.close()
    return Welcome(signin_token=token, api_key=api_key)
