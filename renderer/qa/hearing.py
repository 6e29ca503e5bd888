"""What is heard in a finished video: where each voice is, and samples that were cut off."""

import wave
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from renderer.programs.ffmpeg import run
from studio.domain.inspection import VoiceHeard
from studio.domain.timeline import AudioTrack, VoiceCue
from studio.domain.units import SAMPLE_RATE_HZ, StorageKey

Wave = NDArray[np.float32]

REACH_MS = 250
"""How far from its place a voice is looked for, in both directions."""
LONGEST_S = 4.0
"""As much of a voice is compared."""
_RATE_HZ = 8_000
_STEP = SAMPLE_RATE_HZ // _RATE_HZ
_FULL = 32_767
_RUN = 3
"""One sample at full scale may be a coincidence; three in a row are a cut-off peak."""
_TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Hearing:
    """What came out.

    Attributes:
        sound_s: Length.
        clipped: Samples in runs at full scale.
        voices: One for each voice of the plan; one whose recording is silent is not heard.
    """

    sound_s: float
    clipped: int
    voices: tuple[VoiceHeard, ...]


def listen(
    video: Path, track: AudioTrack, voices: Mapping[StorageKey, Path], *, scratch: Path
) -> Hearing:
    """Decode the sound, each sample at the time at which a player plays it.

    Args:
        video: The finished file.
        track: The plan.
        voices: 48 kHz mono WAV files by their keys; one that is missing is not looked for.
        scratch: Takes the raw samples.
    """
    raw = scratch / "sound.raw"
    run(sound_argv(video, raw), timeout_s=_TIMEOUT_S, stage="quality")
    pcm = np.memmap(raw, np.int16, "r").reshape(-1, 2)
    mixed = _thinned(pcm[:, 0].astype(np.float32) + pcm[:, 1])
    heard = [
        _heard(index, cue, mixed, voices[cue.key])
        for index, cue in enumerate(track.voices)
        if cue.key in voices
    ]
    return Hearing(len(pcm) / SAMPLE_RATE_HZ, clipped(pcm), tuple(heard))


def sound_argv(video: Path, raw: Path) -> list[str]:
    """Give ffmpeg's arguments: silence fills what comes before the sound's own start."""
    timed = ["-af", "aresample=async=1:first_pts=0", "-ar", str(SAMPLE_RATE_HZ), "-ac", "2"]
    options = ["-v", "error", "-copyts", "-i", str(video), "-map", "0:a:0", *timed]
    return [*options, "-f", "s16le", "-y", str(raw)]


def clipped(pcm: NDArray[np.int16]) -> int:
    """Count samples that stand at full scale, three or more in a row; shape (samples, channels)."""
    total = 0
    for channel in pcm.T:
        full = (channel >= _FULL) | (channel <= -_FULL)
        if not full.any():
            continue
        edges = np.flatnonzero(np.diff(np.concatenate(([False], full, [False])).astype(np.int8)))
        lengths = edges[1::2] - edges[::2]
        total += int(lengths[lengths >= _RUN].sum())
    return total


def _heard(index: int, cue: VoiceCue, mixed: Wave, path: Path) -> VoiceHeard:
    said = _voice(path)
    if not said.any():
        return VoiceHeard(index, likeness=0.0, offset_ms=0.0)
    reach = REACH_MS * _RATE_HZ // 1000
    start = cue.start_ms * _RATE_HZ // 1000
    around = np.zeros(len(said) + 2 * reach, np.float32)
    first = max(0, start - reach)
    part = mixed[first : max(first, start + len(said) + reach)]
    skipped = first - (start - reach)
    around[skipped : skipped + len(part)] = part
    likeness = likenesses(around, said)
    best = int(np.argmax(likeness))
    return VoiceHeard(index, float(likeness[best]), (best - reach) * 1000 / _RATE_HZ)


def likenesses(around: Wave, said: Wave) -> Wave:
    """Give the normalised correlation of a sound with every stretch of a longer one, -1 to 1."""
    size = 1 << (len(around) + len(said)).bit_length()
    product = np.fft.rfft(around, size) * np.conj(np.fft.rfft(said, size))
    crossed = np.fft.irfft(product, size)[: len(around) - len(said) + 1]
    energy = np.concatenate(([0.0], np.cumsum(around.astype(np.float64) ** 2)))
    own = energy[len(said) :] - energy[: -len(said)]
    scale = np.sqrt(np.maximum(own * float(np.sum(said.astype(np.float64) ** 2)), 1e-9))
    return (crossed / scale).astype(np.float32)


def _voice(path: Path) -> Wave:
    with wave.open(str(path), "rb") as file:
        data = file.readframes(round(LONGEST_S * SAMPLE_RATE_HZ))
    return _thinned(np.frombuffer(data, "<i2").astype(np.float32))


def _thinned(samples: Wave) -> Wave:
    whole = len(samples) // _STEP * _STEP
    return samples[:whole].reshape(-1, _STEP).mean(axis=1)
