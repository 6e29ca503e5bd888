"""Clips of any kind, frame by frame."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from renderer.painting.painter import paints
from renderer.pixels.frames import Planes, to_planes
from studio.domain.errors import RenderFailed
from studio.domain.footage import Footage
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.units import Milliseconds, StorageKey
from studio.typefaces import font_path
from tests.support import clips
from tests.support.clips import clip_layer, read, shown, whole
from tests.support.segments import HEIGHT, WIDTH, flat, layer, segment

ENCODERS = {
    "h264.mp4": clips.H264,
    "h264-long-gop.mkv": (*clips.H264, "-g", "600", "-bf", "3"),
    "hevc-10-bit.mp4": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-crf", "10", "-pix_fmt", "yuv420p10le"),
    "vp9.webm": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "2M"),
    "mpeg4.avi": ("-c:v", "mpeg4", "-q:v", "3", "-bf", "2"),
    "prores.mov": ("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le"),
    "motion-jpeg.avi": ("-c:v", "mjpeg", "-q:v", "3"),
    "mpeg2.ts": ("-c:v", "mpeg2video", "-q:v", "3", "-bf", "2"),
}  # fmt: skip
COLOURS = (clips.RED, clips.GREEN, clips.BLUE, clips.GREY)


def numbers(frames: list[Planes]) -> list[int]:
    return [read(frame.y) for frame in frames]


@pytest.mark.parametrize("name", ENCODERS)
def test_every_codec_shows_its_frames_in_order_from_any_point_on(name: str, tmp_path: Path) -> None:
    path = clips.write(tmp_path / name, encoder=ENCODERS[name], frames=48)
    for first in (0, 1, 17, 40):
        wanted = segment(clip_layer(whole(1_600), first=first), frames=8)
        assert numbers(shown(wanted, path)) == list(range(first, first + 8)), (name, first)


@pytest.mark.parametrize(
    ("fps", "step"),
    [
        ("60", Fraction(2)),
        ("15", Fraction(1, 2)),
        ("24000/1001", Fraction(24000, 1001 * 30)),
        ("50", Fraction(50, 30)),
    ],
)
def test_a_clip_of_another_rate_keeps_its_pace(fps: str, step: Fraction, tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mp4", fps=fps, frames=70)
    wanted = segment(clip_layer(whole(3_000)), frames=34)
    assert numbers(shown(wanted, path)) == [int((n + Fraction(1, 8)) * step) for n in range(34)]


def test_frames_of_uneven_length_are_shown_when_their_time_has_come(tmp_path: Path) -> None:
    # Frame n begins at n * n / 300 s: every one is shown longer than the one before.
    path = clips.write(tmp_path / "clip.mkv", frames=24, filters="settb=1/3000,setpts=10*N*N")
    starts = [n * n / 300 for n in range(24)]
    wanted = segment(clip_layer(whole(1_900)), frames=56)
    expected = [max(n for n, s in enumerate(starts) if s <= (f + 0.125) / 30) for f in range(56)]
    assert numbers(shown(wanted, path)) == expected


def test_a_segment_that_is_cut_in_two_shows_the_very_same_pixels(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mp4", fps="24000/1001", encoder=(*clips.H264, "-g", "250"))
    part = Footage(
        start_ms=Milliseconds(400), end_ms=Milliseconds(1_900), rate=0.83, is_looped=True
    )
    for motion in (Motion.STILL, Motion.PAN_LEFT):
        one = shown(segment(clip_layer(part, motion=motion), frames=60), path)
        two = shown(segment(clip_layer(part, motion=motion), frames=23), path)
        two += shown(segment(clip_layer(part, motion=motion, first=23), frames=37), path)
        for a, b in zip(one, two, strict=True):
            assert np.array_equal(a.y, b.y)
            assert np.array_equal(a.u, b.u)
            assert np.array_equal(a.v, b.v)


def test_a_slowed_clip_shows_each_frame_longer(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mp4", frames=30)
    wanted = segment(clip_layer(whole(1_000, rate=0.5)), frames=60)
    assert numbers(shown(wanted, path)) == [n // 2 for n in range(60)]


def test_a_looped_clip_begins_again_and_a_held_one_stands(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mp4", frames=20)
    part = Footage(start_ms=Milliseconds(200), end_ms=Milliseconds(667), is_looped=True)
    looped = numbers(shown(segment(clip_layer(part), frames=40), path))
    assert looped == [6 + n % 14 for n in range(40)]
    part = part.model_copy(update={"is_looped": False})
    held = numbers(shown(segment(clip_layer(part), frames=40), path))
    assert held == [min(19, 6 + n) for n in range(40)]


def test_a_transition_into_a_clip_shows_what_comes_before_its_start(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mp4", frames=40)
    part = Footage(start_ms=Milliseconds(200), end_ms=Milliseconds(1_333))
    before = shown(segment(clip_layer(part, first=-10), frames=10), path)
    assert numbers(before) == [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]


def test_a_push_takes_a_picture_out_and_a_running_clip_in(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mp4", frames=40)
    clip = clip_layer(whole(1_333), first=-14)
    old = layer(frames=14, motion=Motion.STILL)
    clip = clip.model_copy(update={"picture": StorageKey("media/aa/clip.mp4")})
    wanted = segment(old, clip, frames=14)
    wanted = wanted.model_copy(update={"transition": Transition.PUSH_LEFT})
    matter = {old.picture: flat(90), clip.picture: path}
    *_, last = paints(wanted, matter, font_path)
    frame = to_planes(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    last(frame)
    assert read(frame.y) == 0


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("mirror", [(), ("-display_hflip",)])
def test_a_turned_clip_stands_upright(
    rotation: int, mirror: tuple[str, ...], tmp_path: Path
) -> None:
    size = (HEIGHT, WIDTH) if rotation in {90, 270} else (WIDTH, HEIGHT)
    plain = (*clips.H264, "-colorspace", "bt709")
    stored = clips.write(tmp_path / "stored.mp4", frames=3, size=size, encoder=plain)
    turned = tmp_path / "turned.mp4"
    said = clips.ffmpeg(
        "-v", "error", "-display_rotation", str(rotation), *mirror, "-i", str(stored),
        "-c", "copy", str(turned),
    )  # fmt: skip
    assert said == ""
    # The program turns by itself what a camera's note says.
    raw = tmp_path / "upright.raw"
    assert clips.ffmpeg("-v", "error", "-i", str(turned), "-f", "rawvideo", str(raw)) == ""
    upright = np.fromfile(raw, np.uint8).reshape(3, HEIGHT * 3 // 2, WIDTH)
    for frame, planes in zip(
        shown(segment(clip_layer(whole(100)), frames=3), turned), upright, strict=True
    ):
        assert np.abs(frame.y.astype(int) - planes[:HEIGHT]).max() <= 2
        colours = np.concatenate([frame.u.ravel(), frame.v.ravel()]).astype(int)
        assert np.abs(colours - planes[HEIGHT:].ravel()).max() <= 8


@pytest.mark.parametrize(
    ("tags", "filters"),
    [
        ("bt709:tv", "scale=out_color_matrix=bt709:out_range=tv"),
        ("smpte170m:tv", "scale=out_color_matrix=smpte170m:out_range=tv"),
        ("bt709:pc", "scale=out_color_matrix=bt709:out_range=pc"),
        ("bt2020nc:tv", "scale=out_color_matrix=bt2020:out_range=tv"),
    ],
)
def test_colours_come_out_as_they_were_whatever_the_clip_stores(
    tags: str, filters: str, tmp_path: Path
) -> None:
    matrix, reach = tags.split(":")
    encoder = (*clips.H264, "-colorspace", matrix, "-color_range", reach)
    path = clips.write(tmp_path / "clip.mp4", frames=2, encoder=encoder, filters=filters)
    frame = shown(segment(clip_layer(whole(66)), frames=1), path)[0]
    x, y = WIDTH // 4, HEIGHT // 10
    places = [(y, x), (y, WIDTH - x), (HEIGHT - y, x), (HEIGHT - y, WIDTH - x)]
    for (row, column), colour in zip(places, COLOURS, strict=True):
        wanted = to_planes(np.full((2, 2, 3), colour, np.uint8))
        found = (
            frame.y[row, column],
            frame.u[row // 2, column // 2],
            frame.v[row // 2, column // 2],
        )
        expected = (wanted.y[0, 0], wanted.u[0, 0], wanted.v[0, 0])
        assert np.abs(np.array(found, int) - np.array(expected, int)).max() <= 3, tags


def test_a_wide_clip_is_cut_or_contained_and_pixels_that_are_not_square_are_made_so(
    tmp_path: Path,
) -> None:
    path = clips.write(tmp_path / "wide.mp4", size=(480, 270), frames=4)
    squeezed = clips.write(
        tmp_path / "squeezed.mp4", size=(480, 270), frames=4, filters="scale=240:270,setsar=2"
    )
    for fit in (Fit.COVER, Fit.CONTAIN):
        wanted = segment(clip_layer(whole(133), fit=fit), frames=1)
        plain, square = shown(wanted, path)[0], shown(wanted, squeezed)[0]
        assert np.abs(plain.y.astype(int) - square.y).mean() < 4
    contained = plain.y
    high = round(WIDTH * 270 / 480 / 2) * 2
    top = (HEIGHT - high) // 4 * 2
    assert read(contained[top : top + high]) == 0
    assert 16 < contained[:top].mean() < contained[top : top + high].mean()


def test_a_damaged_stretch_costs_its_own_frames_only(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.ts", frames=60, encoder=(*clips.H264, "-g", "10"))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    path.write_bytes(data)
    frames = numbers(shown(segment(clip_layer(whole(2_000)), frames=60), path))
    assert frames[:20] == list(range(20))
    assert frames[-8:] == list(range(52, 60))


def test_what_is_no_clip_is_refused_in_words(tmp_path: Path) -> None:
    for name, data in (("a.mp4", b"not a clip" * 100), ("b.mp4", b"")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(RenderFailed, match="clip"):
            shown(segment(clip_layer(whole(1_000)), frames=1), path)


def test_a_playlist_that_names_another_file_is_not_followed(tmp_path: Path) -> None:
    clips.write(tmp_path / "secret.ts", frames=10, encoder=("-c:v", "mpeg2video"))
    for name, text in (
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.ts\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", "ffconcat version 1.0\nfile secret.ts\n"),
    ):
        path = tmp_path / name
        path.write_text(text)
        with pytest.raises(RenderFailed, match="cannot be read"):
            shown(segment(clip_layer(whole(300)), frames=1), path)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def test_memory_does_not_grow_with_the_frames_that_are_shown(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mp4", size=(1280, 720), frames=70)
    frame = to_planes(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    wanted = segment(clip_layer(whole(2_333)), frames=70)
    held = []
    for paint in paints(wanted, {wanted.layers[0].picture: path}, font_path):
        paint(frame)
        held.append(resident_mb())
    # One frame of this clip has 1.4 MB.
    assert held[-1] - held[20] < 20
