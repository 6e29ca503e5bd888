"""What may be wanted of captions beyond their style: colours, size, and where they stand. Pure."""

from enum import StrEnum
from typing import Literal

from studio.domain.colours import Hex
from studio.domain.value import Value

Ink = Hex | Literal["auto"]
"""A colour that is wanted; ``auto`` leaves it to style and video again."""
_FACTORS = {"small": 0.8, "normal": 1.0, "large": 1.25}


class CaptionSize(StrEnum):
    """How large captions are, against what their style says."""

    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"

    @property
    def factor(self) -> float:
        """Of the style's size and of the room for captions."""
        return _FACTORS[self]


class CaptionPlace(StrEnum):
    """Where captions stand inside of the safe zone.

    Attributes:
        LOW: As low as the platform's buttons allow.
        MIDDLE: In its middle; names and calls to action stand below them.
        HIGH: At its top; titles stand below them.
    """

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class CaptionLook(Value):
    """How captions differ from what their style and the video's colours would give.

    Attributes:
        colour: Of words that are not being spoken, ``#rrggbb``; ``None`` for white.
        accent: Of the word being spoken and of figures; ``None`` for the video's own.
        size: Against the style's.
        place: In the frame.
        is_shown: Off leaves the picture bare; subtitles still come as files.
    """

    colour: Hex | None = None
    accent: Hex | None = None
    size: CaptionSize = CaptionSize.NORMAL
    place: CaptionPlace = CaptionPlace.LOW
    is_shown: bool = True

    @property
    def placed_only(self) -> "CaptionLook":
        """Give what other text must make room for."""
        if not self.is_shown:
            return CaptionLook()
        return CaptionLook(size=self.size, place=self.place)
