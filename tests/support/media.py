"""What tools that we did not write say of a video."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
import pytest

RATE = 48_000


def ffprobe(path: Path) -> dict[str, Any]:
    """Streams and format as Debian's ffprobe reports them."""
    program = shutil.which("ffprobe")
    if program is None:
        pytest.skip("ffprobe is not installed (Debian: ffmpeg)")
    done = _run(
        program, "-v", "error", "-show_streams", "-show_format", "-count_frames",
        "-of", "json", str(path),
    )  # fmt: skip
    return json.loads(done.stdout)


def stream(facts: dict[str, Any], kind: str) -> dict[str, Any]:
    """The only stream of a kind."""
    (found,) = [s for s in facts["streams"] if s["codec_type"] == kind]
    return found


def loudness(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by the filter ebur128."""
    said = _ffmpeg("-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = said[said.rindex("Summary:") :]
    lufs = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert lufs
    assert peak
    return float(lufs[1]), float(peak[1])


def decodes(path: Path) -> str:
    """Decode everything; what a strict decoder complains about, empty for nothing."""
    done = _run(
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(path), "-f", "null", "-"
    )  # fmt: skip
    return done.stderr


def decoded_frames(path: Path) -> int:
    """How many pictures the ffmpeg program decodes."""
    said = _ffmpeg("-i", str(path), "-map", "0:v", "-fps_mode", "passthrough", "-f", "null", "-")
    return int(re.findall(r"frame=\s*(\d+)", said)[-1])


def frozen_or_black(path: Path) -> list[str]:
    """Stretches of at least a second where the picture is black, or does not move."""
    said = _ffmpeg(
        "-i", str(path), "-vf", "blackdetect=d=1:pix_th=0.05,freezedetect=n=0.0005:d=1.5",
        "-an", "-f", "null", "-",
    )  # fmt: skip
    return re.findall(r"(black_start:[\d.]+|freeze_start: [\d.]+)", said)


def vmaf(distorted: Path, reference: Path) -> float:
    """Mean VMAF of one file against another of equal size and length, both BT.709 limited range."""
    # Where one file names its colours and the other does not, ffmpeg would convert one of them.
    same = (
        "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709,"
        "setpts=PTS-STARTPTS"
    )
    graph = f"[0:v]{same}[d];[1:v]{same}[r];[d][r]libvmaf=n_threads=2"
    said = _ffmpeg("-i", str(distorted), "-i", str(reference), "-lavfi", graph, "-f", "null", "-")
    found = re.search(r"VMAF score: ([\d.]+)", said)
    assert found
    return float(found[1])


def frame_times(path: Path) -> list[float]:
    """When each frame of the picture is shown, in seconds."""
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def frame_hashes(path: Path) -> list[str]:
    """A hash of each frame's pixels."""
    with av.open(str(path)) as container:
        return [
            hashlib.md5(frame.to_ndarray().tobytes(), usedforsecurity=False).hexdigest()
            for frame in container.decode(video=0)
        ]


def duration_s(path: Path) -> float:
    """How long the file says that it is."""
    with av.open(str(path)) as container:
        return (container.duration or 0) / av.time_base


def sound_lag_s(late: Path, early: Path) -> float:
    """How much later the sound of one file comes than that of the other, of the same sound."""
    one, other = _samples(late), _samples(early)
    size = len(one) + len(other)
    product = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    at = int(np.argmax(np.fft.irfft(product, size)))
    return (at if at < size // 2 else at - size) / RATE


def _samples(path: Path) -> np.ndarray:
    """The left channel from time zero on, silence where the stream has none."""
    heard = np.zeros(0, np.float32)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            begin = round((frame.time or 0) * RATE)
            heard = np.pad(heard, (0, max(0, begin + frame.samples - len(heard))))
            heard[begin : begin + frame.samples] = frame.to_ndarray()[0]
    return heard


def moov_before_mdat(path: Path) -> bool:
    """Whether playback can begin before the whole file is there."""
    data = path.read_bytes()
    return data.index(b"moov") < data.index(b"mdat")


def _ffmpeg(*argv: str) -> str:
    done = _run(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", *argv)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stderr


def _run(*argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)
