"""ComfyUI: a workflow of the operator's, with places for the words, the size and the references.

Source:
    ComfyUI's own description of ``POST /prompt``, ``GET /history/{id}``, ``GET /view`` and
    ``POST /upload/image``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from pydantic import Field

from studio.domain.asset import PictureRequest, digest
from studio.domain.errors import Misconfigured
from studio.makers import Order
from studio.providers.answers import name_failure, nonsense
from studio.providers.images.queued import QueuedPictures, QueueOptions
from studio.providers.images.sizes import in_steps
from studio.providers.jobs import forgotten
from studio.providers.vendor import Surroundings, Vendor, at_a_time

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PLACE_OF_IMAGE = ("filename", "subfolder", "type")
_STEP_PX = 64
_REFERENCE = re.compile(r"reference_([1-9])")


class ComfyUIOptions(QueueOptions):
    """A ComfyUI server and a workflow for it."""

    concurrency: int = at_a_time(1)
    base_url: str = Field(default="http://127.0.0.1:8188", description="Where ComfyUI is.")
    workflow: Path = Field(
        description="JSON file, exported by *Export (API)*, with `{{prompt}}` and, where wanted, "
        "`{{negative_prompt}}`, `{{seed}}`, `{{width}}`, `{{height}}` in it."
    )
    reference_workflow: Path | None = Field(
        default=None,
        description="Another, for scenes with reference pictures, with `{{reference_1}}` and, "
        "where it takes more, `{{reference_2}}` to `{{reference_9}}` in it.",
    )
    long_side_px: int = Field(
        default=1344, ge=256, le=4096, description="Of the picture before it is fitted."
    )


class ComfyUIPictures(QueuedPictures):
    """Has a workflow run for one picture at a time."""

    vendor: ClassVar[str] = "comfyui"
    title: ClassVar[str] = "ComfyUI"
    is_own: ClassVar[bool] = True

    def __init__(self, options: ComfyUIOptions, house: Surroundings) -> None:
        """Take where to ask, and read the workflows.

        Raises:
            Misconfigured: One of them cannot be used.
        """
        super().__init__(options, house, model=options.workflow.stem, mend="..._WORKFLOW")
        self._options = options
        self._plain = read_workflow(options.workflow)
        self._held = read_workflow(options.reference_workflow or options.workflow)
        self.max_references = len(_references_in(self._held))
        read = json.dumps([self._plain, self._held])
        self.name = f"{self.name}{digest(read)[:8]}"

    async def order(self, request: PictureRequest, order: Order) -> Mapping[str, Any]:
        """Put the workflow into the queue, with everything in its place."""
        side = self._options.long_side_px
        width, height = in_steps(request, long_side_px=side, step_px=_STEP_PX)
        values: dict[str, str | int] = {
            "prompt": request.prompt,
            "negative_prompt": request.negative_prompt,
            "seed": request.seed,
            "width": width,
            "height": height,
        }
        for number, data in enumerate(await self.references(request), start=1):
            values[f"reference_{number}"] = await self._upload(data)
        graph = filled(self._held if request.references else self._plain, values)
        return await self.client.ask("POST", "/prompt", order=order, json={"prompt": graph})

    async def look(self, job_id: str) -> str | None:
        """Look at what was done, and at the queue where it is not among it."""
        past = (await self.client.read("GET", f"/history/{job_id}", replays=True)).get(job_id)
        if past is None:
            if not await self._is_queued(job_id):
                raise forgotten(self.title)
            return None
        status = past.get("status") or {}
        if status.get("status_str") == "error":
            raise name_failure(self.title, _complaint(status))
        image = _image(past.get("outputs") or {})
        if image is None:
            raise nonsense(self.title, "the workflow saved no picture")
        return urlencode({key: str(image.get(key, "")) for key in _PLACE_OF_IMAGE})

    async def fetch(self, place: str) -> bytes:
        """Give a picture that a workflow saved."""
        return (await self.client.fetch("GET", f"/view?{place}", replays=True)).data

    async def _upload(self, data: bytes) -> str:
        name = f"reelwright-{digest(data.hex())[:16]}.jpg"
        file = {"image": (name, data, "image/jpeg")}
        answer = await self.client.ask(
            "POST", "/upload/image", replays=True, files=file, data={"overwrite": "true"}
        )
        folder = answer.get("subfolder")
        return f"{folder}/{answer.get('name', name)}" if folder else str(answer.get("name", name))

    async def _is_queued(self, job_id: str) -> bool:
        """Tell whether it waits or runs; it may also have ended between the two looks."""
        queue = await self.client.read("GET", "/queue", replays=True)
        entries = [*(queue.get("queue_running") or ()), *(queue.get("queue_pending") or ())]
        if any(job_id in entry for entry in entries):
            return True
        past = await self.client.read("GET", f"/history/{job_id}", replays=True)
        return job_id in past


def read_workflow(path: Path) -> dict[str, Any]:
    """Read a workflow in the form that the API takes.

    Raises:
        Misconfigured: It is not there, is of another form, or has no place for the words.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Misconfigured(f"The workflow {str(path)!r} cannot be read: {error}.") from error
    if not isinstance(found, dict) or not all(
        isinstance(node, dict) and "class_type" in node
        for node in cast("dict[str, Any]", found).values()
    ):
        raise Misconfigured(
            f"The workflow {str(path)!r} is not in API form; export it with *Export (API)*."
        )
    if "prompt" not in _places_in(found):
        raise Misconfigured(f"The workflow {str(path)!r} has no {{{{prompt}}}} in it.")
    return cast("dict[str, Any]", found)


def filled(workflow: Any, values: Mapping[str, str | int]) -> Any:
    """Put values in their places; one that is a whole text keeps its type, e.g. a number.

    The place of a reference that is not there goes to the first one.
    """
    if isinstance(workflow, dict):
        nodes = cast("dict[str, Any]", workflow)
        return {key: filled(value, values) for key, value in nodes.items()}
    if isinstance(workflow, list):
        return [filled(value, values) for value in cast("list[Any]", workflow)]
    if not isinstance(workflow, str):
        return workflow
    whole = _PLACE.fullmatch(workflow.strip())
    if whole:
        return _value(whole[1], values, workflow)
    return _PLACE.sub(lambda place: str(_value(place[1], values, place[0])), workflow)


def _value(name: str, values: Mapping[str, str | int], otherwise: str) -> str | int:
    if _REFERENCE.fullmatch(name):
        return values.get(name, values.get("reference_1", otherwise))
    return values.get(name, otherwise)


def _places_in(workflow: object) -> frozenset[str]:
    return frozenset(_PLACE.findall(json.dumps(workflow)))


def _references_in(workflow: object) -> frozenset[str]:
    return frozenset(name for name in _places_in(workflow) if _REFERENCE.fullmatch(name))


def _image(outputs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the first picture that was saved, before one that is a mere preview."""
    images: Sequence[Mapping[str, Any]] = [
        image for node in outputs.values() for image in node.get("images") or ()
    ]
    saved = [image for image in images if image.get("type") == "output"]
    return next(iter([*saved, *images]), None)


def _complaint(status: Mapping[str, Any]) -> str:
    for name, said in status.get("messages") or ():
        if name == "execution_error":
            return str(said.get("exception_message") or "")
    return ""


VENDOR = Vendor(
    name=ComfyUIPictures.vendor,
    title=ComfyUIPictures.title,
    options=ComfyUIOptions,
    open=ComfyUIPictures,
)
