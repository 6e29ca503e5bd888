"""Encoders are probed before they are used; this machine's own stand for those it lacks."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from renderer.encoding.encode import encode
from renderer.encoding.hardware import (
    candidates,
    fault_of,
    faults_of,
    hardware_recipe,
    render_nodes,
)
from renderer.encoding.recipes import Recipe, x264
from renderer.encoding.streaming import FRAGMENTED
from renderer.encoding.uploading import arguments
from studio.domain.errors import Cancelled
from studio.domain.output import Codec, Hardware

IN_ORDER = replace(x264("ultrafast", 20, "bframes=0", fps=30), delay=0)
REORDERING = x264("ultrafast", 20, "bframes=3:b-adapt=0", fps=30)
REFUSING = Recipe("libx264", {"preset": "none such"}, delay=0)
UNLISTED = Recipe("h264_none_such", {})
NODES = ("/dev/dri/renderD128",)
PIPED = replace(x264("ultrafast", 20, "bframes=0", fps=30), is_piped=True)
"""Encoded by the program, as VA-API is, but from memory."""
NO_DEVICE = Recipe("h264_vaapi", {"rc_mode": "CQP"}, "", "nv12", 0, True, "/dev/dri/none")
VENDORS = [h for h in Hardware if h not in {Hardware.OFF, Hardware.AUTO}]


@pytest.mark.parametrize("recipe", [IN_ORDER, PIPED])
def test_an_encoder_that_does_what_joining_needs_has_no_fault(recipe: Recipe) -> None:
    assert fault_of(recipe) == ""


@pytest.mark.parametrize(
    ("recipe", "fault"),
    [
        (REORDERING, "reorders"),
        (REFUSING, "does not encode"),
        (replace(REFUSING, is_piped=True), "does not encode"),
        (NO_DEVICE, "/dev/dri/none"),
    ],
)
def test_an_encoder_that_does_not_is_refused_with_the_reason(recipe: Recipe, fault: str) -> None:
    assert fault in fault_of(recipe)


def crash_at_x265(recipe: Recipe) -> str:
    if recipe.encoder == "libx265":
        os.abort()
    return ""


def hang_at_x265(recipe: Recipe) -> str:
    while recipe.encoder == "libx265":
        os.read(os.pipe()[0], 1)
    return ""


NAMES = ("libx264", "libx265", "libsvtav1")
LISTED = [Recipe(name, {}) for name in NAMES]


def test_a_driver_that_crashes_or_hangs_takes_nothing_with_it() -> None:
    crashed = faults_of([*LISTED, UNLISTED], crash_at_x265)
    hung = faults_of(LISTED[:2], hang_at_x265, patience_s=1.0)

    assert crashed == dict(zip(NAMES, ("", "its probe crashed", ""), strict=True))
    assert hung == {"libx264": "", "libx265": "its probe took longer than 1 s"}


@pytest.mark.parametrize("codec", Codec)
def test_off_asks_for_no_encoder_a_name_for_one_and_auto_for_all(codec: Codec) -> None:
    assert candidates(Hardware.OFF, codec, fps=30, nodes=NODES) == ()
    named = [candidates(vendor, codec, fps=30, nodes=NODES) for vendor in VENDORS]
    assert [recipe.encoder for (recipe,) in named] == [f"{codec}_{vendor}" for vendor in VENDORS]
    assert candidates(Hardware.AUTO, codec, fps=30, nodes=NODES) == tuple(
        recipe for (recipe,) in named
    )


def test_every_device_for_vaapi_is_asked(tmp_path: Path) -> None:
    assert render_nodes(tmp_path) == (str(tmp_path / "renderD128"),)
    for name in ("card0", "renderD129", "renderD128"):
        (tmp_path / name).touch()
    nodes = render_nodes(tmp_path)

    made = candidates(Hardware.VAAPI, Codec.HEVC, fps=25, nodes=nodes)

    assert nodes == (str(tmp_path / "renderD128"), str(tmp_path / "renderD129"))
    assert [recipe.title for recipe in made] == [f"hevc_vaapi on {node}" for node in nodes]


def test_frames_are_uploaded_to_the_device_by_ffmpeg() -> None:
    (recipe,) = candidates(Hardware.VAAPI, Codec.HEVC, fps=30, nodes=NODES)

    made = arguments(Path("a.mp4"), width_px=1080, height_px=1920, fps=30, recipe=recipe)

    assert made == [
        *("-loglevel", "error", "-y", "-vaapi_device", "/dev/dri/renderD128"),
        *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", "1080x1920"),
        *("-framerate", "30", "-i", "pipe:0"),
        "-vf",
        "setparams=range=limited:color_primaries=bt709:color_trc=bt709:colorspace=bt709,"
        "format=nv12,hwupload",
        *("-c:v", "hevc_vaapi", "-rc_mode:v", "CQP", "-q:v", "23", "-async_depth:v", "1"),
        *("-profile:v", "main", "-bf:v", "0", "-g:v", "60", "-tag:v", "hvc1"),
        *("-video_track_timescale", "15360", "-f", "mp4"),
        *("-movflags", FRAGMENTED["movflags"], "-write_btrt", "0", "a.mp4"),
    ]


def test_a_stopped_upload_is_cancelled_and_leaves_no_program(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        encode(
            (lambda frame: None for _ in range(40)),
            tmp_path / "a.mp4",
            width_px=64,
            height_px=64,
            fps=30,
            total=40,
            recipe=PIPED,
            on_progress=lambda _: False,
        )


def test_what_a_probe_refuses_is_not_used_and_the_log_says_why() -> None:
    with capture_logs() as logs:
        found = [hardware_recipe(Hardware.AUTO, codec, fps=30) for codec in Codec]

    used = {recipe.title for recipe in found if recipe}
    works = {line["encoder"] for line in logs if line["event"] == "encoder.works"}
    refused = {line["encoder"] for line in logs if line["event"] == "encoder.refused"}
    assert used <= works
    assert not works & refused
    assert all(line["reason"] for line in logs if line["event"] == "encoder.refused")
    assert works or [line["wanted"] for line in logs if line["event"] == "encoder.software"] == [
        "auto"
    ]
