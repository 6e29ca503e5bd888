"""Change scenes: several operations are one change and one new version."""

from functools import reduce
from typing import Annotated, Literal

from pydantic import Field

from studio.domain import edit
from studio.domain.edit import SceneChange, SceneDraft
from studio.domain.overlays import Overlays
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.storyboard import Storyboard
from tools.context import ToolContext
from tools.script import SceneArguments
from tools.spec import Arguments, Tool
from tools.storyboards import change, current, in_brief, scene_id

Number = Annotated[int, Field(ge=1, le=60, description="The scene's number, from 1.")]


class Add(Arguments):
    """A new scene that stands at ``at`` afterwards."""

    op: Literal["add"]
    at: Annotated[int, Field(ge=1, le=61, description="The number that it gets.")]
    scene: SceneArguments


class Remove(Arguments):
    """Take a scene out."""

    op: Literal["remove"]
    scene: Number


class Move(Arguments):
    """Give a scene another number."""

    op: Literal["move"]
    scene: Number
    to: Number


class Rewrite(Arguments):
    """Change what a scene says, shows or how it moves; what is left out stays."""

    op: Literal["rewrite"]
    scene: Number
    narration: str | None = Field(None, max_length=1_200)
    on_screen_text: str | None = Field(None, max_length=120)
    overlays: Overlays | None = Field(None, description="All of the scene's; an empty list clears.")
    visual_prompt: str | None = Field(None, max_length=1_000)
    negative_prompt: str | None = Field(None, max_length=1_000)
    motion: Motion | None = None
    fit: Fit | None = None
    transition: Transition | None = None


class Retime(Arguments):
    """Give a scene a length; ``null`` lets the voice decide."""

    op: Literal["retime"]
    scene: Number
    seconds: float | None = Field(None, ge=1, le=20)


class Lock(Arguments):
    """Protect a scene from every change, or open it again."""

    op: Literal["lock", "unlock"]
    scene: Number


Operation = Annotated[Add | Remove | Move | Rewrite | Retime | Lock, Field(discriminator="op")]


class EditArguments(Arguments):
    """Operations, applied in order; every number means the storyboard as it is by then."""

    operations: list[Operation] = Field(min_length=1, max_length=80)


async def edit_scenes(context: ToolContext, arguments: EditArguments) -> str:
    """Apply all operations, or none."""
    await current(context)
    words = ", ".join(_words(operation) for operation in arguments.operations[:4])
    saved = await change(
        context,
        lambda board: reduce(apply, arguments.operations, board),
        message=words[:1].upper() + words[1:],
    )
    return in_brief(saved)


def apply(board: Storyboard, operation: Operation) -> Storyboard:
    """Apply one operation.

    Raises:
        InvalidEdit: It does not fit.
        SceneLocked: The scene is locked.
    """
    match operation:
        case Add(at=at, scene=scene):
            return edit.add_scene(board, SceneDraft(**scene.model_dump()), at=at - 1)
        case Remove(scene=number):
            return edit.remove_scene(board, scene_id(board, number))
        case Move(scene=number, to=to):
            return edit.move_scene(board, scene_id(board, number), to=to - 1)
        case Rewrite(scene=number):
            fields = operation.model_dump(exclude={"op", "scene"}, exclude_none=True)
            return edit.rewrite_scene(board, scene_id(board, number), SceneChange(**fields))
        case Retime(scene=number, seconds=seconds):
            return edit.retime_scene(board, scene_id(board, number), seconds=seconds)
        case Lock(op=op, scene=number):
            return edit.set_lock(board, scene_id(board, number), locked=op == "lock")


def _words(operation: Operation) -> str:
    number = operation.at if isinstance(operation, Add) else operation.scene
    return f"{operation.op} scene {number}"


TOOL = Tool(
    name="edit_scenes",
    description="Change scenes of the script: add, remove, move, rewrite, retime, lock, unlock. "
    "Give all operations of one wish in one call; they become one new version. "
    "Scenes are named by their number, counted after the operations before.",
    arguments=EditArguments,
    run=edit_scenes,
)
