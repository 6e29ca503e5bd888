"""The small picture of an upload and the cover of a video have the colours of the clip, however it was coded."""

import asyncio
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from renderer.cover import still_of
from renderer.encoding.encode import encode
from renderer.encoding.recipes import recipe_for
from renderer.painting.painter import paints
from studio.domain.output import Codec
from studio.domain.render import RenderProfile
from studio.providers.intake import ProcessExaminer
from studio.typefaces import font_path
from tests.support import clips
from tests.support.segments import FPS, PICTURE, segment

SIZE = (432, 768)
COLOURS = (
    (128, 128, 128),
    (170, 60, 50),
    (50, 140, 70),
    (60, 80, 170),
    (160, 140, 60),
    (205, 205, 205),
)
PATCH_PX = SIZE[1] // len(COLOURS)
NEAR_SDR, NEAR_HDR = 3.0, 6.0
"""CIE 1976 delta E: 2.3 is just noticed side by side; a tone curve moves bright colours on purpose."""
SDR = {
    "BT.601": ("smpte170m", "bt601"),
    "BT.601, unnamed": ("", "bt601"),
    "BT.709": ("bt709", "bt709"),
    "BT.709, full range": ("bt709", "bt709"),
}
HDR = {"PQ": "smpte2084", "HLG": "arib-std-b67", "BT.2020": "bt2020-10"}


def picture(folder: Path) -> Path:
    rgb = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    for place, colour in enumerate(COLOURS):
        rgb[place * PATCH_PX : (place + 1) * PATCH_PX] = colour
    cv2.imwrite(str(folder / "source.png"), rgb[..., ::-1])
    return folder / "source.png"


def clip(folder: Path, kind: str) -> Path:
    made = folder / "clip.mkv"
    if kind in HDR:
        tags = ("bt2020", HDR[kind], "bt2020nc")
        convert = (
            "format=gbrp,setparams=colorspace=gbr:color_primaries=bt709:color_trc=bt709,"
            f"zscale=p=bt2020:t={HDR[kind]}:m=bt2020nc:r=limited:npl=203:agamma=false,"
            "format=yuv420p10le"
        )
    else:
        name, matrix = SDR[kind]
        tags = (name, name, name) if name else ()
        reach = "full" if "full" in kind else "limited"
        convert = f"scale=out_color_matrix={matrix}:out_range={reach},format=yuv420p"
    named = zip(("-color_primaries", "-color_trc", "-colorspace"), tags, strict=False)
    written = [part for pair in named for part in pair]
    if "full" in kind:
        written += ["-color_range", "pc"]
    done = clips.ffmpeg(
        "-v", "error", "-y", "-loop", "1", "-framerate", "30", "-i", str(picture(folder)),
        "-frames:v", "12", "-vf", convert, "-c:v", "ffv1", *written, str(made),
    )  # fmt: skip
    assert done == "", done
    return made


def cover(folder: Path, path: Path) -> bytes:
    """Make a scene of a clip, encode it, and take the picture that stands for it."""
    wanted = segment(clips.clip_layer(clips.whole(400)), frames=6)
    video = folder / "video.mp4"
    encode(
        iter(paints(wanted, {PICTURE: path}, font_path)),
        video,
        width_px=wanted.width_px,
        height_px=wanted.height_px,
        fps=FPS,
        total=6,
        recipe=recipe_for(RenderProfile.STANDARD, Codec.H264, fps=FPS),
        on_progress=lambda _: True,
    )
    return still_of(video, 3)


def delta_e(jpeg: bytes) -> NDArray[np.float32]:
    """Measure how far the middle of each patch is from its colour."""
    shown = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert shown is not None
    high, wide = shown.shape[0] / len(COLOURS), shown.shape[1]
    middles = [
        shown[round((n + 0.3) * high) : round((n + 0.7) * high), wide // 3 : 2 * wide // 3]
        for n in range(len(COLOURS))
    ]
    found = np.array([[patch.mean((0, 1)) for patch in middles]], np.float32) / 255
    meant = np.array([COLOURS], np.float32) / 255
    apart = cv2.cvtColor(found, cv2.COLOR_RGB2LAB) - cv2.cvtColor(meant, cv2.COLOR_RGB2LAB)
    return np.linalg.norm(apart[0], axis=-1)


@pytest.mark.parametrize("kind", [*SDR, *HDR])
def test_thumbnail_and_cover_have_the_colours_of_the_clip(kind: str, tmp_path: Path) -> None:
    path = clip(tmp_path, kind)

    examined = asyncio.run(ProcessExaminer().examine(path, name="a.mkv", clean=tmp_path / "clean"))

    limit = NEAR_HDR if kind in HDR else NEAR_SDR
    for jpeg in (examined.thumbnail, cover(tmp_path, path)):
        assert delta_e(jpeg).max() < limit, delta_e(jpeg)
