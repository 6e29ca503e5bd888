"""Encoder settings as ffmpeg gets them."""

import re
from itertools import product

import pytest

from renderer.recipes import GOP_S, Recipe, recipe_for
from studio.domain.output import Codec
from studio.domain.render import RenderProfile

RATES = (24, 25, 30, 60)


def test_the_standard_profile_in_h264() -> None:
    assert recipe_for(RenderProfile.STANDARD, Codec.H264, fps=30) == Recipe(
        "libx264",
        {
            "preset": "ultrafast",
            "crf": "21",
            "profile": "high",
            "x264-params": "open-gop=0:keyint=60:min-keyint=30:scenecut=0:"
            "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv:threads=1:"
            "bframes=3:b-adapt=0:cabac=1:8x8dct=1:partitions=i8x8,i4x4:no-deblock=0:deblock=0,0:"
            "aq-mode=1:weightb=1",
        },
        delay=2,
    )


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
