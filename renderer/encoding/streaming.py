"""What lets a video be watched while it is made: its header, and its sound in fragments.

Segments are fragmented MP4 as they are encoded; ``studio.domain.fragments`` puts them in a row.
"""
# PyAV leaves the type parameter of its packets open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeArgument=false

import io
from pathlib import Path

import av

from renderer.encoding.assembly import copied
from studio.domain.fragments import split
from studio.domain.units import SAMPLE_RATE_HZ

FRAGMENTED = {
    "movflags": "+frag_keyframe+empty_moov+default_base_moof+delay_moov",
    "write_btrt": "0",
}
"""The header waits for the first fragment: only then is known how far frames are reordered."""
_SOUND_FRAGMENT_US = 1_000_000
_AAC_FRAME = 1_024


def header(segment: Path) -> bytes:
    """Give the ``ftyp`` and ``moov`` of a stream: its picture is track 1, its sound track 2.

    Args:
        segment: Any encoded segment of the video; they all share their parameters.
    """
    out = io.BytesIO()
    with (
        av.open(str(segment)) as encoded,
        av.open(out, "w", format="mp4", options=FRAGMENTED) as container,
    ):
        source = encoded.streams.video[0]
        picture = copied(source, container)
        picture.time_base = source.time_base
        sound = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
        for packet in encoded.demux(source):
            if packet.dts is not None:
                packet.stream = picture
                container.mux(packet)
        for packet in (*sound.encode(_silence()), *sound.encode(None)):
            container.mux(packet)
    return split(out.getvalue())[0]


def sound_fragments(sound: Path) -> bytes:
    """Give a mixed sound as fragments of about a second, from time zero on.

    The encoder's run-up before it is left out: a stream has no edit list that would hide it.
    """
    options = {
        "movflags": "+empty_moov+default_base_moof",
        "frag_duration": str(_SOUND_FRAGMENT_US),
    }
    out = io.BytesIO()
    with (
        av.open(str(sound)) as mixed,
        av.open(out, "w", format="mp4", options=options) as container,
    ):
        source = mixed.streams.audio[0]
        copied = container.add_stream_from_template(source)
        for packet in mixed.demux(source):
            if packet.dts is not None and packet.pts is not None and packet.pts >= 0:
                packet.stream = copied
                container.mux(packet)
    return out.getvalue()


def _silence() -> av.AudioFrame:
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=_AAC_FRAME)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    # The encoder's run-up lies before its first frame; here it must not begin before zero.
    frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, _AAC_FRAME
    return frame
