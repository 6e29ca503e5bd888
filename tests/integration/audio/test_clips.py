"""The sound of clips: in step with the picture, and under the voice."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.sound.recordings import Samples, recording
from renderer.sound.stems import CLIP_DUCK_DB, write_mix
from studio.domain.footage import Footage
from studio.domain.timeline import AudioTrack, ClipCue, VoiceCue
from studio.domain.units import Milliseconds, StorageKey
from tests.integration.audio.test_mix import write_voice
from tests.support import clips

RATE_HZ, FRAME_MS = 48_000, 1000 / 30
CLIP, VOICE = StorageKey("uploads/aa/surf.mp4"), StorageKey("voices/aa/a.wav")
PIPS = "aevalsrc=0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.05):s={rate}:d=3"
"""A pip of 50 ms at every whole second, as the frames 0, 30 and 60 are seen."""


def pips(path: Path, *, rate: int = 44_100, codec: str = "aac", later: str = "0") -> Path:
    silent = clips.write(path.with_name(f"silent-{path.stem}.mp4"), frames=90)
    done = clips.ffmpeg(
        "-v", "error", "-y", "-i", str(silent), "-itsoffset", later, "-f", "lavfi",
        "-i", PIPS.format(rate=rate), "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", codec,
        str(path),
    )  # fmt: skip
    assert done == "", done
    return path


def cue(footage: Footage, *, start_ms: float = 0, ms: float = 3_000, gain_db: float = 0) -> ClipCue:
    return ClipCue(key=CLIP, footage=footage, start_ms=start_ms, duration_ms=ms, gain_db=gain_db)


def part(start: int, end: int, *, rate: float = 1.0, is_looped: bool = False) -> Footage:
    return Footage(
        start_ms=Milliseconds(start), end_ms=Milliseconds(end), rate=rate, is_looped=is_looped
    )


def onsets_ms(heard: Samples) -> list[float]:
    """When each pip begins: a window of 10 ms where there was nothing for 100 ms before."""
    loud = np.abs(heard[:, 0]) > 0.1
    at = np.flatnonzero(loud)
    firsts = at[np.r_[True, np.diff(at) > RATE_HZ // 10]]
    return [float(first * 1000 / RATE_HZ) for first in firsts]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", {}),
        ("b.mov", {"rate": 48_000, "codec": "pcm_s16le"}),
        ("c.mkv", {"rate": 48_000, "codec": "libopus"}),
        ("d.mp4", {"later": "0.3"}),
    ],
)
@pytest.mark.parametrize(
    ("footage", "expected"),
    [
        (part(0, 3_000), (0, 1_000, 2_000)),
        (part(1_500, 3_000), (500,)),
        (part(900, 1_900, is_looped=True), (100, 1_100, 2_100)),
        (part(500, 2_000, rate=0.5), (1_000,)),
    ],
    ids=["whole", "from the middle", "repeated", "slowed"],
)
def test_a_clips_sound_keeps_step_with_its_picture(
    tmp_path: Path, name: str, options: dict[str, Any], footage: Footage, expected: tuple[int, ...]
) -> None:
    late = 300 if "later" in options else 0
    heard = recording(pips(tmp_path / name, **options), cue(footage), tmp_path / "raw.f32")

    found = onsets_ms(heard)
    if late:
        expected = tuple(round(at + late / footage.rate) for at in expected)
        found, expected = found[:1], expected[:1]
    assert len(found) == len(expected)
    assert np.abs(np.array(found) - expected).max() < FRAME_MS


def test_a_clip_that_plays_once_is_silent_afterwards(tmp_path: Path) -> None:
    heard = recording(pips(tmp_path / "a.mp4"), cue(part(1_900, 3_000)), tmp_path / "raw.f32")

    assert len(heard) == round(1.1 * RATE_HZ)


def test_a_clip_without_sound_is_silent(tmp_path: Path) -> None:
    silent = clips.write(tmp_path / "silent.mp4", frames=30)

    heard = recording(silent, cue(part(0, 1_000)), tmp_path / "raw.f32")

    assert not np.any(heard)


def test_under_a_voice_a_clip_goes_down(tmp_path: Path) -> None:
    tone = tmp_path / "tone.mp4"
    clips.write(tone, frames=180, sound=True)
    voice = write_voice(tmp_path / "a.wav", np.zeros(2 * RATE_HZ))
    spoken = VoiceCue(key=VOICE, start_ms=Milliseconds(2_000), duration_ms=Milliseconds(2_000))
    track = AudioTrack(
        voices=(spoken,),
        duration_ms=6_000,
        music_mood=None,
        music_gain_db=-18,
        music_seed=1,
        clips=(cue(part(0, 6_000), ms=6_000, gain_db=-6),),
    )

    write_mix(track, {VOICE: voice, CLIP: tone}, tmp_path / "mix.f32")

    mixed = np.fromfile(tmp_path / "mix.f32", np.float32).reshape(-1, 2)
    alone, under, after = (
        20 * np.log10(np.std(mixed[round(at * RATE_HZ) : round((at + 0.5) * RATE_HZ), 0]))
        for at in (1.0, 3.0, 5.2)
    )
    assert under - alone == pytest.approx(CLIP_DUCK_DB, abs=0.2)
    assert after == pytest.approx(alone, abs=0.2)
    assert np.abs(mixed[:48]).max() < 0.01
    assert np.abs(mixed[-48:]).max() < 0.01
