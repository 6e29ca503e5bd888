"""A voice that hums, for tests and for trying things out."""

import hashlib
from collections.abc import Sequence

import numpy as np

from studio.domain.asset import SpeechRequest, Word
from studio.domain.errors import Invalid, UnsupportedLanguage
from studio.domain.money import Usage, free
from studio.domain.storyboard import Tempo
from studio.domain.units import SAMPLE_RATE_HZ, Milliseconds
from studio.makers import UNBILLED, Order, Speech, Voice
from studio.providers.speech.polish import fade, to_wav
from studio.providers.speech.timing import has_words

_LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "ja", "nl", "pl", "pt", "ru", "tr", "zh")
_LETTER_MS = {Tempo.SLOW: 72, Tempo.NORMAL: 60, Tempo.FAST: 50}
_GAP_MS = 40


class HummedSpeech:
    """Hums one note per word, as long as the word is written."""

    name = "hummed-1"
    replays = True

    async def aclose(self) -> None:
        """Nothing is held."""

    async def voices(self) -> Sequence[Voice]:
        """List one voice for each language."""
        return tuple(Voice(id=tag, language=tag, label=f"{tag}: hum") for tag in _LANGUAGES)

    def quote(self, request: SpeechRequest) -> Usage:
        """It runs here."""
        return free(self.name, "characters", len(request.text))

    async def sample(self, voice: Voice) -> Speech | None:
        """It has none that is made already."""
        return None

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Hum a text; equal requests give equal bytes.

        Raises:
            Invalid: There is nothing to say.
            UnsupportedLanguage: It hums in well-known languages only.
        """
        return hummed(request)


def hummed(request: SpeechRequest) -> Speech:
    """Hum a text; like ``HummedSpeech.speak``."""
    if request.language.split("-")[0].lower() not in _LANGUAGES:
        raise UnsupportedLanguage(f"The hummed voice does not speak {request.language!r}.")
    if not has_words(request.text):
        raise Invalid("There is nothing to say: the text has no letters or numbers.")
    words: list[Word] = []
    notes: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    start = 0
    for text in request.text.split():
        end = start + round(len(text) * _LETTER_MS[request.tempo] / request.rate)
        words.append(Word(text=text, start_ms=Milliseconds(start), end_ms=Milliseconds(end)))
        seconds = np.arange((end - start) * SAMPLE_RATE_HZ // 1000) / SAMPLE_RATE_HZ
        pitch_hz = _pitch_hz(text) * 2 ** (request.pitch_semitones / 12)
        notes.append(fade(0.3 * np.sin(2 * np.pi * pitch_hz * seconds)))
        notes.append(np.zeros(_GAP_MS * SAMPLE_RATE_HZ // 1000))
        start = end + _GAP_MS
    return Speech(wav=to_wav(np.concatenate(notes)), duration_ms=start, words=tuple(words))


def _pitch_hz(text: str) -> float:
    return 140 + hashlib.sha256(text.encode()).digest()[0] / 4
