"""Our tools as LangChain's: errors become replies that the model can act on."""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from langchain_core.tools import StructuredTool, ToolException
from langgraph.errors import GraphInterrupt
from langgraph.runtime import get_runtime
from langgraph.types import interrupt
from pydantic import ValidationError

from studio.domain.answering import answer_schema
from studio.domain.errors import Cancelled, ProviderUnavailable, StudioError, Unavailable
from studio.domain.gate import Gate
from tools.context import ToolContext
from tools.spec import Tool

log = structlog.get_logger()

CALL_ID: ContextVar[str] = ContextVar("call_id", default="")


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a run of the graph carries and no checkpoint keeps.

    Attributes:
        tools: Handed to every tool.
        one_at_a_time: Calls of one message run in their order, as they build on each other.
        waits: Set once a call waits for an approval; the calls after it wait with it.
    """

    tools: ToolContext
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    waits: asyncio.Event = field(default_factory=asyncio.Event)


def langchain_tool(tool: Tool) -> StructuredTool:
    """Wrap one tool."""

    async def run(**arguments: Any) -> str:
        context = get_runtime(RunContext).context
        async with context.one_at_a_time:
            if context.waits.is_set():
                interrupt({"after": "an approval"})
            try:
                return await _run(tool, context.tools, arguments)
            except GraphInterrupt:
                context.waits.set()
                raise

    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.arguments,
        coroutine=run,
        handle_tool_error=True,
    )


def pause(gate: Gate) -> None:
    """Hold the graph at an open gate.

    Whoever lets it go on runs the call again, which finds the answer in the gate's row; no answer
    travels through the graph, where a prompt could forge it.
    """
    interrupt({"gate_id": str(gate.id)}, response_schema=answer_schema(gate.ask))


async def _run(tool: Tool, context: ToolContext, arguments: dict[str, Any]) -> str:
    try:
        checked = tool.arguments.model_validate(arguments)
    except ValidationError as error:
        raise ToolException(f"invalid: {error}") from error
    try:
        return await tool.run(replace(context, call_id=CALL_ID.get()), checked)
    except StudioError as error:
        if isinstance(error, Unavailable) and not isinstance(error, ProviderUnavailable):
            raise
        log.info("tool.refused", tool=tool.name, code=error.code)
        advice = " Stop here and tell the user." if isinstance(error, Cancelled) else ""
        raise ToolException(f"{error.code}: {error.message}{advice}") from error
