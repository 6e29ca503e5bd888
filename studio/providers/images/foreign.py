"""Pictures that others made: decoded with limits, cut to the size that was asked for, stored small."""

import asyncio
import base64
import binascii
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from studio.domain.asset import PictureRequest
from studio.domain.errors import InvalidMedia
from studio.makers import Picture
from studio.providers.answers import nonsense

QUALITY = 85
THUMBNAIL_WIDTH_PX = 270
MAX_PIXELS = 40_000_000
MAX_SIDE_PX = 16_384
REFERENCE_SIDE_PX = 1280
_UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
_DATA_LINK = "data:image/jpeg;base64,"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


async def to_picture(data: bytes, request: PictureRequest, *, title: str) -> Picture:
    """Give a picture of the requested size, filling it; what stands over is cut off evenly.

    Args:
        data: A JPEG, PNG, WebP, GIF or AVIF file.
        request: For its size.
        title: Who made it, for errors.

    Raises:
        ProviderAnswerInvalid: It is not a picture, is cut off, or has too many pixels.
    """
    return await asyncio.to_thread(_to_picture, data, request, title)


async def to_reference(data: bytes) -> bytes:
    """Give a picture as providers take it along: a small JPEG, upright and without metadata.

    Raises:
        InvalidMedia: It is not a picture.
    """
    return await asyncio.to_thread(_to_reference, data)


def to_data_link(jpeg: bytes) -> str:
    """Put a JPEG into a link."""
    return _DATA_LINK + base64.b64encode(jpeg).decode()


def from_data_link(link: str) -> bytes:
    """Give the bytes in a link that holds them itself; nothing for any other."""
    head, comma, encoded = link.partition(",")
    if not comma or not head.startswith("data:") or not head.endswith(";base64"):
        return b""
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return b""


def _to_reference(data: bytes) -> bytes:
    try:
        with Image.open(BytesIO(data)) as opened:
            opened.draft("RGB", (REFERENCE_SIDE_PX, REFERENCE_SIDE_PX))
            upright = _on_white(ImageOps.exif_transpose(opened))
    except _UNREADABLE as error:
        raise InvalidMedia("A reference picture cannot be read; choose another.") from error
    upright.thumbnail((REFERENCE_SIDE_PX, REFERENCE_SIDE_PX), Image.Resampling.LANCZOS)
    return _jpeg(upright)


def _to_picture(data: bytes, request: PictureRequest, title: str) -> Picture:
    size = (request.width_px, request.height_px)
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS or max(opened.size) > MAX_SIDE_PX:
                raise nonsense(title, f"a picture of {opened.width}x{opened.height} pixels")
            opened.draft("RGB", size)
            upright = _on_white(ImageOps.exif_transpose(opened))
    except _UNREADABLE as error:
        raise nonsense(title, "the picture cannot be read") from error
    whole = ImageOps.fit(upright, size, Image.Resampling.LANCZOS)
    height = max(1, round(whole.height * THUMBNAIL_WIDTH_PX / whole.width))
    small = whole.resize((THUMBNAIL_WIDTH_PX, height), Image.Resampling.BOX, reducing_gap=2)
    return Picture(jpeg=_jpeg(whole), thumbnail=_jpeg(small))


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
