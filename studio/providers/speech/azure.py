"""Azure's voices, over its REST interface.

Source:
    learn.microsoft.com, Text to speech REST API, read 2026-11.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from pydantic import Field

from studio.domain.asset import SpeechRequest, digest
from studio.domain.errors import UnsupportedLanguage
from studio.domain.languages import primary
from studio.domain.money import Usage
from studio.lanes import Lane
from studio.makers import UNBILLED, Order, Speech, Voice
from studio.providers.answers import nonsense
from studio.providers.client import ProviderClient
from studio.providers.prices import PriceBook
from studio.providers.speech.booth import Booth, check_request, speed_of
from studio.providers.speech.pricing import usage
from studio.providers.speech.shelf import Shelf, first
from studio.providers.speech.sound import SOUNDS
from studio.providers.vendor import MakerOptions, Surroundings, Vendor

TITLE = "Azure Speech"
_FORMAT = "riff-48khz-16bit-mono-pcm"
_UNSPEAKABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Characters that XML cannot carry, not even escaped."""


class AzureOptions(MakerOptions):
    """Azure AI Speech."""

    region: str = Field(default="", description="Of the resource, e.g. `westeurope`.")
    base_url: str = Field(
        default="", description="Instead of the region's `https://REGION.tts.speech.microsoft.com`."
    )
    voice: str = Field(default="", description="The usual voice, e.g. `en-US-AvaNeural`.")
    price_usd: Decimal | None = Field(
        default=None,
        ge=0,
        description="Of 1,000 characters, where yours is another than the list's.",
    )


class Azure:
    """Asks Azure for one utterance at a time."""

    replays = False

    def __init__(
        self,
        options: AzureOptions,
        prices: PriceBook | None = None,
        booth: Booth | None = None,
        lane: Lane | None = None,
    ) -> None:
        """Take the resource."""
        self._options = options
        self._prices = prices or PriceBook()
        self._booth = booth or Booth()
        where = options.base_url or f"https://{options.region}.tts.speech.microsoft.com"
        key = options.api_key.get_secret_value()
        self._client = ProviderClient(
            title=TITLE,
            base_url=where,
            headers={"Ocp-Apim-Subscription-Key": key} if key else {},
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_SPEECH_AZURE_API_KEY and ..._REGION",
        )
        self._shelf = Shelf(self._listed, lane=lane)
        self.name = f"azure-1:{digest(where)[:8]}"

    async def voices(self) -> Sequence[Voice]:
        """List the region's voices."""
        return await self._shelf.voices()

    def quote(self, request: SpeechRequest) -> Usage:
        """All its characters, at the list's price; tags are not counted."""
        return usage(
            self._prices,
            provider="azure",
            model=request.voice or self._options.voice,
            characters=len(request.text),
            price_usd=self._options.price_usd,
        )

    async def sample(self, voice: Voice) -> Speech | None:
        """It has none that is made already."""
        return None

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text; its words are timed by ear.

        Raises:
            Invalid: There is nothing to say.
            UnsupportedLanguage: It has no voice for the language.
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        check_request(request, title=TITLE, may_pitch=True)
        voice = request.voice or await self._usual(request.language)
        content = await self._client.fetch(
            "POST",
            "/cognitiveservices/v1",
            order=order,
            kinds=SOUNDS,
            content=in_ssml(request, voice).encode(),
            headers={
                "Content-Type": "application/ssml+xml",
                "X-Microsoft-OutputFormat": _FORMAT,
                "User-Agent": "reelwright",
            },
        )
        return await self._booth.read(content.data, request, title=TITLE)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _usual(self, language: str) -> str:
        chosen = self._options.voice
        if chosen and primary(chosen) == primary(language):
            return chosen
        for voice in await self.voices():
            if primary(voice.language) == primary(language):
                return voice.id
        raise UnsupportedLanguage(f"{TITLE} does not speak {language!r}; choose another voice.")

    async def _listed(self) -> Sequence[Voice]:
        content = await self._client.fetch("GET", "/cognitiveservices/voices/list", replays=True)
        try:
            listed = cast("list[dict[str, Any]]", json.loads(content.data))
            voices = [_voice(each) for each in listed]
        except (ValueError, KeyError, TypeError) as error:
            raise nonsense(TITLE, "its list of voices cannot be read") from error
        return first(voices, self._options.voice)


def in_ssml(request: SpeechRequest, voice: str) -> str:
    """Put a request into SSML; its text says nothing to the XML around it."""
    percent = round((speed_of(request) - 1) * 100)
    text = escape(request.text.translate(_UNSPEAKABLE))
    return (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" '
        f"xml:lang={quoteattr(request.language)}><voice name={quoteattr(voice)}>"
        f'<prosody rate="{percent:+d}%" pitch="{request.pitch_semitones:+g}st">{text}</prosody>'
        "</voice></speak>"
    )


def _voice(listed: dict[str, Any]) -> Voice:
    language = str(listed["Locale"])
    name = str(listed.get("DisplayName") or listed["ShortName"])
    kind = str(listed.get("Gender") or "").lower()
    return Voice(
        id=str(listed["ShortName"]), language=language, label=f"{name}: {kind}".rstrip(": ")
    )


def _open(options: AzureOptions, house: Surroundings) -> Azure:
    return Azure(options, house.prices, lane=house.lane)


VENDOR = Vendor(name="azure", title=TITLE, options=AzureOptions, open=_open)
