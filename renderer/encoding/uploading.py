"""Frames into a graphics processor that takes none from memory: encoded by the ffmpeg program, which uploads them.

PyAV's wheel is built without VA-API; the program that comes with the install has it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import av

from renderer.encoding.recipes import Recipe
from renderer.encoding.streaming import FRAGMENTED
from renderer.pixels.frames import Planes, views
from renderer.programs import ffmpeg

_COLOURS = "setparams=range=limited:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
_LONGEST_S = 600.0


def upload(
    frames: Iterator[Callable[[Planes], None]],
    path: Path,
    *,
    width_px: int,
    height_px: int,
    fps: int,
    recipe: Recipe,
    on_frame: Callable[[], None],
) -> None:
    """Paint frames and have them encoded by ffmpeg.

    Args:
        frames: For each frame, what paints it into the planes it is given.
        path: Of the fragmented MP4 that is written.
        width_px: Even.
        height_px: Even.
        fps: Frames a second.
        recipe: Which encoder, its settings, and the device that frames are uploaded to.
        on_frame: Told of each frame; may raise to stop.

    Raises:
        RenderFailed: ffmpeg refused or ended early.
    """
    argv = arguments(path, width_px=width_px, height_px=height_px, fps=fps, recipe=recipe)
    with ffmpeg.feeding(argv, timeout_s=_LONGEST_S, stage="encode") as give:
        for paint in frames:
            frame = av.VideoFrame(width_px, height_px, "yuv420p")
            paint(views(frame))
            give(frame.to_ndarray().tobytes())
            on_frame()


def arguments(path: Path, *, width_px: int, height_px: int, fps: int, recipe: Recipe) -> list[str]:
    """Give what ffmpeg is asked for. Pure.

    Source:
        FFmpeg's documentation, "VAAPI encoders" and "hwupload".
    """
    device = ["-vaapi_device", recipe.device] if recipe.device else []
    lift = ",hwupload" if recipe.device else ""
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", f"{width_px}x{height_px}"]
    settings = [part for key, value in recipe.options.items() for part in (f"-{key}:v", value)]
    tag = ["-tag:v", recipe.tag] if recipe.tag else []
    written = [part for key, value in FRAGMENTED.items() for part in (f"-{key}", value)]
    return [
        *("-loglevel", "error", "-y", *device),
        *(*raw, "-framerate", str(fps), "-i", "pipe:0"),
        *("-vf", f"{_COLOURS},format={recipe.pixel_format}{lift}"),
        *("-c:v", recipe.encoder, *settings, *tag),
        *("-video_track_timescale", str(fps * 512), "-f", "mp4", *written, str(path)),
    ]
