# ruff: noqa: RUF001 - the scripts of the world are the point
"""Every style of captions: inside the zone, steady, in time, and in the order of reading."""

from functools import cache
from itertools import groupby, pairwise

import numpy as np
import pytest

from renderer.captions.cues import EASE_MS, Captions
from renderer.captions.drawing import is_number
from renderer.captions.styles import LOOKS
from renderer.pixels.frames import Planes
from renderer.typesetting import lettering
from renderer.typesetting.fonts import Fonts
from studio.domain.asset import Word
from studio.domain.captions import Cue, cues_from_words
from studio.domain.emoji import is_silent
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Milliseconds
from studio.domain.zones import layout
from studio.typefaces import font_path
from tests.support.segments import cue

WIDTH, HEIGHT, FPS = 1080, 1920, 30
ZONE = layout(WIDTH, HEIGHT).captions
ROWS = slice(int(ZONE.top) - 200, int(ZONE.bottom) + 200)
GREY = 200
INK = 6
"""A difference that can be seen."""
LIGHTING = [s for s in CaptionStyle if s is not CaptionStyle.CLASSIC]
SHOWING_ALL = [s for s in CaptionStyle if LOOKS[s].shows == "cue"]
LONG = {
    "en": "Incomprehensibilities of WWWWWWWWWWWWWWWWWWWWWWWW jjjjjjjjjj 1,000,000,000,000",
    "de": "Donaudampfschifffahrtsgesellschaftskapitän über Überraschungen",
    "vi": "Những người ĐẸP Ở Việt Nam nghiêng nghiêng",
    "ru": "Превысокомногорассмотрительствующий щука",
    "el": "Ὠτορινολαρυγγολογικός ΐΰ ᾧ",
    "ar": "أفاستسقيناكموها ﷽ ١٠٠٠٠٠٠٠ Google Maps جيدة",
    "ur": "کوئی آپ کو ٹیلیویژنوں کے بارے میں نہیں بتاتا",
    "he": "אנציקלופדיותיהם לָמָּה 2024 Google Maps של",
    "hi": "किंकर्तव्यविमूढ़ र्स्त्र्यांचे ट्टू कॉफ़ी ऊँ",
    "th": "ที่ผู้ใหญ่กี๋กู้กิ๊กกฎหมายรัฐธรรมนูญป่าไม้ 100%",
    "ja": "ジェットコースター的超高速大冒険物語、である。",
    "zh": "没有人告诉你关于咖啡的70%真相，真的。",
    "ko": "아무도말해주지않는커피이야기입니다 세계의 진실",
    "und-Zsye": "🚀🔥👍🏽🎉❤🎬🎵🌍🌎🌏🎁🎂 👩‍💻🇩🇪",
}
ONE = cue(("Three", 0, 400), ("golden", 420, 900), ("hearts", 920, 1_300), until_ms=1_700)


def said(text: str) -> tuple[Cue, ...]:
    spoken: list[Word] = []
    at = 0
    for word in text.split():
        until = at + 90 * len(word)
        spoken.append(Word(text=word, start_ms=Milliseconds(at), end_ms=Milliseconds(until)))
        at = until + 40
    return cues_from_words(spoken, clip_ms=at + 500)


def painted(style: CaptionStyle, language: str, cues: tuple[Cue, ...], *, step: int = 1):
    """What captions change of each frame: luma, and the sum of both chroma planes."""
    captions = Captions(
        cues,
        Fonts(font_path, language),
        style=style,
        palette_seed=0,
        layout=layout(WIDTH, HEIGHT),
        fps=FPS,
    )
    seen: list[tuple[np.ndarray, np.ndarray]] = []
    for number in range(0, round(cues[-1].end_ms * FPS / 1000), step):
        half = (HEIGHT // 2, WIDTH // 2)
        frame = Planes(
            np.full((HEIGHT, WIDTH), GREY, np.uint8),
            np.full(half, 128, np.uint8),
            np.full(half, 128, np.uint8),
        )
        captions.paint(frame, number)
        colour = np.abs(frame.u.astype(np.int16) - 128) + np.abs(frame.v.astype(np.int16) - 128)
        seen.append((np.abs(frame.y[ROWS].astype(np.int16) - GREY), colour))
    return seen


@cache
def of_one(style: CaptionStyle) -> list[tuple[np.ndarray, np.ndarray]]:
    return painted(style, "en", (ONE,))


def bounds(luma: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is seen, in the frame."""
    rows, columns = (np.flatnonzero(np.any(luma > INK, axis=axis)) for axis in (1, 0))
    return (
        int(columns[0]),
        int(rows[0]) + ROWS.start,
        int(columns[-1]) + 1,
        int(rows[-1]) + ROWS.start + 1,
    )


def middle_of_colour(colour: np.ndarray) -> float:
    """Where the accent stands, in columns of the frame."""
    return float(2 * np.average(np.arange(WIDTH // 2), weights=(colour > 60).sum(axis=0)))


def test_every_style_has_a_look() -> None:
    assert set(LOOKS) == set(CaptionStyle)
    assert len(LOOKS) >= 8


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("style", CaptionStyle)
def test_all_ink_is_inside_the_zone(style: CaptionStyle, language: str) -> None:
    most = np.max([luma for luma, _ in painted(style, language, said(LONG[language]), step=5)], 0)

    left, top, right, bottom = bounds(most)

    assert (left >= ZONE.left, top >= ZONE.top) == (True, True), (left, top)
    assert (right <= ZONE.right, bottom <= ZONE.bottom) == (True, True), (right, bottom)


@pytest.mark.parametrize("word", ["Donau" * 40, "https://example.com/" + "a-b" * 60, "W" * 1_200])
@pytest.mark.parametrize("style", CaptionStyle)
def test_a_word_longer_than_any_line_is_inside_the_zone(style: CaptionStyle, word: str) -> None:
    alone = cue((word, 0, 300), until_ms=400)
    most = np.max([luma for luma, _ in painted(style, "en", (alone,), step=3)], 0)

    left, _, right, _ = bounds(most)

    assert (left >= ZONE.left, right <= ZONE.right) == (True, True), (left, right)


@pytest.mark.parametrize("style", CaptionStyle)
def test_a_cue_never_blinks(style: CaptionStyle) -> None:
    assert all((luma > 60).any() for luma, _ in of_one(style))


@pytest.mark.parametrize("style", LIGHTING)
def test_a_word_shows_within_40_ms_of_its_sound(style: CaptionStyle) -> None:
    frames = of_one(style)
    changed = [0.0] + [
        n * 1000 / FPS
        for n, (a, b) in enumerate(pairwise(frames), 1)
        if max(np.abs(b[0] - a[0]).max(), np.abs(b[1] - a[1]).max()) > 30
    ]

    late = [min(abs(at - word.start_ms) for at in changed) for word in ONE.words]

    assert max(late) <= 40


@pytest.mark.parametrize("style", SHOWING_ALL)
def test_nothing_moves_between_words(style: CaptionStyle) -> None:
    settled = [luma for luma, _ in of_one(style)][round(EASE_MS * FPS / 1000) + 1 :]
    boxes = np.array([bounds(luma) for luma in settled])

    grown_px = 0.12 * LOOKS[style].size_px if LOOKS[style].growth > 1 else 0
    assert np.ptp(boxes, axis=0).max() <= grown_px


def test_a_cue_that_comes_in_eases_to_its_size() -> None:
    boxes = [bounds(luma) for luma, _ in of_one(CaptionStyle.BOLD)]
    widths = [right - left for left, _, right, _ in boxes]

    assert widths[0] < 0.95 * widths[-1], "it comes in smaller"
    assert max(widths) < 1.06 * widths[-1], "it hardly shoots past"
    assert len(set(widths[7:])) == 1, "it comes to rest"


@pytest.mark.parametrize(
    ("language", "text", "is_rightward"),
    [("en", "coffee", True), ("he", "אנציקלופדיה", False), ("ar", "القهوة", False)],
)
@pytest.mark.parametrize("style", [CaptionStyle.KARAOKE, CaptionStyle.TYPEWRITER])
def test_a_word_fills_in_the_direction_of_reading(
    style: CaptionStyle, language: str, text: str, is_rightward: bool
) -> None:
    frames = painted(style, language, (cue((text, 0, 1_000), until_ms=1_000),))

    early, later = (middle_of_colour(frames[n][1]) for n in (6, 20))

    assert (later > early) == is_rightward
    assert (early < WIDTH / 2) == is_rightward


def test_right_to_left_words_follow_each_other_to_the_left() -> None:
    words = cue(("שלום", 0, 500), ("2024", 500, 900), ("עולם", 900, 1_400), until_ms=1_500)
    frames = painted(CaptionStyle.BOX, "he", (words,))

    at = [middle_of_colour(frames[n][1]) for n in (8, 20, 35)]

    assert at[0] > at[1] > at[2]


def test_a_box_is_as_high_as_the_marks_above_its_letters() -> None:
    plain, marked = (
        painted(CaptionStyle.BOX, "hi", (cue((text, 0, 500), until_ms=600),), step=10)[-1][1]
        for text in ("कम", "कॉफ़ी")
    )

    tops = [int(np.flatnonzero((colour > 60).any(axis=1))[0]) for colour in (plain, marked)]
    assert tops[1] < tops[0]


def test_a_latin_name_in_right_to_left_text_keeps_its_order() -> None:
    words = cue(("2024", 0, 400), ("Big", 400, 800), ("Ben", 800, 1_200), until_ms=1_300)
    frames = painted(CaptionStyle.BOX, "he", (words,))

    year, big, ben = (middle_of_colour(frames[n][1]) for n in (6, 18, 30))

    assert big < ben < year


@pytest.mark.parametrize(
    ("text", "first"),
    [("find the island", "find"), ("wer sucht das Glück", "wer sucht"), ("mira el gatito", "mira")],
)
def test_a_line_does_not_end_with_an_article(text: str, first: str) -> None:
    fonts = Fonts(font_path, "en")
    pieces = lettering.atoms(text.split(), fonts, "text")
    block = lettering.block(
        pieces, fonts, "text", size_px=90, width_px=440, height_px=400, max_lines=2
    )
    lines = groupby(block.placed, key=lambda p: p.baseline)
    written = [" ".join(run.text for p in line for run in p.runs) for _, line in lines]

    assert written[0] == first


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("ja", "決して消えない湖", "決して"),
        ("ja", "コーヒーは力を与えない", "コーヒーは"),
        ("zh", "没有人知道它为什么不会熄灭", "没有人知道它"),
        ("zh", "改变大脑的三个习惯", "改变大脑的"),
    ],
)
def test_a_line_of_a_language_without_spaces_ends_with_a_phrase(
    language: str, text: str, first: str
) -> None:
    fonts = Fonts(font_path, language)
    pieces = lettering.atoms([text], fonts, "display")
    block = lettering.block(
        pieces, fonts, "display", size_px=90, width_px=420, height_px=400, max_lines=2
    )
    lines = groupby(block.placed, key=lambda p: p.baseline)

    assert "".join(run.text for p in next(lines)[1] for run in p.runs) == first


@pytest.mark.parametrize(
    "text", ["あいうえおかきくっゃけこさしす", "超高速大冒険「物語」を読む人々の話だ"]
)
def test_a_japanese_line_begins_with_no_closing_and_ends_with_no_opening(text: str) -> None:
    fonts = Fonts(font_path, "ja")
    pieces = lettering.atoms([text], fonts, "display")
    for width in range(200, 900, 20):
        block = lettering.block(
            pieces, fonts, "display", size_px=90, width_px=width, height_px=400, max_lines=3
        )
        lines = groupby(block.placed, key=lambda p: p.baseline)
        written = ["".join(run.text for p in line for run in p.runs) for _, line in lines]
        assert "".join(written) == text
        assert not any(line[0] in "っゃ」々" or line[-1] == "「" for line in written), written


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "This lake burns all year 🔥"),
        ("en", "It never goes out 🔥 ."),
        ("fr", "Qui le savait avant toi ?"),
        ("fr", "« Personne » disait-il « jamais »"),
        ("ja", "この湖は一年中燃えている🔥。"),
        ("ja", "この湖は一年中燃えている 🔥🔥"),
        ("th", "ทะเลสาบนี้ไหม้ตลอดทั้งปี🔥"),
        ("ar", "هذه البحيرة تحترق 🔥"),
    ],
)
def test_a_line_is_never_without_a_word(language: str, text: str) -> None:
    fonts = Fonts(font_path, language)
    pieces = lettering.atoms(text.split(), fonts, "display")
    for width in range(160, 900, 80):
        block = lettering.block(
            pieces, fonts, "display", size_px=90, width_px=width, height_px=500, max_lines=3
        )
        lines = groupby(block.placed, key=lambda p: p.baseline)
        written = ["".join(run.text for p in line for run in p.runs) for _, line in lines]
        assert not any(is_silent(line) for line in written), written
        if not fonts.is_right_to_left:
            assert not any(line[0] in "🔥?»." or line[-1] == "«" for line in written), written


def test_many_emoji_go_on_in_a_new_line() -> None:
    fonts = Fonts(font_path, "en")
    pieces = lettering.atoms(["so", "🔥 🔥 🔥 🔥 🔥 🔥 🔥 🔥 🔥 🔥"], fonts, "display")
    block = lettering.block(
        pieces, fonts, "display", size_px=90, width_px=760, height_px=400, max_lines=2
    )

    assert block.lines == 2
    assert block.size_px > 80


@pytest.mark.parametrize("style", [CaptionStyle.CLASSIC, CaptionStyle.SINGLE])
def test_a_number_has_the_accent_colour(style: CaptionStyle) -> None:
    number, word = (
        painted(style, "en", (cue((text, 0, 500), until_ms=600),), step=10)[-1][1]
        for text in ("70%", "seven")
    )

    assert number.max() > 60
    assert word.max() < 20


@pytest.mark.parametrize("text", ["70%", "$5", "2,000", "#1", "١٠٠", "3rd"])
def test_figures_are_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["covid19", "two", "—", ""])
def test_words_are_not_numbers(text: str) -> None:
    assert not is_number(text)
