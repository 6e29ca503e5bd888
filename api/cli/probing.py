"""``reelwright doctor --probe``: a model that may be billed is asked through the ledger, in its turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

from langchain_core.messages import BaseMessage
from pydantic import SecretStr

from agent.meter import Meter
from api.app import meter_of
from api.cli.operators import with_servers
from studio.db.work import Work
from studio.domain.asset import digest
from studio.domain.errors import StudioError
from studio.domain.money import Call, CallKind, Usage
from studio.makers import Order
from studio.providers.llm import Capabilities, ChatModel, probe
from studio.providers.llm.capabilities import Question
from studio.providers.llm.errors import as_studio_error
from studio.services import accounts
from studio.services.charges import Payer
from studio.services.spending import Paid, Purchase, buy
from studio.settings import Settings
from studio.wiring import Studio, open_studio

SLACK = 1_200
"""Characters of a tool's or a schema's description, which go along with a question."""


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
        till = Till(studio, meter, await _payer(studio))
        able = await probe(found, ask=till.ask)
    return able, till.told()


@dataclass(slots=True)
class Till:
    """Pays for questions, each a call of its own."""

    studio: Studio
    meter: Meter
    payer: Payer
    used: list[Usage] = field(default_factory=list[Usage])

    async def ask(self, question: Question) -> BaseMessage:
        """Ask a question; raises as the model does, so that what it does not support is seen."""
        purchase = self._purchase(question)
        try:
            return await buy(self.studio.works, payer=self.payer, purchase=purchase)
        except StudioError as error:
            if error.__cause__ is not None:
                raise error.__cause__ from error
            raise

    def told(self) -> str:
        """Tell what was paid."""
        costs = [usage.cost_usd for usage in self.used]
        known = sum((cost for cost in costs if cost is not None), Decimal(0))
        price = "at a price that nobody knows" if None in costs else f"for ${known:f}"
        return f"asked {price}, which stands in the ledger"

    def _purchase(self, question: Question) -> Purchase[BaseMessage]:
        quoted = self.meter.quote(question.words.ljust(SLACK))
        call = Call(
            key=digest("probe", uuid4().hex),
            kind=CallKind.TEXT,
            provider=self.meter.provider,
            model=self.meter.model,
            estimate_usd=_total(quoted),
        )

        async def find(work: Work) -> BaseMessage | None:
            return None

        async def send(order: Order) -> Paid[BaseMessage]:
            try:
                answer = await question.put()
            except Exception as error:
                known = as_studio_error(error)
                if known is None:
                    raise
                raise known from error
            used = self.meter.read_all([answer]) or self.meter.uncounted(quoted)
            self.used.extend(used)
            return Paid(answer, used)

        async def keep(work: Work, answer: BaseMessage) -> None:
            """Nothing else wants it."""

        return Purchase(call, find, send, keep, quoted=quoted, lane=self.meter.lane)


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


def _total(quoted: Sequence[Usage]) -> Decimal | None:
    costs = [usage.cost_usd for usage in quoted]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None
