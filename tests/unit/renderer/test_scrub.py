"""What a clip's file tells of its maker goes, and every frame stays."""

import hashlib
from pathlib import Path

import av
import pytest

from renderer.uploads.scrub import scrub
from tests.support import clips

SECRETS = (b"+48.8577", b"Ada Lovelace", b"SecretPhone", b"A day at home")
TOLD = (
    "-metadata", "location=+48.8577+002.295/", "-metadata", "title=A day at home",
    "-metadata", "artist=Ada Lovelace", "-metadata", "make=SecretPhone",
    "-metadata", "comment=Ada Lovelace", "-metadata", "com.apple.quicktime.model=SecretPhone",
)  # fmt: skip
KINDS = {
    "mp4": (*clips.H264, *TOLD),
    "mov": (*clips.H264, *TOLD, "-movflags", "use_metadata_tags"),
    "fragmented.mp4": (*clips.H264, *TOLD, "-movflags", "frag_keyframe+empty_moov"),
    "mkv": (*clips.H264, *TOLD),
    "avi": ("-c:v", "mjpeg", *TOLD),
}


def decoded(path: Path) -> tuple[list[tuple[int | None, str]], list[str]]:
    """Every frame's time and pixels, and every packet of the sound."""
    with av.open(str(path)) as container:
        frames = [
            (frame.pts, hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest())
            for frame in container.decode(video=0)
        ]
    with av.open(str(path)) as container:
        sound = [hashlib.sha256(bytes(p)).hexdigest() for p in container.demux(audio=0)]
    return frames, sound


def words(path: Path) -> dict[str, str]:
    with av.open(str(path)) as container:
        return dict(container.metadata)


@pytest.mark.parametrize("kind", list(KINDS))
def test_words_go_and_frames_and_sound_stay(tmp_path: Path, kind: str) -> None:
    path = clips.write(tmp_path / f"clip.{kind}", frames=24, sound=True, encoder=KINDS[kind])
    before, size = path.read_bytes(), path.stat().st_size
    assert any(secret in before for secret in SECRETS)
    shown = decoded(path)

    scrub(path)

    after = path.read_bytes()
    assert len(after) == size
    for secret in SECRETS:
        assert secret not in after
    assert not {"title", "artist", "location", "creation_time"} & set(words(path))
    assert decoded(path) == shown


def test_a_track_of_positions_loses_its_samples(tmp_path: Path) -> None:
    subtitle = tmp_path / "gps.srt"
    subtitle.write_text("1\n00:00:00,000 --> 00:00:00,500\n+48.8577+002.295/\n")
    plain = clips.write(tmp_path / "plain.mp4", frames=24)
    path = tmp_path / "gps.mp4"
    clips.ffmpeg(
        "-v", "error", "-i", str(plain), "-i", str(subtitle), "-map", "0:v", "-map", "1:s",
        "-c:v", "copy", "-c:s", "mov_text", str(path),
    )  # fmt: skip
    assert b"+48.8577" in path.read_bytes()

    scrub(path)

    assert b"+48.8577" not in path.read_bytes()
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert len(list(container.decode(video=0))) == 24


def test_scrubbed_twice_is_scrubbed_once(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "clip.mkv", frames=4, encoder=KINDS["mkv"])
    scrub(path)
    once = path.read_bytes()
    scrub(path)
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    "head", [b"", b"\0\0\0\x18ftyp", b"\x1a\x45\xdf\xa3", b"RIFF\xff\xff\xff\xff"]
)
def test_what_is_broken_is_left_alone_or_shortly_done(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "broken"
    path.write_bytes(head + bytes(range(256)) * 8)
    size = path.stat().st_size

    scrub(path)

    assert path.stat().st_size == size
