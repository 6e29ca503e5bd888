"""Stored pieces that cannot be used: they are found before, or after, the join."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterable
from pathlib import Path

import av
from av.error import FFmpegError

from renderer.ffmpeg import run
from studio.domain.errors import RenderFailed
from studio.domain.segments import Segment

_TIMEOUT_S = 120.0


def unusable(pieces: Iterable[tuple[Segment, Path]]) -> tuple[Segment, ...]:
    """Find pieces that do not open, or have another number or size of frames than they should."""
    return tuple(segment for segment, path in pieces if not _is_whole(segment, path))


def undecodable(pieces: Iterable[tuple[Segment, Path]]) -> tuple[Segment, ...]:
    """Find pieces that a strict decoder complains of; decodes every frame of them."""
    return tuple(segment for segment, path in pieces if not _decodes(path))


def _is_whole(segment: Segment, path: Path) -> bool:
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            frames = sum(1 for packet in container.demux(stream) if packet.size)
            if frames != segment.frames:
                return False
            size = (stream.codec_context.width, stream.codec_context.height)
    except (FFmpegError, IndexError):
        return False
    return size == (segment.width_px, segment.height_px)


def _decodes(path: Path) -> bool:
    argv = ["-v", "error", "-xerror", "-threads", "1", "-i", str(path), "-f", "null", "-"]
    try:
        return not run(argv, timeout_s=_TIMEOUT_S, stage="quality").stderr.strip()
    except RenderFailed:
        return False
