"""Encoders are probed before they are used; this machine's own stand for those it lacks."""

import os
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from renderer.hardware import candidates, fault_of, faults_of, hardware_recipe
from renderer.recipes import Recipe, x264
from studio.domain.output import Codec, Hardware

IN_ORDER = replace(x264("ultrafast", 20, "bframes=0", fps=30), delay=0)
REORDERING = x264("ultrafast", 20, "bframes=3:b-adapt=0", fps=30)
REFUSING = Recipe("libx264", {"preset": "none such"}, delay=0)
UNLISTED = Recipe("h264_none_such", {})
VENDORS = [h for h in Hardware if h not in {Hardware.OFF, Hardware.AUTO}]


def test_an_encoder_that_does_what_joining_needs_has_no_fault() -> None:
    assert fault_of(IN_ORDER) == ""


@pytest.mark.parametrize(
    ("recipe", "fault"), [(REORDERING, "reorders"), (REFUSING, "does not encode")]
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
    assert candidates(Hardware.OFF, codec, fps=30) == ()
    named = [candidates(vendor, codec, fps=30) for vendor in VENDORS]
    assert [recipe.encoder for (recipe,) in named] == [f"{codec}_{vendor}" for vendor in VENDORS]
    assert candidates(Hardware.AUTO, codec, fps=30) == tuple(recipe for (recipe,) in named)


def test_what_a_probe_refuses_is_not_used_and_the_log_says_why() -> None:
    with capture_logs() as logs:
        found = [hardware_recipe(Hardware.AUTO, codec, fps=30) for codec in Codec]

    used = {recipe.encoder for recipe in found if recipe}
    works = {line["encoder"] for line in logs if line["event"] == "encoder.works"}
    refused = {line["encoder"] for line in logs if line["event"] == "encoder.refused"}
    assert used <= works
    assert not works & refused
    assert all(line["reason"] for line in logs if line["event"] == "encoder.refused")
    assert works or [line["wanted"] for line in logs if line["event"] == "encoder.software"] == [
        "auto"
    ]
