"""Our own meter against ffmpeg's, on sounds that are hard to measure."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from renderer.programs.ffmpeg import run
from renderer.programs.graph import Stream
from renderer.sound.loudness import measure_stream
from renderer.sound.meter import LoudnessMeter, PeakMeter
from renderer.sound.waves import Samples

RATE_HZ = 48_000
ALIKE_LU = 0.02
ALIKE_DB = 0.1
"""ffmpeg says a tenth of a decibel, and interpolates with another filter."""


def noise(seconds: float, level: float, *, seed: int = 1) -> Samples:
    drawn = np.random.default_rng(seed).standard_normal((2, round(seconds * RATE_HZ)))
    return (level * drawn).astype(np.float32)


def tone(pitch_hz: float, *, left: float, right: float) -> Samples:
    wave = np.sin(2 * np.pi * pitch_hz * np.arange(3 * RATE_HZ) / RATE_HZ + 0.4)
    # Cut off sharply, it would ring in ffmpeg's filter.
    wave *= np.minimum(1, 40 * np.hanning(3 * RATE_HZ))
    return np.stack((left * wave, right * wave)).astype(np.float32)


SOUNDS = {
    "noise": noise(3, 0.1),
    "a middle tone": tone(997, left=0.1, right=0.1),
    "a deep tone on one side": tone(60, left=0.5, right=0),
    "a high tone": tone(11_025, left=0.3, right=0.2),
    "a pause that does not count": np.concatenate((noise(2, 0.2), noise(3, 0.002)), axis=1),
    "an odd length": noise(1.2345, 0.05),
}


def blocks(sound: Samples, size: int) -> Iterator[Samples]:
    for start in range(0, sound.shape[1], size):
        yield np.ascontiguousarray(sound[:, start : start + size])


def lufs(sound: Samples, *, size: int = 2 * RATE_HZ) -> float:
    meter = LoudnessMeter()
    for block in blocks(sound, size):
        meter.feed(block)
    return meter.lufs


def peak_dbtp(sound: Samples, *, size: int = 2 * RATE_HZ) -> float:
    meter = PeakMeter()
    for block in blocks(sound, size):
        meter.feed(block)
    return meter.true_peak_dbtp


@pytest.mark.parametrize("name", SOUNDS)
def test_loudness_and_peak_are_those_of_another_meter(name: str, tmp_path: Path) -> None:
    raw, told = tmp_path / "raw.f32", tmp_path / "told.txt"
    np.ascontiguousarray(SOUNDS[name].T).tofile(raw)
    source = ["-f", "f32le", "-ar", "48000", "-ac", "2", "-i", str(raw)]
    chain = f"ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file={told}"
    run([*source, "-af", chain, "-f", "null", "-"], timeout_s=20, stage="test")
    exact = float(re.findall(r"r128\.I=(\S+)", told.read_text())[-1])
    rounded = measure_stream(Stream.read(raw, format="f32le", ar=RATE_HZ, ac=2), stage="test")

    assert lufs(SOUNDS[name]) == pytest.approx(exact, abs=ALIKE_LU)
    assert peak_dbtp(SOUNDS[name]) == pytest.approx(rounded.true_peak_dbtp, abs=ALIKE_DB)


def test_a_peak_between_two_samples_is_found() -> None:
    turn = np.pi / 2 * np.arange(RATE_HZ) + np.pi / 4
    swell = np.hanning(RATE_HZ)
    sound = np.stack([0.5 * swell * np.sin(turn)] * 2).astype(np.float32)

    highest_sample = 20 * np.log10(np.abs(sound).max())

    assert highest_sample == pytest.approx(-9.03, abs=0.01)
    assert peak_dbtp(sound) == pytest.approx(-6.02, abs=0.15)


@pytest.mark.parametrize("size", [1, 4_799, 4_800, 33_333])
def test_blocks_of_any_size_are_measured_alike(size: int) -> None:
    sound = noise(0.9, 0.2)

    assert lufs(sound, size=size) == pytest.approx(lufs(sound), abs=1e-9)
    assert peak_dbtp(sound, size=size) == peak_dbtp(sound)


def test_silence_and_what_is_too_short_to_be_heard_are_silent() -> None:
    assert lufs(np.zeros((2, RATE_HZ), np.float32)) == -70
    assert lufs(noise(0.3, 0.2)) == -70
    assert peak_dbtp(np.zeros((2, 100), np.float32)) == -150
