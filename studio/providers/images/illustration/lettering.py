"""Big type for numbers; where no font is installed there is none, and charts do without."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.domain.errors import StudioError
from studio.providers.images.illustration.canvas import Canvas, Mask
from studio.typefaces import font_path


def display_font(language: str) -> Path | None:
    """Find the display font; ``None`` where fonts are not installed."""
    try:
        return font_path("display", language, weight=900)
    except StudioError:
        return None


def letter(
    canvas: Canvas, text: str, x: float, y: float, *, width: float, height: float, font: Path
) -> Mask:
    """Cover a text centred at (x, y), as large as fits into ``width`` by ``height`` units."""
    probe = _font(font, 200).getbbox(text)
    wide, tall = max(1, probe[2] - probe[0]), max(1, probe[3] - probe[1])
    size = 200 * canvas.scale * min(width / wide, height / tall)
    face = _font(font, max(8, round(size)))
    left, top, right, bottom = face.getbbox(text)
    image = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    ImageDraw.Draw(image).text((2 - left, 2 - top), text, 255, font=face)
    cover = np.asarray(image, np.float32) / 255
    corner_x = int(x * canvas.scale - cover.shape[1] / 2)
    corner_y = int(y * canvas.scale - cover.shape[0] / 2)
    return canvas.crop(Mask(cover, corner_x, corner_y))


@lru_cache(maxsize=16)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)
