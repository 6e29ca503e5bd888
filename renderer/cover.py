"""The picture that stands for a video."""

import io
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from studio.domain.errors import RenderFailed
from studio.domain.timeline import Timeline

QUALITY = 90
AT = 0.45
"""Where in the first clip: its headline stands and a caption is lit."""


def cover(video: Path, timeline: Timeline) -> bytes:
    """Give a JPEG of the video's size.

    Raises:
        RenderFailed: The frame is not there.
    """
    return still_of(video, int(timeline.clips[0].frames * AT))


def still_of(video: Path, number: int) -> bytes:
    """Give a frame, counted from 0, as a JPEG.

    Raises:
        RenderFailed: The frame is not there.
    """
    with av.open(str(video)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index == number:
                rgb = frame.to_ndarray(
                    format="rgb24",
                    src_colorspace=Colorspace.ITU709,
                    dst_colorspace=Colorspace.ITU709,
                    src_color_range=ColorRange.MPEG,
                    dst_color_range=ColorRange.JPEG,
                )
                out = io.BytesIO()
                Image.fromarray(rgb).save(out, "JPEG", quality=QUALITY, optimize=True)
                return out.getvalue()
    raise RenderFailed(f"The video has no frame {number}.", stage="cover")
