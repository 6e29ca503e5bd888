"""One scene of a storyboard: what is said, shown and how it moves."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from studio.domain.citation import Citations
from studio.domain.footage import ClipSound, SceneMedia
from studio.domain.overlays import Overlays
from studio.domain.units import SceneId
from studio.domain.value import Value

MIN_SCENE_MS = 1_000
MAX_SCENE_MS = 20_000


class Motion(StrEnum):
    """How the camera moves over a scene's picture."""

    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"
    DRIFT_LEFT = "drift_left"
    """Closer and slowly to the left at once."""
    DRIFT_RIGHT = "drift_right"
    PARALLAX = "parallax"
    """The foreground goes aside faster than the background; without one, as ``DRIFT_RIGHT``."""
    STILL = "still"


class Fit(StrEnum):
    """How a picture of another shape fills the frame."""

    COVER = "cover"
    """Fill it; what stands over on two sides is cut off evenly."""
    CONTAIN = "contain"
    """Show all of the picture, before a blurred copy of itself."""
    INTEREST = "interest"
    """Fill it; cut so that the part with the most to see stays."""


class Transition(StrEnum):
    """How a scene gives way to the next."""

    CUT = "cut"
    CROSSFADE = "crossfade"
    DIP_BLACK = "dip_black"
    DIP_WHITE = "dip_white"
    SLIDE_LEFT = "slide_left"
    """The new scene comes in from the right, going left, over the old one."""
    SLIDE_RIGHT = "slide_right"
    SLIDE_UP = "slide_up"
    SLIDE_DOWN = "slide_down"
    PUSH_LEFT = "push_left"
    """The new scene pushes the old one out to the left."""
    PUSH_RIGHT = "push_right"
    PUSH_UP = "push_up"
    PUSH_DOWN = "push_down"
    WIPE_LEFT = "wipe_left"
    """A soft edge uncovers the new scene, going left."""
    WIPE_RIGHT = "wipe_right"
    WHIP_LEFT = "whip_left"
    """A fast blurred pan; the pictures go left."""
    WHIP_RIGHT = "whip_right"
    ZOOM_THROUGH = "zoom_through"
    """The camera flies through the old scene into the new one."""


class DurationPolicy(StrEnum):
    """What decides a scene's length."""

    VOICE = "voice"
    """The measured voice and a short breath."""
    FIXED = "fixed"
    """``Scene.fixed_ms``, but never shorter than the voice."""


MAX_NARRATION, MAX_SHORT_TEXT = 1_200, 120
Narration = Annotated[str, Field(max_length=MAX_NARRATION)]
ShortText = Annotated[str, Field(max_length=MAX_SHORT_TEXT)]
Prompt = Annotated[str, Field(max_length=1_000)]
MakerName = Annotated[str, Field(max_length=40)]
"""As settings name it; empty for the installation's first."""


class Scene(Value):
    """One scene.

    Attributes:
        id: Stable across versions of the storyboard.
        narration: What the voice says; may be empty for a silent scene.
        on_screen_text: A headline drawn over the picture; empty for none.
        overlays: Other text over the picture, each with its own time.
        visual_prompt: What the picture shows.
        negative_prompt: What the picture must not show.
        motion: Camera move over the picture.
        fit: How the picture fills the frame.
        transition: Into the next scene; the last scene's is ignored.
        media: The user's own picture or clip, shown in the place of a made one.
        picture_maker: Who makes this scene's picture, where it is not the style's.
        locked: A locked scene is never changed by an edit.
        citations: What stands behind what it says; no pixel depends on it.
        duration_policy: What decides the length.
        fixed_ms: Wanted length under ``DurationPolicy.FIXED``, 1,000 to 20,000 ms.
    """

    id: SceneId
    narration: Narration = ""
    on_screen_text: ShortText = ""
    overlays: Overlays = ()
    visual_prompt: Prompt = ""
    negative_prompt: Prompt = ""
    motion: Motion = Motion.ZOOM_IN
    fit: Fit = Fit.COVER
    transition: Transition = Transition.CUT
    media: SceneMedia | None = None
    picture_maker: MakerName = ""
    locked: bool = False
    citations: Citations = ()
    duration_policy: DurationPolicy = DurationPolicy.VOICE
    fixed_ms: Annotated[int, Field(ge=MIN_SCENE_MS, le=MAX_SCENE_MS)] | None = None

    @property
    def spoken(self) -> str:
        """What the voice says: nothing where a clip is heard instead."""
        is_replaced = self.media is not None and self.media.sound is ClipSound.INSTEAD
        return "" if is_replaced else self.narration.strip()


def named(numbers: Collection[int]) -> str:
    """Name scenes by their numbers, as in "scenes 1, 2 and 4"."""
    told = [str(number) for number in numbers]
    if len(told) == 1:
        return f"scene {told[0]}"
    return f"scenes {', '.join(told[:-1])} and {told[-1]}"
