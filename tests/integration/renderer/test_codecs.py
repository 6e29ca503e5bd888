"""Every codec at every rate, encoded in pieces, joined, and looked at by two decoders."""

import os
import sys
from itertools import accumulate, pairwise
from pathlib import Path

import av
import pytest

from renderer.encoding.assembly import join
from renderer.encoding.encode import encode
from renderer.encoding.recipes import recipe_for
from renderer.painting.content import Content
from renderer.probe import check, probe
from renderer.sound.audio import mix
from studio.domain.output import Codec
from studio.domain.render import RenderProfile
from studio.domain.segments import Segment
from studio.domain.timeline import AudioTrack
from studio.domain.units import Frames
from tests.support import media
from tests.support.segments import greys, layer, segment

RATES = (24, 25, 30, 60)
WIDTH, HEIGHT = 272, 480
LENGTHS = (17, 1, 6, 36)
"""Longer and shorter than a run of B-frames, down to a single frame."""
FRAMES = sum(LENGTHS)
TAGS = {Codec.H264: "avc1", Codec.HEVC: "hvc1", Codec.AV1: "av01"}
EVERY = [(codec, fps, RenderProfile.STANDARD) for codec in Codec for fps in RATES] + [
    (codec, 30, RenderProfile.ARCHIVE) for codec in Codec
]
LUMA_TOLERANCE = 2.0


def luma(number: int) -> int:
    """Neighbours differ by much more than the encoder's error."""
    return 40 + (number * 37) % 160


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made: dict[int, Path] = {}
    for fps in RATES:
        scratch = tmp_path_factory.mktemp(f"sound-{fps}")
        made[fps] = mix(track(fps), {}, scratch=scratch)
    return made


def track(fps: int) -> AudioTrack:
    return AudioTrack(
        voices=(), duration_ms=FRAMES * 1000 / fps, music_mood=None, music_gain_db=-18, music_seed=0
    )


def pieces(
    codec: Codec, fps: int, profile: RenderProfile, folder: Path
) -> list[tuple[Segment, Path]]:
    made: list[tuple[Segment, Path]] = []
    for start, length in zip(accumulate((0, *LENGTHS)), LENGTHS, strict=False):
        path = folder / f"{start}.mp4"
        encode(
            greys(iter([luma(start + n) for n in range(length)])),
            path,
            width_px=WIDTH,
            height_px=HEIGHT,
            fps=fps,
            total=length,
            recipe=recipe_for(profile, codec, fps=fps, content=list(Content)[len(made) % 3]),
            on_progress=lambda _: True,
        )
        fields = {"start": Frames(start), "fps": fps, "codec": codec, "profile": profile}
        one = segment(layer(frames=length), frames=length)
        size = {"width_px": WIDTH, "height_px": HEIGHT}
        made.append((one.model_copy(update=fields | size), path))
    return made


@pytest.mark.parametrize(("codec", "fps", "profile"), EVERY)
def test_pieces_join_to_a_file_that_has_every_frame_once(
    codec: Codec, fps: int, profile: RenderProfile, sounds: dict[int, Path], tmp_path: Path
) -> None:
    made, whole = pieces(codec, fps, profile, tmp_path), tmp_path / "whole.mp4"

    join(made, sounds[fps], whole, fps=fps)

    with av.open(str(whole)) as container:
        video = container.streams.video[0]
        assert video.codec_context.codec_tag == TAGS[codec]
        assert video.average_rate == fps
        seen = [
            (frame.pts, frame.to_ndarray()[:HEIGHT].mean()) for frame in container.decode(video)
        ]
    assert len(seen) == FRAMES
    assert {b - a for (a, _), (b, _) in pairwise(seen) if a is not None and b is not None} == {512}
    assert max(abs(shown - luma(n)) for n, (_, shown) in enumerate(seen)) <= LUMA_TOLERANCE
    assert media.decodes(whole) == ""
    assert media.decoded_frames(whole) == FRAMES


@pytest.mark.parametrize("codec", Codec)
def test_pieces_share_their_parameters_and_begin_anew(codec: Codec, tmp_path: Path) -> None:
    parameters: set[bytes] = set()
    for _, path in pieces(codec, 30, RenderProfile.STANDARD, tmp_path):
        with av.open(str(path)) as container:
            video = container.streams.video[0]
            parameters.add(bytes(video.codec_context.extradata or b""))
            packets = [packet for packet in container.demux(video) if packet.size]
        assert packets[0].is_keyframe

    assert len(parameters) == 1
    assert parameters != {b""}


@pytest.mark.parametrize("codec", Codec)
def test_a_probe_knows_the_codec_that_was_promised(
    codec: Codec, sounds: dict[int, Path], tmp_path: Path
) -> None:
    made, whole = pieces(codec, 30, RenderProfile.STANDARD, tmp_path), tmp_path / "whole.mp4"
    join(made, sounds[30], whole, fps=30)

    check(probe(whole), codec)


def test_the_same_frames_are_encoded_to_the_same_bytes(tmp_path: Path) -> None:
    for codec in Codec:
        first, second = tmp_path / f"{codec}-1", tmp_path / f"{codec}-2"
        for folder in (first, second):
            folder.mkdir()
            pieces(codec, 30, RenderProfile.STANDARD, folder)
        for path in first.iterdir():
            assert path.read_bytes() == (second / path.name).read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
@pytest.mark.parametrize("codec", Codec)
def test_an_encoder_takes_turns_with_everything_else_on_the_machine(
    codec: Codec, tmp_path: Path
) -> None:
    seen: set[int] = set()

    def look(_: int) -> bool:
        threads = [int(task.name) for task in Path("/proc/self/task").iterdir()]
        seen.update(os.sched_getscheduler(thread) for thread in threads)
        return True

    encode(
        greys(iter([90] * 12)),
        tmp_path / "made.mp4",
        width_px=WIDTH,
        height_px=HEIGHT,
        fps=30,
        total=12,
        recipe=recipe_for(RenderProfile.STANDARD, codec, fps=30, content=Content.SMOOTH),
        on_progress=look,
    )

    assert seen == {os.SCHED_OTHER}
