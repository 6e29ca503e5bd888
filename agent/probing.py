"""A model that may be billed is asked what it can do: each question is a call of its own, held and settled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

from langchain_core.messages import BaseMessage

from agent.meter import Meter
from studio.db.work import Work, Works
from studio.domain.asset import digest
from studio.domain.errors import StudioError
from studio.domain.money import Call, CallKind, Usage
from studio.makers import Order
from studio.providers.llm.capabilities import Question
from studio.providers.llm.errors import as_studio_error
from studio.services.charges import Payer
from studio.services.spending import Paid, Purchase, buy

SLACK = 1_200
"""Characters of a tool's or a schema's description, which go along with a question."""


@dataclass(slots=True)
class Till:
    """Pays for questions, each a call of its own."""

    works: Works
    meter: Meter
    payer: Payer
    used: list[Usage] = field(default_factory=list[Usage])

    async def ask(self, question: Question) -> BaseMessage:
        """Ask a question; raises as the model does, so that what it does not support is seen."""
        purchase = self._purchase(question)
        try:
            return await buy(self.works, payer=self.payer, purchase=purchase)
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


def _total(quoted: Sequence[Usage]) -> Decimal | None:
    costs = [usage.cost_usd for usage in quoted]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None
