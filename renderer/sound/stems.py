"""Lay voices, music and effects onto one stretch of samples, block by block."""

import wave
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderer.shelf import Shelf
from renderer.sound.effects import sound_of
from renderer.sound.music import bed, kept_bed
from renderer.sound.recordings import Samples, recording, samples_of
from renderer.sound.tracks import looped
from studio.domain.effects import EffectCue
from studio.domain.errors import InvalidMedia
from studio.domain.timeline import AudioTrack, ClipCue, VoiceCue
from studio.domain.units import SAMPLE_RATE_HZ, StorageKey

DUCK_DB = -15.0
"""Of the music while somebody speaks."""
ATTACK_MS = 280
"""The music has gone down when the voice begins."""
RELEASE_MS = 700
BRIDGE_MS = 900
"""Between voices closer than this the music stays down; it would pump otherwise."""
EFFECT_DUCK_DB = -6.0
"""Of an effect while somebody speaks."""
EFFECT_ATTACK_MS = 60
EFFECT_RELEASE_MS = 120
CLIP_DUCK_DB = -12.0
"""Of a clip's own sound while somebody speaks."""
CLIP_FADE_MS = 30
FADE_IN_MS = 350
FADE_OUT_MS = 1_400
_BLOCK = SAMPLE_RATE_HZ * 2


class Stretch(NamedTuple):
    """From one sample up to another."""

    start: int
    stop: int


def write_mix(
    track: AudioTrack,
    sources: Mapping[StorageKey, Path],
    raw: Path,
    *,
    shelf: Shelf | None = None,
) -> None:
    """Write the whole mix, not yet levelled, as interleaved stereo 32 bit floats.

    Args:
        track: What is heard when.
        sources: The files of its voices, clips and recording.
        raw: File to write.
        shelf: Where composed music is kept for the next mix.

    Raises:
        InvalidMedia: A voice is not 48 kHz mono 16 bit WAV, or the music cannot be read.
        RenderFailed: A clip cannot be read.
    """
    total = samples_of(track.duration_ms)
    clips = [
        (cue, recording(sources[cue.key], cue, raw.with_name(f"clip-{number}.f32")))
        for number, cue in enumerate(track.clips)
    ]
    speech = spoken(track.voices)
    music = _music(track, sources, total, shelf)
    with raw.open("wb") as file:
        for start in range(0, total, _BLOCK):
            block = next(music)
            for cue in track.voices:
                _add_voice(block, start, cue, sources[cue.key])
            for clip, heard in clips:
                _add_clip(block, start, clip, heard, speech)
            for effect in track.effects:
                _add_effect(block, start, effect, track.voices)
            file.write(block.tobytes())


def spoken(cues: Sequence[VoiceCue | ClipCue]) -> tuple[Stretch, ...]:
    """Give where somebody speaks; short pauses between voices count as speech."""
    joined: list[Stretch] = []
    for cue in sorted(cues, key=lambda cue: cue.start_ms):
        start = samples_of(cue.start_ms)
        stop = start + samples_of(cue.duration_ms)
        if joined and start - joined[-1].stop < samples_of(BRIDGE_MS):
            joined[-1] = Stretch(joined[-1].start, max(joined[-1].stop, stop))
        else:
            joined.append(Stretch(start, stop))
    return tuple(joined)


def music_gain(
    start: int, stop: int, *, total: int, gain_db: float, speech: Sequence[Stretch]
) -> Samples:
    """Give the music's gain for a range of samples: ducked, and faded at both ends.

    Returns:
        Linear factors, shape (stop - start,).
    """
    at = np.arange(start, stop, dtype=np.float32)
    ducked = _ducked(at, speech, attack_ms=ATTACK_MS, release_ms=RELEASE_MS)
    fades = _eased(at / samples_of(FADE_IN_MS)) * _eased((total - at) / samples_of(FADE_OUT_MS))
    return (10 ** ((gain_db + DUCK_DB * ducked) / 20) * fades).astype(np.float32)


def _music(
    track: AudioTrack, files: Mapping[StorageKey, Path], total: int, shelf: Shelf | None
) -> Iterator[Samples]:
    # Music makes way for what was recorded, too.
    speech = spoken((*track.voices, *track.clips))
    sizes = [min(_BLOCK, total - start) for start in range(0, total, _BLOCK)]
    with closing(_played(track, files, sizes, shelf)) as blocks:
        start = 0
        for block in blocks:
            stop = start + len(block)
            gain = music_gain(start, stop, total=total, gain_db=track.music_gain_db, speech=speech)
            yield block * gain[:, None]
            start = stop


def _played(
    track: AudioTrack,
    files: Mapping[StorageKey, Path],
    sizes: Sequence[int],
    shelf: Shelf | None,
) -> Generator[Samples, None, None]:
    if track.recording is not None:
        yield from looped(files[track.recording.key], track.recording, sizes=sizes)
    elif track.music_mood is None:
        yield from (np.zeros((size, 2), dtype=np.float32) for size in sizes)
    elif shelf is None:
        yield from bed(track.music_mood, seed=track.music_seed, sizes=sizes, pace=track.music_pace)
    else:
        yield from kept_bed(
            track.music_mood,
            seed=track.music_seed,
            sizes=sizes,
            pace=track.music_pace,
            shelf=shelf,
        )


def _ducked(
    at: Samples, speech: Sequence[Stretch], *, attack_ms: float, release_ms: float
) -> Samples:
    """Give how far to turn down: 0 where nobody speaks, 1 while somebody does."""
    ducked = np.zeros(len(at), dtype=np.float32)
    before, after = samples_of(attack_ms), samples_of(release_ms)
    near = (s for s in speech if s.start - before < at[-1] and s.stop + after > at[0])
    for begin, end in near:
        falling = (at - begin) / before + 1
        rising = 1 - (at - end) / after
        ducked = np.maximum(ducked, _eased(np.minimum(falling, rising)))
    return ducked


def _eased(ramp: NDArray[np.floating]) -> Samples:
    x = np.clip(ramp, 0, 1).astype(np.float32)
    return x * x * (3 - 2 * x)


def _add_voice(block: Samples, start: int, cue: VoiceCue, path: Path) -> None:
    first = samples_of(cue.start_ms)
    if first >= start + len(block) or first + samples_of(cue.duration_ms) <= start:
        return
    with _opened(path) as file:
        skipped = max(start - first, 0)
        if skipped >= file.getnframes():
            return
        file.setpos(skipped)
        offset = max(first - start, 0)
        pcm = np.frombuffer(file.readframes(len(block) - offset), dtype="<i2")
    block[offset : offset + len(pcm)] += (pcm.astype(np.float32) / 32_768)[:, None]


def _add_clip(
    block: Samples, start: int, cue: ClipCue, heard: Samples, speech: Sequence[Stretch]
) -> None:
    first, length = samples_of(cue.start_ms), samples_of(cue.duration_ms)
    begin, end = max(first, start), min(first + len(heard), start + len(block))
    if begin >= end:
        return
    at = np.arange(begin, end, dtype=np.float32)
    ducked = _ducked(at, speech, attack_ms=ATTACK_MS, release_ms=RELEASE_MS)
    leaving = samples_of(max(CLIP_FADE_MS, cue.fade_out_ms))
    fades = _eased((at - first) / samples_of(CLIP_FADE_MS))
    fades = fades * _eased((first + length - at) / leaving)
    gain = 10 ** ((cue.gain_db + CLIP_DUCK_DB * ducked) / 20) * fades
    block[begin - start : end - start] += heard[begin - first : end - first] * gain[:, None]


def _add_effect(block: Samples, start: int, cue: EffectCue, voices: Sequence[VoiceCue]) -> None:
    sound = sound_of(cue)
    first = samples_of(cue.peak_ms) - sound.peak
    begin, end = max(first, start), min(first + len(sound.samples), start + len(block))
    if begin >= end:
        return
    at = np.arange(begin, end, dtype=np.float32)
    speech = [
        Stretch(samples_of(v.start_ms), samples_of(v.start_ms + v.duration_ms)) for v in voices
    ]
    ducked = _ducked(at, speech, attack_ms=EFFECT_ATTACK_MS, release_ms=EFFECT_RELEASE_MS)
    gain = 10 ** ((cue.level_db + EFFECT_DUCK_DB * ducked) / 20)
    block[begin - start : end - start] += sound.samples[begin - first : end - first] * gain[:, None]


@contextmanager
def _opened(path: Path) -> Generator[wave.Wave_read, None, None]:
    try:
        with wave.open(str(path), "rb") as file:
            form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            if form != (1, 2, SAMPLE_RATE_HZ):
                raise InvalidMedia(f"The voice {path.name!r} is not 48 kHz, mono, 16 bit.")
            yield file
    except (wave.Error, EOFError) as error:
        raise InvalidMedia(f"The voice {path.name!r} is not a WAV file.") from error
