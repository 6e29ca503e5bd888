"""Batches: many videos from one list, with one budget and one approval. Pure."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field

from studio.domain.budget import Left
from studio.domain.errors import Invalid
from studio.domain.languages import primary
from studio.domain.listing import repeated
from studio.domain.pack import FormatName
from studio.domain.storyboard import MAX_TARGET_S, MIN_TARGET_S, Tempo
from studio.domain.units import ArtifactId, BatchId, GateId, RenderId, ThreadId
from studio.domain.value import Value

MAX_VIDEOS = 25
"""Videos in one batch, by whatever door it comes."""
MAX_ITEM_CHARACTERS = 5_000
DEFAULT_S = 30
_TOPIC_CHARACTERS = 200
_TITLE_CHARACTERS = 60
_WISHES = {
    "en": ("Make a {seconds} s video about {what}", "Make this into a {seconds} s video:\n\n{what}"),
    "es": ("Haz un vídeo de {seconds} s sobre {what}", "Haz de esto un vídeo de {seconds} s:\n\n{what}"),
    "fr": ("Fais une vidéo de {seconds} s sur {what}", "Fais de ceci une vidéo de {seconds} s :\n\n{what}"),
    "de": ("Mach ein Video von {seconds} s über {what}", "Mach daraus ein Video von {seconds} s:\n\n{what}"),
    "pt": ("Faz um vídeo de {seconds} s sobre {what}", "Faz disto um vídeo de {seconds} s:\n\n{what}"),
}  # fmt: skip

Seconds = Annotated[int, Field(ge=MIN_TARGET_S, le=MAX_TARGET_S)]


class BatchKind(StrEnum):
    """What the videos of a batch have in common."""

    TOPICS = "topics"
    """One for each line of a list."""
    LANGUAGES = "languages"
    """One video in other languages."""


class VideoState(StrEnum):
    """How one video of a batch stands."""

    QUEUED = "queued"
    MAKING = "making"
    RENDERING = "rendering"
    ASKS = "asks"
    """It waits for an answer in its own conversation."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Tell whether nothing more happens by itself."""
        return self in {VideoState.DONE, VideoState.FAILED, VideoState.CANCELLED}


class BatchState(StrEnum):
    """How a batch stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    """Someone stopped it; what was finished stays."""


class BatchSettings(Value):
    """What all videos of a batch share.

    Attributes:
        seconds: How long each is; ``None`` for the preset's length, else the usual one.
        language: BCP 47 tag of the narration; empty for the channel's usual, else English.
        tempo: How fast the voice speaks; ``None`` for the usual.
        pack: Which pack they follow; empty for none.
        template: Which template.
        preset: Which preset of the user's, by its name or title; empty for none.
        like: What they begin with besides: what is usual, or the last video.
    """

    seconds: Seconds | None = None
    language: Annotated[str, Field(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")] = ""
    tempo: Tempo | None = None
    pack: FormatName | Literal[""] = ""
    template: FormatName | Literal[""] = ""
    preset: Annotated[str, Field(max_length=120)] = ""
    like: Literal["named", "usual", "last"] = "named"

    @property
    def has_preset(self) -> bool:
        """Tell whether they begin with settings that are kept."""
        return bool(self.preset) or self.like != "named"

    @property
    def length_s(self) -> int:
        """Give how long each is."""
        return self.seconds or DEFAULT_S

    @property
    def is_plain(self) -> bool:
        """Tell whether a message says all of it."""
        return self.tempo is None and not (self.pack or self.template or self.has_preset)


class AskedVideo(Value):
    """One video that would be made.

    Attributes:
        title: What it is about, or its language.
        target_s: How long it is to be.
        cost_usd: The most that its pictures and voices cost; ``None`` where nobody knows.
    """

    title: str
    target_s: int
    cost_usd: Decimal | None


class BatchAsk(Value):
    """May these videos be made?

    Attributes:
        videos: All of them; the yes covers these and no other.
        total_usd: Of all; ``None`` where a price is unknown.
        budget_usd: What the batch may cost at all; ``None`` for no cap of its own.
        budgets: What the other caps leave.
    """

    kind: Literal["batch"] = "batch"
    videos: tuple[AskedVideo, ...]
    total_usd: Decimal | None
    budget_usd: Decimal | None = None
    budgets: tuple[Left, ...] = ()


class VideoRow(Value):
    """One line of a batch's table.

    Attributes:
        number: From 1.
        title: What it is about, or its language.
        thread_id: Its conversation; ``None`` once that is deleted.
        state: How it stands.
        target_s: How long it is to be.
        duration_s: How long it is; ``None`` before it is rendered.
        fraction: Of the render, 0 to 1.
        cost_usd: Paid or held so far, in US dollars.
        render_id: Its newest render.
        video: The finished file.
        reason: Why it failed, or what it asks.
        gate_id: The question that it waits with.
        gate_kind: What that asks for, e.g. ``"script"``; empty where it asks nothing.
    """

    number: int
    title: str
    thread_id: ThreadId | None
    state: VideoState
    target_s: int
    duration_s: float | None = None
    fraction: float = 0.0
    cost_usd: Decimal = Decimal(0)
    render_id: RenderId | None = None
    video: ArtifactId | None = None
    reason: str = ""
    gate_id: GateId | None = None
    gate_kind: str = ""


class BatchCard(Value):
    """A batch as a table.

    Attributes:
        batch_id: What ``/v1/batches`` names.
        kind: What the videos have in common.
        title: Of the whole.
        state: How it stands.
        count: How many videos.
        done: How many are finished.
        failed: How many are not going to be.
        price_usd: The most it was said to cost; ``None`` where nobody knows.
        budget_usd: The cap; ``None`` for none of its own.
        cost_usd: Paid or held so far.
        videos: A line for each.
    """

    batch_id: BatchId
    kind: BatchKind
    title: str
    state: BatchState
    count: int
    done: int
    failed: int
    price_usd: Decimal | None
    budget_usd: Decimal | None
    cost_usd: Decimal
    videos: tuple[VideoRow, ...]

    @classmethod
    def of(cls, videos: Sequence[VideoRow], *, is_stopped: bool, **told: object) -> Self:
        """Sum up a table."""
        states = [video.state for video in videos]
        over = all(state.is_final for state in states)
        running = BatchState.RUNNING if not over else BatchState.DONE
        return cls.model_validate(
            {
                "state": BatchState.CANCELLED if is_stopped and over else running,
                "count": len(videos),
                "done": states.count(VideoState.DONE),
                "failed": states.count(VideoState.FAILED),
                "videos": tuple(videos),
                **told,
            }
        )

    @property
    def scripts(self) -> tuple[GateId, ...]:
        """Give the scripts that wait for a yes, in order."""
        waits = (video.gate_id for video in self.videos if video.gate_kind == "script")
        return tuple(gate_id for gate_id in waits if gate_id)

    def in_words(self, said: Callable[[str], str]) -> Self:
        """Give the table with its reasons told in other words."""
        videos = (
            video.model_copy(update={"reason": said(video.reason)}) if video.reason else video
            for video in self.videos
        )
        return self.model_copy(update={"videos": tuple(videos)})


def checked(items: Sequence[str]) -> tuple[str, ...]:
    """Give the items of a batch, trimmed.

    Raises:
        Invalid: There are none or too many, one is empty or too long, or two are the same.
    """
    trimmed = tuple(item.strip() for item in items)
    if not trimmed:
        raise Invalid("The list is empty; give a topic or a text for each video, a line each.")
    if len(trimmed) > MAX_VIDEOS:
        raise Invalid(
            f"The list has {len(trimmed)} lines; a batch makes at most {MAX_VIDEOS} videos. "
            "Send the rest as a second batch."
        )
    for number, item in enumerate(trimmed, 1):
        if not any(c.isalnum() for c in item):
            raise Invalid(f"Line {number} of the list is empty; take it out or fill it in.")
        if len(item) > MAX_ITEM_CHARACTERS:
            raise Invalid(
                f"Line {number} has {len(item):,} characters; the limit is {MAX_ITEM_CHARACTERS:,}."
            )
    if same := repeated(trimmed):
        raise Invalid(f"Lines {same[0]} and {same[1]} of the list are the same; take one out.")
    return trimmed


def title_of(item: str) -> str:
    """Name a video by the beginning of what it is about."""
    line = " ".join(item.split())
    if len(line) <= _TITLE_CHARACTERS:
        return line
    return line[:_TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def wish(item: str, settings: BatchSettings) -> str:
    """Give the message that asks for one video, in the language of its narration where we speak it."""
    spoken = primary(settings.language) if settings.language else "en"
    topic, text = _WISHES.get(spoken, _WISHES["en"])
    is_topic = len(item) <= _TOPIC_CHARACTERS and not _has_sentences(item)
    asked = (topic if is_topic else text).format(seconds=settings.length_s, what=item)
    if settings.language and spoken not in _WISHES:
        asked = asked.replace(" s video", f" s video in the language {settings.language}", 1)
    return asked


def _has_sentences(item: str) -> bool:
    return "\n" in item or any(mark in item for mark in (". ", "! ", "? ", "。"))
