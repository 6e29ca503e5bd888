"""One segment's frames into an H.264 file, in this process and on one thread."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import ThreadType
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from renderer.frames import Planes
from renderer.streaming import FRAGMENTED
from studio.domain.errors import Cancelled, RenderFailed
from studio.domain.render import RenderProfile

REPORT_EVERY = 10
GOP_FRAMES = 60
"""Two seconds: the longest that the platforms advise, and how far a player must seek back."""
_COMMON = (
    f"bframes=3:b-adapt=0:open-gop=0:keyint={GOP_FRAMES}:min-keyint={GOP_FRAMES // 2}:scenecut=0:"
    "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv:threads=1"
)
_TOOLS = "cabac=1:8x8dct=1:partitions=i8x8,i4x4:no-deblock=0:deblock=0,0"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Encoder settings; segments joined by stream copy must share them to the letter."""

    preset: str
    crf: int
    params: str


RECIPES = {
    RenderProfile.STANDARD: Recipe("ultrafast", 21, f"{_COMMON}:{_TOOLS}:aq-mode=1:weightb=1"),
    RenderProfile.DRAFT: Recipe("ultrafast", 25, f"{_COMMON}:{_TOOLS}"),
}


def encode(
    frames: Iterator[Callable[[Planes], None]],
    path: Path,
    *,
    width_px: int,
    height_px: int,
    fps: int,
    total: int,
    profile: RenderProfile,
    on_progress: Callable[[int], bool],
) -> None:
    """Paint and encode frames.

    Args:
        frames: For each frame, what paints it into the planes it is given.
        path: Of the fragmented MP4 that is written.
        width_px: Even.
        height_px: Even.
        fps: Frames a second.
        total: How many frames there are.
        profile: Which settings.
        on_progress: Told the number of frames painted, about every tenth; ``False`` stops.

    Raises:
        Cancelled: ``on_progress`` said so.
        RenderFailed: The encoder refused, or gave another number of frames.
    """
    done = 0
    try:
        with av.open(str(path), "w", format="mp4", options=FRAGMENTED) as container:
            stream = _stream(container, RECIPES[profile], width_px, height_px, fps)
            for paint in frames:
                frame = av.VideoFrame(width_px, height_px, "yuv420p")
                paint(_views(frame))
                frame.pts, frame.time_base = done, Fraction(1, fps)
                container.mux(stream.encode(frame))
                done += 1
                if done % REPORT_EVERY == 0 and not on_progress(done):
                    raise Cancelled("The render was stopped.")
            container.mux(stream.encode(None))
    except FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise RenderFailed(f"The picture could not be encoded: {error}", stage="encode") from error
    if done != total:
        raise RenderFailed(f"{done} frames were painted instead of {total}.", stage="encode")
    on_progress(done)


def _stream(
    container: OutputContainer, recipe: Recipe, width: int, height: int, fps: int
) -> VideoStream:
    stream = container.add_stream("libx264", rate=fps)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.time_base = Fraction(1, fps)
    context = stream.codec_context
    context.time_base = Fraction(1, fps)
    context.thread_count, context.thread_type = 1, ThreadType.NONE
    context.color_primaries = context.color_trc = context.colorspace = 1
    context.color_range = 1
    stream.options = {
        "preset": recipe.preset,
        "crf": str(recipe.crf),
        "profile": "high",
        "x264-params": recipe.params,
    }
    return stream


def _views(frame: av.VideoFrame) -> Planes:
    planes = [
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[
            :, : plane.width
        ]
        for plane in frame.planes
    ]
    return Planes(*planes)
