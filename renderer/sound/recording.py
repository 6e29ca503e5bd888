"""Uploads of sound: any codec in, one lossless form without words about it out, and what was heard."""
# PyAV leaves the type parameters of its streams open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from numpy.typing import NDArray

from renderer.sound.loudness import measure
from renderer.sound.tempo import RATE_HZ, Floats, Loop, find_loop
from studio.domain.errors import InvalidMedia, TooLarge
from studio.domain.media import LONGEST_SOUND_S
from studio.domain.units import SAMPLE_RATE_HZ

CONTAINERS = "mp3,flac,wav,ogg,mov,matroska,aac,aiff,caf,w64,asf"
"""Demuxers that may be tried; none of them opens another file or address."""
SILENT_LUFS = -60.0
_STEP = SAMPLE_RATE_HZ // RATE_HZ
_SHORTEST_S = 0.5
_POINTS = 480


@dataclass(frozen=True, slots=True)
class Recording:
    """What was heard in a sound.

    Attributes:
        format: Of the file as it came, as ffmpeg names it.
        codec: Likewise.
        length_s: Of what could be decoded.
        lufs: Integrated loudness.
        loop: How it is repeated.
        outline: Peaks over its length, 0 to 1, 480 of them.
    """

    format: str
    codec: str
    length_s: float
    lufs: float
    loop: Loop
    outline: Floats


def is_sound(head: bytes) -> bool:
    """Tell by its first bytes whether a file may be a sound of a kind that can be read."""
    if head.startswith((b"ID3", b"fLaC", b"OggS", b"caff", b"riff")):
        return True
    is_named = (head[:4], head[8:12]) in {
        (b"RIFF", b"WAVE"),
        (b"FORM", b"AIFF"),
        (b"FORM", b"AIFC"),
    }
    return is_named or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)


def opened(path: Path) -> InputContainer:
    """Open a sound that comes from anywhere; it can make no other file be read.

    Raises:
        FFmpegError: It is of no known kind.
    """
    options = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}
    return av.open(str(path), options=options)


def recorded(path: Path, name: str, *, out: Path) -> Recording:
    """Write a sound as FLAC, 48 kHz, stereo, 16 bit, and listen to it.

    Raises:
        TooLarge: It is too long.
        InvalidMedia: It holds no sound, or next to none.
        FFmpegError: It is damaged.
    """
    with opened(path) as container:
        if not container.streams.audio:
            raise InvalidMedia(f"{name!r} has neither picture nor sound.")
        stream = container.streams.audio[0]
        told = (container.format.name, stream.codec_context.codec.canonical_name)
        declared_s = (container.duration or 0) / av.time_base
        _check_length(declared_s, name)
        heard = _written(container, name, out)
    length_s = len(heard) / RATE_HZ
    if length_s < _SHORTEST_S or length_s < declared_s * 0.9 - 1:
        raise InvalidMedia(f"{name!r} is cut off or holds no sound; upload it again.")
    lufs = measure(out).lufs
    if lufs <= SILENT_LUFS:
        raise InvalidMedia(f"{name!r} is silent; upload a sound that can be heard.")
    return Recording(*told, length_s, lufs, find_loop(heard), _outline(heard))


def _written(container: InputContainer, name: str, out: Path) -> Floats:
    """Encode what is decoded, and give it as mono at 12 kHz."""
    parts: list[Floats] = []
    with av.open(str(out), "w", format="flac", options={"fflags": "+bitexact"}) as target:
        stream = target.add_stream("flac", rate=SAMPLE_RATE_HZ, layout="stereo")
        stream.codec_context.format = "s16"
        count = 0
        for frame in _frames(container):
            samples = frame.to_ndarray().reshape(-1, 2)
            count += len(samples)
            _check_length(count / SAMPLE_RATE_HZ, name)
            parts.append(samples.mean(axis=1, dtype=np.float32) / 32_768)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    if not parts:
        return np.zeros(0, np.float32)
    return _lowered(np.concatenate(parts))


def _frames(container: InputContainer) -> Iterator[av.AudioFrame]:
    resampler = AudioResampler(format="s16", layout="stereo", rate=SAMPLE_RATE_HZ)
    for frame in container.decode(audio=0):
        # Time stamps of foreign files may jump; the samples simply follow each other.
        frame.pts = None
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _lowered(mono: Floats) -> Floats:
    count = len(mono) // _STEP
    return mono[: count * _STEP].reshape(count, _STEP).mean(axis=1)


def _outline(mono: Floats) -> Floats:
    peaks = [float(np.abs(part).max(initial=0)) for part in np.array_split(mono, _POINTS)]
    highest = max(*peaks, 1e-09)
    return np.array(peaks, np.float32) / highest


def drawn(outline: Floats) -> NDArray[np.uint8]:
    """Draw a sound's outline, R'G'B'."""
    canvas = np.full((160, len(outline), 3), (24, 24, 27), np.uint8)
    for x, height in enumerate(outline):
        half = max(1, round(float(height) * 70))
        canvas[80 - half : 80 + half, x] = (120, 190, 230)
    return canvas


def _check_length(seconds: float, name: str) -> None:
    if seconds > LONGEST_SOUND_S:
        raise TooLarge(
            f"{name!r} is longer than {LONGEST_SOUND_S / 60:g} minutes; "
            "cut out the part that you need."
        )
