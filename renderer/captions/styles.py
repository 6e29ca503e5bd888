"""How captions look: a table of styles, and the colours. Sizes are pixels of 1080x1920."""

from dataclasses import dataclass
from typing import Literal

from renderer.pixels.sprites import Colour
from renderer.typesetting.fonts import Role
from studio.domain.storyboard import CaptionStyle

WHITE: Colour = (255, 255, 255)
INK: Colour = (14, 14, 18)
ACCENTS: tuple[Colour, ...] = (
    (255, 221, 51),
    (94, 240, 122),
    (72, 219, 251),
    (255, 159, 67),
    (255, 121, 198),
    (190, 242, 80),
    (196, 165, 255),
    (255, 128, 112),
)
"""Each has a contrast of at least 7:1 against black."""
BLUR_PX = 8
"""Standard deviation of a caption's shadow; at twice that it can no longer be seen."""


@dataclass(frozen=True, slots=True)
class Look:
    """One style, as numbers.

    Attributes:
        role: Which typeface.
        size_px: The largest size of letters; long cues are set smaller.
        lights: How the word being spoken stands out.
        shows: What is seen at once: the cue, the word being spoken, or the letters said so far.
        stroke_px: Width of the outline.
        shadow: Strength of the shadow, 0 to 1.
        plate: Strength of a dark plate behind the whole cue; 0 for none.
        measure: The longest line, as a share of the room there is.
        lines: The most lines.
        is_upper: Written in capitals, where the language's are safe.
        entrance: Size at which a cue comes in, before it eases to 1.
        growth: Size of the lit word.
    """

    role: Role
    size_px: int
    lights: Literal["colour", "fill", "box", "none"] = "colour"
    shows: Literal["cue", "word", "letters"] = "cue"
    stroke_px: int = 0
    shadow: float = 0.0
    plate: float = 0.0
    measure: float = 1.0
    lines: int = 2
    is_upper: bool = False
    entrance: float = 1.0
    growth: float = 1.0


LOOKS: dict[CaptionStyle, Look] = {
    CaptionStyle.BOLD: Look("display", 96, stroke_px=9, shadow=0.55, is_upper=True, entrance=0.84),
    CaptionStyle.POP: Look("display", 94, stroke_px=9, shadow=0.55, is_upper=True, growth=1.09),
    CaptionStyle.KARAOKE: Look("display", 90, "fill", stroke_px=8, shadow=0.55),
    CaptionStyle.BOX: Look("text", 64, "box", shadow=0.35, plate=0.82),
    CaptionStyle.SINGLE: Look(
        "display",
        136,
        "none",
        "word",
        stroke_px=11,
        shadow=0.6,
        lines=1,
        is_upper=True,
        entrance=0.8,
    ),
    CaptionStyle.CLASSIC: Look("text", 62, "none", stroke_px=5, shadow=0.8, measure=0.8),
    CaptionStyle.TYPEWRITER: Look("mono", 56, "none", "letters", shadow=0.35, plate=0.86),
    CaptionStyle.CLEAN: Look("text", 68, stroke_px=4, shadow=0.75),
}
"""All but ``BOX``, which lights them anyway, show numbers in the accent colour."""
