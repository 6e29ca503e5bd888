# ruff: noqa: RUF001 - the scripts of the world are the point
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from studio import typefaces
from studio.domain.errors import Misconfigured, UnsupportedLanguage
from studio.typefaces import font_path, has_glyph, script_of

SENTENCES = {
    "en": "Why do 7 of 10 plans fail? “Because,” she said…",
    "es": "¿Por qué fallan los años? ¡Mañana!",
    "fr": "À l’œuvre, c’est ça : où, naïf, français",
    "de": "Größe, Übermaß, Straße – ‚ja‘",
    "pt": "Não há coração sem ação",
    "pl": "Zażółć gęślą jaźń",
    "tr": "Işık, ağaç, şimşek",
    "vi": "Những người đẹp ở Việt Nam",
    "ru": "Съешь ещё этих мягких булок, 100 %",
    "uk": "Їжак ґречно ївся",
    "el": "Ξεσκεπάζω την ψυχοφθόρα",
    "ar": "مرحبا بالعالم، ١٠٠ 100؟",
    "fa": "پنج گچ ژاله",
    "he": "שלום עולם, 100",
    "hi": "नमस्ते दुनिया 100",
    "th": "สวัสดีชาวโลก ๑๐๐ 100",
    "und-Zsye": "🚀🔥👍🏽❤🎉",
    "zh": "你好，世界 100",
    "zh-Hans": "镕喆淼龘 100",
    "zh-TW": "臺灣的夜市，真熱鬧！ 100",
    "zh-HK": "佢哋喺嗰度嘅嘢唔係咁啱 100",
    "yue": "冇人話畀你知，咁樣啲嘢 100",
    "ja": "こんにちは、世界 カタカナ 100",
    "ko": "안녕하세요 세계 100",
}


@pytest.mark.parametrize("role", ["display", "text"])
@pytest.mark.parametrize("language", SENTENCES)
def test_a_language_is_written_without_a_missing_glyph(language: str, role: typefaces.Role):
    path = font_path(role, language)

    assert [c for c in SENTENCES[language] if not c.isspace() and not has_glyph(path, c)] == []


@pytest.mark.parametrize("language", SENTENCES)
def test_pillow_draws_every_language_with_shaping(language: str):
    font = ImageFont.truetype(font_path("text", language), 48, layout_engine=ImageFont.Layout.RAQM)
    picture = Image.new("L", (2000, 120))

    ImageDraw.Draw(picture).text((10, 20), SENTENCES[language], font=font, fill=255)

    assert picture.getbbox() is not None


def test_the_nearest_weight_is_taken():
    assert font_path("text", "en", weight=690).stem == "700"
    assert font_path("text", "en", weight=100).stem == "400"
    assert font_path("display", "en", weight=900).stem == "900"


def test_a_script_subtag_decides():
    assert script_of("sr-Latn") == "Latn"
    assert script_of("sr") == "Cyrl"
    assert script_of("zh-TW") == "Hant"
    assert script_of("zh-Hans-HK") == "Hans"
    assert script_of("zh-Hant") == script_of("zh-HK") == script_of("yue") == "Hant"
    assert script_of("pt_BR") == "Latn"


def test_a_script_without_a_family_is_refused_by_name():
    with pytest.raises(UnsupportedLanguage, match=r"'ta'.*Taml"):
        font_path("text", "ta")


def test_missing_fonts_say_how_to_mend_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(typefaces, "FONTS", tmp_path)

    with pytest.raises(Misconfigured, match="make install"):
        font_path("text", "en")


@pytest.mark.parametrize(
    ("encoding", "language"), [("gb2312", "zh"), ("big5", "zh-TW"), ("big5hkscs", "zh-HK")]
)
def test_every_character_of_the_national_sets_is_drawn(encoding: str, language: str):
    path = font_path("display", language)

    every = {c for c in map(chr, range(0x4E00, 0x9FA6)) if _is_in(c, encoding)}

    assert len(every) > 6_000
    assert [c for c in sorted(every)[::7] if not has_glyph(path, c)] == []


def _is_in(character: str, encoding: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


def test_a_character_that_would_be_an_empty_box_has_no_glyph():
    path = font_path("display", "en")

    assert [
        c for c in "Rockets 🚀 fly 中文 far" if not c.isspace() and not has_glyph(path, c)
    ] == list("🚀中文")
