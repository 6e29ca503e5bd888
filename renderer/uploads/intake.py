"""Examine an upload: ``python -m renderer.uploads.intake FILE NAME CLEAN``, a process of its own.

It writes what is kept of the file to CLEAN: a picture or a sound encoded anew, a clip with its words
blanked. It prints one JSON object: ``measures`` and a ``thumbnail`` as base64, or ``refused`` with the reason in
words. Foreign bytes are decoded here and in the renderer's workers, and nowhere else.
"""

import base64
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import av
import cv2
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from renderer.clips.framing import form_of, turn_of, upright_rgb
from renderer.clips.reel import Reel, opened
from renderer.pictures.stills import is_still, still
from renderer.pixels.frames import Plane
from renderer.programs.confinement import confine
from renderer.sound import recording
from renderer.uploads.scrub import scrub
from studio.domain.errors import InvalidMedia, StudioError, TooLarge
from studio.domain.media import (
    LONGEST_CLIP_S,
    MAX_FPS,
    MAX_PICTURE_BYTES,
    MAX_SIDE_PX,
    MAX_UPLOAD_BYTES,
    MediaKind,
    MediaMeasures,
    Repeat,
)
from studio.domain.units import Milliseconds, StorageKey

MEMORY_BYTES = 3 * 1024**3
CPU_S = 60
THUMBNAIL_PX = 480
_KEPT_JPEG = [
    *(cv2.IMWRITE_JPEG_QUALITY, 94),
    *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
]
"""A picture that is kept loses nothing that is seen."""
_CUT_OFF = 0.9
"""A clip of which less than this share is there has lost its end."""
_FPS = 25
"""Of a clip of one frame that does not say how long it stands."""
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
"""Brands of pictures that are stored as a video's tiles."""


def main() -> None:
    """Examine the file that the arguments name."""
    confine(memory_bytes=MEMORY_BYTES, cpu_s=CPU_S, file_bytes=MAX_UPLOAD_BYTES)
    print(json.dumps(_answer(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))))  # noqa: T201


def examined(path: Path, name: str, clean: Path) -> tuple[MediaMeasures, Plane]:
    """Measure an upload, write what is kept of it, and give a small upright picture, R'G'B'.

    Args:
        path: Where it lies.
        name: The user's, for errors; it decides nothing.
        clean: Written.

    Raises:
        TooLarge: It has too many pixels or bytes, or is too long.
        StudioError: It is of no kind that can be read, or is damaged.
    """
    with path.open("rb") as file:
        head = file.read(32)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        raise InvalidMedia(f"{name!r} is a HEIF picture; save it as JPEG and upload that.")
    if is_still(path):
        return _picture(path, name, clean)
    try:
        with opened(path) as container:
            is_clip, is_sound = bool(_moving(container)), bool(container.streams.audio)
    except FFmpegError:
        is_clip, is_sound = False, recording.is_sound(head)
    if is_clip:
        shutil.copyfile(path, clean)
        scrub(clean)
        return _clip(clean, name)
    if is_sound:
        return _sound(path, name, clean)
    # Whatever it is instead, the reader of pictures says it in words.
    return _picture(path, name, clean)


def _answer(path: Path, name: str, clean: Path) -> dict[str, Any]:
    try:
        measures, rgb = examined(path, name, clean)
    except StudioError as error:
        return {"refused": error.message, "is_too_large": isinstance(error, TooLarge)}
    except FFmpegError as error:
        return {
            "refused": f"{name!r} is damaged ({error.strerror}); upload it again.",
            "is_too_large": False,
        }
    except MemoryError:
        return {"refused": f"{name!r} needs too much memory.", "is_too_large": True}
    scale = THUMBNAIL_PX / max(rgb.shape[:2])
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
    return {
        "measures": measures.model_dump(mode="json"),
        "thumbnail": base64.b64encode(jpeg.tobytes()).decode(),
    }


def _picture(path: Path, name: str, clean: Path) -> tuple[MediaMeasures, Plane]:
    if path.stat().st_size > MAX_PICTURE_BYTES:
        limit = MAX_PICTURE_BYTES // 1024**2
        raise TooLarge(f"The picture {name!r} has more than {limit} MiB; make it smaller.")
    rgb = still(path.read_bytes(), StorageKey(name), width_px=8_192, height_px=8_192)
    height, width = rgb.shape[:2]
    _, jpeg = cv2.imencode(".jpg", rgb[..., ::-1], _KEPT_JPEG)
    clean.write_bytes(jpeg.tobytes())
    measures = MediaMeasures(kind=MediaKind.PICTURE, width_px=width, height_px=height)
    return measures, rgb


def _sound(path: Path, name: str, clean: Path) -> tuple[MediaMeasures, Plane]:
    heard = recording.recorded(path, name, out=clean)
    repeat = Repeat(
        lufs=round(heard.lufs, 1),
        bpm=round(heard.loop.bpm, 1),
        loop_start_ms=Milliseconds(round(heard.loop.start_s * 1000)),
        loop_end_ms=Milliseconds(round(heard.loop.end_s * 1000)),
    )
    measures = MediaMeasures(
        kind=MediaKind.SOUND,
        format=heard.format,
        codec=heard.codec,
        width_px=0,
        height_px=0,
        duration_ms=Milliseconds(int(heard.length_s * 1000)),
        has_sound=True,
        repeat=repeat,
    )
    return measures, recording.drawn(heard.outline)


def _moving(container: InputContainer) -> list[VideoStream]:
    """Give the pictures that move; a song's cover is none."""
    return [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]


def _clip(path: Path, name: str) -> tuple[MediaMeasures, Plane]:
    with opened(path) as container:
        video = container.streams.video[0]
        if max(video.width, video.height) > MAX_SIDE_PX:
            raise TooLarge(
                f"{name!r} has {video.width} x {video.height} pixels; "
                f"a side may have {MAX_SIDE_PX}, so make it smaller."
            )
        count, length_s = _extent(container, name)
        reel = Reel(path)
        seen = [reel.at(length_s * share) for share in (0.0, 0.3, 1.0)]
        width, height = form_of(seen[0], reel.aspect, turn_of(seen[0])).upright
        measures = MediaMeasures(
            kind=MediaKind.CLIP,
            format=container.format.name,
            codec=video.codec_context.name,
            width_px=round(width),
            height_px=round(height),
            duration_ms=Milliseconds(max(1, int(length_s * 1000))),
            fps=round(count / length_s, 3),
            has_sound=bool(container.streams.audio),
        )
        return measures, upright_rgb(seen[1], reel.aspect, longest_px=THUMBNAIL_PX)


def _extent(container: InputContainer, name: str) -> tuple[int, float]:
    """Count a clip's frames and seconds, as they are there and not as the file says."""
    video = container.streams.video[0]
    base = float(video.time_base or 1)
    declared_s = max(float(video.duration or 0) * base, (container.duration or 0) / av.time_base)
    _check_length(declared_s, name)
    count = last = end = 0
    begin: int | None = None
    for packet in container.demux(video):
        stamp = packet.pts if packet.pts is not None else packet.dts
        if not packet.size or stamp is None:
            continue
        begin = stamp if begin is None else min(begin, stamp)
        count, last = count + 1, max(last, stamp)
        end = max(end, stamp + (packet.duration or 0))
        _check_length((end - begin) * base, name)
        if count > LONGEST_CLIP_S * MAX_FPS:
            raise TooLarge(f"{name!r} has more than {MAX_FPS:g} frames a second.")
    if begin is None:
        raise InvalidMedia(f"{name!r} holds no frames; upload it again.")
    if end <= last:
        end = last + (last - begin) // max(1, count - 1)
    found_s = (end - begin) * base or 1 / _FPS
    if found_s < declared_s * _CUT_OFF - 1:
        raise InvalidMedia(
            f"{name!r} is cut off: {found_s:.0f} of {declared_s:.0f} seconds are there. "
            "Upload it again."
        )
    return count, found_s


def _check_length(seconds: float, name: str) -> None:
    if seconds > LONGEST_CLIP_S:
        raise TooLarge(
            f"{name!r} is longer than {LONGEST_CLIP_S / 60:g} minutes; "
            "cut out the part that you need."
        )


if __name__ == "__main__":
    main()
