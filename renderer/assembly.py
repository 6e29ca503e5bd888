"""Join encoded segments and the sound into one file, without encoding anything again."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeArgument=false

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.domain.errors import RenderFailed
from studio.domain.segments import Segment


def join(segments: Sequence[tuple[Segment, Path]], sound: Path, out: Path, *, fps: int) -> None:
    """Write an MP4 whose index comes first.

    Args:
        segments: In order, each with its encoded file.
        sound: ``.m4a`` as long as all segments together.
        out: File to write.
        fps: Frames a second of every segment.

    Raises:
        RenderFailed: A segment has another number of frames than it should.
    """
    with (
        av.open(str(segments[0][1])) as first,
        av.open(str(sound)) as heard,
        av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as container,
    ):
        picture = copied(first.streams.video[0], container)
        audio = container.add_stream_from_template(heard.streams.audio[0])
        picture.time_base = Fraction(1, fps * 512)
        for packet in _pictures(segments, fps=fps):
            packet.stream = picture
            container.mux(packet)
        for packet in heard.demux(audio=0):
            if packet.dts is not None:
                packet.stream = audio
                container.mux(packet)


def copied(source: VideoStream, container: OutputContainer) -> VideoStream:
    """Add a stream for packets that are copied; the tag says to some players whether they can."""
    # Opaque: PyAV would else look for an encoder by the decoder's name, such as "libdav1d".
    stream = container.add_stream_from_template(source, opaque=True)
    stream.codec_context.codec_tag = source.codec_context.codec_tag
    return stream


def strangers(segments: Sequence[tuple[Segment, Path]]) -> list[Segment]:
    """Give the segments that do not join the first: their encoder had other parameters."""
    parameters = [_parameters(path) for _, path in segments]
    return [
        segment
        for (segment, _), own in zip(segments, parameters, strict=True)
        if own != parameters[0]
    ]


def _parameters(path: Path) -> tuple[bytes, int | None]:
    with av.open(str(path)) as container:
        header = bytes(container.streams.video[0].codec_context.extradata or b"")
        first = next(packet for packet in container.demux(video=0) if packet.dts is not None)
        return header, first.dts


def _pictures(segments: Sequence[tuple[Segment, Path]], *, fps: int) -> Iterator[Packet]:
    start, delay = 0, _delay(segments[0][1], fps=fps)
    for segment, path in segments:
        found = 0
        with av.open(str(path)) as container:
            for packet in container.demux(video=0):
                if packet.pts is None or packet.dts is None:
                    continue
                packet.pts = round(packet.pts * packet.time_base * fps) + start
                packet.dts = start + found - delay
                packet.duration = 1
                packet.time_base = Fraction(1, fps)
                found += 1
                yield packet
        if found != segment.frames:
            raise RenderFailed(
                f"A segment has {found} frames instead of {segment.frames}; render again.",
                stage="join",
            )
        start += segment.frames


def _delay(path: Path, *, fps: int) -> int:
    """Give how many frames decoding begins before showing, in every segment alike."""
    with av.open(str(path)) as container:
        first = next(packet for packet in container.demux(video=0) if packet.dts is not None)
        return -round((first.dts or 0) * first.time_base * fps)
