"""Choose who makes the pictures, and hold them to pictures that exist."""

from collections.abc import Sequence
from functools import reduce
from typing import Annotated

from pydantic import Field

from studio.domain import edit
from studio.domain.asset import picture_maker, references_of
from studio.domain.changes import SceneChange, StyleChange
from studio.domain.errors import InvalidEdit
from studio.domain.media import MediaKind
from studio.domain.storyboard import MAX_REFERENCES, Reference, Storyboard
from studio.makers import Makers, PictureMaker
from studio.services import media, pictures
from studio.services.storyboards import SavedStoryboard
from tools.context import ToolContext
from tools.spec import Arguments, NoArguments, Tool
from tools.storyboards import answer, change, current, known_assets, latest, scene_id

Number = Annotated[int, Field(ge=1, le=60, description="The scene's number, from 1.")]


class Held(Arguments):
    """A picture to hold to: an upload of the user's, or the picture that a scene has."""

    name: str = Field(
        "",
        max_length=60,
        description="Who or what it shows, as the scenes' words name it; it goes along with those "
        "scenes. Empty goes along with all.",
    )
    media: int | None = Field(None, ge=1, description="An upload's number, from `list_media`.")
    scene: Number | None = None


class PicturesArguments(Arguments):
    """Only what changes."""

    maker: str | None = Field(
        None, max_length=40, description="From `list_picture_makers`; empty for the usual one."
    )
    scenes: list[Number] = Field(
        default_factory=list, description="Whose pictures `maker` makes; none is all."
    )
    references: list[Held] | None = Field(
        None,
        max_length=MAX_REFERENCES,
        description="All that pictures are held to from now on; an empty list lets go.",
    )


async def list_makers(context: ToolContext, arguments: NoArguments) -> str:
    """Tell who makes pictures here, and for how much."""
    saved = await latest(context)
    board = saved.storyboard if saved else Storyboard()
    makers = context.studio.pictures
    now = board.style.picture_maker or next(iter(makers.by_name))
    return answer(
        ok=True,
        now=now,
        makers=[
            {
                "name": offer.name,
                "usd_a_picture": None if offer.price_usd is None else str(offer.price_usd),
                "references": offer.max_references,
            }
            | _ending(makers, offer.name)
            for offer in pictures.offers(makers, board)
        ],
    )


async def set_pictures(context: ToolContext, arguments: PicturesArguments) -> str:
    """Choose a maker, and what pictures are held to.

    Raises:
        InvalidEdit: There is no such maker, scene, upload or picture.
    """
    makers = context.studio.pictures
    if arguments.maker and arguments.maker not in makers.by_name:
        there_are = ", ".join(makers.by_name)
        raise InvalidEdit(f"No {arguments.maker!r} makes pictures here. There are: {there_are}.")
    saved = await current(context)
    held: tuple[Reference, ...] | None = None
    if arguments.references is not None:
        held = tuple([await _held(context, saved, each) for each in arguments.references])

    def edited(board: Storyboard) -> Storyboard:
        if arguments.maker is not None:
            board = chosen(board, arguments.maker, numbers=arguments.scenes)
        return board if held is None else edit.set_style(board, StyleChange(references=held))

    saved = await change(context, edited, message="Choose how pictures are made")
    return answer(
        ok=True, version=saved.version, notes=without_references(makers, saved.storyboard)
    )


def chosen(board: Storyboard, maker: str, *, numbers: Sequence[int]) -> Storyboard:
    """Have scenes' pictures made by somebody; without numbers, all that are not locked.

    Raises:
        InvalidEdit: There is no such scene.
        SceneLocked: One of them is locked.
    """
    by = SceneChange(picture_maker=maker)
    if numbers:
        ids = [scene_id(board, number) for number in numbers]
        return reduce(lambda b, one: edit.rewrite_scene(b, one, by), ids, board)
    board = edit.set_style(board, StyleChange(picture_maker=maker))
    own = [scene.id for scene in board.scenes if scene.picture_maker and not scene.locked]
    as_all = SceneChange(picture_maker="")
    return reduce(lambda b, one: edit.rewrite_scene(b, one, as_all), own, board)


def without_references(makers: Makers[PictureMaker], board: Storyboard) -> list[str]:
    """Tell of each maker at work that does not take all references along."""
    wanted: dict[str, int] = {}
    for scene in board.scenes:
        name = picture_maker(board, scene.id) or next(iter(makers.by_name))
        wanted[name] = max(wanted.get(name, 0), len(references_of(board, scene.id)))
    able = [name for name, maker in makers.by_name.items() if maker.max_references]
    others = f" {', '.join(able)} can." if able else " Nobody here can."
    return [
        f"{name} takes {makers.by_name[name].max_references} of {count} reference pictures along."
        + ("" if makers.by_name[name].max_references else others)
        for name, count in wanted.items()
        if name in makers.by_name and makers.by_name[name].max_references < count
    ]


def _ending(makers: Makers[PictureMaker], name: str) -> dict[str, str]:
    end = makers.ends.get(name)
    return {} if end is None else {"retires_on": str(end.ends), "instead": end.instead}


async def _held(context: ToolContext, saved: SavedStoryboard, held: Held) -> Reference:
    if (held.media is None) == (held.scene is None):
        raise InvalidEdit("A reference is either an upload or a scene's picture; name one of them.")
    if held.media is not None:
        async with context.studio.work() as work:
            uploads = await media.list_all(work, owner_id=context.owner_id)
        if held.media > len(uploads):
            raise InvalidEdit(f"There is no upload {held.media}; there are {len(uploads)}.")
        upload = uploads[held.media - 1]
        if upload.kind is not MediaKind.PICTURE:
            raise InvalidEdit(
                f"Upload {held.media} is not a picture; only pictures can be kept to."
            )
        return Reference(name=held.name, key=upload.key)
    one = scene_id(saved.storyboard, held.scene or 0)
    picture = (await known_assets(context, saved.storyboard))[one].picture
    if picture is None:
        raise InvalidEdit(f"Scene {held.scene} has no picture yet; make the pictures first.")
    return Reference(name=held.name, key=picture.key)


LIST = Tool(
    name="list_picture_makers",
    description="List who can make pictures here, what a picture costs (null: nobody knows) and how "
    "many reference pictures each takes along. Call it when the user asks for another painter, for "
    "better or cheaper pictures, or after a maker refused or failed.",
    arguments=NoArguments,
    run=list_makers,
)
SET = Tool(
    name="set_pictures",
    description="Choose who makes the pictures, of all scenes or of some; and hold pictures to "
    "pictures that exist, so that a person or a look stays the same: an upload, or the picture that a "
    "scene has. The scenes' words must name the person. Changed pictures are made again and may cost.",
    arguments=PicturesArguments,
    run=set_pictures,
)
