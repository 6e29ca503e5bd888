"""Uploads: pictures and clips of the user's own."""

from enum import StrEnum

from studio.domain.units import AssetId, Milliseconds, StorageKey
from studio.domain.value import Value

LONGEST_CLIP_S = 600.0
MAX_SIDE_PX = 8_192
MAX_FPS = 240.0
MAX_NAME = 120
MAX_UPLOAD_BYTES = 512 * 1024**2
MAX_PICTURE_BYTES = 64 * 1024**2


class MediaKind(StrEnum):
    """What an upload is, told from its bytes."""

    PICTURE = "picture"
    CLIP = "clip"
    SOUND = "sound"


class MediaMeasures(Value):
    """What was measured on an upload.

    Attributes:
        kind: Picture or clip.
        format: Of a clip's file, as ffmpeg names it, e.g. ``"matroska,webm"``; else empty.
        codec: Of a clip's picture, as ffmpeg names it; empty for a picture.
        width_px: Upright and with square pixels, as it is shown.
        height_px: Likewise.
        duration_ms: Of a clip; 0 for a picture.
        fps: Of a clip, on average; 0 for a picture.
        has_sound: Whether a clip has a sound track.
    """

    kind: MediaKind
    format: str = ""
    codec: str = ""
    width_px: int
    height_px: int
    duration_ms: Milliseconds = Milliseconds(0)
    fps: float = 0.0
    has_sound: bool = False


class Media(MediaMeasures):
    """A stored upload.

    Attributes:
        id: Of the upload, among the owner's.
        name: The file's, as the user knows it.
        key: Where the bytes lie, as they came.
        thumbnail: A JPEG.
        size_bytes: Of the file.
    """

    id: AssetId
    name: str
    key: StorageKey
    thumbnail: StorageKey
    size_bytes: int
