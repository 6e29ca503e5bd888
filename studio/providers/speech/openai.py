"""Voices of every server that speaks OpenAI's speech API: Kokoro, LocalAI, openai-edge-tts, OpenRouter.

Source:
    The OpenAPI description of ``POST /v1/audio/speech``, 2026-08-21.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import httpx
from pydantic import Field

from studio.domain.asset import SpeechRequest, digest
from studio.domain.languages import MANY
from studio.domain.money import Usage
from studio.makers import UNBILLED, Order, Speech, Voice
from studio.providers.client import ProviderClient, is_here
from studio.providers.prices import PriceBook
from studio.providers.retirements import retirement
from studio.providers.speech.booth import Booth, check_request, speed_of
from studio.providers.speech.pricing import usage
from studio.providers.speech.sound import SOUNDS
from studio.providers.vendor import MakerOptions, Surroundings, Vendor, billed_once

TITLE = "The speech server"
OPENAI = "api.openai.com"
PCM_HZ = 24_000
"""Of the format ``pcm``, which has no header."""
_BUILT_IN = "alloy,ash,ballad,coral,echo,fable,nova,onyx,sage,shimmer,verse,marin,cedar"


class OpenAISpeechOptions(MakerOptions):
    """A server that speaks OpenAI's speech API."""

    base_url: str = Field(
        min_length=1,
        description="Where the API is, `/v1` included. OpenAI itself ends its speech models on "
        "2027-01-06.",
    )
    model: str = Field(min_length=1, description="Which model speaks, e.g. `kokoro`.")
    voices: str = Field(
        default=_BUILT_IN,
        description="Its voices, by comma, the usual one first; `de=thorsten` for one that speaks "
        "only German.",
    )
    format: Literal["wav", "pcm", "mp3", "flac", "opus"] = Field(
        default="wav", description="What sound is asked for; `pcm` has 24 kHz."
    )
    instructions: str = Field(
        default="", description="How to speak, for models that take it, e.g. `calm and close`."
    )
    price_usd: Decimal | None = Field(
        default=None,
        ge=0,
        description="Of 1,000 characters, where you know it; a server on this machine is free.",
    )
    replays: bool = billed_once()


class OpenAISpeech:
    """Asks a speech API for one utterance at a time."""

    def __init__(
        self,
        options: OpenAISpeechOptions,
        prices: PriceBook | None = None,
        booth: Booth | None = None,
    ) -> None:
        """Take where and what to ask."""
        self._options = options
        self._prices = prices or PriceBook()
        self._booth = booth or Booth()
        self._host = httpx.URL(options.base_url).host
        end = retirement("openai", options.model, base_url=options.base_url)
        self._voices = tuple(_voices(options.voices, end.ends if end else None))
        # What costs nothing may be asked for again; a priced server here may be a gateway.
        self.replays = options.replays or (is_here(self._host) and not options.price_usd)
        key = options.api_key.get_secret_value()
        self._client = ProviderClient(
            title=TITLE,
            base_url=options.base_url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_SPEECH_OPENAI_API_KEY and ..._MODEL",
        )
        where = digest(options.base_url, options.format, options.instructions)[:8]
        self.name = f"openai-speech-1:{options.model}:{where}"

    async def voices(self) -> Sequence[Voice]:
        """List those that the options name."""
        return self._voices

    def quote(self, request: SpeechRequest) -> Usage:
        """All its characters, at the price that the options or OpenAI's list give."""
        provider = "openai" if self._host == OPENAI else self._host
        return usage(
            self._prices,
            provider=provider,
            model=self._options.model,
            characters=len(request.text),
            price_usd=self._options.price_usd,
            is_own=is_here(self._host),
        )

    async def sample(self, voice: Voice) -> Speech | None:
        """It has none that is made already."""
        return None

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text; its words are timed by ear.

        Raises:
            Invalid: There is nothing to say, or the pitch is to change.
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        check_request(request, title=TITLE)
        asked: dict[str, Any] = {
            "model": self._options.model,
            "input": request.text,
            "voice": request.voice or self._voices[0].id,
            "response_format": self._options.format,
            "speed": speed_of(request),
        }
        if self._options.instructions:
            asked["instructions"] = self._options.instructions
        content = await self._client.fetch(
            "POST", "/audio/speech", order=order, replays=self.replays, kinds=SOUNDS, json=asked
        )
        is_bare = self._options.format == "pcm" and content.data[:4] != b"RIFF"
        return await self._booth.read(
            content.data, request, title=TITLE, rate_hz=PCM_HZ if is_bare else None
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _voices(named: str, ends: date | None) -> list[Voice]:
    found: list[Voice] = []
    for each in named.split(","):
        language, _, name = each.strip().rpartition("=")
        if name:
            found.append(Voice(id=name, language=language or MANY, label=name, retires_on=ends))
    return found or [Voice(id="default", language=MANY, label="default", retires_on=ends)]


def _open(options: OpenAISpeechOptions, house: Surroundings) -> OpenAISpeech:
    return OpenAISpeech(options, house.prices)


VENDOR = Vendor(name="openai", title=TITLE, options=OpenAISpeechOptions, open=_open)
