"""Stored pieces that cannot be used: they are found before, or after, the join."""

from collections.abc import Iterable
from pathlib import Path

from renderer.programs.ffmpeg import run
from studio.domain.errors import InvalidMedia, RenderFailed
from studio.domain.fragments import frame_size, frames_in, split
from studio.domain.segments import Segment

_TIMEOUT_S = 120.0


def unusable(pieces: Iterable[tuple[Segment, Path]]) -> tuple[Segment, ...]:
    """Find pieces that are cut off, or have another number or size of frames than they should."""
    return tuple(segment for segment, path in pieces if not _is_whole(segment, path))


def undecodable(pieces: Iterable[tuple[Segment, Path]]) -> tuple[Segment, ...]:
    """Find pieces that a strict decoder complains of; decodes every frame of them."""
    return tuple(segment for segment, path in pieces if not _decodes(path))


def _is_whole(segment: Segment, path: Path) -> bool:
    try:
        initialisation, fragments = split(path.read_bytes())
        size = frame_size(initialisation)
    except InvalidMedia:
        return False
    frames = sum(frames_in(fragment) for fragment in fragments)
    return (frames, size) == (segment.frames, (segment.width_px, segment.height_px))


def _decodes(path: Path) -> bool:
    argv = ["-v", "error", "-xerror", "-threads", "1", "-i", str(path), "-f", "null", "-"]
    try:
        return not run(argv, timeout_s=_TIMEOUT_S, stage="quality").stderr.strip()
    except RenderFailed:
        return False
