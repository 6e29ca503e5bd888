"""The agent's graph."""

from collections.abc import Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    ModelCallLimitMiddleware,
    ToolCallLimitMiddleware,
)
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from agent.buying import BoughtCalls
from agent.knowledge import Knowing
from agent.meter import Meter
from agent.middleware import KnownChannel, NamedCalls, PatientCalls, ValidHistory
from agent.prompting import load
from agent.standby import Standby, StandbyModels
from agent.toolbelt import RunContext, langchain_tool
from tools.registry import TOOLS

MAX_TOOL_CALLS = 40
MAX_MODEL_CALLS = 30
TOOLS_NODE = "tools"
"""What ``create_agent`` calls the node that runs tools."""

Graph = CompiledStateGraph[Any, RunContext, Any, Any]


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
    middleware: list[Any] = [
        ModelCallLimitMiddleware(run_limit=MAX_MODEL_CALLS, exit_behavior="end"),
        ToolCallLimitMiddleware(run_limit=MAX_TOOL_CALLS, exit_behavior="continue"),
        KnownChannel(),
        StandbyModels(standbys),
        PatientCalls(),
        ValidHistory(),
        NamedCalls(),
        BoughtCalls([(model, meter), *((each.model, each.meter) for each in standbys)]),
    ]
    return create_agent(
        model,
        tools=[langchain_tool(tool) for tool in TOOLS],
        system_prompt=load("system", max_tool_calls=MAX_TOOL_CALLS),
        middleware=middleware,
        state_schema=Knowing,
        context_schema=RunContext,
        checkpointer=saver,
        name="reelwright",
    )
