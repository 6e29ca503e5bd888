"""What a tool is: a name, words for the model, arguments and a function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.context import ToolContext


class Arguments(BaseModel):
    """What the model hands to a tool."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoArguments(Arguments):
    """A tool that needs nothing."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that the agent can do.

    Attributes:
        name: What the model calls.
        description: When and how to call it.
        arguments: Their shape.
        run: Does it, and answers in a few words or JSON for the model.
    """

    name: str
    description: str
    arguments: type[Arguments]
    run: Callable[[ToolContext, Any], Awaitable[str]]
