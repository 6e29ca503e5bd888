"""Choose the words that the video opens with."""

from pydantic import Field

from studio.domain import edit
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import change, in_brief


class HookArguments(Arguments):
    """Which hook."""

    hook: int = Field(ge=1, le=5, description="Its number on the storyboard card, from 1.")


async def choose_hook(context: ToolContext, arguments: HookArguments) -> str:
    """Open the first scene with a hook."""
    saved = await change(
        context,
        lambda board: edit.choose_hook(board, arguments.hook - 1),
        message=f"Choose hook {arguments.hook}",
    )
    return await in_brief(context, saved)


TOOL = Tool(
    name="choose_hook",
    description="Open the first scene with one of the drafted hooks.",
    arguments=HookArguments,
    run=choose_hook,
)
