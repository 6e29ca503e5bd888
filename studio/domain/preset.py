"""Presets: all that makes the next video look and sound like this one, and nothing of its story. Pure."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from studio.domain import edit, packing
from studio.domain.channel import Brand
from studio.domain.output import Format, Output
from studio.domain.pack import FormatName, Pack
from studio.domain.scene import Motion, ShortText, Transition
from studio.domain.storyboard import (
    MAX_TARGET_S,
    MIN_TARGET_S,
    Brief,
    CaptionStyle,
    Mood,
    Music,
    Storyboard,
    Style,
    Tempo,
)
from studio.domain.value import Value
from studio.domain.zones import Platform

V = TypeVar("V", bound=Value)

MOST = 100
"""Presets of one user."""
MOST_SHARED = 3
"""The newest kept videos whose common settings are usual."""
TOLD = ("target_s", "language", "tempo", "audience", "tone")
"""What a preset keeps of a brief; topic, text and keywords are the story's."""
LABELS = {
    "target_s": "length",
    "output": "format",
    "enabled": "music",
    "gain_db": "loudness of music",
    "track": "music",
    "pace": "pace of music",
    "palette_seed": "colours",
    "palette": "colours",
    "picture_maker": "who makes the pictures",
    "references": "reference pictures",
    "overlays": "on-screen text",
    "progress_bar": "progress bar",
    "negative": "what no picture shows",
    "effects": "sounds on cuts",
}
"""What people call what videos have in common, where it is not its name."""
_STYLED = ("mood", "look", "captions", "voice_maker", "voice", "music_enabled")
_SHARED = ("target_s", "language", "tempo", "audience", "tone", "pack", "template", "output")


class Telling(Value):
    """How a video is told, whatever it is about.

    Attributes:
        target_s: Wanted length, 5 to 180 s.
        language: BCP 47 tag.
        tempo: How fast the voice speaks.
        audience: For whom.
        tone: How it speaks to them.
    """

    target_s: Annotated[int, Field(ge=MIN_TARGET_S, le=MAX_TARGET_S)] = 30
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    tempo: Tempo = Tempo.NORMAL
    audience: ShortText = ""
    tone: ShortText = ""


class Preset(Value):
    """A storyboard without its story.

    Attributes:
        title: For people.
        pack: The niche pack that it follows; empty for none.
        template: The script template that it follows; empty for none.
        telling: How a video is told.
        style: What all scenes share: voice, captions, colours, look, who makes pictures.
        music: Under the voice.
        output: Shape, rate, codec and platform.
        motions: How the camera moves, the usual first; empty leaves it open.
        transitions: How scenes change, likewise.
        brand: The brand kit as it was then.
        own: What the user had set by hand, so that no pack sets it.
    """

    title: Annotated[ShortText, Field(min_length=1)]
    pack: FormatName | Literal[""] = ""
    template: FormatName | Literal[""] = ""
    telling: Telling = Telling()
    style: Style = Style()
    music: Music = Music()
    output: Output = Output()
    motions: Annotated[tuple[Motion, ...], Field(max_length=10)] = ()
    transitions: Annotated[tuple[Transition, ...], Field(max_length=10)] = ()
    brand: Brand = Brand()
    own: Annotated[tuple[str, ...], Field(max_length=60)] = ()


class PresetChange(Value):
    """What is to be different in a preset; what is ``None`` stays.

    Attributes:
        title: What it is called.
        target_s: Wanted length.
        language: BCP 47 tag.
        tempo: How fast the voice speaks.
        audience: For whom.
        tone: How it speaks to them.
        pack: Which pack; empty for none.
        template: Which template; empty for none.
        mood: Of pictures and music.
        look: Added to every picture.
        captions: How captions look.
        voice_maker: Who speaks.
        voice: Which voice.
        music: Whether there is music.
        format: Of the picture.
        platform: Where it will be watched.
    """

    title: Annotated[ShortText, Field(min_length=1)] | None = None
    target_s: Annotated[int, Field(ge=MIN_TARGET_S, le=MAX_TARGET_S)] | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    tempo: Tempo | None = None
    audience: ShortText | None = None
    tone: ShortText | None = None
    pack: Annotated[str, Field(max_length=80)] | None = None
    template: Annotated[str, Field(max_length=80)] | None = None
    mood: Mood | None = None
    look: Annotated[str, Field(max_length=1_000)] | None = None
    captions: CaptionStyle | None = None
    voice_maker: Annotated[str, Field(max_length=40)] | None = None
    voice: Annotated[str, Field(max_length=80)] | None = None
    music: bool | None = None
    format: Format | None = None
    platform: Platform | None = None


def preset_of(
    board: Storyboard, *, title: str, pack: Pack | None = None, brand: Brand | None = None
) -> Preset:
    """Keep a storyboard without its story.

    Args:
        board: Whose looks and sounds.
        title: For people.
        pack: The pack that it is told by.
        brand: The channel's.
    """
    scenes = {scene.id for scene in board.scenes}
    own = (name for name in board.own if name.partition(".")[0] not in scenes)
    return Preset(
        title=title,
        pack=pack.name if pack else board.pack,
        template=board.template,
        telling=Telling(**{name: getattr(board.brief, name) for name in TOLD}),
        style=board.style,
        music=board.music,
        output=board.output,
        motions=packing.used(scene.motion for scene in board.scenes),
        transitions=packing.used(scene.transition for scene in board.scenes[:-1]),
        brand=brand or Brand(),
        own=tuple(own),
    )


def put_on(board: Storyboard, preset: Preset) -> Storyboard:
    """Let a video look, sound and be told as a preset says; its story stays.

    A video that has scenes keeps its language, since nobody translates its words here, and its
    locked scenes keep their camera.
    """
    told = {name: getattr(preset.telling, name) for name in TOLD}
    if board.scenes:
        told.pop("language")
    scenes = {scene.id for scene in board.scenes}
    kept = (name for name in board.own if name.partition(".")[0] in scenes)
    changed = board.model_copy(
        update={
            "brief": board.brief.model_copy(update=told),
            "pack": preset.pack,
            "template": preset.template,
            "style": preset.style,
            "music": preset.music,
            "output": preset.output,
            "own": tuple(dict.fromkeys((*preset.own, *kept))),
        }
    )
    return packing.conform(changed, preset)


def changed(preset: Preset, wanted: PresetChange) -> Preset:
    """Give a preset with what is to be different, by the rules of any edit."""
    given = wanted.model_dump(exclude_none=True)
    if "music" in given:
        given["music_enabled"] = given.pop("music")
    board = put_on(Storyboard(), preset)
    brief = {name: given[name] for name in TOLD if name in given}
    style = {name: given[name] for name in _STYLED if name in given}
    output = {name: given[name] for name in ("format", "platform") if name in given}
    if brief:
        board = edit.set_brief(board, edit.BriefChange(**brief))
    if style:
        board = edit.set_style(board, edit.StyleChange(**style))
    if output:
        board = edit.set_output(board, edit.OutputChange(**output))
    named = {name: given[name] for name in ("title", "pack", "template") if name in given}
    made = preset_of(board, title=preset.title, brand=preset.brand)
    same = {"motions": preset.motions, "transitions": preset.transitions}
    return made.model_copy(update={**same, **named})


def shared(first: Storyboard, boards: Sequence[Storyboard]) -> tuple[Storyboard, tuple[str, ...]]:
    """Give what a storyboard begins with, and what the newest videos have in common; name that.

    What the user had said of the channel is in ``own`` of the first, and stays.
    """
    names: list[str] = []
    if not boards:
        return first, ()
    brief, update = dict[str, Any](), dict[str, Any]()
    for name in _SHARED:
        of_brief = name in Brief.model_fields
        values = [getattr(board.brief if of_brief else board, name) for board in boards]
        if name in first.own or any(value != values[0] for value in values):
            continue
        (brief if of_brief else update)[name] = values[0]
        if values[0]:
            names.append(name)
    style, more = _same(first.style, [board.style for board in boards], first.own)
    said = ("enabled",) if "music" in first.own else ()
    music, also = _same(first.music, [board.music for board in boards], said)
    update |= {"brief": first.brief.model_copy(update=brief), "style": style, "music": music}
    told = (LABELS.get(name, name) for name in (*names, *more, *also))
    return first.model_copy(update=update), tuple(dict.fromkeys(told))


def settings_of(preset: Preset) -> tuple[tuple[str, str], ...]:
    """Give what a preset says, as what and how, for people."""
    style, telling, music = preset.style, preset.telling, preset.music
    voice = " ".join(filter(None, (style.voice.maker, style.voice.voice)))
    lines = (
        ("length", f"{telling.target_s} s"),
        ("language", telling.language),
        ("voice", voice or "usual"),
        ("tempo", telling.tempo.value),
        ("mood", style.mood.value),
        ("captions", style.captions.value),
        ("music", (music.mood or style.mood).value if music.enabled else "off"),
        ("format", preset.output.format.value),
        ("platform", preset.output.platform.value),
        ("pack", preset.pack),
        ("template", preset.template),
        ("audience", telling.audience),
        ("tone", telling.tone),
        ("camera", ", ".join(preset.motions[:2])),
        ("channel", preset.brand.name),
    )
    return tuple((label, value) for label, value in lines if value)


def _same(first: V, others: Sequence[V], own: Sequence[str]) -> tuple[V, tuple[str, ...]]:
    """Take over the fields that all others agree in and the user has not set."""
    update = dict[str, Any]()
    for name in type(first).model_fields:
        values = [getattr(other, name) for other in others]
        if name not in own and all(value == values[0] for value in values):
            update[name] = values[0]
    told = tuple(name for name, value in update.items() if value != getattr(first, name))
    return first.model_copy(update=update), told
