"""What the finished file is: its shape, its rate, its codec, and where it will be watched."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from studio.domain.value import Value
from studio.domain.zones import Platform

Rate = Literal[24, 25, 30, 60]
"""Frames a second."""


class Codec(StrEnum):
    """How pictures are compressed; sound is AAC in all of them.

    Attributes:
        H264: Plays everywhere.
        HEVC: Fewer bits at the same quality; plays on devices made since about 2016.
        AV1: Fewest bits; plays in browsers and on recent devices.
    """

    H264 = "h264"
    HEVC = "hevc"
    AV1 = "av1"


class Hardware(StrEnum):
    """Which graphics processor may encode; which one does is decided where frames are encoded.

    Attributes:
        OFF: None: the processor encodes, the same bytes for the same frames everywhere.
        AUTO: The first of the others that works.
        NVENC: NVIDIA's.
        QSV: Intel's.
        AMF: AMD's.
        VAAPI: Intel's and AMD's by Linux's open drivers.
        VIDEOTOOLBOX: Apple's.
    """

    OFF = "off"
    AUTO = "auto"
    NVENC = "nvenc"
    QSV = "qsv"
    AMF = "amf"
    VAAPI = "vaapi"
    VIDEOTOOLBOX = "videotoolbox"


class Format(StrEnum):
    """A picture's shape; ``SIZES`` has its pixels."""

    VERTICAL = "9:16"
    SQUARE = "1:1"
    LANDSCAPE = "16:9"
    VERTICAL_720P = "720x1280"


SIZES = {
    Format.VERTICAL: (1080, 1920),
    Format.SQUARE: (1080, 1080),
    Format.LANDSCAPE: (1920, 1080),
    Format.VERTICAL_720P: (720, 1280),
}
"""Width and height of each format, in pixels."""


class Output(Value):
    """The finished file.

    Attributes:
        width_px: With the height, one of ``SIZES``.
        height_px: Likewise.
        fps: Frames a second.
        codec: Of the finished video; drafts are always H.264.
        platform: Where it will be watched, which decides where text is safe.
    """

    width_px: int = 1080
    height_px: int = 1920
    fps: Rate = 30
    codec: Codec = Codec.H264
    platform: Platform = Platform.ANY

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.width_px, self.height_px) not in SIZES.values():
            sizes = ", ".join(f"{width}x{height}" for width, height in SIZES.values())
            raise ValueError(f"{self.width_px}x{self.height_px} is not one of {sizes}")
        return self

    @classmethod
    def of(cls, shape: Format, *, fps: Rate, codec: Codec) -> Self:
        """Give the output of a shape."""
        width_px, height_px = SIZES[shape]
        return cls(width_px=width_px, height_px=height_px, fps=fps, codec=codec)

    @property
    def format(self) -> Format:
        """The shape that has this size."""
        size = (self.width_px, self.height_px)
        return next(name for name, pixels in SIZES.items() if pixels == size)
