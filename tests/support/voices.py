"""Servers of voices for tests: each speaks one vendor's wire format, and hums."""

import base64
import io
import re
import wave
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import av
import numpy as np

from studio.domain.asset import SpeechRequest
from studio.domain.storyboard import Tempo
from studio.makers import Speech, SpeechMaker
from studio.providers.speech.azure import Azure, AzureOptions
from studio.providers.speech.elevenlabs import ElevenLabs, ElevenLabsOptions
from studio.providers.speech.fake import hummed
from studio.providers.speech.kokoro import Kokoro, KokoroOptions
from studio.providers.speech.openai import OpenAISpeech, OpenAISpeechOptions
from studio.providers.speech.piper import Piper, PiperOptions
from tests.support.vendor import Answer, Asked, Hang

KEY = "sk-secret-of-tests"
BAD_SIZE = b"\xff\xff\xff\xff"


@dataclass
class VoiceServer:
    """What a vendor's server answers.

    Attributes:
        speech: To requests for speech.
        others: To any other, by path.
        trouble: Instead of speech, once it is set.
    """

    speech: Callable[[Asked], Answer]
    others: dict[str, object]
    trouble: Answer | Hang | None = None

    def __call__(self, asked: Asked) -> Answer | Hang:
        """Answer."""
        if asked.path in self.others:
            return Answer.of(self.others[asked.path])
        return self.trouble or self.speech(asked)


@dataclass(frozen=True)
class VoiceVendor:
    """A vendor as the contract sees it."""

    server: Callable[[], VoiceServer]
    maker: Callable[[str, float], SpeechMaker]


def openai() -> VoiceServer:
    """Speak OpenAI's API; like a server that streams, it does not know its WAV's size."""

    def speak(asked: Asked) -> Answer:
        body = asked.json
        speech = hum(body["input"], body["speed"])
        if body["response_format"] == "pcm":
            return Answer(at_24_khz(speech), media_type="audio/pcm")
        if body["response_format"] == "mp3":
            return Answer(mp3(speech), media_type="audio/mpeg")
        streamed = speech.wav[:4] + BAD_SIZE + speech.wav[8:40] + BAD_SIZE + speech.wav[44:]
        return Answer(streamed, media_type="audio/wav")

    return VoiceServer(speak, {})


def kokoro() -> VoiceServer:
    """Speak Kokoro-FastAPI's API."""

    def speak(asked: Asked) -> Answer:
        body = asked.json
        speech = hum(body["input"], body["speed"])
        if asked.path == "/v1/audio/speech":
            return Answer(speech.wav, media_type="audio/wav")
        times = [
            {"word": piece, "start_time": word.start_ms / 1000, "end_time": word.end_ms / 1000}
            for word in speech.words
            for piece in re.findall(r"\w+|[^\w\s]+", word.text)
        ]
        sound = base64.b64encode(speech.wav).decode()
        return Answer.of({"audio": sound, "audio_format": "audio/wav", "timestamps": times})

    return VoiceServer(speak, {"/v1/audio/voices": {"voices": ["af_heart", "ef_dora", "ff_siwis"]}})


def elevenlabs() -> VoiceServer:
    """Speak ElevenLabs' API."""

    def speak(asked: Asked) -> Answer:
        body = asked.json
        speech = hum(body["text"], body["voice_settings"]["speed"])
        return Answer.of({
            "audio_base64": base64.b64encode(mp3(speech)).decode(),
            "alignment": characters(body["text"], speech),
            "normalized_alignment": None,
        })  # fmt: skip

    rachel = {
        "voice_id": "21m00",
        "name": "Rachel",
        "labels": {"gender": "female", "accent": "american"},
        "preview_url": "https://voices.example/rachel.mp3",
    }
    adam = {"voice_id": "pNInz", "name": "Adam", "labels": {"gender": "male"}}
    return VoiceServer(speak, {"/v2/voices": {"voices": [rachel, adam], "has_more": False}})


def piper() -> VoiceServer:
    """Speak Piper's API; Flask calls bare bytes HTML."""

    def speak(asked: Asked) -> Answer:
        body = asked.json
        sound = hum(body["text"], 1 / body["length_scale"]).wav
        return Answer(sound, media_type="text/html; charset=utf-8")

    language = {"code": "en_US", "name_english": "English"}
    spanish = {"code": "es_ES", "name_english": "Spanish"}
    voices = {
        "en_US-joe-medium": {"language": language, "dataset": "joe"},
        "es_ES-davefx-medium": {"language": spanish, "dataset": "davefx"},
    }
    return VoiceServer(speak, {"/voices": voices})


def azure() -> VoiceServer:
    """Speak Azure's REST API."""

    def speak(asked: Asked) -> Answer:
        ssml = asked.body.decode()
        percent = int(re.findall(r'rate="([+-]\d+)%"', ssml)[0])
        text = re.sub(r"<[^>]+>", "", ssml)
        return Answer(hum(text, 1 + percent / 100).wav, media_type="audio/x-wav")

    listed = [
        {"ShortName": "en-US-AvaNeural", "DisplayName": "Ava", "Locale": "en-US", "Gender": "Female"},
        {"ShortName": "es-ES-ElviraNeural", "DisplayName": "Elvira", "Locale": "es-ES"},
    ]  # fmt: skip
    return VoiceServer(speak, {"/cognitiveservices/voices/list": listed})


VENDORS: dict[str, VoiceVendor] = {
    "openai": VoiceVendor(openai, lambda url, wait: OpenAISpeech(openai_options(url, wait, "wav"))),
    "openai-pcm": VoiceVendor(
        openai, lambda url, wait: OpenAISpeech(openai_options(url, wait, "pcm"))
    ),
    "openai-mp3": VoiceVendor(
        openai, lambda url, wait: OpenAISpeech(openai_options(url, wait, "mp3"))
    ),
    "kokoro": VoiceVendor(
        kokoro, lambda url, wait: Kokoro(KokoroOptions(base_url=url, **_server(wait)))
    ),
    "elevenlabs": VoiceVendor(
        elevenlabs,
        lambda url, wait: ElevenLabs(
            ElevenLabsOptions(base_url=url, model="eleven_flash_v2_5", **_server(wait))
        ),
    ),
    "piper": VoiceVendor(
        piper, lambda url, wait: Piper(PiperOptions(base_url=url, **_server(wait)))
    ),
    "azure": VoiceVendor(
        azure, lambda url, wait: Azure(AzureOptions(base_url=url, **_server(wait)))
    ),
}


def openai_options(url: str, wait: float, sound: str, **more: Any) -> OpenAISpeechOptions:
    """Give options for a server of these."""
    return OpenAISpeechOptions.model_validate(
        {"base_url": f"{url}/v1", "model": "tts", "format": sound, **_server(wait), **more}
    )


def hum(text: str, speed: float) -> Speech:
    """Hum a text, slower or faster than usual."""
    tempo = Tempo.SLOW if speed < 0.95 else Tempo.FAST if speed > 1.05 else Tempo.NORMAL
    return hummed(SpeechRequest(text=text, tempo=tempo))


def characters(text: str, speech: Speech) -> dict[str, list[Any]]:
    """Spread each word's time over its characters; a space takes what lies between two words."""
    rows: list[tuple[str, float, float]] = []
    words = list(speech.words)
    for match in re.finditer(r"\S+|\s+", text):
        word = words.pop(0) if not match[0].isspace() else None
        begin = word.start_ms if word else rows[-1][2]
        end = word.end_ms if word else begin
        step = (end - begin) / len(match[0])
        rows += [(c, begin + i * step, begin + (i + 1) * step) for i, c in enumerate(match[0])]
    return {
        "characters": [c for c, _, _ in rows],
        "character_start_times_seconds": [begin / 1000 for _, begin, _ in rows],
        "character_end_times_seconds": [end / 1000 for _, _, end in rows],
    }


def samples_of(wav: bytes) -> np.ndarray:
    """Read our own WAV."""
    with wave.open(io.BytesIO(wav)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def at_24_khz(speech: Speech) -> bytes:
    """Give bare samples, as the format ``pcm`` has them."""
    return samples_of(speech.wav)[::2].tobytes()


def mp3(speech: Speech) -> bytes:
    """Encode as ElevenLabs does."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=44_100)
        stream.layout = "mono"
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout="mono", rate=44_100, frame_size=1_152
        )
        frame = av.AudioFrame.from_ndarray(
            samples_of(speech.wav)[None], format="s16", layout="mono"
        )
        frame.rate = 48_000
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return out.getvalue()


def _server(wait: float) -> dict[str, Any]:
    return {"api_key": KEY, "timeout_s": wait}
