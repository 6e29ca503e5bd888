"""Which font draws which character."""

import pytest

from renderer.typesetting.fonts import Fonts
from studio.typefaces import font_path


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "go🚀"),
        ("en", "Привет"),
        ("ar", "Google"),
        ("th", "東京"),
        ("ja", "สวัสดี"),
        ("ko", "שלום"),
    ],
)
def test_a_word_of_another_script_is_drawn_whole(language: str, word: str) -> None:
    runs = Fonts(font_path, language).runs(word, "display", 40)

    assert sorted("".join(run.text for run in runs)) == sorted(word)


def test_what_no_font_has_is_dropped() -> None:
    assert Fonts(font_path, "en").runs("\U00012000", "display", 40) == ()
