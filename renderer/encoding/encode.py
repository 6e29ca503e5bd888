"""One segment's frames into a file, in this process and on one thread."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeArgument=false
# pyright: reportUnknownArgumentType=false

import ctypes
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.codec.context import ThreadType
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream

from renderer.encoding.recipes import Recipe
from renderer.encoding.streaming import FRAGMENTED
from renderer.encoding.turns import take_turns
from renderer.encoding.uploading import upload
from renderer.pixels.frames import Planes, views
from studio.domain.errors import Cancelled, RenderFailed

REPORT_EVERY = 10


def encode(
    frames: Iterator[Callable[[Planes], None]],
    path: Path,
    *,
    width_px: int,
    height_px: int,
    fps: int,
    total: int,
    recipe: Recipe,
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
        recipe: Which encoder, and its settings.
        on_progress: Told the number of frames painted, about every tenth; ``False`` stops.

    Raises:
        Cancelled: ``on_progress`` said so.
        RenderFailed: The encoder refused, or gave another number of frames.
    """
    _trim()
    canvas = _Canvas(width_px, height_px, fps)
    if recipe.is_piped:
        _upload(frames, path, recipe, canvas, on_progress)
    else:
        _encode(frames, path, recipe, canvas, on_progress)
    if canvas.painted != total:
        raise RenderFailed(
            f"{canvas.painted} frames were painted instead of {total}.", stage="encode"
        )
    on_progress(total)


@dataclass(slots=True)
class _Canvas:
    """What frames are painted on, and how many were."""

    width: int
    height: int
    fps: int
    painted: int = 0

    def count(self, on_progress: Callable[[int], bool]) -> None:
        """Count a frame that was painted, and tell of it from time to time."""
        self.painted += 1
        if self.painted % REPORT_EVERY == 0 and not on_progress(self.painted):
            raise Cancelled("The render was stopped.")


def _upload(
    frames: Iterator[Callable[[Planes], None]],
    path: Path,
    recipe: Recipe,
    canvas: _Canvas,
    on_progress: Callable[[int], bool],
) -> None:
    upload(
        frames,
        path,
        width_px=canvas.width,
        height_px=canvas.height,
        fps=canvas.fps,
        recipe=recipe,
        on_frame=lambda: canvas.count(on_progress),
    )


def _encode(
    frames: Iterator[Callable[[Planes], None]],
    path: Path,
    recipe: Recipe,
    canvas: _Canvas,
    on_progress: Callable[[int], bool],
) -> None:
    try:
        with av.open(str(path), "w", format="mp4", options=FRAGMENTED) as container:
            stream = _stream(container, recipe, canvas)
            for number, packet in enumerate(_packets(stream, frames, canvas, on_progress)):
                if recipe.delay is not None:
                    packet.dts = number - recipe.delay
                container.mux(packet)
    except FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise RenderFailed(
            f"The picture could not be encoded: {error.strerror}", stage="encode"
        ) from error


def _trim() -> None:
    """Give back what decoding pictures has freed, before the encoder takes its own."""
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)


def _packets(
    stream: VideoStream,
    frames: Iterator[Callable[[Planes], None]],
    canvas: _Canvas,
    on_progress: Callable[[int], bool],
) -> Iterator[Packet]:
    frame = av.VideoFrame(canvas.width, canvas.height, "yuv420p")
    planes, place = views(frame), 0
    for paint in frames:
        # The encoder has copied the last frame, or this gives another one.
        frame.make_writable()
        if frame.planes[0].buffer_ptr != place:
            planes, place = views(frame), frame.planes[0].buffer_ptr
        paint(planes)
        frame.pts, frame.time_base = canvas.painted, Fraction(1, canvas.fps)
        yield from stream.encode(frame)
        if canvas.painted == 0:
            # The first frame has opened the encoder.
            take_turns()
        canvas.count(on_progress)
    yield from stream.encode(None)


def _stream(container: OutputContainer, recipe: Recipe, canvas: _Canvas) -> VideoStream:
    stream = container.add_stream(recipe.encoder, rate=canvas.fps)
    if not isinstance(stream, VideoStream):
        raise RenderFailed(f"{recipe.encoder!r} does not encode pictures.", stage="encode")
    stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, recipe.pixel_format
    stream.time_base = Fraction(1, canvas.fps)
    context = stream.codec_context
    context.time_base = Fraction(1, canvas.fps)
    context.thread_count, context.thread_type = 1, ThreadType.NONE
    context.color_primaries = context.color_trc = context.colorspace = 1
    context.color_range = 1
    if recipe.tag:
        context.codec_tag = recipe.tag
    stream.options = dict(recipe.options)
    return stream
