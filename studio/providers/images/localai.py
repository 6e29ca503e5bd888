"""LocalAI: OpenAI's images API with differences.

Source:
    LocalAI's own description of ``POST /v1/images/generations``, 2026-08-22: pictures come as links
    unless ``b64_json`` is asked for, what is not wanted follows a bar, references have their own field.
"""

import base64
from typing import Any, ClassVar

from pydantic import Field

from studio.domain.asset import PictureRequest
from studio.makers import Order
from studio.providers.images.openai import OpenAIPictures, legal_size
from studio.providers.images.remote import (
    MAX_PROMPT,
    Painted,
    PictureOptions,
    RemotePictures,
    bearer,
)
from studio.providers.vendor import Surroundings, Vendor, at_a_time


class LocalAIOptions(PictureOptions):
    """A LocalAI server."""

    concurrency: int = at_a_time(1)
    base_url: str = Field(
        default="http://127.0.0.1:8080/v1", description="Where the API is, `/v1` included."
    )
    model: str = Field(min_length=1, description="Which model paints, as LocalAI names it.")
    steps: int = Field(default=0, ge=0, le=200, description="Of sampling; 0 is the model's own.")


class LocalAIPictures(OpenAIPictures):
    """Asks a LocalAI server for one picture at a time."""

    vendor: ClassVar[str] = "localai"
    title: ClassVar[str] = "LocalAI"
    is_own: ClassVar[bool] = True
    max_references = 4

    def __init__(self, options: LocalAIOptions, house: Surroundings) -> None:
        """Take where and what to ask."""
        RemotePictures.__init__(self, options, house, model=options.model, headers=bearer(options))
        self.quality = ""
        self._steps = options.steps

    async def paint(self, request: PictureRequest, order: Order) -> Painted:
        """Ask for a picture; references go along in the same request."""
        asked = self.asked(request)
        references = await self.references(request)
        if references:
            asked["ref_images"] = [base64.b64encode(each).decode() for each in references]
        answer = await self.client.ask("POST", "/images/generations", order=order, json=asked)
        return Painted(await self.picture_of(answer))

    def asked(self, request: PictureRequest) -> dict[str, Any]:
        """Give the fields of the request."""
        wanted = request.prompt.replace("|", "/")
        prompt = f"{wanted}|{request.negative_prompt}" if request.negative_prompt else wanted
        asked: dict[str, Any] = {
            "model": self.model,
            "prompt": prompt[:MAX_PROMPT],
            "n": 1,
            "size": legal_size(request),
            "seed": request.seed,
            "response_format": "b64_json",
        }
        if self._steps:
            asked["step"] = self._steps
        return asked


VENDOR = Vendor(
    name=LocalAIPictures.vendor,
    title=LocalAIPictures.title,
    options=LocalAIOptions,
    open=LocalAIPictures,
)
