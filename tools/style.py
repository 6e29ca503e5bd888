"""Set what all scenes share: voice, captions, mood, look, music and sounds on cuts."""

from pydantic import Field

from studio.domain import edit
from studio.domain.caption_look import CaptionPlace, CaptionSize, Ink
from studio.domain.changes import StyleChange
from studio.domain.effects import Effects
from studio.domain.overlays import OverlayStyle, ProgressBar
from studio.domain.storyboard import CaptionStyle, Mood, Storyboard
from studio.services import voices
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import change, in_brief, latest


class StyleArguments(Arguments):
    """Only what changes."""

    mood: Mood | None = Field(None, description="Leads colours, shapes and music.")
    look: str | None = Field(None, max_length=1_000, description="Added to every picture.")
    negative: str | None = Field(None, max_length=1_000, description="Kept out of every picture.")
    palette_seed: int | None = Field(None, ge=0, lt=2**31, description="Another family of colours.")
    captions: CaptionStyle | None = Field(None, description="How captions look.")
    caption_colour: Ink | None = Field(
        None, description="Of the captions' letters: `#rrggbb`, or `auto` for white."
    )
    caption_accent: Ink | None = Field(
        None, description="Of the word being spoken: `#rrggbb`, or `auto` for the video's own."
    )
    caption_size: CaptionSize | None = Field(None, description="Of the captions.")
    caption_place: CaptionPlace | None = Field(
        None, description="Of the captions, inside of what no platform covers; low is usual."
    )
    captions_shown: bool | None = Field(
        None, description="Off: no captions in the picture; subtitle files stay."
    )
    overlays: OverlayStyle | None = Field(None, description="How other on-screen text looks.")
    progress_bar: ProgressBar | None = Field(None, description="Shows how much is over.")
    voice_maker: str | None = Field(
        None, max_length=40, description="Who speaks, e.g. `elevenlabs`; as list_voices tells."
    )
    voice: str | None = Field(
        None, max_length=80, description="A voice's id or name, or `female` or `male`."
    )
    pitch_semitones: float | None = Field(None, ge=-6, le=6, description="Of the voice.")
    music_enabled: bool | None = Field(None, description="Music on or off.")
    music_gain_db: float | None = Field(None, ge=-40, le=0, description="-18 is usual.")
    effects: Effects | None = Field(None, description="Sounds on cuts; subtle is usual.")


async def set_style(context: ToolContext, arguments: StyleArguments) -> str:
    """Change the style.

    Raises:
        InvalidEdit: There is no such voice or maker here.
    """
    fields = arguments.model_dump(exclude_none=True)
    if arguments.voice or arguments.voice_maker:
        fields |= await _voice(context, arguments)
    wanted = StyleChange(**fields)
    saved = await change(context, lambda b: edit.set_style(b, wanted), message="Set the style")
    return await in_brief(context, saved)


async def _voice(context: ToolContext, arguments: StyleArguments) -> dict[str, str]:
    """Find the voice: with the maker that speaks now first, then with the others."""
    saved = await latest(context)
    board = saved.storyboard if saved else Storyboard()
    found = await voices.choose(
        context.studio.speech,
        arguments.voice or "",
        maker=arguments.voice_maker or "",
        language=board.brief.language,
        usual=board.style.voice.maker,
    )
    is_first = found.maker == next(iter(context.studio.speech.by_name))
    return {"voice_maker": "" if is_first else found.maker, "voice": found.voice.id}


TOOL = Tool(
    name="set_style",
    description="Set the mood, the look of all pictures, the voice, the captions, the on-screen text, "
    "the music and the sounds on cuts.",
    arguments=StyleArguments,
    run=set_style,
)
