"""OpenAI's pictures, and those of every server that speaks its images API.

Source:
    The OpenAPI description of ``POST /v1/images/generations`` and ``/v1/images/edits``, 2026-08-21.
"""

import base64
import binascii
from typing import Any, ClassVar

from pydantic import Field

from studio.domain.asset import PictureRequest
from studio.domain.errors import after_the_answer
from studio.domain.money import Usage
from studio.makers import Order
from studio.providers.answers import nonsense
from studio.providers.images.remote import (
    Painted,
    PictureOptions,
    RemotePictures,
    bearer,
    in_words,
)
from studio.providers.prices import Tokens
from studio.providers.vendor import Surroundings, Vendor, billed_once

_STEP_PX = 16
"""Sides must be multiples of it."""
_WIDTH_PX = 1008
"""Beside 1792, the largest exact 9:16 below 1080x1920."""
_FEW_SIZES = ("gpt-image-1", "chatgpt-image")
"""Models that begin so make three sizes only."""


class OpenAIPicturesOptions(PictureOptions):
    """OpenAI, or a server that speaks its images API."""

    base_url: str = Field(
        default="https://api.openai.com/v1", description="Where the API is, `/v1` included."
    )
    model: str = Field(min_length=1, description="Which model paints, e.g. `gpt-image-2`.")
    quality: str = Field(default="", description="`low`, `medium` or `high`; empty lets it choose.")
    replays: bool = billed_once()


class OpenAIPictures(RemotePictures):
    """Asks an images API for one picture at a time."""

    vendor: ClassVar[str] = "openai"
    title: ClassVar[str] = "OpenAI's pictures"
    max_references = 16

    def __init__(self, options: OpenAIPicturesOptions, house: Surroundings) -> None:
        """Take where and what to ask."""
        super().__init__(options, house, model=options.model, headers=bearer(options))
        self.quality = options.quality
        self.replays = options.replays

    @property
    def variant(self) -> str:
        """Its price depends on the quality."""
        return self.quality

    async def paint(self, request: PictureRequest, order: Order) -> Painted:
        """Ask for a picture, by the API of edits where references go along."""
        asked = self.asked(request)
        references = await self.references(request)
        if references:
            files = [
                ("image[]", (f"reference-{n}.jpg", data, "image/jpeg"))
                for n, data in enumerate(references, start=1)
            ]
            answer = await self.client.ask(
                "POST",
                "/images/edits",
                order=order,
                replays=self.replays,
                data=asked,
                files=files,
            )
        else:
            answer = await self.client.ask(
                "POST", "/images/generations", order=order, replays=self.replays, json=asked
            )
        return Painted(await self.picture_of(answer), self._used(answer))

    def asked(self, request: PictureRequest) -> dict[str, Any]:
        """Give the fields of the request."""
        asked: dict[str, Any] = {
            "model": self.model,
            "prompt": in_words(request),
            "n": 1,
            "size": size_for(self.model, request),
        }
        if self.quality:
            asked["quality"] = self.quality
        return asked

    async def picture_of(self, answer: dict[str, Any]) -> bytes:
        """Give the picture's file, from the answer itself or from where it links to."""
        try:
            first = answer["data"][0]
            encoded, link = first.get("b64_json"), first.get("url")
            if encoded:
                return base64.b64decode(encoded, validate=True)
        except (KeyError, IndexError, TypeError, AttributeError, binascii.Error) as error:
            raise nonsense(self.title, "there is no picture in it") from error
        if not isinstance(link, str):
            raise nonsense(self.title, "there is no picture in it")
        with after_the_answer():
            return (await self.downloader.fetch(link)).data

    def _used(self, answer: dict[str, Any]) -> tuple[Usage, ...]:
        usage = answer.get("usage")
        if self.has_own_price or not self.is_at_home or not isinstance(usage, dict):
            return ()
        details = usage.get("input_tokens_details") or {}
        tokens = Tokens(
            read=int(usage.get("input_tokens") or 0),
            image=int(details.get("image_tokens") or 0),
            written=int(usage.get("output_tokens") or 0),
        )
        used = self.house.prices.tokens(tokens, provider=self.vendor, model=self.model)
        return () if any(line.cost_usd is None for line in used) else used


def size_for(model: str, request: PictureRequest) -> str:
    """Give the nearest size of the request's shape that a model makes."""
    if model.startswith(_FEW_SIZES):
        shape = request.height_px / request.width_px
        return "1024x1024" if 0.8 < shape < 1.25 else "1024x1536" if shape > 1 else "1536x1024"
    return legal_size(request)


def legal_size(request: PictureRequest) -> str:
    """Give the nearest size of the request's shape that the API allows."""
    shape = request.height_px / request.width_px
    width = _WIDTH_PX if shape >= 1 else _WIDTH_PX / shape
    return f"{_legal(width)}x{_legal(width * shape)}"


def _legal(side_px: float) -> int:
    return max(_STEP_PX, round(side_px / _STEP_PX) * _STEP_PX)


VENDOR = Vendor(
    name=OpenAIPictures.vendor,
    title=OpenAIPictures.title,
    options=OpenAIPicturesOptions,
    open=OpenAIPictures,
)
