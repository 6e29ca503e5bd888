"""Clips under narration: which moment of a clip each frame of its scene shows. Pure."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from studio.domain.units import AssetId, Milliseconds
from studio.domain.value import Value

SLOWEST = 0.5
"""A clip that is shorter than its scene is slowed down to this at most; then it is repeated."""
QUIETEST_DB, LOUDEST_DB = -30.0, 12.0
SHORTEST_ALONE_MS, LONGEST_ALONE_MS = 1_000, 20_000
"""Of a scene whose length a clip's own sound decides."""
SHORTEST_MS = 100
"""Of a clip's end that a scene may begin at."""
_INTO_FRAME = 0.125
"""How far into an output frame a clip is looked at, as a share of it.

Exactly at its start, a clip's time stamps that are rounded to milliseconds would come too late.
"""


class ClipFill(StrEnum):
    """What a clip does that is shorter than its scene; a longer one is trimmed at its end."""

    AUTO = "auto"
    """It is slowed down to half its speed at most; one that is shorter still is repeated."""
    LOOP = "loop"
    """It is repeated at its own speed."""
    HOLD = "hold"
    """It plays once, and its last frame stands."""


class ClipSound(StrEnum):
    """What becomes of a clip's own sound."""

    AUTO = "auto"
    """It is heard where nobody speaks in the scene, and muted under a narration."""
    MUTED = "muted"
    UNDER = "under"
    """It is heard, quieter while the narration is spoken."""
    INSTEAD = "instead"
    """It is heard, and the narration is not spoken."""


class SceneMedia(Value):
    """A picture or clip of the user's own, in the place of a made picture.

    Attributes:
        id: Which upload.
        start_ms: Moment of a clip that its scene begins with; nothing to a picture.
        fill: What a clip does that is too short; nothing to a picture.
        sound: What becomes of a clip's own sound; nothing to a picture.
        gain_db: Of that sound, against how it was recorded.
    """

    id: AssetId
    start_ms: Annotated[Milliseconds, Field(ge=0)] = Milliseconds(0)
    fill: ClipFill = ClipFill.AUTO
    sound: ClipSound = ClipSound.AUTO
    gain_db: Annotated[float, Field(ge=QUIETEST_DB, le=LOUDEST_DB)] = 0.0

    def is_heard(self, *, is_spoken: bool) -> bool:
        """Tell whether a clip is heard in a scene where somebody speaks, or nobody does."""
        return self.sound is not ClipSound.MUTED and (
            self.sound is not ClipSound.AUTO or not is_spoken
        )

    def alone_ms(self, duration_ms: int) -> int:
        """Say how long a scene lasts that the clip alone is heard in."""
        return min(LONGEST_ALONE_MS, max(SHORTEST_ALONE_MS, duration_ms - self.start_ms))


class Footage(Value):
    """The part of a clip that a scene shows, and how fast.

    Attributes:
        start_ms: The clip's moment at the scene's first frame. A transition into the scene shows
            what comes before it, or the clip's first frame for as long as there is nothing.
        end_ms: The end of what may be shown.
        rate: Seconds of the clip in a second of the video, more than 0 and at most 1.
        is_looped: Whether it begins again at ``start_ms``; else its last frame stands.
    """

    start_ms: Milliseconds
    end_ms: Milliseconds
    rate: float = 1.0
    is_looped: bool = False


def footage(media: SceneMedia, *, duration_ms: int, scene_ms: float) -> Footage:
    """Choose how a clip fills a scene.

    A repeated clip is shown a whole number of times where that needs it slower by a third at most,
    so that the scene ends with the clip and not just after its beginning.

    Args:
        media: What was asked for.
        duration_ms: Of the whole clip, more than 0.
        scene_ms: Of the scene, more than 0.
    """
    start = min(media.start_ms, max(0, duration_ms - SHORTEST_MS))
    there = duration_ms - start
    plan = Footage(start_ms=Milliseconds(start), end_ms=Milliseconds(duration_ms))
    if there >= scene_ms or media.fill is ClipFill.HOLD:
        return plan
    if media.fill is ClipFill.LOOP:
        return plan.model_copy(update={"is_looped": True})
    if there >= SLOWEST * scene_ms:
        return plan.model_copy(update={"rate": _rounded(there / scene_ms)})
    times = scene_ms // there
    return plan.model_copy(update={"is_looped": True, "rate": _rounded(times * there / scene_ms)})


def moment_s(shown: Footage, frame: int, *, fps: int) -> float:
    """Say which moment of its clip a frame of a scene shows.

    Args:
        shown: The part and the pace.
        frame: Counted from the scene's first; negative in a transition into it.
        fps: Frames a second of the video.

    Returns:
        Seconds from the clip's first frame: the frame to be shown is the last one that begins by
        then.
    """
    gone_ms = (frame + _INTO_FRAME) * 1000 / fps * shown.rate
    if frame >= 0 and shown.is_looped:
        gone_ms %= shown.end_ms - shown.start_ms
    return min(max(0.0, shown.start_ms + gone_ms), float(shown.end_ms)) / 1000


def _rounded(rate: float) -> float:
    return min(1.0, round(rate, 6))
