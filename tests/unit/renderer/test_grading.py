"""HDR and wide-gamut clips, beside the same picture as it was and as ffmpeg tone-maps it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from renderer.clips.framing import upright_rgb
from renderer.clips.grading import Grade, grade_of, standard, toned
from renderer.clips.reel import Reel
from tests.support import clips

SIZE = (192, 108)
COLOURS = (
    (128, 128, 128),
    (170, 60, 50),
    (50, 140, 70),
    (60, 80, 170),
    (160, 140, 60),
    (40, 40, 40),
)
NEAR, ALIKE = 16, 22
"""8-bit levels: from the picture as it was (a dark channel beside a bright one is the worst), and from another curve than ours."""
REFERENCE = (
    "zscale=t=linear:npl=203:agamma=false,format=gbrpf32le,zscale=p=bt709,"
    "tonemap=mobius:desat=0:peak=4.93,zscale=agamma=false:t=bt709:m=bt709:r=limited,"
    "format=yuv420p,format=rgb24"
)


def source(folder: Path) -> tuple[Path, np.ndarray]:
    rgb = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    for place, colour in enumerate(COLOURS):
        rgb[:, place * 32 : place * 32 + 32] = colour
    cv2.imwrite(str(folder / "source.png"), rgb[..., ::-1])
    return folder / "source.png", rgb


def graded(folder: Path, transfer: str) -> Path:
    """The picture as a clip of 10 bits whose diffuse white has 203 cd/m2."""
    path, _ = source(folder)
    made = folder / f"{transfer}.mkv"
    to_hdr = (
        "format=gbrp,setparams=colorspace=gbr:color_primaries=bt709:color_trc=bt709,"
        f"zscale=p=bt2020:t={transfer}:m=bt2020nc:r=limited:npl=203:agamma=false,format=yuv420p10le"
    )
    done = clips.ffmpeg(
        "-v", "error", "-y", "-loop", "1", "-i", str(path), "-frames:v", "2", "-vf", to_hdr,
        "-c:v", "ffv1", "-color_primaries", "bt2020", "-color_trc", transfer,
        "-colorspace", "bt2020nc", str(made),
    )  # fmt: skip
    assert done == "", done
    return made


def middles(rgb: np.ndarray) -> np.ndarray:
    return np.array(
        [rgb[30:80, p * 32 + 10 : p * 32 + 22].mean((0, 1)) for p in range(len(COLOURS))]
    )


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67", "bt2020-10"])
def test_a_clip_looks_as_its_picture_did_before_it_was_graded(
    tmp_path: Path, transfer: str
) -> None:
    reel = Reel(graded(tmp_path, transfer))

    shown = middles(upright_rgb(reel.at(0), None, longest_px=SIZE[0]))

    assert np.abs(shown - np.array(COLOURS)).max() < NEAR


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_it_is_near_what_ffmpeg_makes_of_it(tmp_path: Path, transfer: str) -> None:
    clip, still = graded(tmp_path, transfer), tmp_path / "reference.png"
    assert not clips.ffmpeg(
        "-v", "error", "-y", "-i", str(clip), "-frames:v", "1", "-vf", REFERENCE, str(still)
    )
    reference = middles(np.asarray(cv2.imread(str(still)))[..., ::-1])

    shown = middles(upright_rgb(Reel(clip).at(0), None, longest_px=SIZE[0]))

    assert np.abs(shown - reference).max() < ALIKE


def test_highlights_are_bent_and_nothing_turns_back() -> None:
    grey = toned(np.repeat(np.linspace(0, 8, 400)[:, None], 3, axis=1))[:, 0]

    assert (np.diff(grey) >= -1e-9).all()
    assert grey.max() == pytest.approx(1)
    assert grey[20] == pytest.approx(20 * 8 / 399)
    assert 0.7 < np.interp(1.0, np.linspace(0, 8, 400), grey) < 0.8


@pytest.mark.parametrize("grade", [Grade.WIDE, Grade.PQ, Grade.HLG])
def test_grey_stays_grey_and_black_black(grade: Grade) -> None:
    made = standard(np.repeat(np.linspace(0, 1, 11)[:, None], 3, axis=1), grade)

    assert np.ptp(made, axis=1).max() < 1e-3
    assert made[0].max() < 1e-6
    assert made[-1].min() > 0.999


def test_a_grade_is_told_by_its_codes() -> None:
    assert [grade_of(*codes) for codes in ((16, 9), (18, 9), (14, 9), (1, 1), (2, 2))] == [
        Grade.PQ,
        Grade.HLG,
        Grade.WIDE,
        Grade.STANDARD,
        Grade.STANDARD,
    ]
