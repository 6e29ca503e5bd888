"""What an overlay does at a frame, as numbers. Pure."""

import math
from dataclasses import dataclass

from renderer.camera.easing import DEPART
from renderer.overlays.styles import OverlayLook
from studio.domain.overlays import Shown
from studio.domain.units import frames_to_ms

BEAT_MS = 900
BEATS = 3
SWELL = 0.04
"""How often, and how far, a call to action pulses before it ends."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An overlay at one frame.

    Attributes:
        come: How far it has come: 0 is gone, 1 in its place, a little more where it overshoots.
        size: 1 but for a pulse.
    """

    come: float
    size: float = 1.0


def moment(shown: Shown, number: int, *, look: OverlayLook, fps: int) -> Moment | None:
    """Say what an overlay does at a frame; ``None`` while it is not there."""
    if not shown.first <= number < shown.end:
        return None
    age = frames_to_ms(number - shown.first + 1, fps=fps) / look.in_ms
    come = look.ease(age) if age < 1 else 1.0
    left_ms = frames_to_ms(shown.end - number, fps=fps)
    if shown.leaves and left_ms <= look.out_ms:
        come = min(come, DEPART(left_ms / (look.out_ms + frames_to_ms(1, fps=fps))))
    is_pulsing = shown.overlay.kind == "call_to_action" and age >= 1
    return Moment(come, _pulse(left_ms) if is_pulsing else 1.0)


def _pulse(left_ms: float) -> float:
    if left_ms >= BEATS * BEAT_MS:
        return 1.0
    return 1 + SWELL * math.sin(math.pi * left_ms / BEAT_MS) ** 2
