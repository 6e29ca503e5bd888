"""Captions and headlines stay in their zones in every format, on every platform."""

from itertools import product

import numpy as np
import pytest

from renderer.captions.cues import Captions
from renderer.overlays.stage import Overlays
from renderer.pixels.frames import Planes, blank
from renderer.typesetting.fonts import Fonts
from studio.domain.output import SIZES, Format
from studio.domain.overlays import OverlayStyle
from studio.domain.storyboard import CaptionStyle
from studio.domain.zones import Platform, Zone, layout
from studio.typefaces import font_path
from tests.support.segments import cue, shown_headline

HALF = 2
"""Frames are drawn at half their size: as safe, and four times as fast."""
STYLES = (CaptionStyle.BOLD, CaptionStyle.POP, CaptionStyle.BOX, CaptionStyle.SINGLE)
TEXTS = {"en": ("Incomprehensibilities", "of", "WWWWWWWWWWWWWWWW"), "ar": ("أفاستسقيناكموها", "﷽")}
EVERYWHERE = list(product(Format, Platform))


def size(of: Format) -> tuple[int, int]:
    width, height = SIZES[of]
    return width // HALF, height // HALF


def seen(changed: np.ndarray) -> Zone:
    rows, columns = (np.flatnonzero(np.any(changed, axis=axis)) for axis in (1, 0))
    return Zone(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def differs(frame: Planes, grey: int) -> np.ndarray:
    return np.abs(frame.y.astype(np.int16) - grey) > 6


@pytest.mark.parametrize(("shape", "platform"), EVERYWHERE)
def test_captions_stay_in_their_zone(shape: Format, platform: Platform) -> None:
    room = layout(*size(shape), platform)
    inked = np.zeros(size(shape)[::-1], np.bool_)
    for style, (language, words) in product(STYLES, TEXTS.items()):
        said = cue(*((w, 400 * n, 400 * n + 300) for n, w in enumerate(words)), until_ms=1_300)
        captions = Captions(
            (said,),
            Fonts(font_path, language),
            style=style,
            palette_seed=0,
            layout=room,
            fps=30,
        )
        for number in (1, 4, 14, 27):
            frame = blank(*size(shape))
            frame.y[:] = 200
            captions.paint(frame, number)
            inked |= differs(frame, 200)

    assert seen(inked).within(room.captions) == seen(inked)


@pytest.mark.parametrize(("shape", "platform"), EVERYWHERE)
def test_a_headline_stays_in_its_zone(shape: Format, platform: Platform) -> None:
    room = layout(*size(shape), platform)
    painter = Overlays(
        (shown_headline("Nobody tells you about incomprehensibilities", end=60),),
        Fonts(font_path, "en"),
        style=OverlayStyle.CLEAN,
        accent=(255, 221, 51),
        layout=room,
        fps=30,
    )
    frame = blank(*size(shape))

    painter.paint(frame, 30)

    letters = seen(frame.y > 60)
    assert letters.within(room.title) == letters
    assert letters.width > 0.4 * room.title.width, "it is large"
