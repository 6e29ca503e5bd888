"""Typefaces: which font file shows a language, and which characters it can show."""

import functools
import zipfile
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from studio.domain.errors import Misconfigured, UnsupportedLanguage

FONTS = Path(__file__).parent / "fonts"
EMOJI = FONTS / "emoji" / "pictures.zip"
"""An SVG of each emoji, as `scripts/build_web.py` packs them."""
Role = Literal["display", "text", "mono"]

_FAMILIES: dict[str, dict[Role, str]] = {
    "Latn": {"display": "archivo", "text": "noto-sans", "mono": "jetbrains-mono"},
    "Cyrl": {"display": "noto-sans", "text": "noto-sans", "mono": "jetbrains-mono"},
    "Grek": {"display": "noto-sans", "text": "noto-sans", "mono": "jetbrains-mono"},
    "Arab": {"display": "noto-sans-arabic", "text": "noto-sans-arabic"},
    "Hebr": {"display": "noto-sans-hebrew", "text": "noto-sans-hebrew"},
    "Deva": {"display": "noto-sans-devanagari", "text": "noto-sans-devanagari"},
    "Thai": {"display": "noto-sans-thai", "text": "noto-sans-thai"},
    "Zsye": {"display": "noto-emoji", "text": "noto-emoji"},
    "Hans": {"display": "noto-sans-sc", "text": "noto-sans-sc"},
    "Hant": {"display": "noto-sans-tc", "text": "noto-sans-tc"},
    "Jpan": {"display": "noto-sans-jp", "text": "noto-sans-jp"},
    "Kore": {"display": "black-han-sans", "text": "noto-sans-kr"},
}
_LANGUAGES: dict[str, str] = {
    "Cyrl": "ab av ba be bg ce cv kk ky mk mn os ru sr tg tt uk",
    "Grek": "el grc",
    "Arab": "ar arz ckb fa ks pnb prs ps sd ug ur",
    "Hebr": "he iw yi",
    "Deva": "bho doi gom hi kok mai mr ne sa",
    "Hans": "zh cmn",
    "Jpan": "ja",
    "Kore": "ko",
    "Ethi": "am ti",
    "Armn": "hy",
    "Beng": "as bn bpy",
    "Geor": "ka",
    "Gujr": "gu",
    "Guru": "pa",
    "Hant": "yue hak nan",
    "Khmr": "km",
    "Knda": "kn",
    "Laoo": "lo",
    "Mlym": "ml",
    "Mymr": "my shn",
    "Orya": "or",
    "Sinh": "si",
    "Taml": "ta",
    "Telu": "te",
    "Thai": "th",
    "Tibt": "bo dz",
}
_SCRIPTS = {code: script for script, codes in _LANGUAGES.items() for code in codes.split()}
_TRADITIONAL_REGIONS = {"tw", "hk", "mo"}


def font_path(role: Role, language: str, *, weight: int = 700) -> Path:
    """Find the font file for a language's script, in the weight nearest to the wanted one.

    Args:
        role: ``"display"`` is for few large words, ``"text"`` for captions and lines, ``"mono"``
            for figures and code; a script without a mono face gets its text face.
        language: BCP 47; a script subtag decides (``"sr-Latn"``), unknown languages are Latin.
        weight: CSS font weight, 100 to 900.

    Raises:
        UnsupportedLanguage: No installed family has the script.
        Misconfigured: The fonts are not installed.
    """
    script = script_of(language)
    families = _FAMILIES.get(script)
    if families is None:
        raise UnsupportedLanguage(
            f"There is no typeface for {language!r} (script {script}); "
            f"these scripts can be written: {', '.join(sorted(_FAMILIES))}."
        )
    return _nearest(families.get(role, families["text"]), weight)


def script_of(language: str) -> str:
    """Give the ISO 15924 script that a language is written in."""
    primary, *subtags = language.replace("_", "-").lower().split("-")
    named = next((s.title() for s in subtags if len(s) == 4 and s.isalpha()), "")
    if named:
        return named
    if primary == "zh" and _TRADITIONAL_REGIONS.intersection(subtags):
        return "Hant"
    return _SCRIPTS.get(primary, "Latn")


@functools.lru_cache(maxsize=16_384)
def has_glyph(path: Path, character: str) -> bool:
    """Tell whether a font draws a character as anything but its empty box."""
    font = _opened(path)
    if character.isspace():
        return True
    return _drawing(font, character) != _drawing(font, "\U0010ffff")


@functools.cache
def emoji_keys() -> frozenset[str]:
    """Name all emoji that there is a picture of, as ``studio.domain.emoji.emoji_key`` does."""
    with _pictures() as archive:
        return frozenset(Path(name).stem for name in archive.namelist())


def emoji_picture(key: str) -> str:
    """Read the SVG of an emoji, 128 units wide and high.

    Raises:
        KeyError: There is none of this name.
        Misconfigured: The pictures are not installed.
    """
    with _pictures() as archive:
        return archive.read(f"{key}.svg").decode()


def _pictures() -> zipfile.ZipFile:
    if not EMOJI.is_file():
        raise Misconfigured(f"{EMOJI} is not there; run `make install`, which makes it.")
    return zipfile.ZipFile(EMOJI)


def _drawing(font: ImageFont.FreeTypeFont, character: str) -> tuple[bytes, float]:
    return bytes(font.getmask(character)), font.getlength(character)


@functools.lru_cache(maxsize=16)
def _opened(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, 32, layout_engine=ImageFont.Layout.BASIC)


def _nearest(family: str, weight: int) -> Path:
    files = [f for f in (FONTS / family).glob("*.*") if f.stem.isdigit()]
    if not files:
        raise Misconfigured(
            f"The typeface {family!r} is not in {FONTS}; run `make install` to put the fonts there."
        )
    return min(files, key=lambda f: (abs(int(f.stem) - weight), -int(f.stem)))
