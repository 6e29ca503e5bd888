"""Make a foreign voice one of ours: 48 kHz, trimmed, as loud as the built-in one, its words timed."""

import asyncio
from collections.abc import Sequence
from functools import partial

from studio.domain.asset import SpeechRequest
from studio.domain.errors import Invalid, TooLarge, after_the_answer
from studio.domain.pacing import TEMPO_RATE
from studio.domain.units import SAMPLE_RATE_HZ
from studio.makers import Speech
from studio.providers.answers import nonsense
from studio.providers.speech.alignment.aligner import Aligner
from studio.providers.speech.alignment.settling import settle
from studio.providers.speech.espeak import EspeakSpeech
from studio.providers.speech.polish import Polished, present, to_wav
from studio.providers.speech.sound import Sound, is_silent, read_pcm, read_sound
from studio.providers.speech.timing import Span, has_words
from studio.providers.speech.told import to_spans

LONGEST_TEXT = 4_096
"""Characters; the least of what the APIs take."""
_LEAST_MS_PER_LETTER = 18
"""Nobody speaks faster: what is shorter was cut off."""


class Booth:
    """Where what a provider answers becomes a ``Speech``."""

    def __init__(self, aligner: Aligner | None = None) -> None:
        """Take what times the words of voices that do not tell."""
        self._aligner = aligner or Aligner(EspeakSpeech())

    async def read(
        self,
        data: bytes,
        request: SpeechRequest,
        *,
        title: str,
        told: Sequence[Span] = (),
        rate_hz: int | None = None,
    ) -> Speech:
        """Give the speech in an answer.

        Args:
            data: A sound file, or bare 16 bit samples where ``rate_hz`` is given.
            request: What was asked for.
            title: Who spoke, for errors.
            told: Times of the text's pieces, where the voice tells them.
            rate_hz: Of bare samples.

        Raises:
            ProviderAnswerInvalid: It is not sound, silent or cut off.
        """
        with after_the_answer():
            return await self._read(data, request, title=title, told=told, rate_hz=rate_hz)

    async def hear(self, data: bytes, *, title: str) -> Speech:
        """Give a sound whose words nobody knows; like ``read``."""
        sound = await read_sound(data, title=title)
        if is_silent(sound.samples):
            raise nonsense(title, "the sound is silent")
        made = await asyncio.to_thread(partial(present, sound.samples, rate_hz=sound.rate_hz))
        return _speech(made, ())

    async def _read(
        self,
        data: bytes,
        request: SpeechRequest,
        *,
        title: str,
        told: Sequence[Span],
        rate_hz: int | None,
    ) -> Speech:
        if rate_hz is None:
            sound = await read_sound(data, title=title)
        else:
            sound = Sound(read_pcm(data), rate_hz)
        _check(sound, request, title)
        made = await asyncio.to_thread(partial(present, sound.samples, rate_hz=sound.rate_hz))
        spans = to_spans(request.text, told) if told else None
        if spans is None:
            spans = await self._aligner.spans(
                request.text, sound.samples, rate_hz=sound.rate_hz, language=request.language
            )
        return _speech(made, spans)


def speed_of(request: SpeechRequest) -> float:
    """Give how much faster than usual the voice shall speak."""
    return TEMPO_RATE[request.tempo] * request.rate


def check_request(request: SpeechRequest, *, title: str, may_pitch: bool = False) -> None:
    """Refuse what a voice over HTTP cannot say, before it is asked and billed.

    Raises:
        Invalid: There is nothing to say, or the voice cannot change its pitch.
        TooLarge: The text is too long.
    """
    if not has_words(request.text):
        raise Invalid("There is nothing to say: the text has no letters or numbers.")
    if len(request.text) > LONGEST_TEXT:
        raise TooLarge(
            f"The text has {len(request.text)} characters; {title} takes {LONGEST_TEXT} at a time."
        )
    if request.pitch_semitones and not may_pitch:
        raise Invalid(
            f"{title} cannot change its pitch; set the pitch to 0, or take another voice."
        )


def _check(sound: Sound, request: SpeechRequest, title: str) -> None:
    if is_silent(sound.samples):
        raise nonsense(title, "the sound is silent")
    duration_ms = 1000 * len(sound.samples) / sound.rate_hz
    letters = sum(1 for c in request.text if c.isalnum())
    if duration_ms < letters * _LEAST_MS_PER_LETTER:
        raise nonsense(title, f"only {duration_ms / 1000:.1f} s of sound, so it was cut off")


def _speech(made: Polished, spans: Sequence[Span]) -> Speech:
    duration_ms = len(made.samples) * 1000 // SAMPLE_RATE_HZ
    moved = [
        Span(span.text, span.start_ms - made.cut_ms, span.end_ms - made.cut_ms) for span in spans
    ]
    return Speech(
        wav=to_wav(made.samples[: duration_ms * SAMPLE_RATE_HZ // 1000]),
        duration_ms=duration_ms,
        words=settle(moved, duration_ms=duration_ms),
    )
