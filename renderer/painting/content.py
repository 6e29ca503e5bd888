"""What a segment shows, as far as its encoder's settings depend on it. Pure."""

from enum import StrEnum

import numpy as np

from renderer.pixels.frames import Plane
from studio.domain.segments import Segment

_BLOCK_PX = 16
_EVERY = 3
"""Of the rows of blocks, and of the columns, one in so many is looked at."""
_DARK = 80
"""Luma below which one step of it is 4 % of the light and more, which an eye sees as an edge."""
_FLAT = 1.0
"""Variance of a block with nothing but a slope and its dither."""
_MUCH = 0.1
"""Share of a picture. Dark illustrations have 0.2 and more, photographs with grain up to 0.05."""


class Content(StrEnum):
    """What an encoder has to take care of.

    Attributes:
        TEXTURED: Structure or grain nearly everywhere, which hides the encoder's steps.
        PASSING: The same, while one scene becomes another within half a second.
        SMOOTH: Dark slopes, which show steps as soon as their dither is lost; and moving clips, of
            which nothing is known beforehand.
    """

    TEXTURED = "textured"
    PASSING = "passing"
    SMOOTH = "smooth"


def content_of(segment: Segment, *, is_any_smooth: bool) -> Content:
    """Say what a segment shows, once it is known whether one of its pictures is smooth."""
    has_clip = any(layer.footage is not None for layer in segment.layers)
    has_card = any(
        shown.overlay.kind == "title_card" for layer in segment.layers for shown in layer.overlays
    )
    if is_any_smooth or has_clip or has_card:
        return Content.SMOOTH
    return Content.TEXTURED if len(segment.layers) == 1 else Content.PASSING


def is_smooth(luma: Plane) -> bool:
    """Tell whether much of a picture is dark and has no structure."""
    rows, columns = (size // _BLOCK_PX for size in luma.shape)
    whole = luma[: rows * _BLOCK_PX, : columns * _BLOCK_PX]
    blocks = whole.reshape(rows, _BLOCK_PX, columns, _BLOCK_PX)[::_EVERY, :, ::_EVERY]
    blocks = blocks.astype(np.float32)
    is_dark = np.asarray(blocks.mean(axis=(1, 3)), np.float32) < _DARK
    is_even = np.asarray(blocks.var(axis=(1, 3)), np.float32) < _FLAT
    return bool(np.mean(is_dark & is_even) > _MUCH)
