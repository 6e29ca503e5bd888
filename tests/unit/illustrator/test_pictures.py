"""What an illustrated video looks like, by measures: distinct, calm, smooth, repeatable."""

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from studio.domain.asset import PictureRequest
from studio.domain.storyboard import Mood
from studio.providers.images.illustration.canvas import Canvas
from studio.providers.images.illustration.charts import SHARES
from studio.providers.images.illustration.compose import choose_plan, illustrate
from studio.providers.images.illustration.palette import choose_palette
from studio.providers.images.illustration.scene import Easel
from studio.providers.images.illustrator import draw
from tests.support.pictures import HEIGHT, WIDTH, difference, edges, request, scenes

Form = Callable[[Easel, float, str, Path | None], None]
THEMES = ("bees", "the ocean at night", "a cup of coffee", "saving money", "30 % of it", "trust")
ALIKE, DIFFERENT = 0.9, 4.0
"""Two draws of one composition with other stars or waves differ by less than the first."""
CAPTIONS = np.s_[475:620, 95:445]
STAGE = np.s_[210:440, 95:445]
STEEPEST = 3.2
BRIGHTEST = 150
"""White letters with an outline have a contrast of at least 2.9 : 1 to it."""


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_scenes_of_a_video_about_one_thing_are_alike(theme: str) -> None:
    drawn = scenes(theme, 8)
    apart = [difference(a, b) for a, b in itertools.combinations(drawn, 2)]
    assert min(apart) > ALIKE
    assert np.mean(apart) > DIFFERENT


@pytest.mark.parametrize("theme", THEMES)
def test_a_video_keeps_one_look(theme: str) -> None:
    drawn = [np.asarray(image, np.float32).mean((0, 1)) for image in scenes(theme, 6)]
    assert np.std(drawn, axis=0).max() < 45


@pytest.mark.parametrize("palette", [3, 8])
@pytest.mark.parametrize("mood", [Mood.BRIGHT, Mood.CALM])
def test_where_captions_stand_it_is_calm_and_dark_enough(palette: int, mood: Mood) -> None:
    stage: list[float] = []
    captions: list[float] = []
    for number, theme in enumerate(THEMES):
        image = illustrate(request(theme, number, palette=palette, mood=mood))
        grey = np.asarray(image.convert("L"), np.float32)
        assert grey[CAPTIONS].mean() < BRIGHTEST, theme
        captions.append(edges(grey[CAPTIONS]))
        stage.append(edges(grey[STAGE]))
    assert max(captions) < STEEPEST
    assert np.mean(captions) < 0.9 * np.mean(stage)


def test_a_long_gradient_has_no_bands() -> None:
    image = illustrate(request("the ocean at night", 2))
    sky = np.asarray(image.convert("L"), np.int16)[20:140, 20:200]
    # In a banded gradient whole rows share one value; grain spreads every row over several.
    assert min(len(np.unique(row)) for row in sky) >= 4


def test_the_same_request_gives_the_same_bytes_in_another_process() -> None:
    asked = request("a bee dances", 1)
    program = (
        "import sys, hashlib\n"
        "from studio.domain.asset import PictureRequest\n"
        "from studio.providers.images.illustrator import draw\n"
        "asked = PictureRequest.model_validate_json(sys.argv[1])\n"
        "print(hashlib.sha256(draw(asked).jpeg).hexdigest())\n"
    )
    argv = [sys.executable, "-c", program, asked.model_dump_json()]
    seen = [
        subprocess.run(argv, capture_output=True, text=True, check=True).stdout for _ in range(2)
    ]
    assert seen[0] == seen[1]
    assert draw(asked) == draw(asked)


@pytest.mark.parametrize("form", SHARES)
def test_a_share_is_drawn_as_large_as_it_is(form: Form) -> None:
    palette = choose_palette(palette_seed=3, mood=Mood.BRIGHT, hue=None, light=None)
    warm: list[float] = []
    for share in (0.0, 0.05, 0.5, 0.95, 1.0):
        easel = Easel(Canvas(WIDTH, HEIGHT), palette, np.random.default_rng(1))
        form(easel, share, "", None)
        warm.append(float((easel.canvas.planes[0] - easel.canvas.planes[2]).mean()))
    assert warm == sorted(warm)
    assert len(set(warm)) >= 4


def test_a_number_in_the_words_is_shown() -> None:
    plan = choose_plan(request("95 % of it"), np.random.default_rng(0))
    assert plan.figure is not None
    assert plan.figure.share == pytest.approx(0.95)
    assert choose_plan(request("all of it"), np.random.default_rng(0)).figure is None


@pytest.mark.parametrize(
    "prompt",
    [
        "word " * 2_000,
        "مرحبا بالعالم ٣٠٪",
        "蜂は花の場所を踊りで伝える",
        "99999999999999999999 %",
        "-5 % 0 % 1000 %",
        "1/0 0,0,0 ... %%%",
        "\u202e\u200b\ufeff",
    ],
)
def test_nasty_words_give_a_picture(prompt: str) -> None:
    image = illustrate(request(prompt))
    assert image.size == (WIDTH, HEIGHT)
    assert np.asarray(image).std() > 3


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (64, 64), (1296, 2304)])
def test_any_size_is_filled_to_its_edges(size: tuple[int, int]) -> None:
    asked = PictureRequest(prompt="mountains", seed=5, width_px=size[0], height_px=size[1])
    image = np.asarray(illustrate(asked))
    assert image.shape == (size[1], size[0], 3)
    for edge in (image[0], image[-1], image[:, 0], image[:, -1]):
        assert edge.max() > 0
