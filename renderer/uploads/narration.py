"""Decode a narration: ``python -m renderer.uploads.narration < FILE > SAMPLES``, a process of its own.

Standard output is 16 bit little-endian mono at 48 kHz. Exit code 2: it is no sound that can be read;
3: it is too long.
"""

import sys
from io import BytesIO

import av
from av.error import FFmpegError

from renderer.programs.confinement import confine
from studio.domain.units import SAMPLE_RATE_HZ

MEMORY_BYTES = 1024**3
CPU_S = 30
LONGEST_S = 1_800
NO_SOUND, TOO_LONG = 2, 3
_READ = {"format_whitelist": "mp3,flac,wav,ogg,mov,matroska,aac", "protocol_whitelist": ""}
"""Demuxers that open no other file and no address."""


def main() -> int:
    """Decode what comes in."""
    confine(memory_bytes=MEMORY_BYTES, cpu_s=CPU_S)
    try:
        samples = decoded(sys.stdin.buffer.read())
    except (FFmpegError, ValueError, IndexError) as error:
        sys.stderr.write(f"{error}\n")
        return NO_SOUND
    except OverflowError:
        return TOO_LONG
    sys.stdout.buffer.write(samples)
    sys.stdout.buffer.flush()
    return 0


def decoded(data: bytes) -> bytes:
    """Give the samples of the first sound in a file.

    Raises:
        FFmpegError: It cannot be read.
        IndexError: It has no sound.
        OverflowError: It is longer than ``LONGEST_S``.
    """
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
    out = bytearray()
    with av.open(BytesIO(data), mode="r", container_options=_READ) as container:
        for frame in container.decode(container.streams.audio[0]):
            for piece in resampler.resample(frame):
                out += bytes(piece.planes[0])[: piece.samples * 2]
            if len(out) > LONGEST_S * SAMPLE_RATE_HZ * 2:
                raise OverflowError
        for piece in resampler.resample(None):
            out += bytes(piece.planes[0])[: piece.samples * 2]
    return bytes(out)


if __name__ == "__main__":
    sys.exit(main())
