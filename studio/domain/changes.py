"""What is wanted of a storyboard: scenes as they are written, and changes of what is there."""

from typing import Annotated

from pydantic import Field

from studio.domain.caption_look import CaptionPlace, CaptionSize, Ink
from studio.domain.citation import Citations
from studio.domain.colours import Colours
from studio.domain.effects import Effects
from studio.domain.output import Codec, Format, Rate
from studio.domain.overlays import Overlays, OverlayStyle, ProgressBar
from studio.domain.scene import Fit, MakerName, Motion, Narration, Prompt, ShortText, Transition
from studio.domain.storyboard import (
    MAX_REFERENCES,
    MAX_TARGET_S,
    MIN_TARGET_S,
    CaptionStyle,
    Hook,
    Mood,
    Reference,
    Tempo,
)
from studio.domain.value import Value
from studio.domain.zones import Platform


class SceneDraft(Value):
    """A scene as it is written, before it has an id."""

    narration: Narration = ""
    on_screen_text: ShortText = ""
    overlays: Overlays = ()
    visual_prompt: Prompt = ""
    negative_prompt: Prompt = ""
    motion: Motion = Motion.ZOOM_IN
    fit: Fit = Fit.COVER
    transition: Transition = Transition.CUT
    citations: Citations = ()


class ScriptDraft(Value):
    """A whole script; the first scene's narration should open with the chosen hook."""

    title: ShortText
    hooks: Annotated[tuple[Hook, ...], Field(max_length=5)] = ()
    chosen_hook: Annotated[int, Field(ge=0, le=4)] | None = None
    outline: tuple[Annotated[str, Field(max_length=300)], ...] = ()
    scenes: tuple[SceneDraft, ...]
    is_outline_only: bool = False


class SceneChange(Value):
    """What to change in a scene; what is ``None`` stays."""

    narration: Narration | None = None
    on_screen_text: ShortText | None = None
    overlays: Overlays | None = None
    visual_prompt: Prompt | None = None
    negative_prompt: Prompt | None = None
    motion: Motion | None = None
    fit: Fit | None = None
    transition: Transition | None = None
    picture_maker: MakerName | None = None
    citations: Citations | None = None


class BriefChange(Value):
    """What to change in the brief; what is ``None`` stays."""

    topic: Annotated[str, Field(max_length=500)] | None = None
    source_text: Annotated[str, Field(max_length=20_000)] | None = None
    target_s: Annotated[int, Field(ge=MIN_TARGET_S, le=MAX_TARGET_S)] | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    tempo: Tempo | None = None
    keywords: tuple[Annotated[str, Field(max_length=60)], ...] | None = None
    audience: ShortText | None = None
    tone: ShortText | None = None


class StyleChange(Value):
    """What to change in the style, the voice and the music; what is ``None`` stays."""

    mood: Mood | None = None
    look: Prompt | None = None
    negative: Prompt | None = None
    palette_seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    palette: Colours | None = None
    picture_maker: MakerName | None = None
    references: Annotated[tuple[Reference, ...], Field(max_length=MAX_REFERENCES)] | None = None
    captions: CaptionStyle | None = None
    caption_colour: Ink | None = None
    caption_accent: Ink | None = None
    caption_size: CaptionSize | None = None
    caption_place: CaptionPlace | None = None
    captions_shown: bool | None = None
    overlays: OverlayStyle | None = None
    progress_bar: ProgressBar | None = None
    voice_maker: MakerName | None = None
    voice: Annotated[str, Field(max_length=80)] | None = None
    pitch_semitones: Annotated[float, Field(ge=-6, le=6)] | None = None
    music_enabled: bool | None = None
    music_gain_db: Annotated[float, Field(ge=-40, le=0)] | None = None
    effects: Effects | None = None


class OutputChange(Value):
    """What to change in the finished file; what is ``None`` stays."""

    format: Format | None = None
    fps: Rate | None = None
    codec: Codec | None = None
    platform: Platform | None = None
