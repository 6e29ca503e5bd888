"""What ffmpeg makes of a finished video."""

from multiprocessing import get_context
from pathlib import Path

import pytest
from PIL import Image

from renderer import teasers
from renderer.probe import probe
from renderer.programs.ffmpeg import run
from renderer.teasers import Source
from studio.domain.errors import RenderFailed
from tests.support import media
from tests.support.noise import noisy_video
from tests.support.render_fleet import is_running, wait_until


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


def a_copy_fits(source: Source, out: Path, limit_bytes: int) -> None:
    """Make a small copy, and hold it against what is promised of one."""
    teasers.small(source, out, limit_bytes=limit_bytes)
    assert limit_bytes * 0.6 < out.stat().st_size <= limit_bytes - teasers.SPARE_BYTES
    assert media.duration_s(out) == pytest.approx(source.facts.duration_s, abs=0.05)
    assert media.decodes(out) == ""
    assert media.moov_before_mdat(out)


@pytest.mark.parametrize("limit_bytes", [2_900_000, 1_500_000, 400_000])
def test_a_small_copy_of_a_grainy_video_keeps_its_limit_and_its_length(
    source: Source, tmp_path: Path, limit_bytes: int
) -> None:
    assert source.facts.size_bytes > limit_bytes
    a_copy_fits(source, tmp_path / "small.mp4", limit_bytes)


@pytest.mark.parametrize(("turns", "limit_bytes"), [(2.5, 900_000), (0.2, 500_000)])
def test_a_small_copy_of_a_long_or_short_video_keeps_its_limit_and_its_length(
    noisy: Path, tmp_path: Path, turns: float, limit_bytes: int
) -> None:
    path = tmp_path / "video.mp4"
    repeated(noisy, path, seconds=turns * 6)
    a_copy_fits(Source(path, probe(path), tmp_path / "progress"), tmp_path / "s.mp4", limit_bytes)


def repeated(video: Path, out: Path, *, seconds: float) -> None:
    """Write a video again and again until it is so long, without encoding it."""
    argv = ["-stream_loop", "-1", "-i", str(video), "-t", str(seconds)]
    argv += ["-c", "copy", str(out)]
    run(argv, timeout_s=30, stage="test")


@pytest.mark.parametrize(("kept", "width_px"), [(0.95, 1080), (0.65, 1080), (0.4, 720)])
def test_a_small_copy_keeps_its_picture_size_while_that_looks_better(
    detailed: Path, tmp_path: Path, kept: float, width_px: int
) -> None:
    source = Source(detailed, probe(detailed), tmp_path / "progress")
    out = tmp_path / "small.mp4"
    limit_bytes = int(source.facts.size_bytes * kept) + teasers.SPARE_BYTES
    teasers.small(source, out, limit_bytes=limit_bytes)
    assert media.stream(media.ffprobe(out), "video")["width"] == width_px


@pytest.fixture(scope="module")
def detailed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds as large as a video is, of 3.5 million bits a second."""
    path = tmp_path_factory.mktemp("detailed") / "video.mp4"
    picture = "testsrc2=s=1080x1920:r=30:d=2,noise=alls=6:allf=t"
    argv = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=r=48000:d=2"]
    argv += ["-c:v", "libx264", "-preset", "superfast", "-b:v", "3.4M", "-maxrate", "3.4M"]
    argv += ["-bufsize", "1.7M", "-pix_fmt", "yuv420p", "-c:a", "aac", str(path)]
    run(argv, timeout_s=60, stage="test")
    return path


def test_a_small_copy_that_takes_too_long_is_given_up(source: Source, tmp_path: Path) -> None:
    with pytest.raises(RenderFailed, match="took longer"):
        teasers.small(source, tmp_path / "small.mp4", limit_bytes=1_500_000, timeout_s=0.2)


def test_a_small_copy_that_is_cancelled_leaves_no_encoder_behind(
    noisy: Path, tmp_path: Path
) -> None:
    path, progress = tmp_path / "video.mp4", tmp_path / "progress"
    repeated(noisy, path, seconds=600)
    source = Source(path, probe(noisy).model_copy(update={"duration_s": 600.0}), progress)
    task = get_context("spawn").Process(target=_small, args=(source, tmp_path / "small.mp4"))
    task.start()
    wait_until(progress.exists, seconds=20)
    (encoder,) = Path(f"/proc/{task.pid}/task/{task.pid}/children").read_text().split()
    task.kill()
    task.join()
    wait_until(lambda: not is_running(int(encoder)), seconds=1)


def _small(source: Source, out: Path) -> None:
    teasers.small(source, out, limit_bytes=40_000_000)


def test_a_video_that_cannot_be_small_enough_is_refused(source: Source, tmp_path: Path) -> None:
    with pytest.raises(RenderFailed, match="do not fit"):
        teasers.small(source, tmp_path / "small.mp4", limit_bytes=200_000)
