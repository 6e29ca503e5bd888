"""Piper's HTTP server: neural voices on one's own machine.

Source:
    piper-tts 1.8.0, ``piper/http_server.py``.
"""

from collections.abc import Sequence
from typing import Any, cast

import httpx
from pydantic import Field

from studio.domain.asset import SpeechRequest, digest
from studio.domain.errors import Invalid, ProviderModelUnknown, UnsupportedLanguage
from studio.domain.languages import primary
from studio.domain.money import Usage
from studio.lanes import Lane
from studio.makers import UNBILLED, Order, Speech, Voice
from studio.providers.client import Content, ProviderClient, is_here
from studio.providers.prices import PriceBook
from studio.providers.speech.booth import Booth, check_request, speed_of
from studio.providers.speech.pricing import usage
from studio.providers.speech.shelf import Shelf, first
from studio.providers.vendor import MakerOptions, Surroundings, Vendor, at_a_time

TITLE = "Piper"


class PiperOptions(MakerOptions):
    """A Piper server, ``python -m piper.http_server``."""

    concurrency: int = at_a_time(2)
    base_url: str = Field(default="http://127.0.0.1:5000", description="Where the server is.")
    voice: str = Field(default="", description="The usual voice; empty takes the server's first.")


class Piper:
    """Asks a Piper server for one utterance at a time."""

    replays = True

    def __init__(
        self,
        options: PiperOptions,
        prices: PriceBook | None = None,
        booth: Booth | None = None,
        lane: Lane | None = None,
    ) -> None:
        """Take where to ask."""
        self._options = options
        self._prices = prices or PriceBook()
        self._booth = booth or Booth()
        key = options.api_key.get_secret_value()
        self._client = ProviderClient(
            title=TITLE,
            base_url=options.base_url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_SPEECH_PIPER_BASE_URL and ..._VOICE",
        )
        self._shelf = Shelf(self._listed, lane=lane)
        self.name = f"piper-1:{digest(options.base_url)[:8]}"

    async def voices(self) -> Sequence[Voice]:
        """List the voices that the server has downloaded."""
        return await self._shelf.voices()

    def quote(self, request: SpeechRequest) -> Usage:
        """It runs on one's own machine."""
        return usage(
            self._prices,
            provider="piper",
            model=request.voice,
            characters=len(request.text),
            is_own=is_here(httpx.URL(self._options.base_url).host),
        )

    async def sample(self, voice: Voice) -> Speech | None:
        """It has none that is made already."""
        return None

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text; its words are timed by ear.

        Raises:
            Invalid: There is nothing to say, no such voice, or the pitch is to change.
            UnsupportedLanguage: It has no voice for the language.
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        check_request(request, title=TITLE)
        asked: dict[str, Any] = {
            "text": request.text,
            "voice": await self._known(request),
            "length_scale": round(1 / speed_of(request), 4),
        }
        content = await self._say(order, asked)
        return await self._booth.read(content.data, request, title=TITLE)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _say(self, order: Order, asked: dict[str, Any]) -> Content:
        # The server calls its sound text/html, so that only the bytes tell what it is.
        try:
            return await self._client.fetch(
                "POST", "/synthesize", order=order, replays=True, json=asked
            )
        except ProviderModelUnknown:
            # Servers before 1.8 have the one path only.
            return await self._client.fetch("POST", "/", order=order, replays=True, json=asked)

    async def _known(self, request: SpeechRequest) -> str:
        """Make sure that the server has the voice: it would take another without a word."""
        voices = await self.voices()
        if request.voice:
            if voices and request.voice not in {voice.id for voice in voices}:
                there_are = ", ".join(voice.id for voice in voices)
                raise Invalid(f"{TITLE} has no voice {request.voice!r}. Voices: {there_are}.")
            return request.voice
        for voice in voices:
            if primary(voice.language) == primary(request.language):
                return voice.id
        raise UnsupportedLanguage(
            f"{TITLE} has no voice for {request.language!r}; download one on its server."
        )

    async def _listed(self) -> Sequence[Voice]:
        answer = await self._client.ask("GET", "/voices", replays=True)
        voices = [_voice(name, config) for name, config in answer.items()]
        return first(voices, self._options.voice)


def _voice(name: str, config: Any) -> Voice:
    facts = cast("dict[str, Any]", config) if isinstance(config, dict) else {}
    language = cast("dict[str, str]", facts.get("language") or {})
    code = language.get("code") or name.split("-")[0]
    speaker = str(facts.get("dataset") or name.partition("-")[2] or name)
    return Voice(
        id=name,
        language=code.replace("_", "-"),
        label=f"{language.get('name_english') or code}: {speaker}",
    )


def _open(options: PiperOptions, house: Surroundings) -> Piper:
    return Piper(options, house.prices, lane=house.lane)


VENDOR = Vendor(name="piper", title=TITLE, options=PiperOptions, open=_open)
