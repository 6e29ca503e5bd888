"""In right-to-left text, what has no direction of its own goes with the letters around it."""

from typing import Literal

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from renderer.pixels.frames import Reals
from renderer.typesetting import lettering
from renderer.typesetting.fonts import Emoji, Fonts
from renderer.typesetting.lettering import Block
from studio.typefaces import font_path

SIZE_PX = 60


@pytest.mark.parametrize(
    ("language", "text", "seen"),
    [
        ("ar", "قلوب 🐙.", [".", "🐙", "قلوب"]),
        ("he", "לבבות 🐙, ועוד", ["ועוד", ",", "🐙", "לבבות"]),
        ("he", "ראיתי NASA, היום", ["היום", ",", "NASA", "ראיתי"]),
        ("he", "ראיתי New York.", [".", "New", "York", "ראיתי"]),
        ("en", "hearts 🐙.", ["hearts", "🐙", "."]),
    ],
)
def test_marks_follow_to_the_left(language: str, text: str, seen: list[str]) -> None:
    placed = sorted(block(language, text).placed, key=lambda p: p.x)

    assert [run.text for one in placed for run in one.runs] == seen


def test_a_stop_stands_close_to_the_name_before_it() -> None:
    stop, new, *_ = sorted(block("he", "ראיתי New York.").placed, key=lambda p: p.x)
    gap_px = new.x - (stop.x + stop.width)

    assert (stop.runs[0].text, new.runs[0].text) == (".", "New")
    assert abs(gap_px) < 1


@pytest.mark.parametrize(
    ("language", "word", "from_left"),
    [
        ("ar", "2025،", "،2025"),
        ("ar", "95٪", "٪95"),
        ("he", "2025,", ",2025"),
        ("he", "95%", "95%"),
    ],
)
def test_figures_have_their_marks_where_the_language_has_them(
    language: str, word: str, from_left: str
) -> None:
    (run,) = Fonts(font_path, language).runs(word, "text", SIZE_PX)

    assert not isinstance(run, Emoji)
    assert np.array_equal(ink(run.font, run.drawn, run.direction), ink(run.font, from_left, "ltr"))


def block(language: str, text: str) -> Block:
    fonts = Fonts(font_path, language)
    pieces = lettering.atoms(text.split(), fonts, "text")
    return lettering.block(
        pieces, fonts, "text", size_px=SIZE_PX, width_px=2_000, height_px=200, max_lines=1
    )


def ink(font: FreeTypeFont, text: str, direction: Literal["ltr", "rtl"]) -> Reals:
    """Draw a text, cut to its ink."""
    image = Image.new("L", (600, 120))
    ImageDraw.Draw(image).text(
        (40, 80), text, fill=255, font=font, anchor="ls", direction=direction
    )
    return np.asarray(image.crop(image.getbbox()), np.float32)
