"""Choose the music: composed for the video, the user's own, stock, or none."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from studio.domain import edit
from studio.domain.errors import InvalidEdit, NotFound
from studio.domain.media import Media, MediaKind
from studio.domain.stock import StockQuery, shortened
from studio.domain.storyboard import Mood, Storyboard, Tempo
from studio.domain.units import AssetId
from studio.services import media, stock
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.stock import SHARE_ALIKE, shelf
from tools.storyboards import answer, change, latest


class MusicArguments(Arguments):
    """Only what changes."""

    source: Literal["generated", "upload", "stock", "off"] | None = Field(
        None,
        description="`generated` is composed for the video; `upload` the user's own; `stock` from "
        "libraries; `off` none.",
    )
    upload: int | None = Field(
        None,
        ge=1,
        description="The upload's number, from `list_media`; left out, the newest sound.",
    )
    candidate: UUID | None = Field(
        None, description="An id from `find_stock` with kind `sound`, for `stock`."
    )
    query: str | None = Field(
        None, max_length=200, description="For `stock` without a candidate: the best is taken."
    )
    share_alike: bool = SHARE_ALIKE
    mood: Mood | None = Field(
        None, description="Of generated music, where it is not the video's own."
    )
    pace: Tempo | None = Field(None, description="Of generated music.")
    gain_db: float | None = Field(None, ge=-40, le=0, description="-18 is usual.")


async def set_music(context: ToolContext, arguments: MusicArguments) -> str:
    """Change the music, as one new version.

    Raises:
        InvalidEdit: There is no such upload, or it is no sound.
        NotFound: Nothing was found, or there is no such candidate.
    """
    track = await _track(context, arguments)
    wants_composed = arguments.source == "generated" or bool(arguments.mood or arguments.pace)
    asked: dict[str, object] = {
        name: value
        for name in ("mood", "pace", "gain_db")
        if (value := getattr(arguments, name)) is not None
    }
    if arguments.source is not None or asked.keys() & {"mood", "pace"}:
        asked["enabled"] = arguments.source != "off"
    if track is not None or wants_composed:
        asked["track"] = track.id if track else None
    if not asked:
        raise InvalidEdit("Say which music: composed, the user's own, stock, or none.")

    def apply(board: Storyboard) -> Storyboard:
        return edit.set_music(board, board.music.model_copy(update=asked))

    saved = await change(context, apply, message="Set the music")
    told: dict[str, object] = {"version": saved.version}
    if track is not None:
        told |= {"music": track.name, "seconds": round(track.duration_ms / 1000, 1)}
        told |= {"bpm": track.repeat.bpm} if track.repeat else {}
        told |= {"credit": track.credit.line} if track.credit else {}
    return answer(ok=True, **told)


async def _track(context: ToolContext, arguments: MusicArguments) -> Media | None:
    if arguments.source == "upload" or (arguments.source is None and arguments.upload):
        return await _own(context, arguments.upload)
    if arguments.source == "stock" or (arguments.source is None and arguments.candidate):
        candidate = arguments.candidate or await _best(context, arguments)
        track = await stock.take(
            shelf(context), owner_id=context.owner_id, candidate_id=AssetId(candidate)
        )
        if track.kind is not MediaKind.SOUND:
            raise InvalidEdit("That is no sound; look for music with `find_stock`.")
        return track
    return None


async def _own(context: ToolContext, number: int | None) -> Media:
    async with context.studio.work() as work:
        uploads = await media.list_all(work, owner_id=context.owner_id)
    sounds = [one for one in uploads if one.kind is MediaKind.SOUND]
    if number is None:
        if not sounds:
            raise InvalidEdit("There is no song yet; upload a sound file first.")
        return sounds[-1]
    if number > len(uploads):
        raise InvalidEdit(f"There is no upload {number}; there are {len(uploads)}.")
    if uploads[number - 1].kind is not MediaKind.SOUND:
        raise InvalidEdit(f"Upload {number} is a {uploads[number - 1].kind.value}, not a sound.")
    return uploads[number - 1]


async def _best(context: ToolContext, arguments: MusicArguments) -> AssetId:
    saved = await latest(context)
    board = saved.storyboard if saved else Storyboard()
    words = shortened(arguments.query or f"{board.style.mood.value} instrumental")
    query = StockQuery(
        words=words or "instrumental", kind=MediaKind.SOUND, share_alike=arguments.share_alike
    )
    found = await stock.search(shelf(context), owner_id=context.owner_id, query=query)
    if not found.candidates:
        raise NotFound(f"No music was found for {words!r}; look for other words.")
    return found.candidates[0].id


TOOL = Tool(
    name="set_music",
    description="Choose the music: composed in a mood and pace, the user's own song, or stock by words or "
    "by a candidate of `find_stock`; or none. Foreign music is repeated on its beat, faded and lowered "
    "under the voice as the composed one is.",
    arguments=MusicArguments,
    run=set_music,
)
