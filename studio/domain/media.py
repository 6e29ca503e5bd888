"""Uploads: pictures, clips and sounds of the user's own, and of stock."""

from enum import StrEnum

from studio.domain.credit import Credit
from studio.domain.units import AssetId, Milliseconds, StorageKey
from studio.domain.value import Value

LONGEST_CLIP_S = 600.0
LONGEST_SOUND_S = 900.0
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


class Repeat(Value):
    """How loud a sound is, and how it is repeated.

    Attributes:
        lufs: Integrated loudness.
        bpm: Beats a minute; 0 where there is no clear beat.
        loop_start_ms: Where a repetition begins.
        loop_end_ms: What has played up to here goes on at ``loop_start_ms``.
    """

    lufs: float
    bpm: float = 0.0
    loop_start_ms: Milliseconds = Milliseconds(0)
    loop_end_ms: Milliseconds


class MediaMeasures(Value):
    """What was measured on an upload.

    Attributes:
        kind: Picture, clip or sound.
        format: Of a clip's or sound's file, as ffmpeg names it, e.g. ``"matroska,webm"``; else empty.
        codec: Of a clip's picture or of a sound, as ffmpeg names it; empty for a picture.
        width_px: Upright and with square pixels, as it is shown; 0 for a sound.
        height_px: Likewise.
        duration_ms: Of a clip or a sound; 0 for a picture.
        fps: Of a clip, on average; else 0.
        has_sound: Whether a clip has a sound track.
        repeat: Of a sound; else ``None``.
    """

    kind: MediaKind
    format: str = ""
    codec: str = ""
    width_px: int
    height_px: int
    duration_ms: Milliseconds = Milliseconds(0)
    fps: float = 0.0
    has_sound: bool = False
    repeat: Repeat | None = None


class Media(MediaMeasures):
    """A stored upload.

    Attributes:
        id: Of the upload, among the owner's.
        name: The file's, as the user knows it.
        key: Where the bytes lie: a picture and a sound encoded anew, a clip with its words blanked.
        thumbnail: A JPEG.
        size_bytes: Of the file.
        credit: Of what a stock library gave; ``None`` for the user's own.
    """

    id: AssetId
    name: str
    key: StorageKey
    thumbnail: StorageKey
    size_bytes: int
    credit: Credit | None = None
