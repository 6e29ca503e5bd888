"""Have the language model write something for its words alone: no tools, so equal wishes are paid once."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    HumanMessage,
    SystemMessage,
    messages_from_dict,
    messages_to_dict,
)
from langchain_core.messages.ai import add_ai_message_chunks
from langgraph.constants import TAG_NOSTREAM

from agent.buying import NO_WHOLE_ANSWER, UNREADABLE, is_whole
from agent.meter import Meter
from agent.prompting import load
from studio.db.work import Work, Works
from studio.domain.asset import digest
from studio.domain.errors import OutcomeUnknown
from studio.domain.money import Call, CallKind, Usage
from studio.makers import Order
from studio.providers.client import IDEMPOTENCY_KEY
from studio.providers.llm.errors import as_studio_error, no_answer
from studio.services.charges import Payer
from studio.services.spending import Paid, Purchase, buy


@dataclass(frozen=True, slots=True)
class BoughtWriter:
    """A `Writer` that pays: the answer to equal words is found again, at no cost, and counted so.

    Attributes:
        works: The database, where answers are kept.
        model: Who writes.
        meter: Prices its calls and leads to its server.
        payer: On whose account.
    """

    works: Works
    model: BaseChatModel
    meter: Meter
    payer: Payer

    async def write(self, asked: str) -> str:
        """Give what the model writes.

        Raises:
            BudgetExceeded: A cap stands in the way; nothing was called.
            StudioError: As the model's provider fails, by name.
        """
        rules = load("writer")
        quoted = self.meter.quote(rules + asked)
        return await buy(
            self.works, payer=self.payer, purchase=self._purchase(rules, asked, quoted)
        )

    def _purchase(self, rules: str, asked: str, quoted: tuple[Usage, ...]) -> Purchase[str]:
        call = self._call(rules, asked, quoted)

        async def find(work: Work) -> str | None:
            kept = await work.answers.find(owner_id=self.payer.owner_id, call_key=call.key)
            return None if kept is None else messages_from_dict(kept)[0].text

        async def send(order: Order) -> Paid[str]:
            answer = await self._ask(rules, asked, order)
            used = self.meter.read_all([answer]) or self.meter.uncounted(quoted)
            return Paid(answer.text, used)

        async def keep(work: Work, text: str) -> None:
            await work.answers.add(
                owner_id=self.payer.owner_id,
                turn_id=None,
                call_key=call.key,
                messages=messages_to_dict([AIMessage(text)]),
            )

        return Purchase(call, find, send, keep, quoted=quoted, lane=self.meter.lane)

    def _call(self, rules: str, asked: str, quoted: Sequence[Usage]) -> Call:
        meter, costs = self.meter, [usage.cost_usd for usage in quoted]
        known = [cost for cost in costs if cost is not None]
        where = (meter.provider, meter.model, meter.url, str(meter.max_output_tokens))
        return Call(
            key=digest("text-written-1", *where, rules, asked),
            kind=CallKind.TEXT,
            provider=meter.provider,
            model=meter.model,
            estimate_usd=sum(known, Decimal(0)) if len(known) == len(costs) else None,
            replays=meter.replays,
        )

    async def _ask(self, rules: str, asked: str, order: Order) -> AIMessage:
        """Ask without letting the answer run into the conversation's own stream."""
        headers = {IDEMPOTENCY_KEY: order.idempotency_key}
        is_keyed = self.meter.speaks_openai and order.idempotency_key
        model = self.model.bind(extra_headers=headers) if is_keyed else self.model
        silent = model.with_config(tags=[TAG_NOSTREAM])
        messages = [SystemMessage(rules), HumanMessage(asked)]
        try:
            # Joined here: not every model's plain answer tells how it ended and what it used.
            parts = [part async for part in silent.astream(messages)]
            answer = reduce(_joined, parts)
        except Exception as error:
            known = as_studio_error(error)
            if known is None and isinstance(error, UNREADABLE):
                known = no_answer()
            if known is None:
                raise
            raise known from error
        if self.meter.tells_its_end and not is_whole(answer):
            raise OutcomeUnknown(NO_WHOLE_ANSWER)
        return answer


def _joined(said: AIMessage, more: AIMessage) -> AIMessage:
    """Join two parts of an answer; a model that does not stream gives one part, which is whole."""
    if isinstance(said, AIMessageChunk) and isinstance(more, AIMessageChunk):
        return add_ai_message_chunks(said, more)
    return more
