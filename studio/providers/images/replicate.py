"""Replicate: a prediction is created, its name kept, and its picture fetched when it is done.

Source:
    What replicate 1.0.7 sends and reads; ``POST /v1/models/{owner}/{name}/predictions``.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, cast

from pydantic import Field

from studio.domain.asset import PictureRequest
from studio.domain.errors import ProviderFailed, ProviderModelUnknown, billed
from studio.makers import Order
from studio.providers.answers import name_failure, nonsense
from studio.providers.images.queued import HostedOptions, QueuedPictures
from studio.providers.images.remote import bearer, in_words
from studio.providers.images.sizes import in_steps, shape_of
from studio.providers.jobs import forgotten
from studio.providers.vendor import Surroundings, Vendor

_STEP_PX = 32
_LONG_SIDE_PX = 1344


class ReplicateOptions(HostedOptions):
    """A model at Replicate."""

    base_url: str = Field(
        default="https://api.replicate.com/v1", description="Where the API is, `/v1` included."
    )
    model: str = Field(
        pattern=r"^[\w.-]+/[\w.-]+(:[0-9a-f]{64})?$",
        description="`owner/name`, or `owner/name:version`.",
    )
    shaped_by: Literal["aspect_ratio", "size"] = Field(
        default="aspect_ratio",
        description="Whether the model takes `aspect_ratio`, or `width` and `height`.",
    )


class ReplicatePictures(QueuedPictures):
    """Has a model at Replicate make one picture at a time."""

    vendor: ClassVar[str] = "replicate"
    title: ClassVar[str] = "Replicate"

    def __init__(self, options: ReplicateOptions, house: Surroundings) -> None:
        """Take what to ask."""
        super().__init__(options, house, model=options.model, headers=bearer(options))
        self._options = options
        self.max_references = options.max_references

    async def order(self, request: PictureRequest, order: Order) -> Mapping[str, Any]:
        """Create a prediction."""
        given = await self.inputs(request, self._options)
        given |= {"prompt": in_words(request), "seed": request.seed, **self._shape(request)}
        name, _, version = self.model.partition(":")
        if version:
            asked = {"version": version, "input": given}
            return await self.client.ask("POST", "/predictions", order=order, json=asked)
        path = f"/models/{name}/predictions"
        return await self.client.ask("POST", path, order=order, json={"input": given})

    async def look(self, job_id: str) -> str | None:
        """Look at a prediction."""
        try:
            job = await self.client.read("GET", f"/predictions/{job_id}", replays=True)
        except ProviderModelUnknown as error:
            raise forgotten(self.title) from error
        match job.get("status"):
            case "failed":
                raise _ended(job, name_failure(self.title, str(job.get("error") or "")))
            case "canceled" | "aborted":
                told = f"{self.title} was told to stop the work; ask again."
                raise _ended(job, ProviderFailed(told))
            case "succeeded":
                return self._link(job.get("output"))
            case _:
                return None

    def _shape(self, request: PictureRequest) -> dict[str, Any]:
        if self._options.shaped_by == "aspect_ratio":
            return {"aspect_ratio": shape_of(request)}
        width, height = in_steps(request, long_side_px=_LONG_SIDE_PX, step_px=_STEP_PX)
        return {"width": width, "height": height}

    def _link(self, output: object) -> str:
        links = cast("list[object]", output) if isinstance(output, list) else [output]
        if not links or not isinstance(links[0], str):
            raise nonsense(self.title, "there is no picture in it")
        return links[0]


def _ended(job: Mapping[str, Any], error: ProviderFailed) -> ProviderFailed:
    """Give the error of work that has no picture; what has run may have been billed by its seconds."""
    return billed(error) if (job.get("metrics") or {}).get("predict_time") else error


VENDOR = Vendor(
    name=ReplicatePictures.vendor,
    title=ReplicatePictures.title,
    options=ReplicateOptions,
    open=ReplicatePictures,
)
