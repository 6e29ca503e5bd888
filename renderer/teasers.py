"""What is made of a finished video by ffmpeg: short moving pictures, the sound alone, a small copy."""

from dataclasses import dataclass
from pathlib import Path

from renderer.ffmpeg import run
from studio.domain.errors import RenderFailed
from studio.domain.render import MediaFacts

TEASER_S = 5.0
GIF_SIDE, GIF_FPS = 320, 12
WEBP_SIDE, WEBP_FPS = 480, 15
SPARE_BYTES = 64 * 1024
"""Of a small copy: for its index and its signature."""
SOUND_BPS = 96_000
LEAST_BPS = 120_000
"""Less than this for the picture shows blocks only."""
_STEPS = ((2_200_000, 1080), (900_000, 720), (0, 540))
"""From how many bits a second on which shorter side looks best."""
_ATTEMPTS = 3
_TIMEOUT_S = 600.0


@dataclass(frozen=True, slots=True)
class Source:
    """A finished video.

    Attributes:
        path: The file.
        facts: What was measured on it.
        progress: Where ffmpeg tells how far it is.
    """

    path: Path
    facts: MediaFacts
    progress: Path

    def side(self, wanted_px: int) -> str:
        """Give a filter that makes the shorter side so long, never longer than it is."""
        side = min(wanted_px, self.facts.width_px, self.facts.height_px)
        if self.facts.width_px <= self.facts.height_px:
            return f"scale={side}:-2:flags=lanczos"
        return f"scale=-2:{side}:flags=lanczos"


def gif(source: Source, out: Path) -> None:
    """Write the first seconds as a GIF with its own palette."""
    frames = f"fps={GIF_FPS},{source.side(GIF_SIDE)}"
    palette = "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer"
    graph = f"{frames},{palette}:bayer_scale=4:diff_mode=rectangle"
    _run(source, ["-t", f"{TEASER_S}", "-vf", graph, "-an", "-loop", "0"], out, stage="gif")


def webp(source: Source, out: Path) -> None:
    """Write the first seconds as a WebP."""
    frames = f"fps={WEBP_FPS},{source.side(WEBP_SIDE)}"
    codec = ["-c:v", "libwebp_anim", "-quality", "70", "-compression_level", "4", "-loop", "0"]
    _run(source, ["-t", f"{TEASER_S}", "-vf", frames, "-an", *codec], out, stage="webp")


def audio(source: Source, out: Path) -> None:
    """Write the sound alone, as it is."""
    copied = ["-vn", "-c:a", "copy", "-movflags", "+faststart"]
    _run(source, copied, out, stage="audio")


def small(source: Source, out: Path, *, limit_bytes: int) -> None:
    """Write a copy that is no larger than a limit, by two passes over the picture.

    Raises:
        RenderFailed: The video is too long for that.
    """
    budget_bps = (limit_bytes - SPARE_BYTES) * 8 / source.facts.duration_s - SOUND_BPS
    bps = budget_bps * 0.97
    for _ in range(_ATTEMPTS):
        if bps < LEAST_BPS:
            break
        _two_passes(source, out, bps=int(bps))
        if out.stat().st_size <= limit_bytes - SPARE_BYTES:
            return
        bps *= 0.95 * (limit_bytes - SPARE_BYTES) / out.stat().st_size
    minutes = source.facts.duration_s / 60
    raise RenderFailed(
        f"{minutes:.1f} minutes do not fit into {limit_bytes / 1024 / 1024:.1f} MiB in a quality "
        "worth watching; make the video shorter.",
        stage="relay",
    )


def _two_passes(source: Source, out: Path, *, bps: int) -> None:
    side = next(side for least, side in _STEPS if bps >= least)
    log = out.with_suffix(".pass")
    picture = ["-vf", source.side(side), "-c:v", "libx264", "-preset", "faster"]
    picture += ["-b:v", str(bps), "-maxrate", str(bps * 2), "-bufsize", str(bps * 4)]
    picture += ["-pix_fmt", "yuv420p", "-passlogfile", str(log)]
    sound = ["-c:a", "aac", "-b:a", str(SOUND_BPS), "-movflags", "+faststart"]
    nothing = ["-pass", "1", "-an", "-f", "null"]
    _run(source, [*picture, *nothing], Path("/dev/null"), stage="relay")
    _run(source, [*picture, "-pass", "2", *sound], out, stage="relay")


def _run(source: Source, options: list[str], out: Path, *, stage: str) -> None:
    argv = ["-loglevel", "error", "-progress", str(source.progress), "-i", str(source.path)]
    run([*argv, *options, "-y", str(out)], timeout_s=_TIMEOUT_S, stage=stage)
