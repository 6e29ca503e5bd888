"""What ffmpeg makes of a finished video."""

from pathlib import Path

import pytest
from PIL import Image

from renderer import teasers
from renderer.probe import probe
from renderer.teasers import Source
from studio.domain.errors import RenderFailed
from tests.support import media
from tests.support.noise import noisy_video


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds that hardly compress: 3 MB."""
    return noisy_video(tmp_path_factory.mktemp("noisy") / "video.mp4", seconds=6, mbit_s=4)


@pytest.fixture
def source(noisy: Path, tmp_path: Path) -> Source:
    return Source(noisy, probe(noisy), tmp_path / "progress")


def test_a_gif_moves_for_five_seconds_and_is_small(source: Source, tmp_path: Path) -> None:
    out = tmp_path / "teaser.gif"
    teasers.gif(source, out)
    with Image.open(out) as picture:
        assert picture.format == "GIF"
        assert picture.size == (320, 568)
        assert getattr(picture, "n_frames", 1) == teasers.TEASER_S * teasers.GIF_FPS
        assert picture.info["loop"] == 0


def test_a_webp_moves_too(source: Source, tmp_path: Path) -> None:
    out = tmp_path / "teaser.webp"
    teasers.webp(source, out)
    with Image.open(out) as picture:
        assert picture.format == "WEBP"
        assert picture.size == (360, 640)
        assert getattr(picture, "n_frames", 1) == teasers.TEASER_S * teasers.WEBP_FPS


def test_the_sound_is_copied_and_not_encoded_again(source: Source, tmp_path: Path) -> None:
    out = tmp_path / "sound.m4a"
    teasers.audio(source, out)
    facts = media.ffprobe(out)
    assert media.stream(facts, "audio")["codec_name"] == "aac"
    assert [s["codec_type"] for s in facts["streams"]] == ["audio"]
    assert abs(media.sound_lag_s(out, source.path)) < 0.001


@pytest.mark.parametrize("limit_bytes", [1_500_000, 400_000])
def test_a_small_copy_keeps_its_limit_and_its_length(
    source: Source, tmp_path: Path, limit_bytes: int
) -> None:
    out = tmp_path / "small.mp4"
    teasers.small(source, out, limit_bytes=limit_bytes)
    assert limit_bytes * 0.6 < out.stat().st_size <= limit_bytes - teasers.SPARE_BYTES
    assert media.duration_s(out) == pytest.approx(source.facts.duration_s, abs=0.05)
    assert media.decodes(out) == ""
    assert media.moov_before_mdat(out)


def test_a_video_that_cannot_be_small_enough_is_refused(source: Source, tmp_path: Path) -> None:
    with pytest.raises(RenderFailed, match="do not fit"):
        teasers.small(source, tmp_path / "small.mp4", limit_bytes=200_000)
