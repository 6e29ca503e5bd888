"""Clips by the ffmpeg program, in which every frame carries its number."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from renderer.painting.painter import paints
from renderer.pixels.frames import Planes
from studio.domain.footage import Footage
from studio.domain.scene import Fit, Motion
from studio.domain.segments import RUN_UP_MS, Layer, Segment
from studio.domain.units import Frames, Milliseconds, ms_to_frames
from studio.typefaces import font_path
from tests.support.segments import FPS, HEIGHT, PICTURE, WIDTH

RED, GREEN, BLUE, GREY = (200, 30, 30), (30, 170, 40), (40, 40, 200), (128, 128, 128)
_ROWS, _COLUMNS = 4, 2
_TOP, _BOTTOM = 0.2, 0.8
H264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "12", "-pix_fmt", "yuv420p")


def numbered(number: int, *, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A picture with a number up to 255 in large blocks, and another colour in every corner."""
    rgb = np.full((height, width, 3), 60, np.uint8)
    edge, middle = round(height * _TOP), width // 2
    rgb[:edge, :middle], rgb[:edge, middle:] = RED, GREEN
    rgb[-edge:, :middle], rgb[-edge:, middle:] = BLUE, GREY
    high = (height - 2 * edge) / _ROWS
    for bit in range(_ROWS * _COLUMNS):
        row, column = divmod(bit, _COLUMNS)
        y, x = edge + round(row * high), column * middle
        rgb[y : edge + round((row + 1) * high), x : x + middle] = 235 if number >> bit & 1 else 16
    return rgb


def read(luma: np.ndarray) -> int:
    """The number that a frame carries."""
    height, width = luma.shape
    number = 0
    for bit in range(_ROWS * _COLUMNS):
        row, column = divmod(bit, _COLUMNS)
        y = round(height * (_TOP + (_BOTTOM - _TOP) * (row + 0.5) / _ROWS))
        x = round(width * (column + 0.5) / _COLUMNS)
        number |= int(luma[y - 4 : y + 4, x - 4 : x + 4].mean() > 125) << bit
    return number


def write(
    path: Path,
    *,
    frames: int = 60,
    fps: str = "30",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    encoder: Sequence[str] = H264,
    before: Sequence[str] = (),
    filters: str = "null",
    sound: bool = False,
) -> Path:
    """Write a clip of numbered frames."""
    width, height = size
    tone = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000") if sound else ()
    heard = ("-c:a", "aac", "-shortest") if sound and path.suffix != ".webm" else ()
    argv = (
        "-v", "error", "-y", *before, "-f", "rawvideo", "-pix_fmt", "rgb24", "-s",
        f"{width}x{height}", "-r", fps, "-i", "-", *tone, "-vf", filters,
        "-fps_mode", "passthrough", "-enc_time_base", "filter", *encoder, *heard, str(path),
    )  # fmt: skip
    raw = b"".join(numbered(n, width=width, height=height).tobytes() for n in range(frames))
    done = ffmpeg(*argv, stdin=raw)
    assert done == "", done
    return path


def ffmpeg(*argv: str, stdin: bytes = b"") -> str:
    """Run the program; what it complains about."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    done = subprocess.run([program, *argv], input=stdin, capture_output=True, check=False)
    return done.stderr.decode("utf-8", "replace")


def clip_layer(
    footage: Footage, *, first: int = 0, motion: Motion = Motion.STILL, fit: Fit = Fit.COVER
) -> Layer:
    """A clip from one of its scene's frames on."""
    run_up = ms_to_frames(RUN_UP_MS, fps=FPS)
    return Layer(
        picture=PICTURE,
        footage=footage,
        fit=fit,
        motion=motion,
        first=Frames(run_up + first),
        move_frames=Frames(run_up + 90),
        cues=(),
    )


def whole(duration_ms: int, *, rate: float = 1.0, is_looped: bool = False) -> Footage:
    """All of a clip."""
    return Footage(
        start_ms=Milliseconds(0),
        end_ms=Milliseconds(duration_ms),
        rate=rate,
        is_looped=is_looped,
    )


def shown(wanted: Segment, path: Path) -> list[Planes]:
    """Every frame of a segment that shows a clip."""
    frames = []
    for paint in paints(wanted, {PICTURE: path}, font_path):
        height, width = wanted.height_px, wanted.width_px
        half = (height // 2, width // 2)
        frame = Planes(
            np.zeros((height, width), np.uint8),
            np.zeros(half, np.uint8),
            np.zeros(half, np.uint8),
        )
        paint(frame)
        frames.append(frame)
    return frames
