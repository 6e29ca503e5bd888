"""The storyboard: everything that decides what the video will be. Frozen and versioned."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from studio.domain.caption_look import CaptionLook
from studio.domain.colours import Colours
from studio.domain.effects import Effects
from studio.domain.output import Output
from studio.domain.overlays import OverlayStyle, ProgressBar
from studio.domain.scene import MakerName, Prompt, Scene, ShortText
from studio.domain.source import Quoted
from studio.domain.units import AssetId, SceneId, StorageKey
from studio.domain.value import Value

MIN_TARGET_S = 5
MAX_TARGET_S = 180
MAX_SCENES = 60
MAX_REFERENCES = 4
SLOWEST, FASTEST = 0.9, 1.12
"""How far a voice may leave its tempo for the length's sake; beyond, it is heard."""


class Tempo(StrEnum):
    """How fast the voice speaks."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class Mood(StrEnum):
    """The feeling that pictures and music share."""

    CALM = "calm"
    BRIGHT = "bright"
    TENSE = "tense"
    WARM = "warm"
    EPIC = "epic"
    PLAYFUL = "playful"


class Brief(Value):
    """What the user asked for.

    Attributes:
        topic: One line naming what the video is about.
        source_text: The user's own text, where one was pasted.
        target_s: Wanted length, 5 to 180 s.
        language: BCP 47 tag, e.g. ``"en"`` or ``"pt-BR"``.
        tempo: How fast the voice speaks.
        keywords: For titles and hashtags.
        audience: For whom it is, in the user's words.
        tone: How it speaks to them, in the user's words.
    """

    topic: Annotated[str, Field(max_length=500)] = ""
    source_text: Annotated[str, Field(max_length=20_000)] = ""
    target_s: Annotated[int, Field(ge=MIN_TARGET_S, le=MAX_TARGET_S)] = 30
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    tempo: Tempo = Tempo.NORMAL
    keywords: tuple[Annotated[str, Field(max_length=60)], ...] = ()
    audience: ShortText = ""
    tone: ShortText = ""


class Hook(Value):
    """One way to open the video."""

    text: Annotated[str, Field(min_length=1, max_length=240)]


class VoiceStyle(Value):
    """Which voice speaks.

    Attributes:
        maker: Who speaks, as settings name it; empty for the installation's first.
        voice: A voice's name as ``SpeechMaker.voices`` lists it; empty for the language's default.
        pitch_semitones: -6 to +6 against the voice's own pitch.
    """

    maker: MakerName = ""
    voice: Annotated[str, Field(max_length=80)] = ""
    pitch_semitones: Annotated[float, Field(ge=-6, le=6)] = 0.0


class CaptionStyle(StrEnum):
    """How captions look; ``renderer/captions/styles.py`` has the numbers.

    Attributes:
        BOLD: Capitals; the word being spoken has the accent colour.
        CLEAN: Small and quiet.
        BOX: A coloured box wanders from word to word on a dark plate.
        POP: The word being spoken grows.
        KARAOKE: Each word fills with colour while it is spoken.
        SINGLE: One large word at a time.
        CLASSIC: White lines, as on television.
        TYPEWRITER: Letters appear as they are spoken.
    """

    BOLD = "bold"
    CLEAN = "clean"
    BOX = "box"
    POP = "pop"
    KARAOKE = "karaoke"
    SINGLE = "single"
    CLASSIC = "classic"
    TYPEWRITER = "typewriter"


class Reference(Value):
    """A picture that made pictures are held to: a person, a thing, or a look.

    Attributes:
        name: Who or what it shows. It goes along with the scenes whose words have this name in
            them; without a name, with all.
        key: Where its bytes lie.
    """

    name: Annotated[str, Field(max_length=60)] = ""
    key: StorageKey


class Style(Value):
    """What all scenes share.

    Attributes:
        mood: Leads palettes, shapes and music.
        look: Words added to every visual prompt.
        negative: Words added to every negative prompt.
        palette_seed: Same seed, same family of colours.
        palette: The colours themselves, where they are held to.
        picture_maker: Who makes the pictures, as settings name it; empty for the first.
        references: What must look the same in all pictures.
        captions: How captions look.
        caption_look: What is wanted of them beyond that.
        overlays: How all other on-screen text looks.
        progress_bar: Whether a bar shows how much is over.
        voice: Which voice speaks.
        effects: Whether cuts are heard.
    """

    mood: Mood = Mood.BRIGHT
    look: Prompt = ""
    negative: Prompt = ""
    palette_seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    palette: Colours | None = None
    picture_maker: MakerName = ""
    references: Annotated[tuple[Reference, ...], Field(max_length=MAX_REFERENCES)] = ()
    captions: CaptionStyle = CaptionStyle.BOLD
    caption_look: CaptionLook = CaptionLook()
    overlays: OverlayStyle = OverlayStyle.CLEAN
    progress_bar: ProgressBar = ProgressBar.NONE
    voice: VoiceStyle = VoiceStyle()
    effects: Effects = Effects.SUBTLE


class Music(Value):
    """Music under the voice.

    Attributes:
        enabled: Off leaves the voice alone.
        track: An upload or stock that is played; ``None`` for music composed for the video.
        mood: Of composed music, where it is not the style's.
        pace: Of composed music.
        gain_db: Of the music where nobody speaks, against full scale, -40 to 0 dB.
    """

    enabled: bool = True
    track: AssetId | None = None
    mood: Mood | None = None
    pace: Tempo = Tempo.NORMAL
    gain_db: Annotated[float, Field(ge=-40, le=0)] = -18.0


class Storyboard(Value):
    """Everything that decides what the video will be.

    Attributes:
        title: Short name, also the file's.
        brief: What the user asked for.
        hooks: Up to five openings to choose from.
        chosen_hook: Index into ``hooks``; the first scene opens with it.
        outline: One line a beat.
        style: What all scenes share.
        scenes: In order; ids are unique.
        music: Under the voice.
        output: Size, rate, and where it will be watched.
        is_outline_only: The script is a labelled outline written without a language model.
        pack: The niche pack that it follows; empty for none.
        template: The script template that it follows; empty for none.
        sources: Documents and pages that it is told from.
        prompt_language: BCP 47 tag of what pictures show, where that is not the brief's: a translation
            changes no picture.
        voice_rate: How much faster than its tempo the voice speaks, so that the video has its length.
        own: What the user has set, so that a pack leaves it: names of fields, and ``<scene>.motion``.
    """

    title: ShortText = ""
    brief: Brief = Brief()
    hooks: Annotated[tuple[Hook, ...], Field(max_length=5)] = ()
    chosen_hook: Annotated[int, Field(ge=0, le=4)] | None = None
    outline: tuple[Annotated[str, Field(max_length=300)], ...] = ()
    style: Style = Style()
    scenes: Annotated[tuple[Scene, ...], Field(max_length=MAX_SCENES)] = ()
    music: Music = Music()
    output: Output = Output()
    is_outline_only: bool = False
    pack: Annotated[str, Field(max_length=40)] = ""
    template: Annotated[str, Field(max_length=40)] = ""
    sources: Annotated[tuple[Quoted, ...], Field(max_length=20)] = ()
    prompt_language: Annotated[str, Field(max_length=40)] = ""
    voice_rate: Annotated[float, Field(ge=SLOWEST, le=FASTEST)] = 1.0
    own: tuple[Annotated[str, Field(max_length=60)], ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        ids = [scene.id for scene in self.scenes]
        if len(ids) != len(set(ids)):
            raise ValueError("scene ids must be unique")
        if self.chosen_hook is not None and self.chosen_hook >= len(self.hooks):
            raise ValueError("chosen_hook must point at one of the hooks")
        return self

    def scene(self, scene_id: SceneId) -> Scene:
        """Give the scene with this id.

        Raises:
            KeyError: The storyboard has no such scene.
        """
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise KeyError(scene_id)

    def owning(self, *names: str) -> Self:
        """Note that the user has set these, so that no pack sets them."""
        return self.model_copy(update={"own": tuple(dict.fromkeys((*self.own, *names)))})

    def position(self, scene_id: SceneId) -> int:
        """Give the zero-based place of a scene.

        Raises:
            KeyError: The storyboard has no such scene.
        """
        return self.scenes.index(self.scene(scene_id))
