"""Encoder settings as ffmpeg gets them."""

import re
from itertools import product

import pytest

from renderer.encoding.recipes import GOP_S, Recipe, recipe_for
from renderer.painting.content import Content
from studio.domain.output import Codec
from studio.domain.render import RenderProfile

RATES = (24, 25, 30, 60)
INTRA = "partitions=i8x8,i4x4"


HEAD = (
    "open-gop=0:keyint=60:min-keyint=30:scenecut=0:"
    "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv:threads=1:stitchable=1:"
    "bframes=3:b-adapt=0:weightb=0:cabac=1:8x8dct=1:no-deblock=0:"
)


@pytest.mark.parametrize(
    ("content", "rate", "rest"),
    [
        (
            Content.SMOOTH,
            {"crf": "26"},
            f"{INTRA}:deblock=0,0:aq-mode=1:deadzone-inter=0:deadzone-intra=0",
        ),
        (
            Content.TEXTURED,
            {"qp": "22"},
            f"{INTRA}:deblock=-2,-2:deadzone-inter=0:deadzone-intra=0",
        ),
        (
            Content.PASSING,
            {"qp": "24"},
            "partitions=none:deblock=-2,-2:deadzone-inter=0:deadzone-intra=0",
        ),
    ],
)
def test_the_standard_profile_in_h264(content: Content, rate: dict[str, str], rest: str) -> None:
    recipe = recipe_for(RenderProfile.STANDARD, Codec.H264, fps=30, content=content)

    own = {"preset": "ultrafast", **rate, "profile": "high", "x264-params": HEAD + rest}
    assert recipe == Recipe("libx264", own, delay=2)


@pytest.mark.parametrize(("content", "name"), [(Content.SMOOTH, "crf"), (Content.TEXTURED, "qp")])
def test_another_rate_takes_the_place_of_the_usual_one(content: Content, name: str) -> None:
    usual = recipe_for(RenderProfile.STANDARD, Codec.H264, fps=30, content=content)

    assert usual.at(30).options == {**usual.options, name: "30"}


@pytest.mark.parametrize(("fps", "codec", "profile"), list(product(RATES, Codec, RenderProfile)))
def test_a_group_of_pictures_is_two_seconds_long(
    fps: int, codec: Codec, profile: RenderProfile
) -> None:
    options = recipe_for(profile, codec, fps=fps).options

    keyint = options.get("g") or re.findall(r"keyint=(\d+)", str(options))[0]
    assert int(keyint) == GOP_S * fps


@pytest.mark.parametrize(("codec", "profile"), list(product(Codec, RenderProfile)))
def test_another_rate_changes_the_group_of_pictures_alone(
    codec: Codec, profile: RenderProfile
) -> None:
    slow, fast = (str(recipe_for(profile, codec, fps=fps)) for fps in (30, 60))

    assert slow.replace("60", "120").replace("min-keyint=30", "min-keyint=60") == fast
