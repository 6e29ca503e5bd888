"""The sound of a video, measured after encoding."""

import wave
from pathlib import Path

import numpy as np
import pytest

from renderer.programs.ffmpeg import run
from renderer.shelf import Shelf
from renderer.sound.audio import measure, mix
from renderer.sound.stems import EFFECT_DUCK_DB, music_gain, samples_of, spoken, write_mix
from studio.domain.effects import HEARD, EffectCue, EffectKind
from studio.domain.errors import InvalidMedia
from studio.domain.storyboard import Mood
from studio.domain.timeline import AudioTrack, VoiceCue
from studio.domain.units import Milliseconds, StorageKey
from studio.providers.speech.polish import Samples, level, loudness

RATE_HZ = 48_000
TARGET_LUFS, TOLERANCE_LU, CEILING_DBTP = -14.0, 0.5, -1.0
PLACED_MS = 5
EFFECT_UNDER_VOICE_DB = 8.0
LEVEL_LU = 0.7
KEY = StorageKey("voice/a.wav")


def write_voice(path: Path, samples: Samples) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return path


def babble(seconds: float) -> Samples:
    """Noise with the loudness and the syllables of a polished voice."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(4).standard_normal(len(at))
    return level(noise * (0.55 + 0.45 * np.sin(2 * np.pi * 4 * at)))


def track(
    *cues: tuple[int, int],
    ms: float,
    mood: Mood | None = Mood.BRIGHT,
    effects: tuple[EffectCue, ...] = (),
) -> AudioTrack:
    return AudioTrack(
        voices=tuple(
            VoiceCue(key=KEY, start_ms=Milliseconds(start), duration_ms=Milliseconds(length))
            for start, length in cues
        ),
        duration_ms=ms,
        music_mood=mood,
        music_gain_db=-18.0,
        music_seed=3,
        effects=effects,
    )


def decoded(path: Path, scratch: Path) -> Samples:
    raw = scratch / "decoded.f32"
    run(["-i", str(path), "-f", "f32le", "-ac", "2", "-y", str(raw)], timeout_s=60, stage="test")
    return np.fromfile(raw, dtype=np.float32).reshape(-1, 2).astype(np.float64)


@pytest.mark.parametrize(
    ("cues", "ms", "mood"),
    [
        (((1_000, 3_000), (6_500, 3_000)), 12_000.0, Mood.EPIC),
        (((120, 3_000),), 5_033.333, None),
        ((), 7_000.0, Mood.CALM),
        (((500, 3_000), (30_000, 3_000), (55_000, 3_000)), 60_000.0, Mood.PLAYFUL),
    ],
    ids=["voice and music", "voice only", "music only", "a minute"],
)
def test_a_mix_is_as_loud_and_as_long_as_it_must_be(
    tmp_path: Path, cues: tuple[tuple[int, int], ...], ms: float, mood: Mood | None
) -> None:
    voice = write_voice(tmp_path / "a.wav", babble(3))

    made = mix(track(*cues, ms=ms, mood=mood), {KEY: voice}, scratch=tmp_path)

    heard = measure(made)
    assert abs(heard.lufs - TARGET_LUFS) <= TOLERANCE_LU
    assert heard.true_peak_dbtp <= CEILING_DBTP
    assert len(decoded(made, tmp_path)) == samples_of(ms)


def test_what_lies_on_shelves_changes_no_byte(tmp_path: Path) -> None:
    voices = {KEY: write_voice(tmp_path / "a.wav", babble(3))}
    beds, codings = (Shelf(tmp_path / name, 50_000_000, 60) for name in ("beds", "codings"))
    heard = track((500, 3_000), ms=9_000.0)

    first = mix(heard, voices, scratch=tmp_path, shelf=beds, parts=codings).read_bytes()
    lying = len(list(codings.folder.iterdir()))
    second = mix(heard, voices, scratch=tmp_path, shelf=beds, parts=codings).read_bytes()

    assert lying == len(list(codings.folder.iterdir())) >= 3
    assert mix(heard, voices, scratch=tmp_path).read_bytes() == first == second


def test_nothing_to_hear_is_silence_of_the_right_length(tmp_path: Path) -> None:
    made = mix(track(ms=3_000.0, mood=None), {}, scratch=tmp_path)

    assert measure(made).is_silent
    sound = decoded(made, tmp_path)
    assert len(sound) == 3 * RATE_HZ
    assert np.abs(sound).max() < 1e-4


def test_a_voice_is_heard_where_it_was_placed(tmp_path: Path) -> None:
    clicks = np.zeros(RATE_HZ)
    clicks[:48] = 0.5 * np.hanning(48)
    voice = write_voice(tmp_path / "a.wav", clicks)

    made = mix(
        track((1_234, 1_000), (4_321, 1_000), ms=6_000.0, mood=None), {KEY: voice}, scratch=tmp_path
    )

    sound = np.abs(decoded(made, tmp_path)[:, 0])
    for start_ms, (begin, end) in ((1_234, (0, 3)), (4_321, (3, 6))):
        peak = begin * RATE_HZ + int(np.argmax(sound[begin * RATE_HZ : end * RATE_HZ]))
        assert abs(peak * 1000 / RATE_HZ - start_ms - 0.5) <= PLACED_MS


def test_the_music_lies_well_under_the_voice_and_comes_back_between(tmp_path: Path) -> None:
    with_voice = track((2_000, 4_000), (10_000, 4_000), ms=16_000.0)
    silent = write_voice(tmp_path / "a.wav", np.zeros(4 * RATE_HZ))
    write_mix(with_voice, {KEY: silent}, tmp_path / "music.f32")
    music = np.fromfile(tmp_path / "music.f32", dtype=np.float32).reshape(-1, 2)

    def lufs(start_s: float, stop_s: float) -> float:
        part = music[int(start_s * RATE_HZ) : int(stop_s * RATE_HZ)].astype(np.float64)
        return float(10 * np.log10(sum(10 ** (loudness(part[:, s]) / 10) for s in (0, 1))))

    voice_lufs = loudness(babble(4)) + 3.01  # One channel on both sides.
    assert 16 <= voice_lufs - lufs(2.2, 5.8) <= 20
    assert 0 <= voice_lufs - lufs(7.0, 9.5) <= 6


def alone(effect: EffectCue, scratch: Path, *cues: tuple[int, int]) -> Samples:
    silence = write_voice(scratch / "a.wav", np.zeros(2 * RATE_HZ))
    raw = scratch / "effect.f32"
    write_mix(track(*cues, ms=5_000.0, mood=None, effects=(effect,)), {KEY: silence}, raw)
    return np.fromfile(raw, dtype=np.float32).reshape(-1, 2).astype(np.float64)


def moment_lufs(sound: Samples, at_ms: float) -> float:
    first = round((at_ms - 200) * RATE_HZ / 1000)
    sound = sound[first : first + RATE_HZ * 2 // 5]
    return float(10 * np.log10(sum(10 ** (loudness(sound[:, side]) / 10) for side in (0, 1))))


@pytest.mark.parametrize("kind", EffectKind)
def test_an_effect_peaks_on_its_moment_and_is_turned_down_under_a_voice(
    tmp_path: Path, kind: EffectKind
) -> None:
    effect = EffectCue(kind=kind, peak_ms=1_991.667, level_db=-25, seed=4)

    free = alone(effect, tmp_path)
    under = alone(effect, tmp_path, (1_000, 2_000))

    power = np.convolve((free**2).sum(axis=1), np.hanning(960), mode="same")
    assert abs(np.argmax(power) * 1000 / RATE_HZ - effect.peak_ms) <= PLACED_MS
    assert moment_lufs(free, effect.peak_ms) == pytest.approx(effect.level_db, abs=LEVEL_LU)
    turned_down = moment_lufs(under, effect.peak_ms) - moment_lufs(free, effect.peak_ms)
    assert turned_down == pytest.approx(EFFECT_DUCK_DB, abs=0.1)


def test_no_effect_comes_near_the_loudness_of_a_voice() -> None:
    voice_lufs = loudness(babble(4)) + 3.01  # One channel on both sides.

    assert all(voice_lufs - effect.level_db >= EFFECT_UNDER_VOICE_DB for effect in HEARD.values())


def test_short_pauses_do_not_pump() -> None:
    cues = track((1_000, 1_000), (2_400, 1_000), (6_000, 1_000), ms=9_000.0).voices

    assert [(s.start // 48, s.stop // 48) for s in spoken(cues)] == [(1_000, 3_400), (6_000, 7_000)]


def test_the_gain_is_the_same_in_one_piece_and_in_blocks() -> None:
    cues = spoken(track((1_000, 1_000), ms=4_000.0).voices)
    total = samples_of(4_000)

    whole = music_gain(0, total, total=total, gain_db=-18, speech=cues)
    halves = [
        music_gain(a, b, total=total, gain_db=-18, speech=cues)
        for a, b in ((0, 70_001), (70_001, total))
    ]

    assert np.array_equal(whole, np.concatenate(halves))
    assert whole[0] == 0
    assert whole[-1] < 1e-4
    assert np.abs(np.diff(whole)).max() < 1e-4


def test_a_sound_that_is_far_too_quiet_is_limited_and_stays_as_dynamic_as_it_can(
    tmp_path: Path,
) -> None:
    # Peaks 30 dB above the rest: turned up, they would be far above full scale.
    spiky = 0.004 * np.random.default_rng(1).standard_normal(4 * RATE_HZ)
    spiky[RATE_HZ :: RATE_HZ // 2] = 0.4
    voice = write_voice(tmp_path / "a.wav", spiky)

    made = mix(track((0, 4_000), ms=4_000.0, mood=None), {KEY: voice}, scratch=tmp_path)

    heard = measure(made)
    assert abs(heard.lufs - TARGET_LUFS) <= TOLERANCE_LU
    assert heard.true_peak_dbtp <= CEILING_DBTP


def test_the_same_sound_is_encoded_to_the_same_bytes(tmp_path: Path) -> None:
    voice = write_voice(tmp_path / "a.wav", babble(3))
    cues = track((200, 3_000), ms=4_000.0)

    first = mix(cues, {KEY: voice}, scratch=tmp_path).read_bytes()

    assert mix(cues, {KEY: voice}, scratch=tmp_path).read_bytes() == first


@pytest.mark.parametrize("content", [b"no sound", b""])
def test_a_broken_voice_is_named(tmp_path: Path, content: bytes) -> None:
    voice = tmp_path / "a.wav"
    voice.write_bytes(content)

    with pytest.raises(InvalidMedia, match=r"a\.wav"):
        mix(track((0, 1_000), ms=2_000.0), {KEY: voice}, scratch=tmp_path)
