"""Change scenes: several operations are one change and one new version."""

from collections.abc import Sequence
from functools import partial, reduce
from typing import Annotated, Literal

from pydantic import Field

from studio.domain import edit
from studio.domain.changes import SceneChange, SceneDraft
from studio.domain.errors import InvalidEdit
from studio.domain.footage import LOUDEST_DB, QUIETEST_DB, ClipFill, ClipSound, SceneMedia
from studio.domain.media import LONGEST_CLIP_S, Media, MediaKind
from studio.domain.overlays import Overlays
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.storyboard import Storyboard
from studio.domain.units import Milliseconds, SceneId
from studio.services import media
from tools.context import ToolContext
from tools.script import CitedArguments, SceneArguments, cited
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
    cites: list[CitedArguments] | None = Field(
        None, max_length=20, description="Which read source each claim of its is from."
    )


class Retime(Arguments):
    """Give a scene a length; ``null`` lets the voice decide."""

    op: Literal["retime"]
    scene: Number
    seconds: float | None = Field(None, ge=1, le=20)


class UseMedia(Arguments):
    """Show an upload of the user's in a scene; ``null`` for a made picture again."""

    op: Literal["use_media"]
    scene: Number
    media: int | None = Field(ge=1, description="The upload's number, from `list_media`.")
    start_s: float = Field(0.0, ge=0, le=LONGEST_CLIP_S, description="Where a clip begins.")
    fill: ClipFill = Field(
        ClipFill.AUTO, description="What a clip does that is shorter than its scene."
    )
    motion: Motion | None = Field(
        None, description="How the camera moves; left out, it rests over a clip."
    )
    fit: Fit | None = None


class Hear(Arguments):
    """Say what becomes of a clip's own sound."""

    op: Literal["hear"]
    scene: Number | None = Field(None, description="Left out, every scene that shows `media`.")
    media: int | None = Field(None, ge=1, description="The clip's number, from `list_media`.")
    sound: ClipSound = Field(
        ClipSound.UNDER,
        description="`under` the narration, `instead` of it, `muted`, or `auto`: heard where "
        "nobody speaks.",
    )
    gain_db: float | None = Field(None, ge=QUIETEST_DB, le=LOUDEST_DB)


class Lock(Arguments):
    """Protect a scene from every change, or open it again."""

    op: Literal["lock", "unlock"]
    scene: Number


Operation = Annotated[
    Add | Remove | Move | Rewrite | Retime | UseMedia | Hear | Lock, Field(discriminator="op")
]


class EditArguments(Arguments):
    """Operations, applied in order; every number means the storyboard as it is by then."""

    operations: list[Operation] = Field(min_length=1, max_length=80)


async def edit_scenes(context: ToolContext, arguments: EditArguments) -> str:
    """Apply all operations, or none."""
    await current(context)
    uploads = await _uploads(context, arguments.operations)
    words = ", ".join(_words(operation) for operation in arguments.operations[:4])
    saved = await change(
        context,
        lambda board: reduce(partial(apply, uploads=uploads), arguments.operations, board),
        message=words[:1].upper() + words[1:],
    )
    return await in_brief(context, saved)


def apply(board: Storyboard, operation: Operation, *, uploads: Sequence[Media] = ()) -> Storyboard:
    """Apply one operation; ``uploads`` are those whose numbers it may name.

    Raises:
        InvalidEdit: It does not fit.
        SceneLocked: The scene is locked.
    """
    match operation:
        case Add(at=at, scene=scene):
            written = SceneDraft(
                **scene.model_dump(exclude={"cites"}), citations=cited(board, scene.cites)
            )
            return edit.add_scene(board, written, at=at - 1)
        case Remove(scene=number):
            return edit.remove_scene(board, scene_id(board, number))
        case Move(scene=number, to=to):
            return edit.move_scene(board, scene_id(board, number), to=to - 1)
        case Rewrite(scene=number):
            fields = operation.model_dump(exclude={"op", "scene", "cites"}, exclude_none=True)
            if operation.cites is not None:
                fields["citations"] = cited(board, operation.cites)
            return edit.rewrite_scene(board, scene_id(board, number), SceneChange(**fields))
        case Retime(scene=number, seconds=seconds):
            return edit.retime_scene(board, scene_id(board, number), seconds=seconds)
        case UseMedia(scene=number):
            return _shown(board, scene_id(board, number), operation, uploads)
        case Hear():
            return _heard(board, operation, uploads)
        case Lock(op=op, scene=number):
            return edit.set_lock(board, scene_id(board, number), locked=op == "lock")


async def _uploads(context: ToolContext, operations: Sequence[Operation]) -> tuple[Media, ...]:
    if not any(isinstance(operation, UseMedia | Hear) for operation in operations):
        return ()
    async with context.studio.work() as work:
        return await media.list_all(work, owner_id=context.owner_id)


def _shown(
    board: Storyboard, scene: SceneId, operation: UseMedia, uploads: Sequence[Media]
) -> Storyboard:
    if operation.media is None:
        return edit.use_media(board, scene, None)
    upload = _upload(operation.media, uploads)
    if upload.kind is MediaKind.SOUND:
        raise InvalidEdit(f"Upload {operation.media} is a sound; use it as music.")
    start = Milliseconds(round(operation.start_s * 1000))
    is_clip = upload.kind is MediaKind.CLIP
    if is_clip and start >= upload.duration_ms:
        raise InvalidEdit(
            f"Clip {operation.media} is {upload.duration_ms / 1000:.1f} s long; "
            f"it cannot begin at {operation.start_s:g} s."
        )
    chosen = SceneMedia(id=upload.id, start_ms=start, fill=operation.fill)
    change = SceneChange(
        motion=operation.motion or (Motion.STILL if is_clip else None), fit=operation.fit
    )
    return edit.rewrite_scene(edit.use_media(board, scene, chosen), scene, change)


def _heard(board: Storyboard, operation: Hear, uploads: Sequence[Media]) -> Storyboard:
    by_id = {upload.id: upload for upload in uploads}
    chosen = operation.media and _upload(operation.media, uploads).id
    if operation.scene is not None:
        scenes = [scene_id(board, operation.scene)]
    else:
        scenes = [s.id for s in board.scenes if s.media and (not chosen or s.media.id == chosen)]
    if not scenes:
        raise InvalidEdit("No scene shows that clip; show it in one first, with `use_media`.")
    for scene in scenes:
        media = board.scene(scene).media
        shown = by_id.get(media.id) if media else None
        if shown and not shown.has_sound and operation.sound is not ClipSound.MUTED:
            raise InvalidEdit(f"{shown.name!r} has no sound.")
        board = edit.hear_media(board, scene, operation.sound, gain_db=operation.gain_db)
    return board


def _upload(number: int, uploads: Sequence[Media]) -> Media:
    if number > len(uploads):
        raise InvalidEdit(f"There is no upload {number}; there are {len(uploads)}.")
    return uploads[number - 1]


def _words(operation: Operation) -> str:
    number = operation.at if isinstance(operation, Add) else operation.scene
    if number is None:
        return f"{operation.op} a clip"
    return f"{operation.op} scene {number}"


TOOL = Tool(
    name="edit_scenes",
    description="Change scenes of the script: add, remove, move, rewrite, retime, lock, unlock, "
    "use_media to show the user's own picture or clip, hear for a clip's own sound. "
    "Give all operations of one wish in one call; they become one new version. "
    "Scenes are named by their number, counted after the operations before.",
    arguments=EditArguments,
    run=edit_scenes,
)
