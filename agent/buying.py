"""A model's answer is bought like everything else: held for, called once, kept as it is paid."""

import json
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ToolMessage,
    messages_from_dict,
    messages_to_dict,
)
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.meter import Meter
from agent.toolbelt import RunContext
from studio.db.work import Work
from studio.domain.asset import digest
from studio.domain.errors import OutcomeUnknown
from studio.domain.money import Call, CallKind, Usage
from studio.domain.units import Digest
from studio.makers import Order
from studio.providers.client import IDEMPOTENCY_KEY
from studio.providers.llm.errors import as_studio_error, no_answer
from studio.services.charges import Payer
from studio.services.spending import Paid, Purchase, buy

Request = ModelRequest[RunContext]
Handler = Callable[[Request], Awaitable[ModelResponse[Any]]]
Messages = list[BaseMessage]

NO_WHOLE_ANSWER = "The language model's answer broke off; it may have been billed. Try again."
UNREADABLE = (ValueError, TypeError)
"""What the clients raise over an answer that is none: they know no word for it."""


class BoughtCalls(AgentMiddleware[AgentState[Any], RunContext]):
    """Pays for each call of the model once.

    A call with tools belongs to its place in its turn: run again after a crash it finds its answer,
    and nothing else ever does, since what it calls has effects. A call without tools is found
    again by its content.
    """

    def __init__(self, meters: Sequence[tuple[BaseChatModel, Meter | None]]) -> None:
        """Take the models and what prices their calls; a model without a meter is free."""
        super().__init__()
        self._meters = tuple(meters)

    async def awrap_model_call(self, request: Request, handler: Handler) -> ModelResponse[Any]:
        """Give the answer that was paid for, or buy one."""
        meter = next(meter for model, meter in self._meters if model is request.model)
        if meter is None:
            return await handler(request)
        tools = request.runtime.context.tools
        quoted = meter.quote(_in_words(request))
        purchase = _purchase(meter, request, handler, tools.payer, quoted)
        answer = await buy(tools.studio.works, payer=tools.payer, purchase=purchase)
        return ModelResponse(result=answer)


def _purchase(
    meter: Meter, request: Request, handler: Handler, payer: Payer, quoted: tuple[Usage, ...]
) -> Purchase[Messages]:
    has_effects = bool(request.tools)
    costs = [usage.cost_usd for usage in quoted]
    known = [cost for cost in costs if cost is not None]
    call = Call(
        key=_place(meter, request, payer) if has_effects else _content(meter, request),
        kind=CallKind.TEXT,
        provider=meter.provider,
        model=meter.model,
        estimate_usd=sum(known, Decimal(0)) if len(known) == len(costs) else None,
        replays=meter.replays,
    )

    async def find(work: Work) -> Messages | None:
        kept = await work.answers.find(owner_id=payer.owner_id, call_key=call.key)
        return None if kept is None else messages_from_dict(kept)

    async def send(order: Order) -> Paid[Messages]:
        answer = await _ask(meter, request, handler, order)
        return Paid(answer, meter.read_all(answer) or meter.uncounted(quoted))

    async def keep(work: Work, answer: Messages) -> None:
        if call.estimate_usd != 0:
            await work.answers.add(
                owner_id=payer.owner_id,
                turn_id=payer.turn_id if has_effects else None,
                call_key=call.key,
                messages=messages_to_dict(answer),
            )

    return Purchase(call, find, send, keep, quoted=quoted, lane=meter.lane)


async def _ask(meter: Meter, request: Request, handler: Handler, order: Order) -> Messages:
    if meter.speaks_openai and order.idempotency_key:
        headers = {IDEMPOTENCY_KEY: order.idempotency_key}
        request = request.override(
            model_settings={**request.model_settings, "extra_headers": headers}
        )
    try:
        answer = (await handler(request)).result
    except Exception as error:
        known = as_studio_error(error)
        if known is None and isinstance(error, UNREADABLE):
            known = no_answer()
        if known is None:
            raise
        raise known from error
    if meter.tells_its_end and not all(is_whole(message) for message in answer):
        raise OutcomeUnknown(NO_WHOLE_ANSWER)
    return answer


def is_whole(message: BaseMessage) -> bool:
    """Tell whether an answer says why it ended; one that was cut off does not."""
    if not isinstance(message, AIMessage):
        return True
    told = message.response_metadata
    return bool(told.get("finish_reason") or told.get("done_reason"))


def _place(meter: Meter, request: Request, payer: Payer) -> Digest:
    """Name a call by its place in the conversation; words may be put to the model differently."""
    names = [
        message.tool_call_id if isinstance(message, ToolMessage) else message.id or message.text
        for message in request.state["messages"]
    ]
    return digest(
        "text-place-1",
        str(payer.thread_id),
        str(payer.turn_id),
        meter.provider,
        meter.model,
        *names,
    )


def _content(meter: Meter, request: Request) -> Digest:
    """Name a call by all that determines its answer."""
    settings = [f"{key}={value!r}" for key, value in sorted(request.model_settings.items())]
    where = (meter.provider, meter.model, meter.url, str(meter.max_output_tokens))
    return digest("text-content-1", *where, *settings, _in_words(request))


def _in_words(request: Request) -> str:
    """Give everything that is sent, for counting and for comparing."""
    messages = [request.system_message] if request.system_message else []
    told = [
        {
            "type": message.type,
            "content": message.content,
            "calls": [(call["name"], call["args"]) for call in getattr(message, "tool_calls", ())],
            "answers": getattr(message, "tool_call_id", ""),
        }
        for message in (*messages, *request.messages)
    ]
    tools = [convert_to_openai_tool(tool) for tool in request.tools]
    return json.dumps([told, tools], sort_keys=True, ensure_ascii=False, default=str)
