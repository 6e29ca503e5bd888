"""Kokoro-FastAPI, a neural voice on one's own machine, which tells the times of its words.

Source:
    Kokoro-FastAPI, ``api/src/routers``, 2026-08-17.
"""

from collections.abc import Sequence
from typing import Any, cast

import httpx
from pydantic import Field

from studio.domain.asset import SpeechRequest, digest
from studio.domain.errors import ProviderModelUnknown, UnsupportedLanguage
from studio.domain.languages import primary
from studio.domain.money import Usage
from studio.lanes import Lane
from studio.makers import UNBILLED, Order, Speech, Voice
from studio.providers.client import ProviderClient, is_here
from studio.providers.prices import PriceBook
from studio.providers.speech.booth import Booth, check_request, speed_of
from studio.providers.speech.pricing import usage
from studio.providers.speech.shelf import Shelf, first
from studio.providers.speech.sound import SOUNDS, read_base64
from studio.providers.speech.told import read_told
from studio.providers.vendor import MakerOptions, Surroundings, Vendor, at_a_time

TITLE = "Kokoro"
_LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR",
    "z": "zh",
}  # fmt: skip
"""What the first letter of a voice's name says."""
_KNOWN = ("af_heart", "am_michael", "bf_emma", "ef_dora", "ff_siwis", "hf_alpha", "if_sara",
          "jf_alpha", "pf_dora", "zf_xiaoxiao")  # fmt: skip
"""One voice a language, for as long as the server has not listed its own."""


class KokoroOptions(MakerOptions):
    """A Kokoro-FastAPI server."""

    concurrency: int = at_a_time(2)
    base_url: str = Field(
        default="http://127.0.0.1:8880", description="Where the server is, without `/v1`."
    )
    model: str = Field(default="kokoro", description="Which model speaks.")
    voice: str = Field(default="af_heart", description="The usual voice.")


class Kokoro:
    """Asks a Kokoro server for speech and the times of its words."""

    replays = True

    def __init__(
        self,
        options: KokoroOptions,
        prices: PriceBook | None = None,
        booth: Booth | None = None,
        lane: Lane | None = None,
    ) -> None:
        """Take where to ask."""
        self._options = options
        self._prices = prices or PriceBook()
        self._booth = booth or Booth()
        self._tells = True
        key = options.api_key.get_secret_value()
        self._client = ProviderClient(
            title=TITLE,
            base_url=options.base_url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_SPEECH_KOKORO_MODEL and ..._VOICE",
        )
        self._shelf = Shelf(self._listed, lane=lane, known=first(_voices(_KNOWN), options.voice))
        self.name = f"kokoro-1:{options.model}:{digest(options.base_url)[:8]}"

    async def voices(self) -> Sequence[Voice]:
        """List the server's voices."""
        return await self._shelf.voices()

    def quote(self, request: SpeechRequest) -> Usage:
        """It runs on one's own machine."""
        host = httpx.URL(self._options.base_url).host
        return usage(
            self._prices,
            provider="kokoro",
            model=self._options.model,
            characters=len(request.text),
            is_own=is_here(host),
        )

    async def sample(self, voice: Voice) -> Speech | None:
        """It has none that is made already."""
        return None

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text; a server that does not tell its words' times has them found by ear.

        Raises:
            Invalid: There is nothing to say, or the pitch is to change.
            UnsupportedLanguage: It has no voice for the language.
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        check_request(request, title=TITLE)
        asked: dict[str, Any] = {
            "model": self._options.model,
            "input": request.text,
            "voice": request.voice or await self._usual(request.language),
            "response_format": "wav",
            "speed": speed_of(request),
            "stream": False,
        }
        if self._tells:
            try:
                return await self._captioned(request, order, asked)
            except ProviderModelUnknown:
                # An older server does not have the path, or none has the model: the next call tells.
                speech = await self._plain(request, order, asked)
                self._tells = False
                return speech
        return await self._plain(request, order, asked)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _captioned(
        self, request: SpeechRequest, order: Order, asked: dict[str, Any]
    ) -> Speech:
        answer = await self._client.ask(
            "POST",
            "/dev/captioned_speech",
            order=order,
            replays=True,
            json=asked | {"return_timestamps": True},
        )
        told = answer.get("timestamps") or []
        return await self._booth.read(
            read_base64(answer.get("audio"), title=TITLE),
            request,
            title=TITLE,
            told=read_told(told, "word", "start_time", "end_time", title=TITLE),
        )

    async def _plain(self, request: SpeechRequest, order: Order, asked: dict[str, Any]) -> Speech:
        content = await self._client.fetch(
            "POST", "/v1/audio/speech", order=order, replays=True, kinds=SOUNDS, json=asked
        )
        return await self._booth.read(content.data, request, title=TITLE)

    async def _usual(self, language: str) -> str:
        voices = await self.voices()
        for voice in voices:
            if primary(voice.language) == primary(language):
                return voice.id
        raise UnsupportedLanguage(f"{TITLE} does not speak {language!r}; choose another voice.")

    async def _listed(self) -> Sequence[Voice]:
        answer = await self._client.ask("GET", "/v1/audio/voices", replays=True)
        listed = cast("list[Any]", answer.get("voices") or [])
        names = [each.get("id", "") if isinstance(each, dict) else str(each) for each in listed]
        return first(_voices(names), self._options.voice)


def _voices(names: Sequence[str]) -> list[Voice]:
    return [
        Voice(id=name, language=_LANGUAGES[name[0]], label=_label(name))
        for name in names
        if name[:1] in _LANGUAGES and name[2:3] == "_"
    ]


def _label(name: str) -> str:
    kind = {"f": "female", "m": "male"}.get(name[1], "")
    return f"{name[3:].replace('_', ' ').title()}: {kind}".rstrip(": ")


def _open(options: KokoroOptions, house: Surroundings) -> Kokoro:
    return Kokoro(options, house.prices, lane=house.lane)


VENDOR = Vendor(name="kokoro", title=TITLE, options=KokoroOptions, open=_open)
