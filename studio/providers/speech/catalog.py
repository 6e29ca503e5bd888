"""The languages and voices espeak-ng has, and how each is best set. Pure but for reading its data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from studio.domain.errors import Invalid, UnsupportedLanguage
from studio.domain.storyboard import Tempo
from studio.makers import Voice


class Band(NamedTuple):
    """One bell of an equaliser: centre in Hz, gain in dB, width in octaves."""

    centre_hz: float
    gain_db: float
    octaves: float


@dataclass(frozen=True, slots=True)
class Timbre:
    """A way of speaking, laid over any language.

    Attributes:
        variant: espeak's name for it.
        label: For people.
        aliases: What else a request may call it.
        bands: Bring its long-term spectrum towards that of natural speech.
    """

    variant: str
    label: str
    aliases: tuple[str, ...]
    bands: tuple[Band, ...]


TIMBRES = (
    Timbre(
        variant="m7",
        label="warm, low",
        aliases=("male", "man", "low", "warm"),
        bands=(Band(170, 3.0, 1.0), Band(2_700, -2.5, 0.9)),
    ),
    Timbre(
        variant="f2",
        label="clear, high",
        aliases=("female", "woman", "high", "clear"),
        bands=(Band(280, 3.0, 1.0), Band(900, -1.5, 1.0), Band(3_900, -6.0, 0.8)),
    ),
    Timbre(
        variant="edward",
        label="calm, low",
        aliases=("calm",),
        bands=(Band(160, 2.0, 0.8), Band(4_000, -3.0, 0.5)),
    ),
    Timbre(
        variant="f3",
        label="bright, high",
        aliases=("bright",),
        bands=(Band(300, 3.5, 1.0), Band(3_600, -6.0, 0.9)),
    ),
)
"""The first is every language's default.

Of espeak's 100 variants these come nearest to the long-term average speech spectrum of Byrne et al.
(1994), male and female: rms deviation in third octaves from 200 Hz to 8 kHz 1.7 dB (m7), 3.4 (f2),
1.8 (edward) and 3.8 (f3), where the plain voice has 2.9. The bands are what was left to correct.
"""

_RATES_WPM = {
    "en": 149,
    "es": 152,
    "fr": 124,
    "de": 143,
    "pt": 161,
    "pt-br": 165,
    "it": 151,
    "nl": 155,
    "pl": 174,
    "ru": 140,
    "sv": 162,
    "hi": 166,
    "id": 165,
    "vi": 125,
    "tr": 175,
    "ar": 175,
}
"""espeak's rate at which a language is spoken at about 15 characters a second."""
_OTHER_RATE_WPM = 155
_TEMPO = {Tempo.SLOW: 0.84, Tempo.NORMAL: 1.0, Tempo.FAST: 1.2}
_DEFAULT_TAGS = {"en": "en-us", "pt": "pt-br", "no": "nb", "zh": "cmn", "fil": "tl", "iw": "he"}


class Language(NamedTuple):
    """One of espeak's languages: BCP 47 tag, its file below ``lang``, its name."""

    tag: str
    file: str
    name: str


def read_languages(data: Path) -> tuple[Language, ...]:
    """List the languages of an espeak data folder, by tag."""
    root = data / "lang"
    found: dict[str, Language] = {}
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        fields = [line.split() for line in path.read_text("utf-8", "replace").splitlines()]
        tags = [f[1].lower() for f in fields if len(f) > 1 and f[0] == "language"]
        names = [" ".join(f[1:]) for f in fields if len(f) > 1 and f[0] == "name"]
        if tags and tags[0] not in found:
            file = path.relative_to(root).as_posix()
            found[tags[0]] = Language(tags[0], file, names[0] if names else tags[0])
    return tuple(found[tag] for tag in sorted(found))


def choose_language(languages: Sequence[Language], wanted: str) -> Language:
    """Find the language for a BCP 47 tag: itself, its usual region, or any region of it.

    Raises:
        UnsupportedLanguage: espeak does not speak it.
    """
    by_tag = {language.tag: language for language in languages}
    tag = wanted.strip().lower().replace("_", "-")
    primary = tag.split("-")[0]
    for candidate in (_DEFAULT_TAGS.get(tag, tag), _DEFAULT_TAGS.get(primary, primary)):
        if candidate in by_tag:
            return by_tag[candidate]
    regional = [by_tag[known] for known in by_tag if known.split("-")[0] == primary]
    if regional:
        return min(
            regional, key=lambda language: (language.tag != f"{primary}-{primary}", language)
        )
    raise UnsupportedLanguage(
        f"The offline voice does not speak {wanted!r}; choose another language for the video."
    )


def choose_timbre(voice: str) -> Timbre:
    """Find the timbre a voice id, a variant or a word such as ``"female"`` means.

    A voice of another language keeps its timbre, so a video that changes its language keeps its
    character.

    Raises:
        Invalid: Nothing is called that.
    """
    name = voice.strip().rpartition("+")[2].lower()
    if not name:
        return TIMBRES[0]
    for timbre in TIMBRES:
        if name == timbre.variant or name in timbre.aliases:
            return timbre
    known = ", ".join(t.aliases[0] for t in TIMBRES)
    raise Invalid(f"There is no voice {voice!r}; choose one of {known}.")


def voices_of(languages: Sequence[Language]) -> tuple[Voice, ...]:
    """List every timbre of every language, the usual region of each language first."""

    def place(language: Language) -> tuple[str, bool, str]:
        primary = language.tag.partition("-")[0]
        return primary, language != choose_language(languages, primary), language.tag

    return tuple(
        Voice(
            id=f"{language.tag}+{timbre.variant}",
            language=language.tag,
            label=f"{language.name}: {timbre.label}",
            aliases=timbre.aliases,
        )
        for language in sorted(languages, key=place)
        for timbre in TIMBRES
    )


def rate_wpm(language: Language, tempo: Tempo, *, by: float = 1.0) -> int:
    """Give espeak's rate for a language and a tempo, so many times as fast."""
    primary = language.tag.split("-")[0]
    base = _RATES_WPM.get(language.tag, _RATES_WPM.get(primary, _OTHER_RATE_WPM))
    return round(base * _TEMPO[tempo] * by)


def pitch(semitones: float) -> int:
    """Give espeak's pitch, 0 to 100, for a shift against the voice's own.

    Source:
        ``pitch_adjust_tab`` in espeak-ng 1.52: 50 steps are an octave, 50 is neutral.
    """
    return min(max(round(50 + semitones * 50 / 12), 0), 100)
