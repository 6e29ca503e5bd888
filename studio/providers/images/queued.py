"""Makers of pictures that take orders: what is ordered has a name, and is joined again by it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from studio.domain.asset import PictureRequest
from studio.makers import Order
from studio.providers.answers import nonsense
from studio.providers.images.foreign import from_data_link, to_data_link
from studio.providers.images.remote import Painted, PictureOptions, RemotePictures
from studio.providers.jobs import JobOptions, wait_for
from studio.providers.vendor import Surroundings

_MANY = "[]"
_MOST_REFERENCES = 4


class QueueOptions(JobOptions, PictureOptions):
    """Options of a maker of pictures that takes orders."""


class HostedOptions(QueueOptions):
    """Options of a service that runs models of many people."""

    reference_input: str = Field(
        default="",
        description="The model's input for reference pictures, e.g. `input_image`; with `[]` at its "
        "end it takes a list. Empty where it has none.",
    )
    extra: dict[str, Any] = Field(
        default_factory=dict, description="Further inputs of the model, as JSON."
    )

    @property
    def max_references(self) -> int:
        """Tell how many reference pictures the model takes."""
        if not self.reference_input:
            return 0
        return _MOST_REFERENCES if self.reference_input.endswith(_MANY) else 1


class QueuedPictures(RemotePictures):
    """Orders a picture, keeps the order's name, waits and fetches it; a vendor fills in the steps."""

    def __init__(
        self,
        options: QueueOptions,
        house: Surroundings,
        *,
        model: str,
        headers: Mapping[str, str] | None = None,
        mend: str = "..._API_KEY and ..._MODEL",
    ) -> None:
        """Prepare; nothing is called yet."""
        super().__init__(options, house, model=model, headers=headers, mend=mend)
        self._queue = options

    async def paint(self, request: PictureRequest, order: Order) -> Painted:
        """Order a picture, or join the one that is ordered, and fetch it."""
        job_id = order.job_id
        if job_id is None:
            answer = await self.order(request, order)
            job_id = self._named_in(answer)
            await order.ordered(job_id)

        async def look() -> str | None:
            return await self.look(job_id)

        place = await wait_for(
            look, title=self.title, timeout_s=self._queue.timeout_s, poll_s=self._queue.poll_s
        )
        return Painted(await self.fetch(place))

    @abstractmethod
    async def order(self, request: PictureRequest, order: Order) -> Mapping[str, Any]:
        """Order a picture and give the answer."""

    @abstractmethod
    async def look(self, job_id: str) -> str | None:
        """Say where the picture is; ``None`` while it is worked on."""

    async def fetch(self, place: str) -> bytes:
        """Give the picture's file."""
        return from_data_link(place) or (await self.downloader.fetch(place)).data

    async def inputs(self, request: PictureRequest, options: HostedOptions) -> dict[str, Any]:
        """Give the inputs that the operator stated, and the references."""
        given = dict(options.extra)
        links = [to_data_link(data) for data in await self.references(request)]
        if links:
            field = options.reference_input
            given[field.removesuffix(_MANY)] = links if field.endswith(_MANY) else links[0]
        return given

    def _named_in(self, answer: Mapping[str, Any]) -> str:
        for field in ("prompt_id", "request_id", "id"):
            if isinstance(answer.get(field), str) and answer[field]:
                return str(answer[field])
        raise nonsense(self.title, "it does not name the work")
