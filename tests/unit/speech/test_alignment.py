"""Word times by ear, against voices that tell their own."""

import asyncio

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.asset import SpeechRequest, Word
from studio.domain.storyboard import Tempo
from studio.providers.speech.alignment.aligner import Aligner
from studio.providers.speech.alignment.aligning import align
from studio.providers.speech.alignment.settling import LONGEST_MS, SHORTEST_MS, by_letters, settle
from studio.providers.speech.espeak import EspeakSpeech
from studio.providers.speech.timing import Recital, Span
from tests.support import flite
from tests.support.narrations import ENGLISH, OCTOPUS

P90_MS, SAME_ENGINE_P90_MS, GUESSED_P90_MS = 80, 40, 450
"""Most of what lies between a word's true start and ours, for nine words of ten."""

needs_flite = pytest.mark.skipif(not flite.is_there(), reason="no Flite (Debian: ffmpeg)")


def off_ms(words: tuple[Word, ...] | tuple[Span, ...], truth: Recital) -> np.ndarray:
    assert [word.text for word in words] == [span.text for span in truth.spans]
    return np.array([w.start_ms - s.start_ms for w, s in zip(words, truth.spans, strict=True)])


def p90(errors: np.ndarray) -> float:
    return float(np.percentile(np.abs(errors), 90))


@pytest.fixture
def aligner() -> Aligner:
    return Aligner(EspeakSpeech())


@needs_flite
@pytest.mark.parametrize("voice", ["slt", "kal16"])
async def test_words_of_another_engine_are_found_within_80_ms(aligner: Aligner, voice: str) -> None:
    errors: list[np.ndarray] = []
    for text in ENGLISH:
        truth = flite.recite(text, voice)
        words = await aligner.place(text, truth.samples, rate_hz=truth.rate_hz, language="en")
        errors.append(off_ms(words, truth))

    assert p90(np.concatenate(errors)) <= P90_MS


@pytest.mark.parametrize("language", OCTOPUS)
async def test_words_are_found_in_five_languages_at_another_pitch_and_pace(
    aligner: Aligner, language: str
) -> None:
    asked = SpeechRequest(text=OCTOPUS[language], language=language)
    other = {"voice": "female", "tempo": Tempo.FAST, "pitch_semitones": 3}
    truth = await EspeakSpeech().recite(asked.model_copy(update=other))

    words = await aligner.place(asked.text, truth.samples, rate_hz=truth.rate_hz, language=language)

    assert p90(off_ms(words, truth)) <= SAME_ENGINE_P90_MS


async def test_silence_around_and_within_a_voice_moves_its_words_along(aligner: Aligner) -> None:
    text = "Three hearts beat slowly. And one of them stops."
    truth = await EspeakSpeech().recite(SpeechRequest(text=text, tempo=Tempo.SLOW))
    lead_ms, gap_ms, rate = 700, 1500, truth.rate_hz
    cut_ms = truth.spans[4].start_ms - 30
    cut = int(cut_ms * rate / 1000)
    quiet = [np.zeros(ms * rate // 1000) for ms in (lead_ms, gap_ms, 400)]
    samples = np.concatenate(
        [quiet[0], truth.samples[:cut], quiet[1], truth.samples[cut:], quiet[2]]
    )

    words = await aligner.place(text, samples, rate_hz=rate, language="en")

    late = [lead_ms + gap_ms * (span.start_ms > cut_ms) for span in truth.spans]
    assert np.abs(off_ms(words, truth) - late).max() <= P90_MS
    assert words[4].start_ms - words[3].end_ms >= gap_ms - P90_MS


async def test_equal_sounds_give_equal_times(aligner: Aligner) -> None:
    truth = await EspeakSpeech().recite(SpeechRequest(text=ENGLISH[1], voice="calm"))
    placing = [
        aligner.place(ENGLISH[1], truth.samples, rate_hz=truth.rate_hz, language="en")
        for _ in range(2)
    ]

    first, second = await asyncio.gather(*placing)

    assert first == second


async def test_a_language_that_espeak_cannot_say_is_guessed_around_the_pauses(
    aligner: Aligner,
) -> None:
    truth = await EspeakSpeech().recite(SpeechRequest(text=OCTOPUS["es"], language="es"))

    words = await aligner.place(OCTOPUS["es"], truth.samples, rate_hz=truth.rate_hz, language="tlh")

    assert p90(off_ms(words, truth)) <= GUESSED_P90_MS


def test_a_guess_leaves_pauses_silent() -> None:
    hum = 0.3 * np.sin(np.arange(16_000))
    samples = np.concatenate([hum, np.zeros(16_000), hum])

    first, second = by_letters("three heart", samples, rate_hz=16_000)

    assert first.end_ms == pytest.approx(1000, abs=60)
    assert second.start_ms == pytest.approx(2000, abs=60)


def test_noise_in_the_place_of_a_voice_still_gives_words_in_order() -> None:
    noise = np.random.default_rng(1).standard_normal(32_000) * 0.1
    spans = tuple(Span(str(i), i * 300.0, i * 300.0 + 250) for i in range(20))
    known = Recital(np.random.default_rng(2).standard_normal(100_000) * 0.1, 16_000, spans)

    words = settle(align(noise, rate_hz=16_000, reference=known), duration_ms=2000)

    check(words, duration_ms=2000)


@given(
    st.lists(st.tuples(st.floats(-500, 9e6), st.floats(-500, 9e6)), min_size=1, max_size=40),
    st.integers(1_000, 120_000),
)
def test_any_times_become_words_that_captions_can_be_set_by(
    times: list[tuple[float, float]], duration_ms: int
) -> None:
    spans = [Span("word", start, end) for start, end in times]

    check(settle(spans, duration_ms=duration_ms), duration_ms=duration_ms)


def check(words: tuple[Word, ...], *, duration_ms: int) -> None:
    times = [time for word in words for time in (word.start_ms, word.end_ms)]
    shortest = min(SHORTEST_MS, duration_ms // len(words))
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= duration_ms
    assert all(shortest <= w.end_ms - w.start_ms <= LONGEST_MS for w in words)
