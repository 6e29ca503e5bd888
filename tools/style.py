"""Set what all scenes share: voice, captions, mood, look, music and sounds on cuts."""

import re
from collections.abc import Sequence

from pydantic import Field

from studio.domain import edit
from studio.domain.edit import StyleChange
from studio.domain.effects import Effects
from studio.domain.errors import InvalidEdit
from studio.domain.overlays import OverlayStyle, ProgressBar
from studio.domain.storyboard import CaptionStyle, Mood, Storyboard
from studio.makers import Voice
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
    overlays: OverlayStyle | None = Field(None, description="How other on-screen text looks.")
    progress_bar: ProgressBar | None = Field(None, description="Shows how much is over.")
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
        InvalidEdit: There is no such voice.
    """
    fields = arguments.model_dump(exclude_none=True)
    if arguments.voice:
        saved = await latest(context)
        board = saved.storyboard if saved else Storyboard()
        language = board.brief.language
        voices = await context.studio.speech.get(board.style.voice.maker).voices()
        fields["voice"] = find_voice(voices, arguments.voice, language=language).id
    wanted = StyleChange(**fields)
    saved = await change(context, lambda b: edit.set_style(b, wanted), message="Set the style")
    return in_brief(saved)


def find_voice(voices: Sequence[Voice], wanted: str, *, language: str) -> Voice:
    """Find a voice by id, by label or by a word of its label, in the language.

    Raises:
        InvalidEdit: There is none; the message lists what there is.
    """
    spoken = [v for v in voices if v.language.split("-")[0] == language.split("-")[0].lower()]
    name = wanted.strip().lower()
    for voice in (*spoken, *voices):
        if name in {voice.id.lower(), voice.label.lower()}:
            return voice
    for voice in spoken:
        if name in re.findall(r"\w+", f"{voice.label} {voice.id}".lower()):
            return voice
    there_are = ", ".join(f"{v.id} ({v.label})" for v in spoken) or "none in this language"
    raise InvalidEdit(f"There is no voice {wanted!r}. Voices: {there_are}.")


TOOL = Tool(
    name="set_style",
    description="Set the mood, the look of all pictures, the voice, the captions, the on-screen text, "
    "the music and the sounds on cuts.",
    arguments=StyleArguments,
    run=set_style,
)
