"""AUTOMATIC1111's web UI and those that speak its API: Forge, SD.Next.

Source:
    What webuiapi 0.9.17 sends and reads, ``POST /sdapi/v1/txt2img``.
"""

import base64
import binascii
from typing import Any, ClassVar

from pydantic import Field

from studio.domain.asset import PictureRequest
from studio.makers import Order
from studio.providers.answers import nonsense
from studio.providers.images.remote import Painted, PictureOptions, RemotePictures
from studio.providers.images.sizes import in_steps
from studio.providers.vendor import Surroundings, Vendor, at_a_time

_STEP_PX = 64


class Automatic1111Options(PictureOptions):
    """A web UI of Stable Diffusion, started with `--api`."""

    concurrency: int = at_a_time(1)
    base_url: str = Field(default="http://127.0.0.1:7860", description="Where the web UI is.")
    user: str = Field(
        default="",
        description="Of `--api-auth`; the key is its password. Empty where there is none.",
    )
    model: str = Field(default="", description="Checkpoint; empty is the one that is loaded.")
    sampler: str = Field(default="", description="Its name; empty is the web UI's own.")
    scheduler: str = Field(default="", description="Its name; empty is the web UI's own.")
    steps: int = Field(default=28, ge=1, le=200, description="Of sampling.")
    guidance: float = Field(default=6.0, ge=0, le=30, description="Its `cfg_scale`.")
    long_side_px: int = Field(
        default=1344,
        ge=256,
        le=2048,
        description="Of the picture before it is fitted; 1344 suits SDXL, 1024 SD 1.5.",
    )


class Automatic1111Pictures(RemotePictures):
    """Asks a web UI for one picture at a time."""

    vendor: ClassVar[str] = "automatic1111"
    title: ClassVar[str] = "The Stable Diffusion web UI"
    is_own: ClassVar[bool] = True

    def __init__(self, options: Automatic1111Options, house: Surroundings) -> None:
        """Take where and what to ask."""
        super().__init__(
            options,
            house,
            model=options.model,
            headers=_basic(options),
            mend="..._USER, ..._API_KEY and ..._MODEL, and that it runs with --api",
        )
        self._options = options

    async def paint(self, request: PictureRequest, order: Order) -> Painted:
        """Ask for a picture from words."""
        side = self._options.long_side_px
        width, height = in_steps(request, long_side_px=side, step_px=_STEP_PX)
        asked: dict[str, Any] = {
            "prompt": request.prompt,
            "negative_prompt": _listed(request.negative_prompt, "text, letters, watermark"),
            "seed": request.seed,
            "width": width,
            "height": height,
            "steps": self._options.steps,
            "cfg_scale": self._options.guidance,
            "batch_size": 1,
            "n_iter": 1,
            "send_images": True,
            "save_images": False,
        }
        chosen = {"sampler_name": self._options.sampler, "scheduler": self._options.scheduler}
        asked |= {field: value for field, value in chosen.items() if value}
        if self.model:
            asked["override_settings"] = {"sd_model_checkpoint": self.model}
        answer = await self.client.ask("POST", "/sdapi/v1/txt2img", order=order, json=asked)
        return Painted(self._picture(answer))

    def _picture(self, answer: dict[str, Any]) -> bytes:
        try:
            encoded = str(answer["images"][0]).rpartition(",")[2]
            return base64.b64decode(encoded, validate=True)
        except (KeyError, IndexError, TypeError, binascii.Error) as error:
            raise nonsense(self.title, "there is no picture in it") from error


def _listed(*phrases: str) -> str:
    return ", ".join(phrase for phrase in phrases if phrase)


def _basic(options: Automatic1111Options) -> dict[str, str]:
    if not options.user:
        return {}
    both = f"{options.user}:{options.api_key.get_secret_value()}"
    return {"Authorization": f"Basic {base64.b64encode(both.encode()).decode()}"}


VENDOR = Vendor(
    name=Automatic1111Pictures.vendor,
    title=Automatic1111Pictures.title,
    options=Automatic1111Options,
    open=Automatic1111Pictures,
)
