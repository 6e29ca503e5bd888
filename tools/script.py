"""Write the whole script: title, hooks, outline, scenes."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from studio.domain import edit, packing
from studio.domain.changes import SceneDraft, ScriptDraft
from studio.domain.citation import MAX_SAYS, Citation
from studio.domain.overlays import Overlays
from studio.domain.pack import Pack
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.storyboard import Hook, Storyboard
from studio.services import packs, sources
from tools.context import ToolContext
from tools.lengths import DRAFTED, another_measure
from tools.spec import Arguments, Tool
from tools.storyboards import change, in_brief, latest


class CitedArguments(Arguments):
    """Where a claim is from."""

    says: str = Field("", max_length=MAX_SAYS, description="The claim's words in the narration.")
    source: int = Field(ge=1, le=20, description="Number of a source that the storyboard names.")


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
    cites: list[CitedArguments] = Field(
        default_factory=list,
        max_length=20,
        description="For every claim of figures, money or health: which read source it is from. A claim "
        "without one is shown to the user as unsourced.",
    )


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
    pack = await _followed(context)
    saved = await latest(context)
    known = saved.storyboard if saved else Storyboard()
    script = ScriptDraft(
        title=arguments.title,
        hooks=tuple(Hook(text=text[:240]) for text in arguments.hooks if text.strip()),
        chosen_hook=None if arguments.chosen_hook is None else arguments.chosen_hook - 1,
        outline=tuple(line[:300] for line in arguments.outline),
        scenes=tuple(
            SceneDraft(
                **{**_camera(number, pack), **_written(scene, pack)},
                citations=cited(known, scene.cites),
            )
            for number, scene in enumerate(arguments.scenes)
        ),
        is_outline_only=arguments.is_outline_only,
    )

    def drafted(board: Storyboard) -> Storyboard:
        board = edit.draft(board, script)
        return packing.conform(board, pack) if pack else board

    before = saved
    saved = await change(context, drafted, message=DRAFTED)
    is_other = before is None or saved.version != before.version
    more = await another_measure(context, saved.storyboard) if is_other else {}
    return await in_brief(context, saved, **more)


def cited(board: Storyboard, cites: Sequence[CitedArguments]) -> tuple[Citation, ...]:
    """Give the sources that claims are from; only what was read can be cited.

    Raises:
        InvalidEdit: The storyboard names no such source.
    """
    return tuple(sources.cite(board, each.source, says=each.says) for each in cites)


async def _followed(context: ToolContext) -> Pack | None:
    saved = await latest(context)
    if saved is None:
        return None
    async with context.studio.work() as work:
        pack, _ = await packs.followed(
            work, context.studio.shelf, owner_id=context.owner_id, board=saved.storyboard
        )
    return pack


def _camera(number: int, pack: Pack | None) -> dict[str, Any]:
    """Give how a scene moves and changes where its writer left that open."""
    if pack is None:
        return {}
    return {
        "motion": packing.nth(pack.motions, number),
        "transition": packing.nth(pack.transitions, number),
    }


def _written(scene: SceneArguments, pack: Pack | None) -> dict[str, Any]:
    return scene.model_dump(exclude_unset=pack is not None, exclude={"cites"})


TOOL = Tool(
    name="draft_script",
    description="Write or replace the whole script: a title, five hooks, an outline and all "
    "scenes. The first scene's narration opens with the chosen hook. Locked scenes stay.",
    arguments=ScriptArguments,
    run=draft_script,
)
