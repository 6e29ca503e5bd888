"""Write the whole script: title, hooks, outline, scenes."""

from pydantic import Field

from studio.domain import edit
from studio.domain.edit import SceneDraft, ScriptDraft
from studio.domain.overlays import Overlays
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.storyboard import Hook
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import change, in_brief


class SceneArguments(Arguments):
    """One scene."""

    narration: str = Field("", max_length=1_200, description="What the voice says.")
    on_screen_text: str = Field(
        "", max_length=120, description="Two to five words over the picture; may be empty."
    )
    overlays: Overlays = Field(
        (), description="Other text over the picture; most scenes have none."
    )
    visual_prompt: str = Field("", max_length=1_000, description="What the picture shows.")
    negative_prompt: str = Field("", max_length=1_000, description="What it must not show.")
    motion: Motion = Field(Motion.ZOOM_IN, description="How the camera moves.")
    fit: Fit = Field(Fit.COVER, description="How a picture of another shape fills the frame.")
    transition: Transition = Field(Transition.CUT, description="Into the next scene.")


class ScriptArguments(Arguments):
    """The whole script."""

    title: str = Field(max_length=120, description="Short name of the video.")
    hooks: list[str] = Field(
        default_factory=list, max_length=5, description="Five different ways to open the video."
    )
    chosen_hook: int | None = Field(
        None, ge=1, le=5, description="Number of the hook that the first scene opens with."
    )
    outline: list[str] = Field(default_factory=list, description="One line a beat.")
    scenes: list[SceneArguments] = Field(min_length=1, max_length=60, description="In order.")
    is_outline_only: bool = Field(
        False, description="The script is a mere outline, to be filled by the user."
    )


async def draft_script(context: ToolContext, arguments: ScriptArguments) -> str:
    """Replace the script; locked scenes stay."""
    script = ScriptDraft(
        title=arguments.title,
        hooks=tuple(Hook(text=text[:240]) for text in arguments.hooks if text.strip()),
        chosen_hook=None if arguments.chosen_hook is None else arguments.chosen_hook - 1,
        outline=tuple(line[:300] for line in arguments.outline),
        scenes=tuple(SceneDraft(**scene.model_dump()) for scene in arguments.scenes),
        is_outline_only=arguments.is_outline_only,
    )
    saved = await change(context, lambda b: edit.draft(b, script), message="Draft the script")
    return in_brief(saved)


TOOL = Tool(
    name="draft_script",
    description="Write or replace the whole script: a title, five hooks, an outline and all "
    "scenes. The first scene's narration opens with the chosen hook. Locked scenes stay.",
    arguments=ScriptArguments,
    run=draft_script,
)
