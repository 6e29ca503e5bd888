"""OpenAI's pictures, and those of every server that speaks its images API.

Source:
    The OpenAPI description of ``POST /v1/images/generations``, 2026-08-21.
"""

import base64
import binascii
from decimal import Decimal
from typing import Any

from pydantic import Field

from studio.domain.asset import PictureRequest, digest
from studio.domain.money import Usage
from studio.makers import UNBILLED, Order, Picture
from studio.providers.answers import nonsense
from studio.providers.client import ProviderClient
from studio.providers.images.foreign import to_picture
from studio.providers.vendor import ServerOptions, Surroundings, Vendor

TITLE = "OpenAI's pictures"
MAX_PROMPT = 32_000
_STEP_PX = 16
"""Sides must be multiples of it."""
_WIDTH_PX = 1008
"""Beside 1792, the largest exact 9:16 below 1080x1920."""


class OpenAIPicturesOptions(ServerOptions):
    """OpenAI, or a server that speaks its images API."""

    base_url: str = Field(
        default="https://api.openai.com/v1", description="Where the API is, `/v1` included."
    )
    model: str = Field(min_length=1, description="Which model paints, e.g. `gpt-image-2`.")
    quality: str = Field(default="", description="`low`, `medium` or `high`; empty lets it choose.")
    price_usd: Decimal | None = Field(
        default=None, ge=0, description="Of one picture, where you know it; 0 for your own server."
    )


class OpenAIPictures:
    """Asks an images API for one picture at a time."""

    replays = False

    def __init__(self, options: OpenAIPicturesOptions) -> None:
        """Take where and what to ask."""
        self._options = options
        key = options.api_key.get_secret_value()
        self._client = ProviderClient(
            title=TITLE,
            base_url=options.base_url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout_s=options.timeout_s,
            mend="REELWRIGHT_PICTURES_OPENAI_API_KEY and ..._MODEL",
        )
        where = digest(options.base_url, options.quality)[:8]
        self.name = f"openai-1:{options.model}:{where}"

    def quote(self, request: PictureRequest) -> Usage:
        """One picture, at the price that the options give."""
        return Usage(
            provider="openai",
            model=self._options.model,
            unit="pictures",
            quantity=1,
            cost_usd=self._options.price_usd,
        )

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        """Make one picture; a refusal, an error and a lost answer are named.

        Raises:
            ProviderRefused: Its policy is against it.
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        asked: dict[str, Any] = {
            "model": self._options.model,
            "prompt": in_words(request)[:MAX_PROMPT],
            "n": 1,
            "size": legal_size(request),
        }
        if self._options.quality:
            asked["quality"] = self._options.quality
        answer = await self._client.ask("POST", "/images/generations", order=order, json=asked)
        return await to_picture(_image(answer), request, title=TITLE)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def in_words(request: PictureRequest) -> str:
    """Put into the prompt what this API has no field for."""
    unwanted = f" Do not show: {request.negative_prompt}." if request.negative_prompt else ""
    return f"{request.prompt}.{unwanted} No text, no letters."


def legal_size(request: PictureRequest) -> str:
    """Give the nearest size of the request's shape that the API allows."""
    shape = request.height_px / request.width_px
    width = _WIDTH_PX if shape >= 1 else _WIDTH_PX / shape
    return f"{_legal(width)}x{_legal(width * shape)}"


def _legal(side_px: float) -> int:
    return max(_STEP_PX, round(side_px / _STEP_PX) * _STEP_PX)


def _image(answer: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(answer["data"][0]["b64_json"], validate=True)
    except (KeyError, IndexError, TypeError, binascii.Error) as error:
        raise nonsense(TITLE, "there is no picture in it") from error


def _open(options: OpenAIPicturesOptions, house: Surroundings) -> OpenAIPictures:
    return OpenAIPictures(options)


VENDOR = Vendor(name="openai", title=TITLE, options=OpenAIPicturesOptions, open=_open)
