"""What is made of a finished video by ffmpeg: short moving pictures, the sound alone, a small copy."""

import time
from dataclasses import dataclass
from pathlib import Path

from renderer.programs.ffmpeg import run
from studio.domain.errors import RenderFailed
from studio.domain.render import MediaFacts

TEASER_S = 5.0
GIF_SIDE, GIF_FPS = 320, 12
WEBP_SIDE, WEBP_FPS = 480, 15
SPARE_BYTES = 64 * 1024
"""Of a small copy: for its signature."""
SOUND_BPS = 96_000
INDEX_BPS = 5_000
"""What telling where every frame lies takes, picture and sound together."""
LEAST_BPS = 120_000
"""Less than this for the picture shows blocks only."""
_SHARPEST = "superfast"
"""At the full size: a few per cent are left out of a good picture, which asks for no search."""
_STEPS = ((900_000, 720, "veryfast"), (0, 540, "faster"))
"""From how many bits a second on which shorter side, and which preset, looks best."""
_ENOUGH_BPS = 2_200_000
"""So much keeps the picture's size, whatever it shows."""
_KEPT = 0.5
"""And so does this share of what the picture has now."""
_MARGIN = 0.97
_ATTEMPTS = 2
_BURST, _BURST_S = 1.5, 2.0
"""How many times as much may come at once, and for how many seconds."""
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


def small(source: Source, out: Path, *, limit_bytes: int, timeout_s: float = _TIMEOUT_S) -> None:
    """Write a copy that is no larger than a limit, by one pass; by a second one if that misses.

    Args:
        source: Larger than the limit.
        out: The copy.
        limit_bytes: Of the copy, its signature included.
        timeout_s: For all of it.

    Raises:
        RenderFailed: The video is too long for that, or time is up.
    """
    until_s = time.monotonic() + timeout_s
    room = limit_bytes - SPARE_BYTES
    bps = (room * 8 / source.facts.duration_s - SOUND_BPS - INDEX_BPS) * _MARGIN
    for _ in range(_ATTEMPTS):
        if bps < LEAST_BPS:
            break
        left_s = max(until_s - time.monotonic(), 0.0)
        _run(source, _squeezed(source, int(bps)), out, stage="relay", timeout_s=left_s)
        if out.stat().st_size <= room:
            return
        bps *= 0.92 * room / out.stat().st_size
    minutes = source.facts.duration_s / 60
    raise RenderFailed(
        f"{minutes:.1f} minutes do not fit into {limit_bytes / 1024 / 1024:.1f} MiB in a quality "
        "worth watching; make the video shorter.",
        stage="relay",
    )


def _squeezed(source: Source, bps: int) -> list[str]:
    """Give options for a picture of so many bits a second, and a cap on its bursts."""
    size, preset = _look(source, bps)
    most, room = str(int(bps * _BURST)), str(int(bps * min(_BURST_S, source.facts.duration_s / 6)))
    rate = ["-b:v", str(bps), "-maxrate", most, "-bufsize", room]
    picture = [*size, "-c:v", "libx264", "-preset", preset, *rate, "-pix_fmt", "yuv420p"]
    return [*picture, "-c:a", "aac", "-b:a", str(SOUND_BPS), "-movflags", "+faststart"]


def _look(source: Source, bps: int) -> tuple[list[str], str]:
    facts = source.facts
    had_bps = facts.size_bytes * 8 / facts.duration_s
    if bps >= min(_ENOUGH_BPS, had_bps * _KEPT):
        return [], _SHARPEST
    side, preset = next((side, preset) for least, side, preset in _STEPS if bps >= least)
    return ["-vf", source.side(side)], preset


def _run(
    source: Source, options: list[str], out: Path, *, stage: str, timeout_s: float = _TIMEOUT_S
) -> None:
    argv = ["-loglevel", "error", "-progress", str(source.progress), "-i", str(source.path)]
    run([*argv, *options, "-y", str(out)], timeout_s=timeout_s, stage=stage)
