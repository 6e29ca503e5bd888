"""On-screen text beside the captions: what may stand over a picture, where, and when. Pure."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from studio.domain.units import Frames, ms_to_frames
from studio.domain.value import Value

MAX_OVERLAYS = 8
SHORTEST_MS = 400
"""What would stand for less is a flash, and is left out."""
_LATEST_MS = 180_000


class OverlayStyle(StrEnum):
    """How overlays look; ``renderer/overlays/styles.py`` has the numbers.

    Attributes:
        CLEAN: White letters on softly darkened pictures.
        PLATE: Dark rounded plates that slide in.
        BLOCK: Capitals on square blocks of the accent colour.
        PAPER: Dark letters on white cards.
    """

    CLEAN = "clean"
    PLATE = "plate"
    BLOCK = "block"
    PAPER = "paper"


class ProgressBar(StrEnum):
    """Whether a bar shows how much of the video is over, and where.

    Attributes:
        NONE: There is none.
        TOP: Above what the platforms leave free.
        BOTTOM: Below it.
        SEGMENTS: At the top, one piece for each scene.
    """

    NONE = "none"
    TOP = "top"
    BOTTOM = "bottom"
    SEGMENTS = "segments"


class Timed(Value):
    """Something that stands for a while.

    Attributes:
        from_ms: When it comes, counted from the scene's start.
        for_ms: How long it stands; ``None`` for as long as its kind usually does.
    """

    from_ms: Annotated[int, Field(ge=0, le=_LATEST_MS)] = 0
    for_ms: Annotated[int, Field(ge=SHORTEST_MS, le=_LATEST_MS)] | None = None


class Headline(Timed):
    """A few words in the upper part of the picture, for the whole scene."""

    kind: Literal["headline"] = "headline"
    text: Annotated[str, Field(min_length=1, max_length=120)]


class TitleCard(Timed):
    """A large title in the middle, for 2.6 s.

    Attributes:
        kicker: A small line above the title.
        subtitle: A smaller text below it.
        ground: The picture, darkened; or an even ground of the palette's colour.
    """

    kind: Literal["title_card"] = "title_card"
    title: Annotated[str, Field(min_length=1, max_length=80)]
    kicker: Annotated[str, Field(max_length=50)] = ""
    subtitle: Annotated[str, Field(max_length=120)] = ""
    ground: Literal["dimmed", "palette"] = "dimmed"


class LowerThird(Timed):
    """Who or what is seen, above the captions, for 4 s."""

    kind: Literal["lower_third"] = "lower_third"
    name: Annotated[str, Field(min_length=1, max_length=60)]
    role: Annotated[str, Field(max_length=80)] = ""


class Badge(Timed):
    """The number of a list's item, e.g. ``"3"`` or ``"3 of 5"``, for the whole scene."""

    kind: Literal["badge"] = "badge"
    label: Annotated[str, Field(min_length=1, max_length=20)]


class CallToAction(Timed):
    """What to do now, above the captions, for the whole scene; it pulses before it ends."""

    kind: Literal["call_to_action"] = "call_to_action"
    text: Annotated[str, Field(min_length=1, max_length=60)]


Overlay = Annotated[
    Headline | TitleCard | LowerThird | Badge | CallToAction, Field(discriminator="kind")
]
Overlays = Annotated[tuple[Overlay, ...], Field(max_length=MAX_OVERLAYS)]
_USUAL_MS = {"title_card": 2_600, "lower_third": 4_000}
_PLACES = {"headline": "top", "badge": "corner", "lower_third": "low", "call_to_action": "low"}


class Shown(Value):
    """An overlay, decided to the frame.

    Attributes:
        overlay: What; its own times are spent, and have their defaults.
        first: Its first frame; negative where it began before what is counted from.
        end: The frame after its last.
        leaves: It goes before its scene does; else the scene takes it along.
    """

    overlay: Overlay
    first: Frames
    end: Frames
    leaves: bool = False


class Progress(Value):
    """Where a piece of a video lies in the whole, for a bar.

    Attributes:
        bar: Which.
        first: The piece's first frame.
        total: Frames of the video.
        edges: The first frames of all scenes but the first, for a bar in pieces.
    """

    bar: ProgressBar
    first: Frames
    total: Frames
    edges: tuple[Frames, ...] = ()


def shown(overlays: Sequence[Overlay], *, frames: Frames, fps: int) -> tuple[Shown, ...]:
    """Lay a scene's overlays out on its frames, so that no two stand in one place.

    The later one takes the place of the one before; while a title card stands, nothing else does.

    Args:
        overlays: In any order.
        frames: Length of the scene; what begins later is never seen.
        fps: Frames a second.
    """
    timed = sorted((_timed(each, frames, fps) for each in overlays), key=lambda s: s.first)
    cards = _apart([s for s in timed if s.overlay.kind == "title_card"])
    laid = list(cards)
    for place in dict.fromkeys(_PLACES.values()):
        here = _apart([s for s in timed if _PLACES.get(s.overlay.kind) == place])
        laid += [part for each in here for part in _beside(each, cards)]
    shortest = ms_to_frames(SHORTEST_MS, fps=fps)
    kept = [
        s.model_copy(update={"leaves": s.end < frames}) for s in laid if s.end - s.first >= shortest
    ]
    return tuple(sorted(kept, key=lambda s: s.first))


def shifted(found: Sequence[Shown], *, first: Frames, frames: Frames) -> tuple[Shown, ...]:
    """Give what stands in a part of a scene, counted from the part's first frame."""
    return tuple(
        s.model_copy(update={"first": Frames(s.first - first), "end": Frames(s.end - first)})
        for s in found
        if s.end > first and s.first < first + frames
    )


def _timed(overlay: Overlay, frames: Frames, fps: int) -> Shown:
    first = ms_to_frames(overlay.from_ms, fps=fps)
    stands = overlay.for_ms or _USUAL_MS.get(overlay.kind)
    end = frames if stands is None else min(frames, first + ms_to_frames(stands, fps=fps))
    plain = overlay.model_copy(update={"from_ms": 0, "for_ms": None})
    return Shown(overlay=plain, first=first, end=Frames(end))


def _apart(ordered: Sequence[Shown]) -> list[Shown]:
    return [
        s.model_copy(update={"end": min([s.end, *(later.first for later in ordered[index + 1 :])])})
        for index, s in enumerate(ordered)
    ]


def _beside(one: Shown, cards: Sequence[Shown]) -> Iterator[Shown]:
    """Give the parts of an overlay's time in which no card stands."""
    first = one.first
    for card in cards:
        if card.first >= one.end or card.end <= first:
            continue
        if card.first > first:
            yield one.model_copy(update={"first": first, "end": card.first})
        first = card.end
    if first < one.end:
        yield one.model_copy(update={"first": first})
