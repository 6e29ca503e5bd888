"""The last touch: vignette, grain, dithering and JPEG."""

from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from studio.providers.images.illustration.canvas import Canvas

THUMBNAIL_WIDTH_PX = 270
_TILE_PX = 509
_QUALITY = 88


def calm_captions(canvas: Canvas, *, strength: float = 0.16) -> None:
    """Darken the caption and headline bands a little, with soft borders."""
    ys = np.linspace(0, 1, canvas.planes.shape[1], dtype=np.float32)
    captions = np.exp(-(((ys - 0.571) / 0.085) ** 2))
    headline = 0.6 * np.exp(-(((ys - 0.222) / 0.09) ** 2))
    canvas.planes *= (1 - strength * (captions + headline))[None, :, None]


def vignette(canvas: Canvas, *, strength: float = 0.26) -> None:
    """Darken the corners."""
    _, height, width = canvas.planes.shape
    xs = np.linspace(-1, 1, max(2, width // 8), dtype=np.float32)
    ys = np.linspace(-1, 1, max(2, height // 8), dtype=np.float32)
    far = np.clip((xs[None, :] ** 2 * 0.8 + ys[:, None] ** 2 * 0.9 - 0.45) / 1.3, 0, 1)
    shade = cv2.resize(1 - strength * far, (width, height), interpolation=cv2.INTER_LINEAR)
    canvas.planes *= shade


def to_image(canvas: Canvas, random: np.random.Generator, *, grain: float = 1.5) -> Image.Image:
    """Quantise with film grain, which also dithers: dark gradients show no bands.

    Args:
        canvas: Finished drawing.
        random: For the grain.
        grain: Standard deviation in 8-bit levels; at least 0.5 to dither.
    """
    _, height, width = canvas.planes.shape
    tile = random.normal(0.5, grain, (_TILE_PX, _TILE_PX)).astype(np.float32)
    noise = np.tile(tile, (height // _TILE_PX + 1, width // _TILE_PX + 1))[:height, :width]
    pixels = np.empty((height, width, 3), np.uint8)
    for channel, plane in enumerate(canvas.planes):
        levels = plane * np.float32(255)
        levels += noise
        np.clip(levels, 0, 255, out=levels)
        pixels[..., channel] = levels
    return Image.fromarray(pixels)


def to_cut_out(colours: Canvas, alpha: np.ndarray) -> Image.Image:
    """Quantise a foreground, its colours multiplied by alpha, into a picture with alpha.

    Args:
        colours: Finished drawing.
        alpha: 0 to 1, shape (height, width).
    """
    clear = np.maximum(alpha, 1 / 255)
    planes = [np.clip(plane / clear * 255 + 0.5, 0, 255) for plane in colours.planes]
    planes.append(np.clip(alpha * 255 + 0.5, 0, 255))
    return Image.fromarray(np.stack(planes, axis=-1).astype(np.uint8))


def jpeg(image: Image.Image) -> bytes:
    """Encode at quality 88 without losing colour resolution."""
    out = BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()


def cut_out(image: Image.Image) -> bytes:
    """Encode a picture with alpha."""
    out = BytesIO()
    image.save(out, "WEBP", quality=_QUALITY, alpha_quality=100, method=2)
    return out.getvalue()


def thumbnail(image: Image.Image) -> bytes:
    """Encode a copy 270 px wide."""
    height = max(1, round(image.height * THUMBNAIL_WIDTH_PX / image.width))
    small = image.resize((THUMBNAIL_WIDTH_PX, height), Image.Resampling.BOX, reducing_gap=2)
    return jpeg(small)
