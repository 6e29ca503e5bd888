"""fal: a request is put into a queue, its name kept, and its picture fetched when it is done.

Source:
    What fal-client 1.0.3 sends and reads; ``POST https://queue.fal.run/{app}``.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from studio.domain.asset import PictureRequest
from studio.domain.errors import ProviderModelUnknown, ProviderRefused, billed
from studio.makers import Order
from studio.providers.answers import name_failure, nonsense
from studio.providers.images.queued import HostedOptions, QueuedPictures
from studio.providers.images.remote import in_words
from studio.providers.images.sizes import in_steps, shape_of
from studio.providers.jobs import forgotten
from studio.providers.vendor import Surroundings, Vendor

_STEP_PX = 64
_LONG_SIDE_PX = 1344


class FalOptions(HostedOptions):
    """An app at fal."""

    base_url: str = Field(default="https://queue.fal.run", description="Where the queue is.")
    model: str = Field(
        pattern=r"^[\w.-]+/[\w.-]+(/[\w./-]+)?$", description="The app, e.g. `fal-ai/flux/schnell`."
    )
    shaped_by: Literal["image_size", "aspect_ratio"] = Field(
        default="image_size",
        description="Whether the app takes `image_size` in pixels, or `aspect_ratio`.",
    )


class FalPictures(QueuedPictures):
    """Has an app at fal make one picture at a time."""

    vendor: ClassVar[str] = "fal"
    title: ClassVar[str] = "fal"

    def __init__(self, options: FalOptions, house: Surroundings) -> None:
        """Take what to ask."""
        key = options.api_key.get_secret_value()
        headers = {"Authorization": f"Key {key}"} if key else {}
        super().__init__(options, house, model=options.model, headers=headers)
        self._options = options
        self.max_references = options.max_references

    async def order(self, request: PictureRequest, order: Order) -> Mapping[str, Any]:
        """Put a request into the app's queue."""
        given = await self.inputs(request, self._options)
        given |= {"prompt": in_words(request), "seed": request.seed, "num_images": 1}
        given |= self._shape(request)
        return await self.client.ask("POST", f"/{self.model}", order=order, json=given)

    async def look(self, job_id: str) -> str | None:
        """Look at a request, and at its answer when it is done."""
        owner, name, *_ = self.model.split("/")
        place = f"/{owner}/{name}/requests/{job_id}"
        try:
            job = await self.client.read("GET", f"{place}/status", replays=True)
        except ProviderModelUnknown as error:
            raise forgotten(self.title) from error
        if job.get("status") != "COMPLETED":
            return None
        if job.get("error"):
            raise name_failure(self.title, str(job["error"]), codes={str(job.get("error_type"))})
        return self._link(await self.client.ask("GET", place, replays=True))

    def _shape(self, request: PictureRequest) -> dict[str, Any]:
        if self._options.shaped_by == "aspect_ratio":
            return {"aspect_ratio": shape_of(request)}
        width, height = in_steps(request, long_side_px=_LONG_SIDE_PX, step_px=_STEP_PX)
        return {"image_size": {"width": width, "height": height}}

    def _link(self, answer: Mapping[str, Any]) -> str:
        if True in (answer.get("has_nsfw_concepts") or ()):
            raise billed(
                ProviderRefused(
                    f"{self.title} made this picture and blackened it for its policy; use other words."
                )
            )
        try:
            return str((answer.get("images") or [answer["image"]])[0]["url"])
        except (KeyError, IndexError, TypeError) as error:
            raise nonsense(self.title, "there is no picture in it") from error


VENDOR = Vendor(
    name=FalPictures.vendor,
    title=FalPictures.title,
    options=FalOptions,
    open=FalPictures,
)
