"""AAC in parts: what follows from what, and that nobody hears where they meet."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from renderer.shelf import Shelf
from renderer.sound.coding import (
    BITRATE,
    FRAME,
    OPTIONS,
    PART,
    RUN_UP,
    coded,
    loudness_of,
    windows,
    write,
)
from renderer.sound.loudness import measure
from renderer.sound.waves import Samples
from studio.domain.units import SAMPLE_RATE_HZ

SECONDS = 14
LOOKED_AT = 24
CLOSE_LU, CLOSE_DB = 0.15, 0.3
UNHEARD_DB, ANYWHERE_DB = 1.0, 8.0
"""More noise than one encoder leaves: on average over many seams, and in a single frame."""


def spoken_and_played() -> Samples:
    """A buzzing voice in syllables over held chords, so that bits are short at times only."""
    random, at = np.random.default_rng(5), np.arange(SECONDS * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    syllables = np.clip(np.sin(2 * np.pi * 2.1 * at), 0, 1) ** 0.5
    pitch = np.cumsum(120 + 25 * np.sin(2 * np.pi * 0.9 * at)) / SAMPLE_RATE_HZ
    voice = sum(np.sin(2 * np.pi * n * pitch) / n**0.8 for n in range(1, 60))
    breath = 0.3 * random.standard_normal(len(at))
    chords = sum(0.02 * np.sin(2 * np.pi * hertz * at) for hertz in (220, 277, 330, 1_760))
    return np.stack([0.12 * syllables * (voice + breath) + chords] * 2).astype(np.float32)


def blocks(sound: Samples, size: int) -> Iterator[Samples]:
    return (sound[:, at : at + size] for at in range(0, sound.shape[1], size))


def decoded(path: Path) -> Samples:
    with av.open(str(path)) as container:
        length = container.streams.audio[0].duration
        frames = [np.asarray(f.to_ndarray(), np.float32) for f in container.decode(audio=0)]
    # The last frame is whole; the file says where it ends.
    return np.concatenate(frames, axis=1)[:, :length]


def packets_of(sound: Samples) -> list[bytes]:
    """Encode with one encoder."""
    context = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = SAMPLE_RATE_HZ, "stereo", "fltp"
    context.bit_rate, context.options = BITRATE, dict(OPTIONS)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, 0
    return [bytes(packet) for given in (frame, None) for packet in context.encode(given)]


def noise_db(sound: Samples, packets: list[bytes]) -> NDArray[np.float64]:
    """Give what was added to each frame."""
    context = av.CodecContext.create("aac", "r")
    context.extradata = bytes((0x11, 0x90))
    frames = [f.to_ndarray() for packet in packets for f in context.decode(av.Packet(packet))]
    heard = np.concatenate(frames[1:], axis=1)
    count = min(heard.shape[1], sound.shape[1]) // FRAME * FRAME
    added = (heard[:, :count] - sound[:, :count]).astype(np.float64)
    return 10 * np.log10((added**2).mean(axis=0).reshape(-1, FRAME).mean(axis=1) + 1e-12)


def shelf(folder: Path) -> Shelf:
    return Shelf(folder / "shelf", 10_000_000, 60)


@pytest.mark.parametrize("size", [4_801, 96_000])
def test_blocks_of_any_size_give_the_same_packets(size: int) -> None:
    sound = spoken_and_played()

    assert coded(blocks(sound, size)) == coded([sound])


@pytest.mark.parametrize("more", [-1, 0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME])
def test_a_sound_of_any_length_has_all_its_packets(more: int, tmp_path: Path) -> None:
    samples = PART * FRAME + more
    sound = spoken_and_played()[:, :samples]

    parts = coded([sound])
    write(parts, tmp_path / "a.m4a", samples=samples)

    assert sum(len(part.packets) for part in parts) == -(-samples // FRAME) + 1
    assert decoded(tmp_path / "a.m4a").shape == (2, samples)


def test_a_change_is_encoded_where_it_is_and_nowhere_else(tmp_path: Path) -> None:
    sound = spoken_and_played()
    other = sound.copy()
    other[:, 2 * PART * FRAME - 20_000 : 2 * PART * FRAME - 19_000] *= -1
    place = shelf(tmp_path)

    before = coded([sound], shelf=place)
    lying = {path.name for path in place.folder.iterdir()}
    after = coded([other], shelf=place)

    made = {path.name for path in place.folder.iterdir()} - lying
    changed = [a != b for a, b in zip(before, after, strict=True)]
    assert changed == [False, True, False, False, False]
    assert len(made) == 1
    assert after == coded([other])


def test_a_part_from_the_shelf_is_the_part_that_was_made(tmp_path: Path) -> None:
    sound, place = spoken_and_played(), shelf(tmp_path)

    made = coded([sound], shelf=place)

    assert coded([sound], shelf=place) == made == coded([sound])


@pytest.mark.parametrize("left", [0, 3, 40, 5_000])
def test_what_a_crash_left_on_the_shelf_is_made_again(left: int, tmp_path: Path) -> None:
    sound, place = spoken_and_played(), shelf(tmp_path)
    made = coded([sound], shelf=place)
    for path in place.folder.iterdir():
        path.write_bytes(path.read_bytes()[:left])

    assert coded([sound], shelf=place) == made


def test_parts_are_as_loud_as_another_meter_says(tmp_path: Path) -> None:
    sound = spoken_and_played() * np.float32(2.5)
    parts = coded([sound])
    write(parts, tmp_path / "a.m4a", samples=sound.shape[1])

    other, own = measure(tmp_path / "a.m4a"), loudness_of(parts)

    assert own.lufs == pytest.approx(other.lufs, abs=CLOSE_LU)
    assert own.true_peak_dbtp == pytest.approx(other.true_peak_dbtp, abs=CLOSE_DB)


def test_there_is_no_more_noise_where_parts_begin_than_one_encoder_leaves() -> None:
    sound = spoken_and_played()
    whole = packets_of(sound)
    usual = noise_db(sound, whole)

    more: list[NDArray[np.float64]] = []
    for at in range(60, 600, 30):
        given = sound[:, (at - RUN_UP) * FRAME : (at + LOOKED_AT + 1) * FRAME]
        part = packets_of(given)[RUN_UP : RUN_UP + LOOKED_AT]
        own = noise_db(sound, [*whole[:at], *part])[at - 1 :]
        more.append((own - usual[at - 1 : at - 1 + len(own)])[:LOOKED_AT])

    assert np.mean(more, axis=0).max() <= UNHEARD_DB
    assert np.max(more) <= ANYWHERE_DB


def test_a_parts_encoder_hears_what_comes_before_and_after() -> None:
    sound = spoken_and_played()

    first, second, *_, last = windows([sound])

    assert (first.run_up, second.run_up, last.frames) == (0, RUN_UP, None)
    begin = (PART - RUN_UP) * FRAME
    assert np.array_equal(second.samples, sound[:, begin : begin + second.samples.shape[1]])
    assert second.samples.shape[1] == (RUN_UP + PART + 1) * FRAME
    assert np.array_equal(last.samples[:, -100:], sound[:, -100:])
