"""Join encoded segments and the sound into one file, without encoding anything again."""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeArgument=false

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.domain.errors import RenderFailed
from studio.domain.fragments import frames_in, moved, split, ticks_per_second
from studio.domain.segments import Segment


def join(segments: Sequence[tuple[Segment, Path]], sound: Path, out: Path, *, fps: int) -> None:
    """Write an MP4 whose index comes first.

    Args:
        segments: In order, each with its encoded file; all of the same parameters.
        sound: ``.m4a`` as long as all segments together.
        out: File to write.
        fps: Frames a second of every segment.

    Raises:
        RenderFailed: A segment has another number of frames than it should.
    """
    row = out.with_name(f"{out.stem}-row.mp4")
    _write_row(segments, row)
    with (
        av.open(str(row)) as seen,
        av.open(str(sound)) as heard,
        av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as container,
    ):
        picture = copied(seen.streams.video[0], container)
        audio = container.add_stream_from_template(heard.streams.audio[0])
        picture.time_base = Fraction(1, fps * 512)
        for packet in _pictures(seen, fps=fps):
            packet.stream = picture
            container.mux(packet)
        for packet in heard.demux(audio=0):
            if packet.dts is not None:
                packet.stream = audio
                container.mux(packet)
    row.unlink()


def copied(source: VideoStream, container: OutputContainer) -> VideoStream:
    """Add a stream for packets that are copied; the tag says to some players whether they can."""
    # Opaque: PyAV would else look for an encoder by the decoder's name, such as "libdav1d".
    stream = container.add_stream_from_template(source, opaque=True)
    stream.codec_context.codec_tag = source.codec_context.codec_tag
    return stream


def strangers(segments: Sequence[tuple[Segment, Path]]) -> list[Segment]:
    """Give the segments that do not join the first: their encoder had other parameters."""
    heads = [split(path.read_bytes())[0] for _, path in segments]
    if len(set(heads)) == 1:
        return []
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


def _write_row(segments: Sequence[tuple[Segment, Path]], row: Path) -> None:
    """Put the segments' fragments into one file: opening each would decode a frame of it."""
    number = 0
    with row.open("wb") as file:
        for segment, path in segments:
            initialisation, fragments = split(path.read_bytes())
            found = sum(frames_in(fragment) for fragment in fragments)
            if found != segment.frames:
                raise RenderFailed(
                    f"A segment has {found} frames instead of {segment.frames}; render again.",
                    stage="join",
                )
            if not number:
                file.write(initialisation)
            later = segment.start * ticks_per_second(initialisation) // segment.fps
            for fragment in fragments:
                number += 1
                file.write(moved(fragment, by=later, number=number, track=1))


def _pictures(row: InputContainer, *, fps: int) -> Iterator[Packet]:
    delay: int | None = None
    number = 0
    for packet in row.demux(video=0):
        if packet.pts is None or packet.dts is None:
            continue
        if delay is None:
            delay = -round(packet.dts * packet.time_base * fps)
        packet.pts = round(packet.pts * packet.time_base * fps)
        packet.dts = number - delay
        packet.duration = 1
        packet.time_base = Fraction(1, fps)
        number += 1
        yield packet
