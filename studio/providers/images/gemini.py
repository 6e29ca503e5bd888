"""Gemini's pictures, by ``generateContent``.

Source:
    What google-genai 3.4.0 sends and reads.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, cast

from pydantic import Field

from studio.domain.asset import PictureRequest
from studio.domain.errors import ProviderRefused, billed
from studio.makers import Order
from studio.providers.answers import nonsense
from studio.providers.images.remote import Painted, PictureOptions, RemotePictures, in_words
from studio.providers.images.sizes import shape_of
from studio.providers.vendor import Surroundings, Vendor

_FINE = frozenset({"", "STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED"})
_TROUBLE = frozenset({"MALFORMED_FUNCTION_CALL", "OTHER", "IMAGE_OTHER", "NO_IMAGE", "LANGUAGE"})
"""Ends without a picture that are no matter of policy."""


class GeminiOptions(PictureOptions):
    """Google's Gemini API."""

    base_url: str = Field(
        default="https://generativelanguage.googleapis.com/v1beta",
        description="Where the API is, its version included.",
    )
    model: str = Field(min_length=1, description="Which model paints: `gemini-3.1-flash-image`.")
    resolution: str = Field(
        default="",
        description="`1K`, `2K` or `4K`, for models that have several; empty is its own.",
    )


class GeminiPictures(RemotePictures):
    """Asks a Gemini model for one picture at a time."""

    vendor: ClassVar[str] = "gemini"
    title: ClassVar[str] = "Gemini"
    max_references = 6

    def __init__(self, options: GeminiOptions, house: Surroundings) -> None:
        """Take where and what to ask."""
        key = options.api_key.get_secret_value()
        headers = {"x-goog-api-key": key} if key else {}
        super().__init__(options, house, model=options.model, headers=headers)
        self._resolution = options.resolution

    async def paint(self, request: PictureRequest, order: Order) -> Painted:
        """Ask for a picture, with references as further parts."""
        parts: list[dict[str, Any]] = [{"text": in_words(request)}]
        for data in await self.references(request):
            encoded = base64.b64encode(data).decode()
            parts.append({"inlineData": {"mimeType": "image/jpeg", "data": encoded}})
        image = {"aspectRatio": shape_of(request)}
        if self._resolution:
            image["imageSize"] = self._resolution
        asked = {
            "contents": [{"role": "user", "parts": parts}],
            "generationConfig": {"responseModalities": ["IMAGE"], "imageConfig": image},
        }
        path = f"/models/{self.model}:generateContent"
        return Painted(self._picture(await self.client.ask("POST", path, order=order, json=asked)))

    def _picture(self, answer: Mapping[str, Any]) -> bytes:
        try:
            for part in _parts(answer):
                inline = part.get("inlineData") or part.get("inline_data")
                if inline and not part.get("thought"):
                    return _decoded(inline["data"])
        except (KeyError, TypeError, AttributeError, binascii.Error) as error:
            raise nonsense(self.title, "there is no picture in it") from error
        reason = _refusal(answer)
        if reason:
            refused = f"{self.title} refused this for its policy ({reason}); use other words."
            raise billed(ProviderRefused(refused))
        raise nonsense(self.title, "there is no picture in it")


def _decoded(data: str) -> bytes:
    """Read either alphabet of base64: Google's own client writes the one that is safe in links."""
    return base64.b64decode(data.replace("-", "+").replace("_", "/"), validate=True)


def _parts(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for candidate in answer.get("candidates") or ():
        yield from (candidate.get("content") or {}).get("parts") or ()


def _refusal(answer: Mapping[str, Any]) -> str:
    """Say why there is no picture, where that is policy: with status 200, and no error."""
    feedback = answer.get("promptFeedback")
    if isinstance(feedback, dict) and feedback.get("blockReason"):
        return str(feedback["blockReason"])
    candidates = cast("list[dict[str, Any]]", answer.get("candidates") or [])
    reasons = [str(each.get("finishReason") or "") for each in candidates]
    against = [reason for reason in reasons if reason not in _FINE | _TROUBLE]
    return against[0] if against else ""


VENDOR = Vendor(
    name=GeminiPictures.vendor,
    title=GeminiPictures.title,
    options=GeminiOptions,
    open=GeminiPictures,
)
