"""What every voice keeps, the hummed one and the real one alike."""

import io
import wave

import numpy as np
import pytest

from studio.domain.asset import SpeechRequest
from studio.domain.errors import Invalid, UnsupportedLanguage
from studio.domain.storyboard import Tempo
from studio.makers import Speech, SpeechMaker
from studio.providers.speech.espeak import EspeakSpeech
from studio.providers.speech.fake import HummedSpeech

TEXTS = {
    "en": "The octopus, oddly enough, has three hearts.",
    "es": "El pulpo tiene tres corazones, ¿lo sabías?",
    "fr": "Aujourd'hui, la pieuvre a trois cœurs !",
    "de": "Der Tintenfisch hat drei Herzen - wirklich.",
    "pt": "O polvo tem três corações.",
    "ar": "الأخطبوط لديه ثلاثة قلوب.",
    "hi": "ऑक्टोपस के तीन दिल होते हैं।",
}


@pytest.fixture(params=[HummedSpeech, EspeakSpeech])
def maker(request: pytest.FixtureRequest) -> SpeechMaker:
    return request.param()


def pitch_hz(speech: Speech) -> float:
    """The strongest period of the loudest stretch, between 60 and 500 Hz."""
    with wave.open(io.BytesIO(speech.wav)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    size = 9_600
    loudest = max(
        range(0, len(samples) - size, size), key=lambda i: np.square(samples[i : i + size]).sum()
    )
    spectrum = np.abs(np.fft.rfft(samples[loudest : loudest + size], 2 * size)) ** 2
    lags = np.fft.irfft(spectrum)
    return 48_000 / (96 + int(np.argmax(lags[96:800])))


@pytest.mark.parametrize("language", TEXTS)
async def test_words_reproduce_the_text_and_follow_each_other_inside_the_sound(
    maker: SpeechMaker, language: str
) -> None:
    speech = await maker.speak(SpeechRequest(text=TEXTS[language], language=language))

    assert [word.text for word in speech.words] == TEXTS[language].split()
    times = [time for word in speech.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= speech.duration_ms
    assert speech.words[-1].end_ms > speech.duration_ms / 2


async def test_the_sound_is_48_khz_mono_16_bit_and_as_long_as_it_says(maker: SpeechMaker) -> None:
    speech = await maker.speak(SpeechRequest(text=TEXTS["en"]))

    with wave.open(io.BytesIO(speech.wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
        assert file.getnframes() == speech.duration_ms * 48


async def test_equal_requests_give_equal_bytes(maker: SpeechMaker) -> None:
    request = SpeechRequest(text=TEXTS["en"], tempo=Tempo.FAST, pitch_semitones=2)

    assert await maker.speak(request) == await maker.speak(request)


async def test_a_faster_tempo_is_shorter(maker: SpeechMaker) -> None:
    lengths = [
        (await maker.speak(SpeechRequest(text=TEXTS["en"], tempo=tempo))).duration_ms
        for tempo in (Tempo.SLOW, Tempo.NORMAL, Tempo.FAST)
    ]

    assert lengths[0] > 1.1 * lengths[1] > 1.1 * 1.1 * lengths[2]


async def test_pitch_moves_the_voice(maker: SpeechMaker) -> None:
    low, high = [
        pitch_hz(await maker.speak(SpeechRequest(text="Moon.", pitch_semitones=shift)))
        for shift in (-6, 6)
    ]

    assert high > 1.3 * low


@pytest.mark.parametrize("text", ["", "  \n", "🎉🎬", "— … !"])
async def test_nothing_to_say_is_refused(maker: SpeechMaker, text: str) -> None:
    with pytest.raises(Invalid):
        await maker.speak(SpeechRequest(text=text))


async def test_an_unknown_language_is_refused(maker: SpeechMaker) -> None:
    with pytest.raises(UnsupportedLanguage):
        await maker.speak(SpeechRequest(text="nuqneH", language="xx"))


def test_every_listed_language_has_a_voice_with_its_own_id(maker: SpeechMaker) -> None:
    voices = maker.voices()

    assert len({voice.id for voice in voices}) == len(voices)
    assert {"en", "es", "fr", "de", "pt", "ar", "hi"} <= {
        voice.language.split("-")[0] for voice in voices
    }
