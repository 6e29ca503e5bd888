"""ElevenLabs' voices, which tell when each character is spoken.

Source:
    The vendor's client, elevenlabs 2.78.0: ``/v1/text-to-speech/{voice_id}/with-timestamps`` and
    ``/v2/voices``.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast
from urllib.parse import quote

from pydantic import Field

from studio.domain.asset import SpeechRequest, digest
from studio.domain.errors import ProviderFailed
from studio.domain.languages import MANY, primary
from studio.domain.money import Usage
from studio.lanes import Lane
from studio.makers import UNBILLED, Order, Speech, Voice
from studio.providers.answers import nonsense
from studio.providers.client import ProviderClient
from studio.providers.download import Downloader
from studio.providers.prices import PriceBook
from studio.providers.speech.booth import Booth, check_request, speed_of
from studio.providers.speech.pricing import usage
from studio.providers.speech.shelf import Shelf, first
from studio.providers.speech.sound import read_base64
from studio.providers.speech.timing import Span
from studio.providers.vendor import MakerOptions, Surroundings, Vendor, at_a_time

TITLE = "ElevenLabs"
_FORMAT = "mp3_44100_128"
"""The best that every plan may have."""
_SLOWEST, _FASTEST = 0.7, 1.2
_PAGE = 100
MAX_SAMPLE_BYTES = 8 * 1024 * 1024
_TOLD_LABELS = ("gender", "age", "accent", "descriptive", "use_case")


class ElevenLabsOptions(MakerOptions):
    """ElevenLabs."""

    concurrency: int = at_a_time(2)
    base_url: str = Field(
        default="https://api.elevenlabs.io",
        description="Where the API is; a residency host such as `https://api.eu.residency...`.",
    )
    model: str = Field(min_length=1, description="Which model speaks, e.g. `eleven_flash_v2_5`.")
    voice: str = Field(
        default="", description="Id of the usual voice; empty takes the account's first."
    )
    price_usd: Decimal | None = Field(
        default=None,
        ge=0,
        description="Of 1,000 characters, where yours is another than the list's.",
    )


class ElevenLabs:
    """Asks ElevenLabs for speech with times."""

    replays = False

    def __init__(
        self,
        options: ElevenLabsOptions,
        prices: PriceBook | None = None,
        booth: Booth | None = None,
        lane: Lane | None = None,
    ) -> None:
        """Take the account."""
        self._options = options
        self._prices = prices or PriceBook()
        self._booth = booth or Booth()
        key = options.api_key.get_secret_value()
        self._client = ProviderClient(
            title=TITLE,
            base_url=options.base_url,
            headers={"xi-api-key": key} if key else {},
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_SPEECH_ELEVENLABS_API_KEY, ..._MODEL and ..._VOICE",
        )
        self._downloads = Downloader(TITLE, own=options.base_url, max_bytes=MAX_SAMPLE_BYTES)
        chosen = options.voice
        known = [Voice(id=chosen, language=MANY, label=chosen)] if chosen else []
        self._shelf = Shelf(self._listed, lane=lane, known=known)
        self.name = f"elevenlabs-1:{options.model}:{digest(options.base_url)[:8]}"

    async def voices(self) -> Sequence[Voice]:
        """List the account's voices."""
        return await self._shelf.voices()

    def quote(self, request: SpeechRequest) -> Usage:
        """All its characters, at the list's price."""
        return usage(
            self._prices,
            provider="elevenlabs",
            model=self._options.model,
            characters=len(request.text),
            price_usd=self._options.price_usd,
        )

    async def sample(self, voice: Voice) -> Speech | None:
        """Give the vendor's own sample of a voice; its words are not known.

        Raises:
            ProviderFailed: It is not there any longer.
        """
        if not voice.sample_url:
            return None
        file = await self._downloads.fetch(voice.sample_url, kinds=("audio/",))
        return await self._booth.hear(file.data, title=TITLE)

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text.

        Raises:
            Invalid: There is nothing to say, or the pitch is to change.
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        check_request(request, title=TITLE)
        voice = request.voice or self._options.voice or await self._first()
        asked: dict[str, Any] = {
            "text": request.text,
            "model_id": self._options.model,
            "voice_settings": {"speed": min(max(speed_of(request), _SLOWEST), _FASTEST)},
        }
        if "multilingual_v2" not in self._options.model:
            asked["language_code"] = primary(request.language)
        answer = await self._client.ask(
            "POST",
            f"/v1/text-to-speech/{quote(voice, safe='')}/with-timestamps",
            order=order,
            params={"output_format": _FORMAT},
            json=asked,
        )
        sound = read_base64(answer.get("audio_base64"), title=TITLE)
        told = _told(answer.get("alignment"))
        return await self._booth.read(sound, request, title=TITLE, told=told)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _first(self) -> str:
        for voice in await self.voices():
            return voice.id
        raise ProviderFailed(
            f"{TITLE} lists no voice; check REELWRIGHT_SPEECH_ELEVENLABS_API_KEY, or set ..._VOICE."
        )

    async def _listed(self) -> Sequence[Voice]:
        answer = await self._client.ask(
            "GET", "/v2/voices", replays=True, params={"page_size": _PAGE}
        )
        listed = cast("list[dict[str, Any]]", answer.get("voices") or [])
        return first([_voice(each) for each in listed if each.get("voice_id")], self._options.voice)


def _voice(listed: dict[str, Any]) -> Voice:
    labels = cast("dict[str, str]", listed.get("labels") or {})
    traits = [labels[key] for key in _TOLD_LABELS if labels.get(key)]
    name = str(listed.get("name") or listed["voice_id"])
    return Voice(
        id=str(listed["voice_id"]),
        language=MANY,
        label=f"{name}: {', '.join(traits)}" if traits else name,
        sample_url=str(listed.get("preview_url") or ""),
    )


def _told(alignment: object) -> list[Span]:
    """Read the characters of the text as it was sent, and their times."""
    if not isinstance(alignment, dict):
        return []
    told = cast("dict[str, Any]", alignment)
    try:
        rows = zip(
            told["characters"],
            told["character_start_times_seconds"],
            told["character_end_times_seconds"],
            strict=True,
        )
        return [Span(str(c), float(s) * 1000, float(e) * 1000) for c, s, e in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise nonsense(TITLE, "its times cannot be read") from error


def _open(options: ElevenLabsOptions, house: Surroundings) -> ElevenLabs:
    return ElevenLabs(options, house.prices, lane=house.lane)


VENDOR = Vendor(name="elevenlabs", title=TITLE, options=ElevenLabsOptions, open=_open)
