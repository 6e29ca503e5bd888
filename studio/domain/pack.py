"""Niche packs: what a kind of video looks, sounds and is told like. Data; users add their own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator

from studio.domain.colours import Colours
from studio.domain.effects import Effects
from studio.domain.languages import primary
from studio.domain.overlays import OverlayStyle, ProgressBar
from studio.domain.scene import Motion, Prompt, ShortText, Transition
from studio.domain.storyboard import CaptionStyle, Mood, Tempo
from studio.domain.value import Value

COMPLETE = ("en", "es", "fr", "de", "pt")
"""Languages that every built-in pack and template is written in."""
WORDS_OF_ENGLISH = {"en": 1.0, "es": 0.955, "fr": 0.855, "de": 0.785, "pt": 0.795}
"""Words that a voice says in the time of one English word.

Source:
    IReST (Trauzettel-Klosinski and Dietz, IOVS 2012, 53:5452).
"""
OTHER_WORDS = 0.82

W = TypeVar("W")

FormatName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""What a pack or a template is called by programs; people see its title."""
Note = Annotated[str, Field(max_length=400)]
Sentence = Annotated[str, Field(min_length=1, max_length=400)]
Pattern = Annotated[str, Field(min_length=1, max_length=200)]
"""A sentence in which ``{topic}`` stands for what the video is about."""


class FormatKind(StrEnum):
    """What a user can add."""

    PACK = "pack"
    TEMPLATE = "template"


class Pace(Value):
    """How much there is in a video of a length.

    Attributes:
        scenes: How many scenes.
        words: How many English words are said.
    """

    scenes: Annotated[int, Field(ge=1, le=60)]
    words: Annotated[int, Field(ge=1, le=700)]

    def words_in(self, language: str) -> int:
        """Give how many words of a language are said in the same time."""
        return round(self.words * WORDS_OF_ENGLISH.get(primary(language), OTHER_WORDS))


class PackVoice(Value):
    """How the voice speaks.

    Attributes:
        tempo: How fast.
        pitch_semitones: -6 to +6 against the voice's own pitch.
    """

    tempo: Tempo = Tempo.NORMAL
    pitch_semitones: Annotated[float, Field(ge=-6, le=6)] = 0.0


class PackMusic(Value):
    """What is heard under the voice.

    Attributes:
        mood: Of composed music.
        pace: Of composed music.
        gain_db: Of the music where nobody speaks, -40 to 0 dB.
    """

    mood: Mood
    pace: Tempo = Tempo.NORMAL
    gain_db: Annotated[float, Field(ge=-40, le=0)] = -18.0


class PackWords(Value):
    """A pack in one language.

    Attributes:
        title: For people.
        summary: What it is for, in a sentence.
        look: The style bible: words that go with every picture.
        negative: What no picture shows.
        hook_rules: How the first three seconds are written.
        hooks: Openings to fill in; ``{topic}`` stands for the topic.
        narration: How the text is told.
        temper: How the voice sounds, for whoever chooses or directs one.
        topics: What videos of this kind are about, to choose from.
        banned: Words that are not to be said.
    """

    title: Annotated[ShortText, Field(min_length=1)]
    summary: Note = ""
    look: Prompt = ""
    negative: Prompt = ""
    hook_rules: Annotated[tuple[Sentence, ...], Field(max_length=8)] = ()
    hooks: Annotated[tuple[Pattern, ...], Field(max_length=10)] = ()
    narration: Note = ""
    temper: Note = ""
    topics: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    banned: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()


class Pack(Value):
    """What a kind of video looks, sounds and is told like.

    Attributes:
        name: For programs and files.
        mood: Leads shapes and music.
        palette: The colours of all pictures; without it, the mood's.
        captions: How captions look.
        overlays: How other on-screen text looks.
        progress_bar: Whether a bar shows how much is over.
        effects: Whether cuts are heard.
        motions: How the camera may move, the usual first.
        transitions: How scenes may change, the usual first.
        voice: How the voice speaks.
        music: What is heard under it.
        needs_sources: Whether figures are to have a source.
        pacing: By length in seconds; lengths between two are reckoned.
        words: By language, as its primary subtag.
    """

    name: FormatName
    mood: Mood
    palette: Colours | None = None
    captions: CaptionStyle = CaptionStyle.BOLD
    overlays: OverlayStyle = OverlayStyle.CLEAN
    progress_bar: ProgressBar = ProgressBar.NONE
    effects: Effects = Effects.SUBTLE
    motions: Annotated[tuple[Motion, ...], Field(min_length=1)]
    transitions: Annotated[tuple[Transition, ...], Field(min_length=1)]
    voice: PackVoice = PackVoice()
    music: PackMusic
    needs_sources: bool = False
    pacing: Annotated[dict[int, Pace], Field(min_length=1, max_length=20)]
    words: Annotated[dict[str, PackWords], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        wrong = [seconds for seconds in self.pacing if not 5 <= seconds <= 180]
        if wrong:
            raise ValueError(f"pacing is for lengths of 5 to 180 seconds, not {wrong[0]}")
        return self

    def in_language(self, language: str) -> PackWords:
        """Give its words in a language, else in English, else in the first there is."""
        return spoken_in(self.words, language)

    def pace(self, seconds: float) -> Pace:
        """Give the pacing of a length, between the two that are nearest to it."""
        known = sorted(self.pacing)
        below = max((s for s in known if s <= seconds), default=known[0])
        above = min((s for s in known if s >= seconds), default=known[-1])
        low, high = self.pacing[below], self.pacing[above]
        if below == above:
            scale = seconds / below
            return Pace(scenes=_some(low.scenes * scale), words=_some(low.words * scale))
        part = (seconds - below) / (above - below)
        return Pace(
            scenes=_some(low.scenes + part * (high.scenes - low.scenes)),
            words=_some(low.words + part * (high.words - low.words)),
        )


def spoken_in(words: Mapping[str, W], language: str) -> W:
    """Give what stands under a language, else under English, else under the first."""
    return words.get(primary(language)) or words.get("en") or next(iter(words.values()))


def filled(pattern: str, topic: str) -> str:
    """Put a topic into a pattern; the sentence begins with a capital letter."""
    text = pattern.replace("{topic}", topic)
    return text[:1].upper() + text[1:]


def _some(count: float) -> int:
    return max(1, round(count))
