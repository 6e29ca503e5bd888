"""Emoji as pixels: the picture of one, in the size that is wanted."""

import io
from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
import resvg_py
from PIL import Image

from renderer.pixels.frames import Reals
from studio.typefaces import emoji_picture

Draw = Callable[[str, int], Reals]
"""An emoji's key and a size in; R, G, B (0 to 255, multiplied by alpha) and alpha (0 to 1) out."""
_DEPTH = 255


@lru_cache(maxsize=64)
def picture(key: str, side_px: int) -> Reals:
    """Draw an emoji, ``side_px`` wide and high.

    Raises:
        KeyError: There is no picture of it.
    """
    svg = emoji_picture(key)
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=side_px, skip_system_fonts=True)
    with Image.open(io.BytesIO(drawn), formats=("PNG",)) as image:
        pixels = np.asarray(image.convert("RGBA"), np.float32)
    if pixels.shape[:2] != (side_px, side_px):
        pixels = np.asarray(cv2.resize(pixels, (side_px, side_px)), np.float32)
    alpha = pixels[..., 3:] / np.float32(_DEPTH)
    return np.concatenate([pixels[..., :3] * alpha, alpha], axis=2)


def nothing(key: str, side_px: int) -> Reals:
    """Leave an emoji's place empty: for whoever looks at letters alone."""
    return np.zeros((side_px, side_px, 4), np.float32)
