"""Set what the finished file is: its shape, its rate, its codec and where it will be watched."""

from pydantic import Field

from studio.domain import edit
from studio.domain.changes import OutputChange
from studio.domain.output import Codec, Format, Rate
from studio.domain.zones import Platform
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import change, in_brief


class OutputArguments(Arguments):
    """Only what changes."""

    format: Format | None = Field(
        None, description="1080x1920, 1080x1080, 1920x1080 or 720x1280; 9:16 is usual."
    )
    fps: Rate | None = Field(None, description="Frames a second; 30 is usual.")
    codec: Codec | None = Field(
        None, description="h264 plays everywhere; hevc and av1 only where the user asks for them."
    )
    platform: Platform | None = Field(
        None, description="Where it will be watched, so that no button covers its text."
    )


async def set_output(context: ToolContext, arguments: OutputArguments) -> str:
    """Change the output."""
    wanted = OutputChange(**arguments.model_dump(exclude_none=True))
    saved = await change(context, lambda b: edit.set_output(b, wanted), message="Set the output")
    return await in_brief(context, saved)


TOOL = Tool(
    name="set_output",
    description="Set the video's shape, frames a second and codec, and the platform it is for. "
    "Another shape draws the pictures anew.",
    arguments=OutputArguments,
    run=set_output,
)
