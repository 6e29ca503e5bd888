"""What a second decoder shows of a video: sampled frames, small and whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from renderer.pixels.frames import Plane
from renderer.programs.ffmpeg import run
from studio.domain.errors import RenderFailed
from studio.domain.inspection import UNCHANGED, Beside, FrameSeen
from studio.domain.zones import Platform, layout

Mask = NDArray[np.bool_]

SMALL_WIDTH = 108
_TIMEOUT_S = 300.0
_STEP = 4
"""Luma steps by which a point may differ and still count as the same."""
_NEARLY, _MOST = 98.0, 85.0
"""Percentiles: what of a frame is not text, while its text fades in, and when it stands."""
_AIR_PX = 64
"""Around all text, at 1080 wide: outlines, words that swell, and the bar beside the safe zone."""
_BRIGHTEST = 99.5
"""Percentile: a few bright points, as of a caption's edge, do not make a picture."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What came out.

    Attributes:
        complaint: What the decoder said; empty for nothing.
        frames: Every sampled frame, measured.
        whole: The luma of the frames asked for, by number, at full size.
    """

    complaint: str
    frames: tuple[FrameSeen, ...]
    whole: dict[int, Plane]


def look(
    sample: Path,
    numbers: Sequence[int],
    wanted: Sequence[int],
    *,
    width_px: int,
    height_px: int,
    platform: Platform,
    scratch: Path,
) -> Sighting:
    """Decode a sample with the ffmpeg program, which is not the library that made it.

    Args:
        sample: The file.
        numbers: Places of its frames in the video, in the order of showing.
        wanted: Those to be kept whole.
        width_px: Of the picture.
        height_px: Likewise.
        platform: For whose screen its text is laid out.
        scratch: Takes the raw frames.
    """
    small, whole = scratch / "small.raw", scratch / "whole.raw"
    height = max(2, round(SMALL_WIDTH * height_px / width_px / 2) * 2)
    places = [place for place, number in enumerate(numbers) if number in set(wanted)]
    argv = sight_argv(sample, small, whole, size=(SMALL_WIDTH, height), places=places)
    try:
        complaint = run(argv, timeout_s=_TIMEOUT_S, stage="quality").stderr.strip()
    except RenderFailed as error:
        return Sighting(error.stderr_tail.strip() or error.message, (), {})
    seen = np.fromfile(small, np.uint8).reshape(-1, height, SMALL_WIDTH)
    if len(seen) != len(numbers):
        said = f"{len(seen)} of {len(numbers)} sampled frames came out"
        return Sighting(complaint or said, (), {})
    kept = np.fromfile(whole, np.uint8).reshape(-1, height_px, width_px) if places else ()
    return Sighting(
        complaint,
        measured(seen, numbers, bare_points(width_px, height_px, platform, (SMALL_WIDTH, height))),
        {numbers[place]: frame for place, frame in zip(places, kept, strict=True)},
    )


def sight_argv(
    sample: Path, small: Path, whole: Path, *, size: tuple[int, int], places: Sequence[int]
) -> list[str]:
    """Give ffmpeg's arguments: all frames small, and those at some places at full size."""
    scale = f"scale={size[0]}:{size[1]}:flags=neighbor,{_LUMA}"
    graph = f"[0:v]{scale}[small]"
    outputs = ["-map", "[small]", *_RAW, str(small)]
    if places:
        picked = "+".join(f"eq(n,{place})" for place in places)
        graph = f"[0:v]split[a][b];[a]{scale}[small];[b]select='{picked}',{_LUMA}[whole]"
        outputs += ["-map", "[whole]", *_RAW, str(whole)]
    strict = ["-v", "error", "-xerror", "-threads", "1"]
    return [*strict, "-i", str(sample), "-filter_complex", graph, *outputs]


_LUMA = "format=yuv420p,extractplanes=y"
"""As it is: a conversion to grey would stretch it to the full range."""
_RAW = ("-fps_mode", "passthrough", "-f", "rawvideo", "-y")


def measured(seen: Plane, numbers: Sequence[int], bare: Mask) -> tuple[FrameSeen, ...]:
    """Measure small frames.

    Args:
        seen: Luma, shape (frames, height, width).
        numbers: Their places in the video.
        bare: The points on which no text is ever written, shape (height, width).
    """
    whole = _changes(seen, numbers, np.ones_like(bare))
    beside = _changes(seen, numbers, bare)
    frames: list[FrameSeen] = []
    for place, number in enumerate(numbers):
        most, nearly, brightest = np.percentile(seen[place], (_MOST, _NEARLY, _BRIGHTEST)).tolist()
        of = whole[place]
        frames.append(
            FrameSeen(
                number, brightest, of.texture, of.since, of.change, nearly, most, beside[place]
            )
        )
    return tuple(frames)


def bare_points(width_px: int, height_px: int, platform: Platform, small: tuple[int, int]) -> Mask:
    """Tell on which points of a small frame no caption, overlay or bar is ever written.

    Returns:
        Shape (height, width) of the small frame.
    """
    room = layout(width_px, height_px, platform)
    air = _AIR_PX * room.scale
    left = min(room.safe.left, room.captions.left) - air
    right = max(room.safe.right, room.captions.right) + air
    top, bottom = min(room.safe.top, room.title.top) - air, room.captions.bottom + air
    across = (np.arange(small[0]) + 0.5) * width_px / small[0]
    down = (np.arange(small[1]) + 0.5) * height_px / small[1]
    written = ((down > top) & (down < bottom))[:, None] & ((across > left) & (across < right))
    return ~written


def _changes(seen: Plane, numbers: Sequence[int], mask: Mask) -> list[Beside]:
    """Hold every frame against the last one at which something was new, on some of the points."""
    pairs = mask[:, 1:] & mask[:, :-1]
    if not pairs.any():
        return [Beside(texture=0.0, since=0, change=1.0)] * len(numbers)
    found: list[Beside] = []
    anchor = 0
    for place, number in enumerate(numbers):
        points, before = (seen[at].astype(np.int16) for at in (place, anchor))
        change = float((np.abs(points - before) > _STEP)[mask].mean())
        texture = float(np.abs(points[:, 1:] - points[:, :-1])[pairs].mean())
        found.append(Beside(texture, number - numbers[anchor], change))
        if change > UNCHANGED:
            anchor = place
    return found
