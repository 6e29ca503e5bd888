"""A video that is hard to compress."""

import subprocess
from pathlib import Path

import imageio_ffmpeg


def noisy_video(path: Path, *, seconds: int, mbit_s: int) -> Path:
    """Write an upright H.264 video of noise with a tone, of about so many bits a second."""
    # Small and scaled up: a filter that draws each pixel by a formula is slow.
    picture = f"nullsrc=s=270x480:r=30:d={seconds},geq='random(1)*255':128:128,scale=360:640"
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y",
            "-f", "lavfi", "-i", picture,
            "-f", "lavfi", "-i", f"sine=frequency=330:sample_rate=48000:duration={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-b:v", f"{mbit_s}M",
            "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", "-movflags", "+faststart", str(path),
        ],
        check=True,
    )  # fmt: skip
    return path
