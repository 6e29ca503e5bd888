"""The colours that captions are written in, chosen so that they can be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from renderer.captions.styles import ACCENTS, INK, WHITE
from renderer.pixels.sprites import Colour
from studio.domain.caption_look import CaptionLook

DEEP_ACCENTS: tuple[Colour, ...] = ((196, 22, 60), (0, 92, 184), (122, 30, 150), (0, 110, 60))
"""Each has a contrast of at least 5:1 against white: for words on a light outline."""
DISTINCT = 100.0
"""How far apart, of 442, two colours are that nobody takes for one another."""


@dataclass(frozen=True, slots=True)
class Inks:
    """What a caption is written in.

    Attributes:
        letters: Of words that are not being spoken.
        accent: Of the word that is, and of figures.
        around: Of outline and plate.
    """

    letters: Colour
    accent: Colour
    around: Colour

    @property
    def on_accent(self) -> Colour:
        """Give the colour of letters on a box of the accent's colour."""
        return max((INK, WHITE), key=lambda ink: contrast(ink, self.accent))


def inks(look: CaptionLook, palette_seed: int, *, fills: bool = False) -> Inks:
    """Choose the colours: what is wanted, and around it what it can be read on.

    Letters too dark for a dark outline get a light one. Where only the letters' colour is wanted,
    the word being spoken gets one that is seen beside it; words that fill up fill with it.
    """
    letters = rgb(look.colour) if look.colour else WHITE
    lit = rgb(look.accent) if look.accent else None
    around = INK
    if look.colour:
        written = [letters] if lit is None else [letters, lit]
        around = max((INK, WHITE), key=lambda ink: min(contrast(ink, c) for c in written))
    accents = _accents(palette_seed, is_dark=around == INK)
    accent = lit or next(a for a in accents if _apart(a, letters))
    if fills and look.colour and lit is None:
        plain = WHITE if around == INK else INK
        letters, accent = (plain if _apart(plain, letters) else accent), letters
    return Inks(letters=letters, accent=accent, around=around)


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast of two colours, 1 to 21.

    Source:
        WCAG 2.2, "contrast ratio".
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luma(colour: Colour) -> float:
    """Give a colour's luma in limited range, 16 to 235.

    Source:
        ITU-R BT.709.
    """
    red, green, blue = colour
    return 16 + 219 / 255 * (0.2126 * red + 0.7152 * green + 0.0722 * blue)


def rgb(colour: str) -> Colour:
    """Read ``#rrggbb``."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _accents(seed: int, *, is_dark: bool) -> Iterator[Colour]:
    if is_dark:
        first = seed % len(ACCENTS)
        yield ACCENTS[first]
        yield WHITE
        yield from ACCENTS
        return
    yield from DEEP_ACCENTS[seed % len(DEEP_ACCENTS) :]
    yield from DEEP_ACCENTS


def _apart(one: Colour, other: Colour) -> bool:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= DISTINCT


def _luminance(colour: Colour) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (part / 255 for part in colour)
    ]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
