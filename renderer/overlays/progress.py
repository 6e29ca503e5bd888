"""The progress bar: how much of the video is over, beside what the platforms leave free."""

from itertools import pairwise

from renderer.captions.styles import INK, WHITE
from renderer.pixels.frames import Planes
from renderer.pixels.sprites import Colour, Sprite, canvas, even, rounded, sprite
from studio.domain.overlays import Progress, ProgressBar
from studio.domain.zones import Layout

HEIGHT_PX = 10
OUTSIDE_PX = 28
"""From the safe zone to the bar: clear of all text, and a covered bar costs the viewer nothing."""
GAP_PX = 8
_PAD_PX = 6


class Bar:
    """The bar over one segment: its pieces, empty and full, drawn once."""

    def __init__(self, progress: Progress, *, accent: Colour, layout: Layout) -> None:
        """Draw it."""
        self._progress = progress
        scale, safe = layout.scale, layout.safe
        self._pad = even(_PAD_PX * scale)
        top = max(safe.top - (OUTSIDE_PX + HEIGHT_PX) * scale, self._pad)
        if progress.bar is ProgressBar.BOTTOM:
            top = layout.captions.bottom + OUTSIDE_PX / 2 * scale
        y = even(top) - self._pad
        self._pieces = [
            (*span, *_drawn(*edges, y, self._pad, scale, accent))
            for span, edges in _laid(progress, layout)
        ]

    def paint(self, frame: Planes, number: int) -> None:
        """Lay it over a frame of the segment."""
        at = self._progress.first + number + 1
        for first, end, empty, full in self._pieces:
            width = full.veil.shape[1]
            done = min(max((at - first) / (end - first), 0.0), 1.0)
            inner = even(self._pad + done * (width - 2 * self._pad))
            edge = inner if 0 < done < 1 else width * int(done)
            full.columns(0, edge).blend(frame)
            empty.columns(edge, width).blend(frame)


def _laid(progress: Progress, layout: Layout) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Give each piece's frames, and its left and right edges in pixels."""
    edges = (0, *progress.edges, progress.total)
    left, gap = layout.title.left, GAP_PX * layout.scale if len(edges) > 2 else 0.0
    span = layout.title.width + gap
    pieces: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for first, end in pairwise(edges):
        begin = left + span * first / progress.total
        until = left + span * end / progress.total - gap
        pieces.append(((first, end), (even(begin), max(even(until), even(begin) + 2))))
    return pieces


def _drawn(
    left: int, right: int, y: int, pad: int, scale: float, accent: Colour
) -> tuple[Sprite, Sprite]:
    height = even(HEIGHT_PX * scale)
    shape = (height + 2 * pad, right - left + 2 * pad)
    bar = rounded(shape, (pad, pad, pad + right - left, pad + height), height / 2)
    rim = rounded(
        shape,
        (
            pad - 2 * scale,
            pad - 2 * scale,
            pad + right - left + 2 * scale,
            pad + height + 2 * scale,
        ),
        height,
    )
    ground = canvas(shape[1], shape[0]).over(rim, INK, 0.5)
    x = left - pad
    return sprite(ground.over(bar, WHITE, 0.38), x=x, y=y), sprite(
        ground.over(bar, accent), x=x, y=y
    )
