"""Sounds on cuts: which transition is heard as what. Pure."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from studio.domain.scene import Transition
from studio.domain.value import Value


class Effects(StrEnum):
    """Whether cuts are heard.

    Attributes:
        OFF: Never.
        SUBTLE: Just noticeable.
        ON: Twice as loud.
    """

    OFF = "off"
    SUBTLE = "subtle"
    ON = "on"


class EffectKind(StrEnum):
    """What is heard.

    Attributes:
        WHOOSH: Air that passes by.
        WHIP: The same, fast and bright.
        RISER: Air that rises and opens.
        THUMP: One soft low beat.
        TICK: A page being turned.
    """

    WHOOSH = "whoosh"
    WHIP = "whip"
    RISER = "riser"
    THUMP = "thump"
    TICK = "tick"


class Effect(Value):
    """How a transition is heard.

    Attributes:
        kind: What is heard.
        level_db: Loudness of its loudest moment at ``Effects.ON``, in LUFS.
        toward: Where it goes: -1 to the left, 1 to the right, 0 stays in the middle.
    """

    kind: EffectKind
    level_db: float
    toward: int = 0


class EffectCue(Value):
    """An effect on the audio track.

    Attributes:
        kind: What is heard.
        peak_ms: Its loudest moment: the middle of its transition.
        level_db: Loudness of that moment, in LUFS.
        toward: -1 to the left, 1 to the right, 0 stays in the middle.
        seed: Same seed, same samples.
    """

    kind: EffectKind
    peak_ms: float
    level_db: Annotated[float, Field(le=0)]
    toward: int = 0
    seed: int = 0


SUBTLE_DB = -6.0
"""Of ``Effects.SUBTLE`` against ``Effects.ON``."""
HEARD = {
    Transition.DIP_BLACK: Effect(kind=EffectKind.THUMP, level_db=-25),
    Transition.DIP_WHITE: Effect(kind=EffectKind.THUMP, level_db=-26),
    Transition.SLIDE_LEFT: Effect(kind=EffectKind.WHOOSH, level_db=-26, toward=-1),
    Transition.SLIDE_RIGHT: Effect(kind=EffectKind.WHOOSH, level_db=-26, toward=1),
    Transition.SLIDE_UP: Effect(kind=EffectKind.WHOOSH, level_db=-26),
    Transition.SLIDE_DOWN: Effect(kind=EffectKind.WHOOSH, level_db=-26),
    Transition.PUSH_LEFT: Effect(kind=EffectKind.WHOOSH, level_db=-25, toward=-1),
    Transition.PUSH_RIGHT: Effect(kind=EffectKind.WHOOSH, level_db=-25, toward=1),
    Transition.PUSH_UP: Effect(kind=EffectKind.WHOOSH, level_db=-25),
    Transition.PUSH_DOWN: Effect(kind=EffectKind.WHOOSH, level_db=-25),
    Transition.WHIP_LEFT: Effect(kind=EffectKind.WHIP, level_db=-24, toward=-1),
    Transition.WHIP_RIGHT: Effect(kind=EffectKind.WHIP, level_db=-24, toward=1),
    Transition.ZOOM_THROUGH: Effect(kind=EffectKind.RISER, level_db=-25),
}
"""What is not here, such as a cross-fade, is silent."""
EMPHASIS = Effect(kind=EffectKind.TICK, level_db=-28)
"""A plain cut onto a scene with on-screen text."""


def effect_of(transition: Transition, *, is_emphasis: bool) -> Effect | None:
    """Give what a transition sounds like, or ``None``.

    Args:
        transition: Into the next scene.
        is_emphasis: The next scene opens with on-screen text.
    """
    if transition is Transition.CUT:
        return EMPHASIS if is_emphasis else None
    return HEARD.get(transition)
