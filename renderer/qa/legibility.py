"""Captions as they really came out: how they stand out from what is around them, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.captions.cues import Captions
from renderer.captions.inks import contrast, luma
from renderer.painting.painter import captions_of, room_of
from renderer.pixels.frames import Plane, Reals, blank
from renderer.pixels.sprites import Colour
from renderer.qa.packets import Group
from renderer.typesetting.emoji import nothing
from renderer.typesetting.fonts import Fonts, Locate
from studio.domain.inspection import CaptionSeen
from studio.domain.segments import Segment
from studio.domain.zones import Zone

Mask = NDArray[np.bool_]

MOST = 5
"""Captions that are looked at in one video: drawing them again is what costs most."""
SETTLED_MS = 220
"""A caption is looked at when it has come in."""
RING_PX = 9
"""How far around letters is looked, at 1080 wide: their outline, or what stands in its place."""
TILE_PX = 96
_THROUGH = 22
"""Of 219: a tenth of what is behind shines through at most."""
_BRIGHT = 120
"""Luma from which a drawn point is letter or lit plate at most, and not outline or shadow."""
_LEAST_POINTS = 12
_WEAK_TILES = 10.0
"""Percentile: one small corner does not make a caption unreadable."""


def frames_with_captions(segments: Sequence[Segment], groups: Sequence[Group]) -> dict[int, int]:
    """Choose frames of segments with captions, evenly over the video: the cheapest to decode.

    Returns:
        Number of the frame on the timeline -> index of the segment.
    """
    heads = [group.first for group in groups]
    captioned = [i for i, s in enumerate(segments) if len(s.layers) == 1 and s.layers[0].cues]
    count = min(MOST, len(captioned))
    spread = [captioned[place * len(captioned) // count] for place in range(count)]
    cheapest = {index: min(_candidates(segments[index], heads), default=None) for index in spread}
    return {found[1]: index for index, found in cheapest.items() if found is not None}


def read(frame: Plane, number: int, segment: Segment, locate: Locate) -> CaptionSeen | None:
    """Measure the caption in a decoded frame; nothing where none is drawn.

    Args:
        frame: Its luma, limited range.
        number: Its place on the timeline.
        segment: Which it belongs to.
        locate: Finds fonts.
    """
    room = room_of(segment)
    captions = captions_of(segment, Fonts(locate, segment.language, draw=nothing))
    drawn = letters_of(captions, number - segment.start, frame)
    letters, scale = drawn.letters, room.caption_scale
    if not letters.any():
        return None
    rows = _rows(letters, margin=round(2 * RING_PX * scale))
    contrast = contrast_of(
        frame[rows],
        letters[rows],
        ring_px=RING_PX * scale,
        tile_px=TILE_PX * scale,
        gain=drawn.gain[rows],
    )
    return CaptionSeen(number, contrast, outside_px(letters, room.safe))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What of a frame is written.

    Attributes:
        letters: Points that are letters, or a lit plate that letters stand on.
        gain: How much lighter their colour is than its luma says: luma takes a strong red for
            darker than it is.
    """

    letters: Mask
    gain: Reals


def letters_of(captions: Captions, number: int, like: Plane) -> Drawn:
    """Tell which points of a frame are letters, or a lit plate that letters stand on.

    Drawn over black and over white, a caption shows how solid it is and how bright.
    """
    height, width = like.shape
    over_black, over_white = blank(width, height), blank(width, height)
    over_white.y[:] = 235
    for frame in (over_black, over_white):
        captions.paint(frame, number)
    solid = cv2.subtract(over_white.y, over_black.y) <= _THROUGH
    inks = captions.inks
    plain, lit, around = (luma(ink) for ink in (inks.letters, inks.accent, inks.around))
    if around < min(plain, lit):
        letters = solid & (over_black.y >= min(_BRIGHT, (around + min(plain, lit)) / 2))
    else:
        letters = solid & (over_black.y <= (around + max(plain, lit)) / 2)
    is_lit = np.abs(over_black.y - np.float32(lit)) < np.abs(over_black.y - np.float32(plain))
    gain = np.where(is_lit, _gain(inks.accent), _gain(inks.letters)).astype(np.float32)
    return Drawn(letters, gain)


def contrast_of(
    frame: Plane, bright: Mask, *, ring_px: float, tile_px: float, gain: Reals | None = None
) -> float:
    """Give the contrast between points and those beside them, as WCAG 2 counts.

    Args:
        frame: Luma, limited range.
        bright: Which points are letters, or a lit plate that letters stand on.
        ring_px: How far around them is looked.
        tile_px: Size of the tiles that are looked at one by one.
        gain: How much lighter the letters' colour is than its luma says; none where it is not.

    Returns:
        1 to 21: of the weakest tiles.

    Source:
        WCAG 2.2, "contrast ratio" and "relative luminance"; luma stands for R, G and B.
    """
    light = np.clip((frame.astype(np.float32) - 16) / 219, 0, 1) ** 2.2
    written = (light if gain is None else light * gain) + np.float32(0.05)
    light = light + np.float32(0.05)
    mask = bright.astype(np.uint8)
    core = cv2.erode(mask, np.ones((3, 3), np.uint8)).astype(bool)
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8)).astype(bool)
    size = 2 * max(2, round(ring_px)) + 1
    ring = cv2.dilate(mask, np.ones((size, size), np.uint8)).astype(bool) & ~near
    ratios: list[float] = []
    for tile in _tiles(bright, max(8, round(tile_px))):
        letters, around = written[tile][core[tile]], light[tile][ring[tile]]
        if len(letters) >= _LEAST_POINTS and len(around) >= _LEAST_POINTS:
            above, below = float(letters.mean()), float(np.median(around))
            ratios.append(max(above, below) / min(above, below))
    return float(np.percentile(ratios, _WEAK_TILES)) if ratios else 1.0


def outside_px(bright: Mask, safe: Zone) -> int:
    """Give how far letters reach out of the safe zone, in pixels; 0 where they do not."""
    rows, columns = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
    over = (
        safe.left - columns[0],
        columns[-1] + 1 - safe.right,
        safe.top - rows[0],
        rows[-1] + 1 - safe.bottom,
    )
    return max(0, int(np.floor(max(over))))


def _gain(ink: Colour) -> float:
    seen = ((luma(ink) - 16) / 219) ** 2.2
    return (contrast(ink, (0, 0, 0)) - 1) * 0.05 / seen if seen else 1.0


def _candidates(segment: Segment, heads: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give frames with a settled caption, each with the distance from its key frame."""
    end = segment.start + segment.frames
    for head in heads:
        if segment.start <= head < end:
            number = next(
                (n for n in range(head, end) if _has_settled(segment, n - segment.start)), None
            )
            if number is not None:
                yield number - head, number


def _rows(bright: Mask, *, margin: int) -> slice:
    rows = np.flatnonzero(bright.any(axis=1))
    return slice(max(0, int(rows[0]) - margin), int(rows[-1]) + 1 + margin)


def _has_settled(segment: Segment, number: int) -> bool:
    at_ms = (number + 0.5) * 1000 / segment.fps
    return any(cue.start_ms + SETTLED_MS <= at_ms < cue.end_ms for cue in segment.layers[0].cues)


def _tiles(bright: Mask, size: int) -> Iterator[tuple[slice, slice]]:
    rows, columns = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
    for top in range(max(0, rows[0] - size // 4), rows[-1] + 1, size):
        for left in range(max(0, columns[0] - size // 4), columns[-1] + 1, size):
            yield slice(top, top + size), slice(left, left + size)
