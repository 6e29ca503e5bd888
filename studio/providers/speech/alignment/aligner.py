"""Word times for a voice that gives none: the built-in voice says the same, and the two are compared."""

import asyncio

import structlog

from studio.domain.asset import SpeechRequest, Word
from studio.domain.errors import Invalid, ProviderFailed, TooLarge
from studio.providers.speech.alignment.aligning import align
from studio.providers.speech.alignment.features import Samples
from studio.providers.speech.alignment.settling import by_letters, settle
from studio.providers.speech.espeak import EspeakSpeech
from studio.providers.speech.timing import Recital, Span

log = structlog.get_logger()


class Aligner:
    """Times words by ear. Equal sounds and texts give equal times."""

    def __init__(self, reciter: EspeakSpeech) -> None:
        """Take the voice whose times are known."""
        self._reciter = reciter

    async def place(
        self, text: str, samples: Samples, *, rate_hz: int, language: str
    ) -> tuple[Word, ...]:
        """Give every word of a text its time, fit for captions; like ``spans``."""
        found = await self.spans(text, samples, rate_hz=rate_hz, language=language)
        return settle(found, duration_ms=len(samples) * 1000 // rate_hz)

    async def spans(
        self, text: str, samples: Samples, *, rate_hz: int, language: str
    ) -> tuple[Span, ...]:
        """Give every word of a text its time; guessed by letters where espeak cannot say it.

        Args:
            text: What was said.
            samples: One channel, in [-1, 1].
            rate_hz: Of ``samples``.
            language: BCP 47.
        """
        try:
            recital = await self._reciter.recite(SpeechRequest(text=text, language=language))
        except (Invalid, TooLarge, ProviderFailed) as error:
            log.info("speech.words_guessed", language=language, reason=error.code)
            recital = None
        return await asyncio.to_thread(_find, text, samples, rate_hz, recital)


def _find(text: str, samples: Samples, rate_hz: int, recital: Recital | None) -> tuple[Span, ...]:
    if recital is None:
        return by_letters(text, samples, rate_hz=rate_hz)
    return align(samples, rate_hz=rate_hz, reference=recital)
