"""The agent's graph."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    ModelCallLimitMiddleware,
    ToolCallLimitMiddleware,
)
from langchain_core.language_models import BaseChatModel
from langchain_core.tools import StructuredTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from agent.answers import ReadableCalls
from agent.buying import BoughtCalls
from agent.knowledge import Knowing
from agent.meter import Meter
from agent.middleware import Discreet, KnownChannel, NamedCalls, PatientCalls, ValidHistory
from agent.prompting import load
from agent.standby import Standby, StandbyModels
from agent.toolbelt import RunContext, langchain_tool
from tools.registry import TOOLS

MAX_TOOL_CALLS = 40
MAX_MODEL_CALLS = 30
TOOLS_NODE = "tools"
"""What ``create_agent`` calls the node that runs tools."""

Graph = CompiledStateGraph[Any, RunContext, Any, Any]


@lru_cache(maxsize=1)
def toolset() -> list[StructuredTool]:
    """Give the tools as LangChain's, wrapped once: each keeps its schema, which is dear to make."""
    return [langchain_tool(tool) for tool in TOOLS]


def system_prompt() -> str:
    """Give what the model is told before all else."""
    return load("system", max_tool_calls=MAX_TOOL_CALLS)


def build(
    model: BaseChatModel,
    saver: BaseCheckpointSaver[Any] | None,
    *,
    meter: Meter | None,
    standbys: Sequence[Standby] = (),
) -> Graph:
    """Build the graph around a model; what is said and done is kept by the saver.

    Args:
        model: That thinks.
        saver: Where the state is kept.
        meter: Prices its calls; ``None`` where there is nothing to count.
        standbys: Answer where it cannot.
    """
    rules = system_prompt()
    middleware: list[Any] = [
        ModelCallLimitMiddleware(run_limit=MAX_MODEL_CALLS, exit_behavior="end"),
        ToolCallLimitMiddleware(run_limit=MAX_TOOL_CALLS, exit_behavior="continue"),
        Discreet(rules),
        KnownChannel(),
        StandbyModels(standbys),
        PatientCalls(),
        ValidHistory(),
        NamedCalls(),
        ReadableCalls({tool.name: tool.arguments for tool in TOOLS}),
        BoughtCalls([(model, meter), *((each.model, each.meter) for each in standbys)]),
    ]
    return create_agent(
        model,
        tools=toolset(),
        system_prompt=rules,
        middleware=middleware,
        state_schema=Knowing,
        context_schema=RunContext,
        checkpointer=saver,
        name="reelwright",
    )
