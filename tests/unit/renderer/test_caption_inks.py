"""Captions in colours that a user wants: readable in all of them, as drawn and as examined."""

import numpy as np
import pytest

from renderer.captions.cues import Captions
from renderer.captions.inks import Inks, contrast, inks
from renderer.captions.styles import ACCENTS, INK, WHITE
from renderer.pixels.frames import Planes, blank
from renderer.qa.legibility import RING_PX, TILE_PX, contrast_of, letters_of, outside_px
from renderer.typesetting.fonts import Fonts
from studio.domain.caption_look import CaptionLook, CaptionPlace, CaptionSize
from studio.domain.inspection import READABLE
from studio.domain.storyboard import CaptionStyle
from studio.domain.zones import layout
from studio.typefaces import font_path
from tests.support.segments import cue

WIDTH, HEIGHT = 1080, 1920
SAID = cue(("The", 0, 300), ("fox", 300, 700), ("sleeps", 700, 1_200), until_ms=1_700)
WANTED = ("#ffdd00", "#ff0000", "#1030ff", "#000000", "#ffffff", "#808080", "#00a040", "#ff69b4")


def painted(look: CaptionLook, style: CaptionStyle, grey: int = 128) -> tuple[Captions, Planes]:
    captions = Captions(
        (SAID,),
        Fonts(font_path, "en"),
        style=style,
        palette_seed=0,
        layout=layout(WIDTH, HEIGHT, look=look),
        fps=30,
        wanted=look,
    )
    frame = blank(WIDTH, HEIGHT)
    frame.y[:] = grey
    captions.paint(frame, 15)
    return captions, frame


@pytest.mark.parametrize("seed", range(len(ACCENTS)))
def test_without_a_wish_captions_are_white_with_the_videos_accent_on_ink(seed: int) -> None:
    assert inks(CaptionLook(), seed) == Inks(letters=WHITE, accent=ACCENTS[seed], around=INK)


@pytest.mark.parametrize("colour", WANTED)
@pytest.mark.parametrize("seed", range(len(ACCENTS)))
def test_a_wanted_colour_can_be_read_and_the_spoken_word_stands_out(colour: str, seed: int) -> None:
    found = inks(CaptionLook(colour=colour), seed)

    assert "#{:02x}{:02x}{:02x}".format(*found.letters) == colour
    assert contrast(found.letters, found.around) >= 3
    assert contrast(found.accent, found.around) >= 3
    assert found.accent != found.letters
    assert contrast(found.on_accent, found.accent) >= 3


def test_words_that_fill_up_fill_with_the_wanted_colour() -> None:
    found = inks(CaptionLook(colour="#ffdd00"), 0, fills=True)

    assert (found.letters, found.accent) == (WHITE, (255, 221, 0))


@pytest.mark.parametrize("style", [CaptionStyle.BOLD, CaptionStyle.BOX, CaptionStyle.CLEAN])
@pytest.mark.parametrize("colour", WANTED)
@pytest.mark.parametrize("grey", [40, 128, 220])
def test_the_examiner_finds_letters_of_any_colour_readable(
    style: CaptionStyle, colour: str, grey: int
) -> None:
    captions, frame = painted(CaptionLook(colour=colour), style, grey)

    found = letters_of(captions, 15, frame.y)

    assert found.letters.any()
    ratio = contrast_of(frame.y, found.letters, ring_px=RING_PX, tile_px=TILE_PX, gain=found.gain)
    assert ratio >= READABLE


@pytest.mark.parametrize("place", CaptionPlace)
@pytest.mark.parametrize("size", CaptionSize)
@pytest.mark.parametrize("style", CaptionStyle)
def test_captions_of_any_size_stay_safe_wherever_they_are_wanted(
    place: CaptionPlace, size: CaptionSize, style: CaptionStyle
) -> None:
    look = CaptionLook(place=place, size=size)
    room = layout(WIDTH, HEIGHT, look=look)
    captions, frame = painted(look, style)

    rows = np.flatnonzero((np.abs(frame.y.astype(np.int16) - 128) > 6).any(axis=1))

    assert room.captions.top <= rows[0]
    assert rows[-1] < room.captions.bottom
    assert outside_px(letters_of(captions, 15, frame.y).letters, room.safe) == 0


def test_large_captions_are_larger() -> None:
    heights: list[int] = []
    for size in CaptionSize:
        _, frame = painted(CaptionLook(size=size), CaptionStyle.SINGLE)
        heights.append(int((np.abs(frame.y.astype(np.int16) - 128) > 6).any(axis=1).sum()))

    assert heights == sorted(heights)
    assert heights[2] > 1.4 * heights[0]
