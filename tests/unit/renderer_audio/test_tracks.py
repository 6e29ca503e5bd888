"""A recording as music: as long as the video, repeated on its beat, at the level of composed music."""

from pathlib import Path

import numpy as np
import pytest

from renderer.sound.loudness import measure
from renderer.sound.recording import Recording, recorded
from renderer.sound.tempo import RATE_HZ
from renderer.sound.tracks import Samples, looped
from studio.domain.errors import InvalidMedia
from studio.domain.timeline import MusicCue
from studio.domain.units import Milliseconds, StorageKey
from tests.support import clips

RATE = 48_000
BPM = 120
BEAT = RATE * 60 // BPM
TOLERANCE_S = 0.04


def song(path: Path, *, beats: int = 64) -> Path:
    """Clicks on every beat over a tone that changes with each bar."""
    at = np.arange(beats * BEAT)
    beat, age = at // BEAT, (at % BEAT) / RATE
    click = np.exp(-age * 60) * np.sin(2 * np.pi * np.where(beat % 4 == 0, 500, 900) * age)
    pitch = np.array([220.0, 262.0, 196.0, 294.0])[(beat // 4) % 4]
    mono = 0.25 * click + 0.08 * np.sin(2 * np.pi * np.cumsum(pitch) / RATE)
    raw = np.repeat((mono * 32_767).astype("<i2")[:, None], 2, axis=1).tobytes()
    clips.ffmpeg(
        "-v", "error", "-f", "s16le", "-ar", "48000", "-ac", "2", "-i", "-", str(path), stdin=raw
    )
    return path


def cue_of(heard: Recording) -> MusicCue:
    return MusicCue(
        key=StorageKey("uploads/aa/a.media"),
        gain_db=-heard.lufs,
        bpm=heard.loop.bpm,
        loop_start_ms=Milliseconds(round(heard.loop.start_s * 1000)),
        loop_end_ms=Milliseconds(round(heard.loop.end_s * 1000)),
    )


def played(path: Path, cue: MusicCue, *, seconds: int) -> Samples:
    return np.concatenate(list(looped(path, cue, sizes=[RATE] * seconds)))


def clicks(sound: Samples) -> np.ndarray:
    """Times of the clicks, in seconds."""
    mono = np.abs(np.diff(sound[:, 0]))
    loud = np.flatnonzero(mono > 0.35 * mono.max())
    return loud[np.concatenate(([True], np.diff(loud) > BEAT // 3))] / RATE


@pytest.fixture
def heard(tmp_path: Path) -> tuple[Path, Recording]:
    kept = tmp_path / "kept.flac"
    return kept, recorded(song(tmp_path / "song.wav"), "song", out=kept)


def test_a_song_is_repeated_without_losing_its_beat(heard: tuple[Path, Recording]) -> None:
    path, recording = heard

    sound = played(path, cue_of(recording), seconds=90)

    assert recording.loop.bpm == pytest.approx(BPM, rel=0.02)
    apart = np.diff(clicks(sound))
    assert len(apart) > 160
    assert np.all(np.abs(apart / 0.5 - np.round(apart / 0.5)) * 0.5 < TOLERANCE_S)
    assert np.median(apart) == pytest.approx(0.5, abs=TOLERANCE_S)


def test_a_song_begins_as_it_is_and_is_as_loud_as_composed_music(
    heard: tuple[Path, Recording], tmp_path: Path
) -> None:
    path, recording = heard
    cue = cue_of(recording)

    sound = played(path, cue, seconds=24)

    turned_down = (sound * 10 ** (-18 / 20)).astype("<f4")
    clips.ffmpeg(
        "-v", "error", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "-",
        str(tmp_path / "heard.wav"), stdin=turned_down.tobytes(),
    )  # fmt: skip
    assert measure(tmp_path / "heard.wav").lufs == pytest.approx(-18, abs=1)


def test_no_step_is_heard_where_it_is_repeated(heard: tuple[Path, Recording]) -> None:
    path, recording = heard
    cue = cue_of(recording).model_copy(update={"gain_db": 0.0})
    calm = np.abs(np.diff(played(path, cue, seconds=10)[:, 0])).max()

    sound = played(path, cue, seconds=90)

    assert np.abs(np.diff(sound[:, 0])).max() <= calm * 1.3


def test_what_has_no_beat_is_blended_into_its_own_beginning(tmp_path: Path) -> None:
    tone, kept = tmp_path / "tone.wav", tmp_path / "kept.flac"
    clips.ffmpeg("-v", "error", "-f", "lavfi", "-i", "sine=f=220:d=6", str(tone))
    recording = recorded(tone, "tone", out=kept)

    sound = played(kept, cue_of(recording), seconds=20)

    assert recording.loop.bpm == 0
    level = np.sqrt((sound[:, 0].reshape(-1, RATE // 4) ** 2).mean(axis=1))
    assert level.min() > 0.2 * level.max()


def test_the_same_is_the_same_whatever_the_blocks(heard: tuple[Path, Recording]) -> None:
    path, recording = heard
    cue = cue_of(recording)

    one = np.concatenate(list(looped(path, cue, sizes=[RATE * 40])))
    many = np.concatenate(list(looped(path, cue, sizes=[1_000] * 1_920)))

    assert np.array_equal(one, many)


def test_what_is_no_music_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none"
    path.write_bytes(b"no music at all")
    cue = MusicCue(
        key=StorageKey("x"), gain_db=0, bpm=0, loop_start_ms=Milliseconds(0),
        loop_end_ms=Milliseconds(1_000),
    )  # fmt: skip

    with pytest.raises(InvalidMedia, match="music cannot be read"):
        next(looped(path, cue, sizes=[100]))
    assert RATE % RATE_HZ == 0
