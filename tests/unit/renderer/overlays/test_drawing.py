# ruff: noqa: RUF001 - the scripts of the world are the point
"""Overlays stay in the safe zone, off the captions' rows, and can be read."""

from functools import cache
from itertools import product

import numpy as np
import pytest

from renderer.captions.cues import Captions
from renderer.captions.styles import ACCENTS
from renderer.overlays.progress import Bar
from renderer.overlays.stage import Overlays
from renderer.overlays.styles import OVERLAY_LOOKS
from renderer.pixels.frames import Planes, blank
from renderer.pixels.sprites import Colour
from renderer.typesetting.fonts import Fonts
from studio.domain.output import SIZES, Format
from studio.domain.overlays import (
    Badge,
    CallToAction,
    Headline,
    LowerThird,
    Overlay,
    OverlayStyle,
    Progress,
    ProgressBar,
    Shown,
    TitleCard,
    shown,
)
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Frames
from studio.domain.zones import Layout, Platform, Zone, layout
from studio.typefaces import font_path
from tests.support.segments import cue

HALF = 2
SIZE = (1080 // HALF, 1920 // HALF)
ACCENT = (72, 219, 251)
LETTER = 40
"""Far more than a shadow changes of black, far less than letters do."""
SCENE = Frames(90)
LONG = {
    "en": "Incomprehensibilities WWWWWWWWWWWWWWWW",
    "de": "Donaudampfschifffahrtsgesellschaft Überraschung",
    "nl": "Hottentottententententoonstelling ijsje",
    "fi": "Epäjärjestelmällistyttämättömyys yö",
    "hu": "Megszentségteleníthetetlenségeskedés őrül",
    "fr": "Anticonstitutionnellement où ça",
    "es": "Electroencefalografista ñandú",
    "pt-BR": "Pneumoultramicroscopicossilico ção",
    "it": "Precipitevolissimevolmente così",
    "pl": "Konstantynopolitańczykowianeczka źdźbło",
    "cs": "Nejneobhospodařovávatelnějšími ďábel",
    "ro": "Electroglotospectrografie știință",
    "tr": "Muvaffakiyetsizleştiricileştirivere İĞ",
    "sv": "Nordvästersjökustartilleri Åå",
    "is": "Vaðlaheiðarvegavinnuverkfærageymslu Þú",
    "lt": "Nebeprisikiškiakopūsteliaujantiesiems ė",
    "vi": "Những người ĐẸP Ở nghiêng nghiêng",
    "id": "Mempertanggungjawabkan dengan",
    "ha": "Ƙwaƙwalwa ɗan ɓera",
    "yo": "Ọ̀pọ̀lọpọ̀ ẹ̀kọ́ ńlá",
    "ru": "Превысокомногорассмотрительствующий щука",
    "uk": "Нікотинамідаденіндинуклеотид їжа",
    "kk": "Қанағаттандырылмағандықтарыңыздан",
    "el": "Ὠτορινολαρυγγολογικός ΐΰ",
    "ar": "أفاستسقيناكموها ﷽ ١٠٠",
    "fa": "دانشگاه‌هایشان می‌خواستند",
    "ur": "کوئی ٹیلیویژنوں کے بارے",
    "he": "אנציקלופדיותיהם לָמָּה 2024",
    "hi": "किंकर्तव्यविमूढ़ र्स्त्र्यांचे",
    "ne": "अन्तर्राष्ट्रियकरण ट्ठू",
    "th": "ที่ผู้ใหญ่กี๋กู้กิ๊กกฎหมายรัฐธรรมนูญ",
    "zh": "没有人告诉你关于咖啡的真相",
    "ja": "ジェットコースター的超高速大冒険物語",
    "ko": "아무도말해주지않는커피이야기입니다",
}


def of(text: str) -> dict[str, tuple[Overlay, ...]]:
    word = text.split()[0]
    return {
        "headline": (Headline(text=text),),
        "headline and badge": (Headline(text=text), Badge(label=word[:20])),
        "title card": (TitleCard(title=text, kicker=text, subtitle=f"{text} {text}"),),
        "lower third": (LowerThird(name=text, role=text),),
        "call to action": (CallToAction(text=text),),
    }


def at_rest(
    overlays: tuple[Overlay, ...],
    style: OverlayStyle,
    *,
    language: str = "en",
    room: Layout,
    size: tuple[int, int] = SIZE,
    grey: int = 16,
    at: int = 40,
) -> Planes:
    frame = blank(*size)
    frame.y[:] = grey
    stage(shown(overlays, frames=SCENE, fps=30), style, language=language, room=room).paint(
        frame, at
    )
    return frame


def stage(
    found: tuple[Shown, ...], style: OverlayStyle, *, language: str, room: Layout
) -> Overlays:
    fonts = Fonts(font_path, language)
    return Overlays(found, fonts, style=style, accent=ACCENT, layout=room, fps=30)


def box(changed: np.ndarray) -> Zone:
    rows, columns = (np.flatnonzero(np.any(changed, axis=axis)) for axis in (1, 0))
    return Zone(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


@cache
def caption_rows() -> tuple[int, int]:
    """The first and the last row that the tallest captions reach, shadows left out."""
    inked = np.zeros(SIZE[::-1], np.bool_)
    for style in CaptionStyle:
        said = cue(("ÅĞÇJ", 0, 100), ("ỆQgjp", 110, 200), ("and", 210, 400), until_ms=900)
        captions = Captions(
            (said,),
            Fonts(font_path, "en"),
            style=style,
            palette_seed=0,
            layout=layout(*SIZE),
            fps=30,
        )
        for number in (2, 10, 20):
            frame = blank(*SIZE)
            captions.paint(frame, number)
            inked |= frame.y > LETTER
    rows = np.flatnonzero(inked.any(axis=1))
    return int(rows[0]), int(rows[-1])


@pytest.mark.parametrize("language", LONG)
def test_long_words_of_every_language_stay_safe_and_off_the_captions(language: str) -> None:
    room, top_of_captions = layout(*SIZE), caption_rows()[0]
    looks = (OverlayStyle.CLEAN, OverlayStyle.PAPER)
    for style, overlays in product(looks, of(LONG[language]).values()):
        seen = box(at_rest(overlays, style, language=language, room=room).y > LETTER)

        assert seen.within(room.safe) == seen, (style, overlays)
        assert seen.bottom < min(top_of_captions, room.captions.top)


@pytest.mark.parametrize(("shape", "platform"), list(product(Format, Platform)))
def test_every_overlay_stays_safe_in_every_shape_of_frame(
    shape: Format, platform: Platform
) -> None:
    size = (SIZES[shape][0] // HALF, SIZES[shape][1] // HALF)
    room = layout(*size, platform)
    for style, overlays in product(OverlayStyle, of("Incomprehensible surprises").values()):
        grey = 235 if style is OverlayStyle.PLATE else 16
        frame = at_rest(overlays, style, room=room, size=size, grey=grey)
        if isinstance(overlays[0], TitleCard):
            continue
        changed = np.abs(frame.y.astype(int) - grey) > (150 if grey == 235 else LETTER)
        seen = box(changed)

        assert seen.within(room.safe) == seen, (style, overlays)
        assert seen.bottom < room.captions.top


@pytest.mark.parametrize("bar", [ProgressBar.TOP, ProgressBar.BOTTOM, ProgressBar.SEGMENTS])
@pytest.mark.parametrize("shape", Format)
def test_a_bar_fills_evenly_outside_of_all_text(shape: Format, bar: ProgressBar) -> None:
    size = (SIZES[shape][0] // HALF, SIZES[shape][1] // HALF)
    room = layout(*size)
    edges = (Frames(50), Frames(120)) if bar is ProgressBar.SEGMENTS else ()
    painter = Bar(
        Progress(bar=bar, first=Frames(0), total=Frames(200), edges=edges),
        accent=ACCENT,
        layout=room,
    )
    full: list[int] = []
    for number in range(0, 200, 5):
        frame = blank(*size)
        painter.paint(frame, number)
        seen = box(frame.y > LETTER)
        full.append(int((frame.y > 150).any(axis=0).sum()))
        assert seen.bottom <= room.title.top or seen.top >= room.captions.bottom
        assert seen.left >= room.title.left - 2
        assert seen.right <= room.title.right + 2

    assert full == sorted(full)
    assert full[19] == pytest.approx(0.48 * room.title.width, abs=8)
    assert full[-1] > 0.94 * room.title.width


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("style", OverlayStyle)
def test_letters_stand_out_from_their_ground(style: OverlayStyle, accent: Colour) -> None:
    look = OVERLAY_LOOKS[style]
    for ground in (look.ground, look.pill, look.page):
        if ground.fill is None:
            continue
        fill, letters, quiet = (
            accent if shade == "accent" else shade
            for shade in (ground.fill, ground.letters, ground.quiet)
        )
        # What shines through a plate is white at worst.
        shining = tuple(255 - round((255 - part) * ground.strength) for part in fill)
        for seen in (fill, shining):
            assert contrast(light(seen), light(letters)) > 4.5
            assert contrast(light(seen), light(quiet)) > 4.5


def light(colour: tuple[int, ...]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, two: float) -> float:
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)


def test_a_name_reads_from_the_right_where_its_language_does() -> None:
    room = layout(*SIZE)
    left, right = (
        box(
            at_rest((LowerThird(name=name),), OverlayStyle.PAPER, language=language, room=room).y
            > LETTER
        )
        for language, name in (("en", "Ada"), ("ar", "ليلى"))
    )
    assert left.left == pytest.approx(room.safe.left, abs=2)
    assert right.right == pytest.approx(room.safe.right, abs=2)


def test_a_pulse_keeps_its_middle_to_a_tenth_of_a_pixel() -> None:
    room = layout(*SIZE)
    call = (CallToAction(text="Follow for more"),)
    middles: list[tuple[float, float]] = []
    for at in range(SCENE - 27, SCENE - 1):
        weight = at_rest(call, OverlayStyle.CLEAN, room=room, at=at).y.astype(float) - 16
        middles.append(
            (
                float(np.average(np.arange(SIZE[0]), weights=weight.sum(axis=0))),
                float(np.average(np.arange(SIZE[1]), weights=weight.sum(axis=1))),
            )
        )
    assert np.ptp(middles, axis=0).max() < 0.1
