"""Still pictures: encoded bytes of any kind in, upright sRGB pixels out, within bounds."""

import io
import struct
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

from renderer.pixels.frames import Plane
from studio.domain.errors import RenderFailed
from studio.domain.units import StorageKey

MAX_PIXELS = 64_000_000
"""Of a picture as it is stored: 256 MB while it is decoded."""
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
"""Decoders that may be tried, as Pillow names them; none of them starts a program or reads a file."""
DARK_GROUND, LIGHT_GROUND = (24, 24, 27), (242, 242, 240)
"""What a picture with alpha is laid over: whichever it stands out from."""
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation, CIPA DC-008, table 6."""
_SIDEWAYS = (5, 6, 7, 8)
"""Of them, those that exchange width and height."""
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise at damaged bytes."""


def still(data: bytes, key: StorageKey, *, width_px: int, height_px: int) -> Plane:
    """Decode a picture, the first frame of an animated one.

    Args:
        data: Encoded; the kind is told from the bytes, never from a name.
        key: Named in errors.
        width_px: That will be wanted. A picture that is several times larger comes out smaller,
            but never under this size where it was not before.
        height_px: Likewise.

    Returns:
        R'G'B' in sRGB, shape (height, width, 3), upright.

    Raises:
        RenderFailed: It is empty, of no known kind, damaged, or too large.
    """
    read = _decoded(data, key, width_px=width_px, height_px=height_px)
    shown = read.colours if read.alpha is None else _composed(read.colours, read.alpha)
    return read.finished(shown)


def cut_out(data: bytes, key: StorageKey, *, width_px: int, height_px: int) -> Plane | None:
    """Decode a picture with alpha; nothing where it has none.

    Args:
        data: As for ``still``.
        key: Named in errors.
        width_px: As for ``still``.
        height_px: Likewise.

    Returns:
        R'G'B' in sRGB multiplied by alpha, and alpha, shape (height, width, 4), upright.

    Raises:
        RenderFailed: As for ``still``.
    """
    read = _decoded(data, key, width_px=width_px, height_px=height_px)
    if read.alpha is None:
        return None
    black = Image.new("RGB", read.colours.size)
    black.paste(read.colours, mask=read.alpha)
    return np.dstack([read.finished(black), read.finished(read.alpha)])


def _decoded(data: bytes, key: StorageKey, *, width_px: int, height_px: int) -> "_Decoded":
    with _blaming(data, key), Image.open(io.BytesIO(data), formats=KINDS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise _too_large(key, f"{image.width} x {image.height} pixels")
        image.draft(None, _as_stored((width_px, height_px), _orientation(image)))
        image.load()  # pyright: ignore[reportUnknownMemberType]
        # Asked once more: TIFF pictures are turned as they are loaded.
        orientation = _orientation(image)
        across, down = _as_stored((width_px, height_px), orientation)
        colours, alpha = _parted(image)
        factor = max(1, min(image.width // across, image.height // down))
        if alpha is None:
            return _Decoded(_managed(_reduced(colours, factor), image), None, 1, orientation)
        return _Decoded(_managed(colours, image), alpha, factor, orientation)


class _Decoded(NamedTuple):
    """What was read; to be made smaller by a whole factor, and turned."""

    colours: Image.Image
    alpha: Image.Image | None
    factor: int
    orientation: int

    def finished(self, image: Image.Image) -> Plane:
        image = _reduced(image, self.factor)
        if self.orientation in _UPRIGHT:
            image = image.transpose(_UPRIGHT[self.orientation])
        return np.ascontiguousarray(np.asarray(image, np.uint8))


def is_still(path: Path) -> bool:
    """Tell by its first bytes whether a file is a picture of a kind that can be read."""
    try:
        with Image.open(path, formats=KINDS):
            return True
    except UnidentifiedImageError:
        return False
    except (*_DAMAGE, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return True


@contextmanager
def _blaming(data: bytes, key: StorageKey) -> Generator[None]:
    try:
        yield
    except RenderFailed:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(key, "far too many pixels") from error
    except MemoryError as error:
        raise _too_large(key, "more pixels than there is memory for") from error
    except UnidentifiedImageError as error:
        raise _failed(key, _unknown(data)) from error
    except _DAMAGE as error:
        raise _failed(key, f"is cut off or damaged ({error}); upload it again") from error


def _unknown(data: bytes) -> str:
    if not data:
        return "is empty; upload it again"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return "is a document such as SVG, not pixels; save it as PNG and upload that"
    return "is of no kind that can be read; save it as JPEG, PNG or WebP and upload that"


def _too_large(key: StorageKey, size: str) -> RenderFailed:
    limit = MAX_PIXELS // 1_000_000
    return _failed(key, f"has {size}; the limit is {limit} million, so make it smaller")


def _failed(key: StorageKey, trouble: str) -> RenderFailed:
    return RenderFailed(f"The picture {key!r} {trouble}.", stage="picture")


def _as_stored(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation in _SIDEWAYS else size


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (*_DAMAGE, UserWarning):
        # A camera's broken notes say nothing about its pixels.
        return 1


def _parted(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Give 8-bit colours of a mode that a profile can speak of, and alpha where something shows."""
    if image.mode.startswith("I;16"):
        deep = np.asarray(image).astype(np.uint16, copy=False)
        return Image.fromarray(cv2.convertScaleAbs(deep, alpha=255 / 65535)), None
    if image.mode in {"I", "F"}:
        return _stretched(image), None
    if not image.has_transparency_data:
        is_plain = image.mode in {"L", "RGB", "CMYK", "LAB"}
        return (image if is_plain else image.convert("L" if image.mode == "1" else "RGB")), None
    if image.mode != "LA":
        image = image.convert("RGBA")
    alpha = image.getchannel("A")
    colours = image.convert("L" if image.mode == "LA" else "RGB")
    return colours, None if alpha.getextrema() == (255, 255) else alpha


def _stretched(image: Image.Image) -> Image.Image:
    """Give 8-bit grey of 32-bit grey, which has no white of its own: its range is stretched."""
    values = np.nan_to_num(np.asarray(image, np.float32))
    low, high = float(values.min()), float(values.max())
    scale = 255 / (high - low) if high > low else 0.0
    return Image.fromarray(((values - low) * scale + 0.5).astype(np.uint8))


def _reduced(colours: Image.Image, factor: int) -> Image.Image:
    return colours if factor == 1 else colours.reduce(factor)


def _managed(colours: Image.Image, source: Image.Image) -> Image.Image:
    """Convert to sRGB by the picture's own profile; one that is broken is passed over."""
    profile = source.info.get("icc_profile")
    if colours.mode == "LAB":
        return _transformed(colours, _standard("LAB"))
    if profile:
        try:
            return _transformed(colours, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError):
            pass
    return colours if colours.mode == "RGB" else colours.convert("RGB")


def _transformed(colours: Image.Image, own: ImageCms.ImageCmsProfile) -> Image.Image:
    made = ImageCms.profileToProfile(colours, own, _standard("sRGB"), outputMode="RGB")
    if made is None:
        raise ImageCms.PyCMSError("no picture came back")
    return made


def _standard(space: Literal["sRGB", "LAB"]) -> ImageCms.ImageCmsProfile:
    made = ImageCms.createProfile(space)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return ImageCms.ImageCmsProfile(made)  # pyright: ignore[reportUnknownArgumentType]


def _composed(colours: Image.Image, alpha: Image.Image) -> Image.Image:
    """Lay a picture over whichever ground it stands out from."""
    shown = np.asarray(alpha, np.uint8)
    luma = np.asarray(colours.convert("L"), np.uint8)
    is_light = cv2.mean(luma, mask=shown)[0] > 127
    ground = Image.new("RGB", colours.size, DARK_GROUND if is_light else LIGHT_GROUND)
    ground.paste(colours, mask=alpha)
    return ground
