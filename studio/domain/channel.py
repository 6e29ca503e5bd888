"""A user's channel: its voice, look and brand, words it never uses, and rules. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from studio.domain.colours import Hex
from studio.domain.effects import Effects
from studio.domain.errors import InvalidEdit
from studio.domain.scene import Prompt, ShortText
from studio.domain.storyboard import CaptionStyle, Mood, Storyboard, VoiceStyle
from studio.domain.units import ThreadId
from studio.domain.value import Value

MAX_RULES = 40
MAX_BANNED = 100
MAX_COLOURS = 6
MAX_EVIDENCE = 8
MAX_LOOK = 1_000

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]
BannedWord = Annotated[
    str, StringConstraints(min_length=2, max_length=60, strip_whitespace=True, to_lower=True)
]
Verdict = Literal["accepted", "rejected"]


class Brand(Value):
    """What makes a channel known.

    Attributes:
        name: The channel's.
        handle: As people tag it, e.g. ``"@tides"``.
        colours: As ``#rrggbb``, the leading one first.
        call_to_action: What the last scene asks for.
    """

    name: ShortText = ""
    handle: Annotated[str, Field(max_length=60)] = ""
    colours: Annotated[tuple[Colour, ...], Field(max_length=MAX_COLOURS)] = ()
    call_to_action: ShortText = ""


class House(Value):
    """How a new video begins; ``None`` leaves it to the video.

    Attributes:
        language: BCP 47 tag.
        voice: Which voice speaks.
        mood: Leads colours, shapes and music.
        look: Words added to every picture.
        negative: Words kept out of every picture.
        captions: How captions look.
        caption_colour: Of their letters.
        effects: Whether cuts are heard.
        music: Whether there is music.
    """

    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    voice: VoiceStyle | None = None
    mood: Mood | None = None
    look: Prompt | None = None
    negative: Prompt | None = None
    captions: CaptionStyle | None = None
    caption_colour: Hex | None = None
    effects: Effects | None = None
    music: bool | None = None


class Evidence(Value):
    """What a rule was learnt from.

    Attributes:
        thread_id: In which conversation.
        title: Of its video, as it was then.
        version: The storyboard's version that the change led to.
        words: What was changed.
        verdict: Whether the user kept it or took it back.
        at: When.
    """

    thread_id: ThreadId
    title: str
    version: int
    words: str
    verdict: Verdict
    at: datetime


class Rule(Value):
    """Something that holds for all videos of a channel.

    Attributes:
        id: Names it; of a learnt rule the same whenever it is learnt.
        says: In words.
        path: Of a learnt rule: the field of a storyboard, dotted.
        value: Of a learnt rule: the field's value.
        verdict: Of a learnt rule: whether that is wanted or to be avoided.
        because: What it was learnt from; empty for what the user said.
        created_at: When it was learnt or said.
    """

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{8,32}$")]
    says: Annotated[str, Field(min_length=2, max_length=300)]
    path: str = ""
    value: Any = None
    verdict: Verdict = "accepted"
    because: Annotated[tuple[Evidence, ...], Field(max_length=MAX_EVIDENCE)] = ()
    created_at: datetime

    @property
    def is_learnt(self) -> bool:
        """Tell whether it was drawn from what the user did."""
        return bool(self.path)


class Profile(Value):
    """All that is known of a user's channel.

    Attributes:
        house: How a new video begins.
        brand: What makes it known.
        banned: Words that no video uses, in lower case.
        rules: What else holds, oldest first.
    """

    house: House = House()
    brand: Brand = Brand()
    banned: Annotated[tuple[BannedWord, ...], Field(max_length=MAX_BANNED)] = ()
    rules: Annotated[tuple[Rule, ...], Field(max_length=MAX_RULES)] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is known."""
        return self == Profile()


def rule_id(words: str) -> str:
    """Name a rule by what it says, so that it is there once."""
    return hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()[:12]


def begin(profile: Profile) -> Storyboard:
    """Give the empty storyboard that a channel's next video begins with.

    What the user said of the channel goes before what was learnt, and before a pack.
    """
    learnt = {r.path: r.value for r in profile.rules if r.is_learnt and r.verdict == "accepted"}
    said = {name: value for name, value in profile.house if value is not None}
    told = {_PATHS[name]: value for name, value in said.items()}
    if profile.brand.colours:
        accents = f"accents in {', '.join(profile.brand.colours)}"
        told["style.look"] = ", ".join(filter(None, (profile.house.look, accents)))[:MAX_LOOK]
    return _set(_set(Storyboard(), learnt), told).owning(*said)


def banned_words(profile: Profile, board: Storyboard, *, before: Storyboard) -> Iterator[str]:
    """Name the banned words that a change brought into what is said or shown, with their place."""
    known = {text for _, text in _texts(before)}
    fresh = [(place, text) for place, text in _texts(board) if text not in known]
    for word in profile.banned:
        for place, text in fresh:
            if has_word(text, word):
                yield f"{word!r} in {place}"


def refuse_banned(profile: Profile, board: Storyboard, *, before: Storyboard) -> None:
    """Refuse a change that brings in words that the user banned.

    Raises:
        InvalidEdit: It does; the message names them and their places.
    """
    if found := list(banned_words(profile, board, before=before)):
        raise InvalidEdit(
            f"The user's channel never says {', '.join(found[:5])}. Say it in other words."
        )


def has_word(text: str, word: str) -> bool:
    """Tell whether a text has a word, or words in a row, in any case."""
    pattern = rf"(?<!\w){re.escape(_folded(word))}(?!\w)"
    return re.search(pattern, _folded(text)) is not None


def settings_of(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Give what is set of a channel, as what and how; nothing of what is not set."""
    house = {name: value for name, value in profile.house if value not in (None, "")}
    voice = house.pop("voice", None)
    lines = [(_LABELS.get(name, name), _plain(value)) for name, value in house.items()]
    if voice is not None:
        lines.append(("voice", " ".join(filter(None, (voice.maker, voice.voice))) or "usual"))
    return (*lines, *((label, text) for label, text in _brand_lines(profile.brand) if text))


def in_words(profile: Profile) -> tuple[str, ...]:
    """Tell a profile line by line; nothing of what is not set."""
    lines = [f"{label}: {text}" for label, text in settings_of(profile)]
    if profile.banned:
        lines.append(f"never says: {', '.join(profile.banned)}")
    return (*lines, *(rule.says for rule in profile.rules))


_LABELS = {
    "look": "look of pictures",
    "negative": "never in pictures",
    "effects": "sounds on cuts",
    "caption_colour": "colour of the captions",
}
_PATHS = {
    "language": "brief.language",
    "voice": "style.voice",
    "mood": "style.mood",
    "look": "style.look",
    "negative": "style.negative",
    "captions": "style.captions",
    "caption_colour": "style.caption_look.colour",
    "effects": "style.effects",
    "music": "music.enabled",
}


def _brand_lines(brand: Brand) -> tuple[tuple[str, str], ...]:
    return (
        ("channel", brand.name),
        ("handle", brand.handle),
        ("colours", ", ".join(brand.colours)),
        ("call to action", brand.call_to_action),
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value}"


def _set(board: Storyboard, values: Mapping[str, Any]) -> Storyboard:
    content = board.model_dump()
    for path, value in values.items():
        *parents, name = path.split(".")
        place = content
        for parent in parents:
            place = place[parent]
        place[name] = value.model_dump() if isinstance(value, Value) else value
    return Storyboard.model_validate(content)


def _texts(board: Storyboard) -> Iterator[tuple[str, str]]:
    yield "the title", board.title
    for number, hook in enumerate(board.hooks, start=1):
        yield f"hook {number}", hook.text
    for number, scene in enumerate(board.scenes, start=1):
        yield f"scene {number}", scene.narration
        yield f"the text on scene {number}", scene.on_screen_text


def _folded(text: str) -> str:
    """Fold case and compose accents, so that one spelling is one word."""
    return unicodedata.normalize("NFC", text).casefold()
