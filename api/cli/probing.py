"""``reelwright doctor --probe``: a model that may be billed is asked through the ledger, in its turn."""

from pydantic import SecretStr

from agent.probing import Till
from api.app import meter_of
from api.cli.operators import with_servers
from studio.providers.llm import Capabilities, ChatModel, probe
from studio.services import accounts
from studio.services.charges import Payer
from studio.settings import Settings
from studio.wiring import Studio, open_studio


async def probe_in_ledger(settings: Settings, found: ChatModel) -> tuple[Capabilities, str]:
    """Give what a model can do, and what finding it out cost, in words.

    Raises:
        Misconfigured: No ledger is there: Reelwright does not run, and its addresses are not set.
        BudgetExceeded: A cap stands in the way; nothing was asked.
    """
    async with open_studio(_with_servers(settings)) as studio:
        meter = meter_of(found, settings.model, studio)
        if meter is None:
            return await probe(found), ""
        till = Till(studio.works, meter, await _payer(studio))
        able = await probe(found, ask=till.ask)
    return able, till.told()


async def _payer(studio: Studio) -> Payer:
    async with studio.work() as work:
        owner = await accounts.ensure_local_user(work)
    lease_s = studio.takeover_s * 3 / 4
    return Payer(owner.id, thread_id=None, turn_id=None, caps=studio.caps, lease_s=lease_s)


def _with_servers(settings: Settings) -> Settings:
    """Give the settings with the addresses of a running ``up`` where they name none."""
    found = with_servers(settings)
    database, redis = settings.database, settings.redis
    if not database.database_url.get_secret_value():
        database = database.model_copy(update={"database_url": SecretStr(found["DATABASE_URL"])})
    if not redis.redis_url.get_secret_value():
        redis = redis.model_copy(update={"redis_url": SecretStr(found["REDIS_URL"])})
    return settings.model_copy(update={"database": database, "redis": redis})
