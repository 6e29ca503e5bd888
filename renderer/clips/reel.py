"""A clip's decoded frames at any moment, whatever its codec, frame rate and time stamps."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.codec.context import ThreadType
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from studio.domain.errors import RenderFailed
from studio.domain.media import MAX_SIDE_PX

CONTAINERS = "mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,mxf"
"""Demuxers that may be tried, as ffmpeg names them; none of them opens another file or address."""
_RETREATS_S = (0.0, 2.0, 10.0)
"""Where a file's index leads behind the wanted moment, it is sought this much earlier."""
_MOST_GAPS = 100
"""Places where a file is damaged between two frames; after so many, it counts as ended."""
_NEAR_S = 1.0
"""What lies less far ahead is decoded and passed over, which is faster than seeking."""


def opened(path: Path) -> InputContainer:
    """Open a clip that comes from anywhere; it can make no other file be read.

    Raises:
        FFmpegError: It is of no known kind.
    """
    options = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}
    return av.open(str(path), options=options)


class Reel:
    """One clip, decoded forwards, on one thread; at most two of its frames are held."""

    def __init__(self, path: Path) -> None:
        """Open the clip.

        Raises:
            RenderFailed: It cannot be read, or has no picture.
        """
        self._path = path
        self._open()
        if self._shown is None:
            raise _failed("has no frame that can be decoded")
        self._begin = _stamp(self._shown)

    @property
    def begin_s(self) -> float:
        """When its first frame is seen, by the file's own clock."""
        return float(self._begin * self._base)

    @property
    def aspect(self) -> Fraction | None:
        """Width of a pixel by its height, where the clip says so."""
        return self._stream.sample_aspect_ratio

    def at(self, moment_s: float) -> av.VideoFrame:
        """Give the frame that is seen at a moment, which depends on nothing else.

        Args:
            moment_s: From the clip's first frame on. Before it, that one is given; after the last
                one's beginning, the last one.

        Raises:
            RenderFailed: There is none that can be decoded.
        """
        if not self._is_near(moment_s):
            self._seek(moment_s)
        while self._next is not None and self.time_s(self._next) <= moment_s:
            self._shown, self._next = self._next, next(self._frames, None)
        if self._shown is None:
            raise _failed("has no frame that can be decoded")
        return self._shown

    def time_s(self, frame: av.VideoFrame) -> float:
        """Say when a frame begins, in seconds from the clip's first."""
        return float((_stamp(frame) - self._begin) * self._base)

    def _is_near(self, moment_s: float) -> bool:
        if self._shown is None:
            return False
        return self.time_s(self._shown) <= moment_s <= self.time_s(self._shown) + _NEAR_S

    def _seek(self, moment_s: float) -> None:
        for retreat_s in _RETREATS_S:
            stamp = self._begin + round((moment_s - retreat_s) / self._base)
            try:
                self._container.seek(stamp, stream=self._stream, backward=True)
            except FFmpegError:
                break
            self._start()
            if self._shown is not None and self.time_s(self._shown) <= moment_s:
                return
        self._open()

    def _open(self) -> None:
        try:
            self._container = opened(self._path)
        except FFmpegError as error:
            raise _failed(f"cannot be read ({error.strerror})") from error
        if not self._container.streams.video:
            raise _failed("has no picture")
        self._stream = self._container.streams.video[0]
        self._base = self._stream.time_base or Fraction(1)
        context = self._stream.codec_context
        context.options = {"max_pixels": str(MAX_SIDE_PX**2)}
        context.thread_count, context.thread_type = 1, ThreadType.NONE
        self._start()

    def _start(self) -> None:
        self._frames = self._decoded()
        self._shown = next(self._frames, None)
        self._next = next(self._frames, None)

    def _decoded(self) -> Iterator[av.VideoFrame]:
        """Decode to the end; what is damaged is left out, and the frame before it stands longer."""
        for packet in self._packets():
            try:
                yield from packet.decode()
            except FFmpegError:
                continue

    def _packets(self) -> "Iterator[av.Packet[VideoStream]]":
        for _ in range(_MOST_GAPS):
            try:
                yield from self._container.demux(self._stream)
            except FFmpegError:
                continue
            return


def _stamp(frame: av.VideoFrame) -> int:
    return frame.pts if frame.pts is not None else frame.dts or 0


def _failed(trouble: str) -> RenderFailed:
    return RenderFailed(f"A clip {trouble}; upload it again.", stage="clip")
