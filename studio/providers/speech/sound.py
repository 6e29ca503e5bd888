"""Sound that others made: plain WAV and PCM are read here, anything else by a process with bounds."""

import base64
import binascii
import struct
from typing import NamedTuple

import numpy as np

from studio.domain.units import SAMPLE_RATE_HZ
from studio.providers.answers import nonsense
from studio.providers.child import bare, run
from studio.providers.opening import secluded
from studio.providers.speech.polish import Samples

SOUNDS = ("audio/", "application/octet-stream", "binary/octet-stream")
"""What servers call a sound."""
_FAINTEST = 10 ** (-50 / 20)
"""Of full scale: a voice whose loudest sample is under it, as of a coder's noise, is none."""
_TIMEOUT_S = 45.0
_PCM, _EXTENSIBLE = 1, 0xFFFE
_TOO_LONG = 3


class Sound(NamedTuple):
    """Samples of one channel in [-1, 1], and their rate."""

    samples: Samples
    rate_hz: int


async def read_sound(data: bytes, *, title: str) -> Sound:
    """Read WAV, MP3, FLAC, Opus, AAC or whatever else FFmpeg knows; headers are not believed.

    Args:
        data: The whole file.
        title: Who made it, for errors.

    Raises:
        ProviderAnswerInvalid: It is not sound, or too long.
    """
    if not data:
        raise nonsense(title, "there is no sound in it")
    plain = read_wav(data)
    if plain is not None:
        return plain
    argv = secluded("renderer.uploads.narration")
    try:
        ended = await run(argv, given=data, timeout_s=_TIMEOUT_S, environment=bare())
    except TimeoutError as error:
        raise nonsense(title, "the sound takes too long to decode") from error
    if ended.code != 0 or not ended.out:
        why = "the sound is too long" if ended.code == _TOO_LONG else "it is not sound"
        raise nonsense(title, why)
    return Sound(read_pcm(ended.out), SAMPLE_RATE_HZ)


def is_silent(samples: Samples) -> bool:
    """Tell whether nobody can be heard in samples, however loud they were made."""
    return float(np.abs(samples).max(initial=0.0)) < _FAINTEST


def read_base64(audio: object, *, title: str) -> bytes:
    """Read Base64.

    Raises:
        ProviderAnswerInvalid: It is none.
    """
    try:
        return base64.b64decode(str(audio or ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise nonsense(title, "the sound is not Base64") from error


def read_pcm(data: bytes) -> Samples:
    """Read 16 bit little-endian samples; half a sample at the end is dropped."""
    whole = data[: len(data) // 2 * 2]
    return np.frombuffer(whole, dtype="<i2").astype(np.float64) / 32_768


def read_wav(data: bytes) -> Sound | None:
    """Read 16 bit PCM out of a RIFF file, as much as is there; ``None`` for any other file.

    Servers that stream write sizes of 0 or 0xFFFFFFFF, since they do not know them yet: the last
    chunk ends where the file ends.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    place, form = 12, None
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        begin, place = place + 8, place + 8 + size + size % 2
        if name == b"fmt " and size >= 16 and begin + 16 <= len(data):
            form = struct.unpack_from("<HHIIHH", data, begin)
        if name == b"data":
            end = len(data) if size in {0, 0xFFFFFFFF} else begin + size
            return _pcm(data[begin:end], form)
    return None


def _pcm(data: bytes, form: tuple[int, ...] | None) -> Sound | None:
    if form is None:
        return None
    kind, channels, rate_hz, _, _, bits = form
    if kind not in {_PCM, _EXTENSIBLE} or bits != 16 or not 1 <= channels <= 8:
        return None
    if not 8_000 <= rate_hz <= 192_000:
        return None
    samples = read_pcm(data)
    whole = samples[: len(samples) // channels * channels]
    return Sound(whole.reshape(-1, channels).mean(axis=1), rate_hz)
