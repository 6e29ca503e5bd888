"""Emoji in their own colours, among letters of every script."""

import json
from itertools import pairwise

import numpy as np
import pytest

from renderer.captions.cues import Captions
from renderer.overlays.drawing import Board, draw
from renderer.overlays.panel import Inks
from renderer.overlays.places import places
from renderer.overlays.styles import OVERLAY_LOOKS
from renderer.pixels.frames import Planes, blank
from renderer.typesetting import emoji
from renderer.typesetting.fonts import Emoji, Fonts
from studio.domain.captions import cues_from_words
from studio.domain.emoji import emoji_key
from studio.domain.overlays import Headline, OverlayStyle
from studio.domain.storyboard import CaptionStyle
from studio.domain.zones import layout
from studio.typefaces import emoji_keys, font_path
from tests.support import npm
from tests.support.storyboards import words

WIDTH, HEIGHT, FPS = 540, 960, 30
UNDRAWN = {"1f9b0", "1f9b1", "1f9b2", "1f9b3", "1f1e8-1f1f6"}
"""Hair without a head, which is never written alone, and the flag of Sark."""
TOLERANCE = 12
"""Of 8-bit chroma: averaging over two pixels at an edge."""


def test_there_is_a_picture_of_every_emoji_that_unicode_recommends() -> None:
    folder = npm.package("emojibase-data", "17.0.0") / "emojibase-data" / "en"
    listed = json.loads((folder / "data.json").read_text("utf-8"))
    every = [each["emoji"] for each in listed]
    every += [skin["emoji"] for each in listed for skin in each.get("skins", ())]
    fonts = Fonts(font_path, "en")

    assert len(every) > 3_900
    assert {emoji_key(one) for one in every} - emoji_keys() == UNDRAWN
    for one in every:
        runs = fonts.runs(one, "text", 24)
        assert emoji_key(one) in UNDRAWN or [type(run) for run in runs] == [Emoji], one


@pytest.mark.parametrize("key", ["1f525", "1f44d-1f3ff", "1f1e9-1f1ea", "31-20e3", "1f3fd"])
def test_a_picture_fills_its_square_and_is_clear_around(key: str) -> None:
    drawn = emoji.picture(key, 80)

    assert drawn.shape == (80, 80, 4)
    assert drawn[..., 3].max() == 1
    assert 0.2 < drawn[..., 3].mean() < 0.95
    assert (drawn[..., :3] <= 255 * drawn[..., 3:] + 0.5).all()


def test_a_flag_is_that_of_its_country() -> None:
    drawn = emoji.picture("1f1e9-1f1ea", 64)[..., :3]

    assert (drawn[20, 32] < 20).all()
    assert drawn[32, 32, 0] > 200 > 60 > drawn[32, 32, 1]
    assert drawn[44, 32, 0] > 200 < drawn[44, 32, 1]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ship🚀ped"),
        ("ar", "مرحبا🚀"),
        ("ja", "世界🚀です"),
        ("th", "จรวด🚀"),
        ("he", "שלום🚀"),
    ],
)
def test_an_emoji_keeps_its_place_within_a_word(language: str, text: str) -> None:
    runs = Fonts(font_path, language).runs(text, "display", 40)

    at = [isinstance(run, Emoji) for run in runs].index(True)
    is_rtl = language in {"ar", "he"}
    assert at == (0 if is_rtl else 1)
    assert sorted("".join(run.text for run in runs)) == sorted(text)


@pytest.mark.parametrize("style", [s for s in CaptionStyle if s is not CaptionStyle.TYPEWRITER])
def test_an_emoji_has_the_same_colours_whether_its_word_is_spoken_or_not(
    style: CaptionStyle,
) -> None:
    said = words("one ❤️ two")
    cue = cues_from_words(said, clip_ms=10_000)[0]
    assert [word.text for word in cue.words] == ["one ❤️", "two"]
    captions = Captions(
        [cue],
        Fonts(font_path, "en"),
        style=style,
        palette_seed=1,
        layout=layout(WIDTH, HEIGHT),
        fps=FPS,
    )
    starts = [word.start_ms for word in cue.words]
    settled = [round((at + 400) * FPS / 1000) for at in starts]
    if style is CaptionStyle.SINGLE:
        settled = settled[:1]

    reds = [_most_red(captions, number) for number in settled]

    assert min(reds) > 70
    assert all(abs(a - b) <= TOLERANCE for a, b in pairwise(reds))


def test_a_headline_shows_emoji_in_colour() -> None:
    room = layout(WIDTH, HEIGHT)
    inks = Inks(Fonts(font_path, "en"), (72, 219, 251), room.scale)
    board = Board(OVERLAY_LOOKS[OverlayStyle.CLEAN], inks, places(room))

    drawn = draw(Headline(text="I ❤️ bees"), board, has_badge=False)

    assert drawn is not None
    frame = blank(WIDTH, HEIGHT)
    drawn.words.blend(frame)
    assert int(frame.v.max()) - 128 > 70


def test_whoever_looks_at_letters_alone_sees_them_where_they_are() -> None:
    said = words("one ❤️ two")
    frames: list[Planes] = []
    for how in (emoji.picture, emoji.nothing):
        captions = Captions(
            cues_from_words(said, clip_ms=10_000),
            Fonts(font_path, "en", draw=how),
            style=CaptionStyle.CLASSIC,
            palette_seed=1,
            layout=layout(WIDTH, HEIGHT),
            fps=FPS,
        )
        frames.append(blank(WIDTH, HEIGHT))
        captions.paint(frames[-1], 12)

    with_emoji, without = frames
    white = without.y > 200
    assert white.sum() > 200
    assert (with_emoji.y[white] > 180).all()
    assert int(without.v.max()) - 128 < TOLERANCE


def _most_red(captions: Captions, number: int) -> int:
    frame = blank(WIDTH, HEIGHT)
    captions.paint(frame, number)
    return int(np.percentile(frame.v[frame.v > 140].astype(np.int16) - 128, 90))
