"""Encoded and joined files, measured frame by frame."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from renderer.encoding.assembly import join
from renderer.encoding.encode import encode
from renderer.encoding.recipes import GOP_S, recipe_for
from renderer.painting.painter import paints
from renderer.probe import check, probe
from renderer.sound.audio import mix
from studio.domain.errors import Cancelled, RenderFailed
from studio.domain.output import Codec
from studio.domain.render import RenderProfile
from studio.domain.segments import Segment
from studio.domain.timeline import AudioTrack
from studio.domain.units import Frames
from studio.typefaces import font_path
from tests.support import media
from tests.support.renders import FACTS
from tests.support.segments import FPS, PICTURE, greys, layer, segment, textured, write

LENGTHS = (23, 12, 71, 5)
"""Odd lengths, a cross-fade's, one of more than two seconds, and one shorter than a B-frame run."""
FRAMES = sum(LENGTHS)
LUMA_TOLERANCE = 1.5
AAC_FRAME_S = 1024 / 48_000


def number_of(at: int | None, base: Fraction | None) -> Fraction:
    assert at is not None
    assert base is not None
    return at * base * FPS


def luma(number: int) -> int:
    """Neighbours differ by much more than the encoder's error."""
    return 40 + (number * 37) % 160


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def pieces(folder: Path) -> list[tuple[Segment, Path]]:
    made, start = [], 0
    for index, length in enumerate(LENGTHS):
        values = iter([luma(start + n) for n in range(length)])
        path = write(greys(values), folder / f"{index}.mp4", total=length)
        one = segment(layer(frames=length), frames=length)
        made.append((one.model_copy(update={"start": Frames(start)}), path))
        start += length
    return made


@pytest.fixture(scope="module")
def sound(folder: Path) -> Path:
    track = AudioTrack(
        voices=(),
        duration_ms=FRAMES * 1000 / FPS,
        music_mood=None,
        music_gain_db=-20.0,
        music_seed=1,
    )
    scratch = folder / "sound"
    scratch.mkdir()
    return mix(track, {}, scratch=scratch)


@pytest.fixture(scope="module")
def video(folder: Path, pieces: list[tuple[Segment, Path]], sound: Path) -> Path:
    out = folder / "video.mp4"
    join(pieces, sound, out, fps=FPS)
    return out


def test_every_frame_of_every_piece_is_shown_once_and_in_order(video: Path) -> None:
    with av.open(str(video)) as container:
        seen = [float(np.mean(f.to_ndarray()[:480])) for f in container.decode(video=0)]
    assert len(seen) == FRAMES
    wrong = [n for n in range(FRAMES) if abs(seen[n] - luma(n)) > LUMA_TOLERANCE]
    assert wrong == []


def test_frames_follow_each_other_without_a_gap_at_the_joins(video: Path) -> None:
    with av.open(str(video)) as container:
        base = container.streams.video[0].time_base
        shown = [number_of(f.pts, base) for f in container.decode(video=0)]
    assert shown == list(range(FRAMES))


def test_every_piece_begins_with_a_frame_that_needs_no_other(video: Path) -> None:
    with av.open(str(video)) as container:
        base = container.streams.video[0].time_base
        keys = [
            number_of(p.pts, base) for p in container.demux(video=0) if p.size and p.is_keyframe
        ]
    starts = [sum(LENGTHS[:n]) for n in range(len(LENGTHS))]
    assert set(starts) <= set(keys)
    assert max(b - a for a, b in zip(keys, [*keys[1:], FRAMES], strict=True)) <= GOP_S * FPS


def test_the_sound_is_as_long_as_the_picture(video: Path) -> None:
    with av.open(str(video)) as container:
        audio = container.streams.audio[0]
        frames = float(number_of(audio.duration, audio.time_base))
    assert abs(frames - FRAMES) / FPS <= AAC_FRAME_S


def test_a_strict_decoder_has_nothing_to_say(video: Path) -> None:
    assert media.decodes(video) == ""
    assert media.moov_before_mdat(video)


def test_a_piece_with_a_missing_frame_is_refused(
    pieces: list[tuple[Segment, Path]], sound: Path, tmp_path: Path
) -> None:
    short, path = pieces[0]
    wrong = [(short.model_copy(update={"frames": Frames(short.frames + 1)}), path)]
    with pytest.raises(RenderFailed, match="23 frames instead of 24"):
        join(wrong, sound, tmp_path / "out.mp4", fps=FPS)


def test_the_same_segment_encoded_twice_is_the_same_file(tmp_path: Path) -> None:
    one = segment(layer(frames=12, headline="Three hearts"), frames=12)
    picture = {PICTURE: textured()}
    first, second = (
        write(paints(one, picture, font_path), tmp_path / f"{n}.mp4", total=12).read_bytes()
        for n in range(2)
    )
    assert first == second


def test_a_stopped_encoding_is_cancelled(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        encode(
            greys(iter([50] * 40)),
            tmp_path / "out.mp4",
            width_px=270,
            height_px=480,
            fps=FPS,
            total=40,
            recipe=recipe_for(RenderProfile.STANDARD, Codec.H264, fps=FPS),
            on_progress=lambda _: False,
        )


def test_a_file_without_sound_is_refused(pieces: list[tuple[Segment, Path]]) -> None:
    with pytest.raises(RenderFailed, match="lacks picture or sound"):
        probe(pieces[0][1])


def test_a_probe_counts_what_is_there(video: Path) -> None:
    facts = probe(video)
    assert (facts.width_px, facts.height_px, facts.frames, facts.fps) == (270, 480, FRAMES, 30.0)
    assert (facts.video_codec, facts.video_profile, facts.pixel_format) == (
        "h264",
        "High",
        "yuv420p",
    )
    assert facts.size_bytes == video.stat().st_size


@pytest.mark.parametrize("change", [{"video_profile": "Baseline"}, {"audio_codec": "mp3"}])
def test_a_video_in_another_format_than_promised_is_refused(
    change: dict[str, str],
) -> None:
    check(FACTS, Codec.H264)
    (name,) = change
    with pytest.raises(RenderFailed, match=name):
        check(FACTS.model_copy(update=change), Codec.H264)
