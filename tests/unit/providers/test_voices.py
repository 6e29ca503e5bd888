"""What each vendor of voices is asked, and how what it answers becomes ours."""

import base64
import io
import struct
import wave
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import httpx
import numpy as np
import pytest
from elevenlabs.client import ElevenLabs as ElevenLabsSdk
from openai import OpenAI

from studio.domain.asset import SpeechRequest
from studio.domain.errors import Invalid, TooLarge
from studio.domain.storyboard import Tempo
from studio.makers import Order, SpeechMaker
from studio.providers.prices import PriceBook
from studio.providers.prices.table import shipped
from studio.providers.speech.azure import Azure, AzureOptions, in_ssml
from studio.providers.speech.booth import LONGEST_TEXT
from studio.providers.speech.elevenlabs import ElevenLabs, ElevenLabsOptions
from studio.providers.speech.openai import OpenAISpeech
from studio.providers.speech.polish import TARGET_LUFS, loudness
from studio.providers.speech.sound import read_wav
from studio.providers.speech.timing import Span
from studio.providers.speech.told import to_spans
from tests.support import aimock
from tests.support.vendor import Answer, VendorServer, serving
from tests.support.voices import KEY, VENDORS, elevenlabs, hum, kokoro, openai, openai_options

TEXT = "Three hearts, in one octopus!"
FAST = SpeechRequest(text=TEXT, tempo=Tempo.FAST)


@asynccontextmanager
async def opened(name: str) -> AsyncGenerator[tuple[SpeechMaker, VendorServer]]:
    with serving(VENDORS[name].server()) as server:
        maker = VENDORS[name].maker(server.url, 20)
        yield maker, server
        await maker.aclose()


async def test_openai_is_asked_as_its_api_wants() -> None:
    async with opened("openai") as (maker, server):
        await maker.speak(FAST, Order("call-7"))

    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/audio/speech")
    assert asked.json == {
        "model": "tts", "input": TEXT, "voice": "alloy", "response_format": "wav", "speed": 1.15,
    }  # fmt: skip
    assert asked.headers["authorization"] == f"Bearer {KEY}"


async def test_elevenlabs_is_asked_for_times_by_the_name_of_a_voice() -> None:
    async with opened("elevenlabs") as (maker, server):
        await maker.speak(FAST)

    listed, asked = server.asked
    assert listed.path == "/v2/voices"
    assert asked.path == "/v1/text-to-speech/21m00/with-timestamps"
    assert asked.query == {"output_format": "mp3_44100_128"}
    assert asked.json == {
        "text": TEXT, "model_id": "eleven_flash_v2_5", "voice_settings": {"speed": 1.15},
        "language_code": "en",
    }  # fmt: skip
    assert asked.headers["xi-api-key"] == KEY


@pytest.mark.parametrize("name", ["elevenlabs", "kokoro"])
async def test_times_that_a_voice_tells_are_kept(name: str) -> None:
    async with opened(name) as (maker, _):
        speech = await maker.speak(SpeechRequest(text=TEXT))

    told = hum(TEXT, 1.0).words
    assert [word.text for word in speech.words] == TEXT.split()
    # An MP3 adds its encoder's delay in front, which our trim takes away again.
    assert all(
        abs(word.start_ms - true.start_ms) <= 60
        for word, true in zip(speech.words, told, strict=True)
    )


async def test_a_kokoro_without_captions_is_asked_plainly_from_then_on() -> None:
    answers = kokoro()
    full = answers.speech
    answers.speech = lambda asked: (
        Answer.of({"detail": "Not Found"}, status=404)
        if asked.path.startswith("/dev")
        else full(asked)
    )
    with serving(answers) as server:
        maker = VENDORS["kokoro"].maker(server.url, 20)
        speeches = [await maker.speak(SpeechRequest(text=TEXT)) for _ in range(2)]
        await maker.aclose()

    assert all(len(speech.words) == 5 for speech in speeches)
    assert [asked.path for asked in server.asked if asked.method == "POST"] == [
        "/dev/captioned_speech", "/v1/audio/speech", "/v1/audio/speech",
    ]  # fmt: skip


async def test_piper_is_not_let_take_another_voice() -> None:
    async with opened("piper") as (maker, server):
        with pytest.raises(Invalid, match=r"no voice 'en_GB-alan'.*en_US-joe-medium"):
            await maker.speak(SpeechRequest(text=TEXT, voice="en_GB-alan"))
        await maker.speak(SpeechRequest(text=TEXT, language="es"))

    spoken = server.asked[-1]
    assert spoken.path == "/synthesize"
    assert spoken.json["voice"] == "es_ES-davefx-medium"


def test_ssml_says_what_the_text_says_and_nothing_else() -> None:
    text = "Salt & <pepper>\x07 </voice>"
    request = SpeechRequest(text=text, language="en", tempo=Tempo.SLOW, pitch_semitones=-2)

    assert in_ssml(request, "en-US-Ava\"'Neural") == (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en">'
        """<voice name="en-US-Ava&quot;'Neural"><prosody rate="-13%" pitch="-2st">"""
        "Salt &amp; &lt;pepper&gt; &lt;/voice&gt;</prosody></voice></speak>"
    )


@pytest.mark.parametrize("name", ["openai", "elevenlabs"])
async def test_a_foreign_voice_is_as_loud_as_ours(name: str) -> None:
    async with opened(name) as (maker, _):
        speech = await maker.speak(SpeechRequest(text=TEXT))

    with wave.open(io.BytesIO(speech.wav)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768
    assert loudness(samples) == pytest.approx(TARGET_LUFS, abs=0.6)


@pytest.mark.parametrize("name", ["openai", "kokoro", "elevenlabs", "piper"])
async def test_what_cannot_be_said_is_refused_before_it_is_asked(name: str) -> None:
    async with opened(name) as (maker, server):
        with pytest.raises(Invalid, match="cannot change its pitch"):
            await maker.speak(SpeechRequest(text=TEXT, pitch_semitones=2))
        with pytest.raises(TooLarge):
            await maker.speak(SpeechRequest(text="a" * (LONGEST_TEXT + 1)))

    assert not server.asked


def test_prices_are_the_lists_or_the_operators_and_never_guessed() -> None:
    prices, request = PriceBook((shipped(),)), SpeechRequest(text="a" * 1000)

    def openai_at(url: str, **more: object) -> Decimal | None:
        options = openai_options(url, 20, "wav", **more)
        return OpenAISpeech(options, prices).quote(request).cost_usd

    eleven = ElevenLabs(ElevenLabsOptions(model="eleven_flash_v2_5"), prices)
    assert eleven.quote(request).cost_usd == Decimal("0.04")
    assert Azure(AzureOptions(region="x"), prices).quote(request).cost_usd == Decimal("0.015")
    assert openai_at("https://api.openai.com", model="tts-1") == Decimal("0.015")
    assert openai_at("https://tts.example") is None
    assert openai_at("https://tts.example", price_usd="0.5") == Decimal("0.5")
    assert openai_at("http://127.0.0.1:8880") == 0


async def test_a_model_whose_end_is_announced_says_so_and_only_at_its_vendor() -> None:
    def options(url: str, model: str) -> OpenAISpeech:
        return OpenAISpeech(openai_options(url, 20, "wav", model=model))

    ending = options("https://api.openai.com", "gpt-4o-mini-tts-2025-12-15")
    elsewhere = options("https://tts.example", "tts-1")

    assert {voice.retires_on for voice in await ending.voices()} == {date(2027, 1, 6)}
    assert {voice.retires_on for voice in await elsewhere.voices()} == {None}


def test_a_wav_of_unknown_length_and_odd_chunks_is_read_as_far_as_it_goes() -> None:
    sound = np.array([100, -100, 300, -300], "<i2").tobytes()
    head = struct.pack("<4sI4s", b"RIFF", 0xFFFFFFFF, b"WAVE")
    odd = struct.pack("<4sI", b"LIST", 3) + b"abc\0"
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, 22_050, 88_200, 4, 16)

    streamed = read_wav(
        head + odd + form + struct.pack("<4sI", b"data", 0xFFFFFFFF) + sound + b"\1"
    )
    unsaid = read_wav(head + form + struct.pack("<4sI", b"data", 0) + sound)
    lying = read_wav(head + form + struct.pack("<4sI", b"data", 9_999) + sound)

    assert streamed
    assert lying
    assert unsaid
    assert len(unsaid.samples) == 2
    assert streamed.rate_hz == 22_050
    assert np.round(streamed.samples * 32_768).tolist() == [0, 0]
    assert len(lying.samples) == 2
    assert read_wav(head + form) is None
    assert read_wav(b"ID3") is None


def test_times_of_other_words_than_the_texts_are_not_taken() -> None:
    told = [Span("In", 0, 100), Span("nineteen", 100, 300), Span("sixty", 300, 500)]

    assert to_spans("In 1969", told) is None
    assert to_spans("In 1969", told[:2]) is None
    assert to_spans("In nineteen", told) is None


def test_pieces_become_words_as_they_are_written() -> None:
    told = [Span(c, i * 10, i * 10 + 10) for i, c in enumerate("“Hi, you” — yes")]

    assert to_spans("“Hi, you” — yes", told) == (
        Span("“Hi,", 10, 30), Span("you”", 50, 80), Span("—", 80, 80), Span("yes", 120, 150),
    )  # fmt: skip


def test_openais_own_client_is_served_by_our_fake() -> None:
    with serving(openai()) as server:
        with OpenAI(base_url=f"{server.url}/v1", api_key=KEY) as sdk:
            answer = sdk.audio.speech.create(
                model="tts", input=TEXT, voice="alloy", response_format="wav", speed=1.0
            )
        [asked] = server.asked

    assert read_wav(answer.read())
    assert asked.path == "/v1/audio/speech"


def test_elevenlabs_own_client_is_served_by_our_fake() -> None:
    with serving(elevenlabs()) as server, httpx.Client() as http:
        sdk = ElevenLabsSdk(base_url=server.url, api_key=KEY, httpx_client=http)
        voices = sdk.voices.search().voices
        answer = sdk.text_to_speech.convert_with_timestamps(
            voices[0].voice_id,
            text=TEXT,
            model_id="m",
            voice_settings={"speed": 1.0},  # pyright: ignore[reportArgumentType]
        )

    assert voices[0].name == "Rachel"
    assert answer.alignment
    assert "".join(answer.alignment.characters) == TEXT
    assert base64.b64decode(answer.audio_base_64)


async def test_our_client_is_served_by_a_speech_server_that_we_did_not_write(
    tmp_path: Path,
) -> None:
    sound = base64.b64encode(hum(TEXT, 1.0).wav).decode()
    fixture = {"match": {"userMessage": TEXT}, "response": {"audio": sound, "format": "wav"}}
    with aimock.serving(tmp_path, [fixture]) as server:
        maker = OpenAISpeech(openai_options(server.url, 20, "wav"))
        speech = await maker.speak(SpeechRequest(text=TEXT))
        await maker.aclose()

    assert [word.text for word in speech.words] == TEXT.split()
