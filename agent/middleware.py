"""What stands between the graph and the model, and between the graph and the tools."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents.middleware import (
    AgentMiddleware,
    AgentState,
    ModelRequest,
    ModelResponse,
)
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.types import Command
from tenacity import AsyncRetrying, RetryCallState, stop_after_attempt, wait_random_exponential

from agent.discretion import without_quotes
from agent.history import repaired
from agent.knowledge import is_note
from agent.marks import as_data
from agent.prompting import load
from agent.toolbelt import CALL_ID, RunContext
from studio.domain.channel import in_words
from studio.domain.errors import (
    OutcomeUnknown,
    ProviderBusy,
    ProviderCrowded,
    ProviderDown,
    ProviderUnavailable,
)
from studio.providers.llm.errors import as_studio_error
from studio.services import profiles

ATTEMPTS = 5
LONGEST_WAIT_S = 60.0
_NO_MARKS = str.maketrans("<>", "()")
"""So that no text of a profile can close the mark around it."""
_FIRST_WAIT = wait_random_exponential(multiplier=0.5, max=8)


class ValidHistory(AgentMiddleware[AgentState[Any], RunContext]):
    """Show the model a history without open calls, and the user's words as data."""

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Mend what the model sees; the state stays as it is."""
        messages = [
            m.model_copy(update={"content": as_data(m.text)})
            if isinstance(m, HumanMessage) and not is_note(m)
            else m
            for m in repaired(request.messages)
        ]
        return await handler(request.override(messages=messages))


class KnownChannel(AgentMiddleware[AgentState[Any], RunContext]):
    """Tells the model what is remembered of the user's channel."""

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Add the profile to the system's words, if there is one."""
        tools = request.runtime.context.tools
        lines = in_words(await profiles.read(tools.profiles, owner_id=tools.owner_id))
        if not lines or request.system_message is None:
            return await handler(request)
        told = f"{request.system_message.text}\n\n{as_channel(lines)}"
        return await handler(request.override(system_message=SystemMessage(told)))


class Discreet(AgentMiddleware[AgentState[Any], RunContext]):
    """Takes quotes of the rules out of what the model says and calls, before anybody sees them."""

    def __init__(self, rules: str) -> None:
        """Take what the model is told before all else."""
        super().__init__()
        self._rules = rules

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Look through the answer."""
        answer = await handler(request)
        answer.result = [
            m.model_copy(update=self._told(m)) if isinstance(m, AIMessage) else m
            for m in answer.result
        ]
        return answer

    def _told(self, message: AIMessage) -> dict[str, Any]:
        told = {"content": message.content, "tool_calls": message.tool_calls}
        return without_quotes(told, self._rules)


class PatientCalls(AgentMiddleware[AgentState[Any], RunContext]):
    """Asks a model again that is busy or away for a moment; each attempt is paid for on its own."""

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Wait as long as the provider asks for, else longer each time."""
        attempts = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS), retry=_may_repeat, wait=_wait_s, reraise=True
        )
        return await attempts(handler, request)


class NamedCalls(AgentMiddleware[AgentState[Any], RunContext]):
    """Tell a tool which call it answers."""

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
    ) -> ToolMessage | Command[Any]:
        """Name the call for the time of its run."""
        token = CALL_ID.set(request.tool_call["id"] or "")
        try:
            return await handler(request)
        finally:
            CALL_ID.reset(token)


def as_channel(lines: Sequence[str]) -> str:
    """Mark a profile's lines as what they are: taste, no permission."""
    inner = "\n".join(f"- {line.translate(_NO_MARKS)}" for line in lines)
    return load("channel", lines=inner)


def _may_repeat(state: RetryCallState) -> bool:
    failed = state.outcome.exception() if state.outcome else None
    error = as_studio_error(failed) if failed else None
    if isinstance(error, OutcomeUnknown):
        # It may have been billed; once more is what the rule of lost answers allows.
        return state.attempt_number == 1
    if isinstance(error, ProviderCrowded | ProviderDown):
        return False
    if isinstance(error, ProviderBusy) and (error.retry_after_s or 0) > LONGEST_WAIT_S:
        return False
    return isinstance(error, ProviderUnavailable)


def _wait_s(state: RetryCallState) -> float:
    failed = state.outcome.exception() if state.outcome else None
    error = as_studio_error(failed) if failed else None
    if isinstance(error, ProviderBusy) and error.retry_after_s is not None:
        return error.retry_after_s
    return _FIRST_WAIT(state)
