"""What every voice keeps: the hummed one, the built-in one, and each vendor's against its server."""

import io
import struct
import wave
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager

import numpy as np
import pytest

from studio.domain.asset import SpeechRequest
from studio.domain.errors import (
    Invalid,
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBalanceEmpty,
    ProviderBusy,
    ProviderFailed,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderUnavailable,
    StudioError,
    UnsupportedLanguage,
)
from studio.domain.storyboard import Tempo
from studio.makers import Speech, SpeechMaker
from studio.providers import client
from studio.providers.speech.espeak import EspeakSpeech
from studio.providers.speech.fake import HummedSpeech
from tests.support.vendor import Answer, Hang, serving
from tests.support.voices import KEY, VENDORS, VoiceServer

TEXTS = {
    "en": "The octopus, oddly enough, has three hearts.",
    "es": "El pulpo tiene tres corazones, ¿lo sabías?",
    "fr": "Aujourd'hui, la pieuvre a trois cœurs !",
    "de": "Der Tintenfisch hat drei Herzen - wirklich.",
    "pt": "O polvo tem três corações.",
    "ar": "الأخطبوط لديه ثلاثة قلوب.",
    "hi": "ऑक्टोपस के तीन दिल होते हैं।",
}


HERE = {"hummed": HummedSpeech, "espeak": EspeakSpeech}
CASES = [(name, language) for name in HERE for language in TEXTS]
CASES += [(name, language) for name in VENDORS for language in ("en", "es")]


@contextmanager
def opened(name: str, *, wait_s: float = 20.0) -> Generator[tuple[SpeechMaker, VoiceServer | None]]:
    """Open a maker of this name, and the server that it asks."""
    if name in HERE:
        yield HERE[name](), None
        return
    answers = VENDORS[name].server()
    with serving(answers) as server:
        yield VENDORS[name].maker(server.url, wait_s), answers


@pytest.fixture
async def maker(request: pytest.FixtureRequest) -> AsyncGenerator[SpeechMaker]:
    with opened(request.param) as (made, _):
        yield made
        await made.aclose()


every_maker = pytest.mark.parametrize("maker", [*HERE, *VENDORS], indirect=True)
ours = pytest.mark.parametrize("maker", HERE, indirect=True)


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


@pytest.mark.parametrize(("maker", "language"), CASES, indirect=["maker"])
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


@every_maker
async def test_the_sound_is_48_khz_mono_16_bit_and_as_long_as_it_says(maker: SpeechMaker) -> None:
    speech = await maker.speak(SpeechRequest(text=TEXTS["en"]))

    with wave.open(io.BytesIO(speech.wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
        assert file.getnframes() == speech.duration_ms * 48


@every_maker
async def test_equal_requests_give_equal_bytes(maker: SpeechMaker) -> None:
    request = SpeechRequest(text=TEXTS["en"], tempo=Tempo.FAST)

    assert await maker.speak(request) == await maker.speak(request)


@every_maker
async def test_a_faster_tempo_is_shorter(maker: SpeechMaker) -> None:
    lengths = [
        (await maker.speak(SpeechRequest(text=TEXTS["en"], tempo=tempo))).duration_ms
        for tempo in (Tempo.SLOW, Tempo.NORMAL, Tempo.FAST)
    ]

    assert lengths[0] > 1.1 * lengths[1] > 1.1 * 1.1 * lengths[2]


@ours
async def test_pitch_moves_the_voice(maker: SpeechMaker) -> None:
    low, high = [
        pitch_hz(await maker.speak(SpeechRequest(text="Moon.", pitch_semitones=shift)))
        for shift in (-6, 6)
    ]

    assert high > 1.3 * low


@every_maker
@pytest.mark.parametrize("text", ["", "  \n", "🎉🎬", "— … !"])
async def test_nothing_to_say_is_refused(maker: SpeechMaker, text: str) -> None:
    with pytest.raises(Invalid):
        await maker.speak(SpeechRequest(text=text))


@ours
async def test_an_unknown_language_is_refused(maker: SpeechMaker) -> None:
    with pytest.raises(UnsupportedLanguage):
        await maker.speak(SpeechRequest(text="nuqneH", language="xx"))


@every_maker
async def test_every_listed_voice_has_an_id_of_its_own_a_language_and_a_label(
    maker: SpeechMaker,
) -> None:
    voices = await maker.voices()

    assert voices
    assert len({voice.id for voice in voices}) == len(voices)
    assert all(voice.id and voice.language and voice.label for voice in voices)


@ours
async def test_our_voices_speak_many_languages(maker: SpeechMaker) -> None:
    languages = {voice.language.split("-")[0] for voice in await maker.voices()}

    assert {"en", "es", "fr", "de", "pt", "ar", "hi"} <= languages


@every_maker
async def test_it_tells_what_a_text_will_use_before_it_is_said(maker: SpeechMaker) -> None:
    quoted = maker.quote(SpeechRequest(text=TEXTS["en"]))

    assert (quoted.unit, quoted.quantity) == ("characters", len(TEXTS["en"]))
    assert quoted.provider


WAV_HEAD = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 0, b"WAVE", b"fmt ", 16, 1, 1, 48_000,
                       96_000, 2, 16, b"data", 0)  # fmt: skip
MANY_TROUBLES: dict[str, tuple[Answer | Hang, type[StudioError]]] = {
    "a wrong key": (
        Answer.of({"detail": {"status": "invalid_api_key", "message": f"no {KEY}"}}, status=401),
        ProviderKeyRefused,
    ),
    "a model or voice that is gone": (
        Answer.of({"error": {"message": "no such voice"}}, status=404),
        ProviderModelUnknown,
    ),
    "no balance": (
        Answer.of({"detail": {"status": "quota_exceeded", "message": "0 left"}}, status=401),
        ProviderBalanceEmpty,
    ),
    "busy for long": (
        Answer.of({"error": {"message": "slow down"}}, status=429, Retry_After="120"),
        ProviderBusy,
    ),
    "200 with an error": (Answer.of({"error": {"message": "worker died"}}), ProviderFailed),
    "a page": (Answer(b"<html>welcome</html>", media_type="text/html"), ProviderAnswerInvalid),
    "text called sound": (Answer(b"no sound", media_type="audio/wav"), ProviderAnswerInvalid),
    "nothing": (Answer(b"", media_type="audio/wav"), ProviderAnswerInvalid),
    "silence": (Answer(WAV_HEAD + bytes(96_000), media_type="audio/wav"), ProviderAnswerInvalid),
    "a sound cut short": (
        Answer(WAV_HEAD + b"\x10\x20" * 4_800, media_type="audio/wav"),
        ProviderAnswerInvalid,
    ),
    "a broken connection": (Answer(bytes(9_000), media_type="audio/wav", cut=99), OutcomeUnknown),
    "a hang": (Hang(), OutcomeUnknown),
}


@pytest.mark.parametrize("trouble", MANY_TROUBLES)
@pytest.mark.parametrize("name", [n for n in VENDORS if not n.startswith("openai-")])
async def test_every_trouble_has_its_name_and_tells_no_key(
    name: str, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_FIRST_WAIT", lambda _: 0.0)
    answer, error = MANY_TROUBLES[trouble]
    with opened(name, wait_s=0.3 if isinstance(answer, Hang) else 20) as (maker, server):
        assert server
        await maker.voices()
        server.trouble = answer

        with pytest.raises(error) as raised:
            await maker.speak(SpeechRequest(text=TEXTS["en"]))

        assert KEY not in str(raised.value)
        server.trouble = None
        assert (await maker.speak(SpeechRequest(text="Again."))).words
        await maker.aclose()


@pytest.mark.parametrize("name", VENDORS)
async def test_a_provider_that_is_gone_is_named_and_its_list_of_voices_is_no_error(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_FIRST_WAIT", lambda _: 0.0)
    maker = VENDORS[name].maker("http://127.0.0.1:9", 5)
    voice = SpeechRequest(text="Hello.", voice="somebody")

    await maker.voices()
    with pytest.raises(ProviderUnavailable):
        await maker.speak(voice)
    await maker.aclose()
