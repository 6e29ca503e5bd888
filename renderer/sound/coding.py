"""Encode a sound as AAC-LC in parts, each by an encoder of its own, and put them into one file.

A part's packets follow from the samples that its encoder is given and from nothing else. So they are
kept, and a sound that changes in one place is encoded anew only there.
"""
# PyAV leaves the type parameters of its streams open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.error import FFmpegError

from renderer.shelf import Shelf
from renderer.sound.levels import Blocks
from renderer.sound.loudness import Loudness
from renderer.sound.meter import HOP, LoudnessMeter, PeakMeter, decibels, integrated
from renderer.sound.waves import Samples
from studio.domain.asset import digest
from studio.domain.errors import RenderFailed
from studio.domain.render import ENGINE
from studio.domain.units import SAMPLE_RATE_HZ, Digest

BITRATE = 160_000
OPTIONS = {
    "aac_coder": "fast",
    "aac_pns": "0",
    "aac_is": "0",
    "aac_tns": "0",
    "global_quality": "500",
}
"""Less noise above what masks it than ffmpeg's usual search gives, in a third of its time; at this rate
nothing need be replaced by noise or by one channel. ``bench/masking.py`` measures it. The last one says
where the search for the rate begins: from its default, 120, it needs a second, with up to 13 dB more noise,
to come to where sound of this rate keeps it, 600 to 1,100. ``bench/seams.py`` measures that."""
FRAME = 1_024
PART = 150
"""Frames of a part: 3.2 s, which are whole hops of the loudness meter, too."""
RUN_UP = 8
"""Frames that a part's encoder is given before, whose packets are dropped: it comes to know them."""
AHEAD = 1
"""Frames that it is given after, for it looks ahead."""
_SHOWN_DBTP = -3.0
"""A lower true peak is nobody's concern, and need not be looked for."""
_EXACT = {"fflags": "+bitexact", "movie_timescale": str(SAMPLE_RATE_HZ)}
"""The length is told to the sample, not to the millisecond."""


class Window(NamedTuple):
    """What a part's encoder is given.

    Attributes:
        samples: float32, shape (2, samples), 48 kHz.
        run_up: Packets that are dropped.
        frames: Packets that are kept after these; ``None`` keeps all, to the sound's end.
    """

    samples: Samples
    run_up: int
    frames: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """An encoded part of a sound.

    Attributes:
        packets: One a frame.
        hops: Sums of the filtered squares of what is heard, each over a hop of the loudness meter.
        peak: The highest true peak where it is above -3 dBTP, which else stands here.
    """

    packets: tuple[bytes, ...]
    hops: tuple[float, ...]
    peak: float


def coded(sound: Blocks, *, shelf: Shelf | None = None) -> list[Part]:
    """Encode a sound; equal samples give equal packets.

    Args:
        sound: All of it.
        shelf: Where parts are kept for the next sound that has them.

    Raises:
        RenderFailed: The encoder refused.
    """
    return [_part(window, shelf) for window in windows(sound)]


def loudness_of(parts: Sequence[Part]) -> Loudness:
    """Tell how loud encoded parts are together."""
    hops = list(chain.from_iterable(part.hops for part in parts))
    return Loudness(integrated(hops), decibels(max(part.peak for part in parts)))


def write(parts: Sequence[Part], made: Path, *, samples: int) -> None:
    """Write parts into an ``.m4a``.

    Args:
        parts: All, in order.
        made: File to write.
        samples: How long the sound is.
    """
    with av.open(str(made), "w", format="ipod", options=_EXACT) as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
        stream.bit_rate, stream.options = BITRATE, dict(OPTIONS)
        for number, data in enumerate(chain.from_iterable(part.packets for part in parts)):
            packet = av.Packet(data)
            # The first one leads up to the first sample.
            packet.pts = packet.dts = (number - 1) * FRAME
            packet.duration = min(FRAME, samples - packet.pts)
            packet.time_base, packet.is_keyframe = Fraction(1, SAMPLE_RATE_HZ), True
            packet.stream = stream
            container.mux(packet)


def windows(sound: Blocks) -> Iterator[Window]:
    """Cut a sound into what the encoders of its parts are given: fixed places, whatever the blocks."""
    run_up, kept = 0, np.zeros((2, 0), np.float32)
    for block in sound:
        kept = np.concatenate((kept, block), axis=1)
        while kept.shape[1] > (needed := (run_up + PART + AHEAD) * FRAME):
            yield Window(np.ascontiguousarray(kept[:, :needed]), run_up, PART)
            kept = kept[:, (run_up + PART - RUN_UP) * FRAME :]
            run_up = RUN_UP
    yield Window(np.ascontiguousarray(kept), run_up, None)


def _part(window: Window, shelf: Shelf | None) -> Part:
    if shelf is None:
        return _made(window)
    known = _digest(window)
    if (path := shelf.find(known)) is not None and (part := _unpacked(path)) is not None:
        return part
    part = _made(window)
    copy = shelf.copy(known)
    copy.write(np.frombuffer(_packed(part), np.uint8))
    copy.keep()
    return part


def _digest(window: Window) -> Digest:
    samples = hashlib.sha256(window.samples.data).hexdigest()
    return digest("part of a sound", ENGINE, samples, window.run_up, window.frames or 0)


def _made(window: Window) -> Part:
    context = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = SAMPLE_RATE_HZ, "stereo", "fltp"
    context.bit_rate, context.options = BITRATE, dict(OPTIONS)
    try:
        frame = av.AudioFrame.from_ndarray(window.samples, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, 0
        packets = [bytes(packet) for given in (frame, None) for packet in context.encode(given)]
        end = None if window.frames is None else window.run_up + window.frames
        heard = _heard(packets[:end], context.extradata)
    except FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise RenderFailed(
            f"The sound could not be encoded: {error.strerror}", stage="audio"
        ) from error
    return _measured(packets[window.run_up : end], heard, run_up=window.run_up * FRAME)


def _heard(packets: Sequence[bytes], header: bytes | None) -> Samples:
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = header
    frames = chain.from_iterable(decoder.decode(av.Packet(packet)) for packet in packets)
    pairs = [
        np.stack([np.frombuffer(memoryview(plane), np.float32)[:FRAME] for plane in frame.planes])
        for frame in frames
    ]
    return np.concatenate(pairs, axis=1)


def _measured(packets: Sequence[bytes], heard: Samples, *, run_up: int) -> Part:
    before, own = heard[:, max(0, run_up - HOP) : run_up], heard[:, run_up:]
    meter = LoudnessMeter()
    peaks = PeakMeter(before if run_up else None, above_dbtp=_SHOWN_DBTP)
    for sound in (before, own):
        meter.feed(sound)
    peaks.feed(own)
    hops = meter.hops[1:] if run_up else meter.hops
    return Part(tuple(packets), tuple(hops), peaks.peak)


def _packed(part: Part) -> bytes:
    """Give a part as a file: a hash of the rest, two counts, the peak and the hops, the sizes, the packets."""
    rest = b"".join(
        (
            np.array([len(part.hops), len(part.packets)], "<u4").tobytes(),
            np.array([part.peak, *part.hops], "<f8").tobytes(),
            np.array([len(packet) for packet in part.packets], "<u4").tobytes(),
            *part.packets,
        )
    )
    return hashlib.sha256(rest).digest() + rest


def _unpacked(path: Path) -> Part | None:
    """Read a part, unless the file has just been taken away or a crash has left something else there."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    size = hashlib.sha256().digest_size
    rest = data[size:]
    if hashlib.sha256(rest).digest() != data[:size]:
        return None
    hops, packets = np.frombuffer(rest, "<u4", 2).tolist()
    peak, *powers = np.frombuffer(rest, "<f8", 1 + hops, 8).tolist()
    sizes = np.frombuffer(rest, "<u4", packets, 16 + 8 * hops).tolist()
    file = BytesIO(rest[16 + 8 * hops + 4 * packets :])
    return Part(tuple(file.read(size) for size in sizes), tuple(powers), peak)
