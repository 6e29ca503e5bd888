"""Let another model answer where the one before it cannot, by the operator's rule, and say so."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel

from agent.emitter import Emitter
from agent.meter import Meter
from agent.toolbelt import RunContext
from studio.domain.errors import StudioError
from studio.domain.events import TextDelta, TextEnded, TextStarted
from studio.domain.trouble import Trouble, trouble_of
from tools.context import ToolContext

log = structlog.get_logger()

Request = ModelRequest[RunContext]
Handler = Callable[[Request], Awaitable[ModelResponse[Any]]]


@dataclass(frozen=True, slots=True)
class Standby:
    """A model that stands by.

    Attributes:
        name: For people, e.g. ``"ollama:qwen3:8b"``.
        model: That thinks.
        meter: Prices its calls; ``None`` where there is nothing to count.
        when: The troubles of the model before it in which it answers.
    """

    name: str
    model: BaseChatModel
    meter: Meter | None
    when: frozenset[Trouble]


class StandbyModels(AgentMiddleware[AgentState[Any], RunContext]):
    """Asks one model after the other; whoever reads the chat is told once a turn.

    It belongs to one turn: a model that failed is not asked again in it.
    """

    def __init__(self, standbys: Sequence[Standby]) -> None:
        """Take the models that stand by, in their order."""
        super().__init__()
        self._standbys = tuple(standbys)
        self._gone = 0

    async def awrap_model_call(self, request: Request, handler: Handler) -> ModelResponse[Any]:
        """Give the first answer.

        Raises:
            StudioError: The trouble of the last model that was asked.
        """
        while True:
            asked = self._standbys[self._gone - 1].model if self._gone else request.model
            try:
                return await handler(request.override(model=asked))
            except StudioError as error:
                if not self._has_another_for(error):
                    raise
                await _tell(request.runtime.context.tools, error, self._standbys[self._gone])
            self._gone += 1

    def _has_another_for(self, error: StudioError) -> bool:
        left = self._standbys[self._gone :]
        return bool(left) and trouble_of(error) in left[0].when


async def _tell(tools: ToolContext, error: StudioError, standby: Standby) -> None:
    """Say it in the chat, beside what the models say: none of them reads it."""
    log.warning("model.replaced", by=standby.name, code=error.code)
    emitter = Emitter(
        tools.studio,
        owner_id=tools.owner_id,
        thread_id=tools.thread_id,
        turn_id=tools.turn_id,
        root_id=tools.root_id,
    )
    name = f"{tools.turn_id}-by-{standby.name}"
    text = f"{error.message} For now, {standby.name} answers."
    await emitter.emit(TextStarted(turn_id=tools.turn_id, message_id=name))
    await emitter.emit(TextDelta(turn_id=tools.turn_id, message_id=name, delta=text))
    await emitter.emit(TextEnded(turn_id=tools.turn_id, message_id=name))
    await emitter.save_assistant(name, text, tool_calls=())
