"""What stands between the graph and the model, and between the graph and the tools."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import (
    AgentMiddleware,
    AgentState,
    ModelRequest,
    ModelResponse,
)
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import HumanMessage, ToolMessage
from langgraph.types import Command

from agent.history import repaired
from agent.toolbelt import CALL_ID, RunContext


class ValidHistory(AgentMiddleware[AgentState[Any], RunContext]):
    """Show the model a history without open calls, and the user's words as data."""

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Mend what the model sees; the state stays as it is."""
        messages = [
            m.model_copy(update={"content": as_data(m.text)}) if isinstance(m, HumanMessage) else m
            for m in repaired(request.messages)
        ]
        return await handler(request.override(messages=messages))


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


def as_data(text: str) -> str:
    """Mark a user's words, so that no text within can close the mark."""
    inner = text.replace("<user_text>", "").replace("</user_text>", "")
    return f"<user_text>\n{inner}\n</user_text>"
