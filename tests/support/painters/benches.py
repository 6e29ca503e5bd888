"""Each client of a vendor of pictures, opened on its server."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from studio.domain.units import StorageKey
from studio.makers import PictureMaker
from studio.providers.images import automatic1111, comfyui, fal, gemini, localai, openai, replicate
from studio.providers.vendor import Surroundings, Vendor
from tests.support.painters.direct import FakeAutomatic1111, FakeGemini, FakeOpenAI
from tests.support.painters.fake import KEY, FakeVendor, png
from tests.support.painters.queued import FakeComfyUI, FakeFal, FakeReplicate

REFERENCE = StorageKey("uploads/mia.png")
WORKFLOW: Mapping[str, Any] = {
    "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "painter-1"}},
    "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{prompt}}", "clip": ["1", 1]}},
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{negative_prompt}}, blurry"}},
    "4": {
        "class_type": "EmptyLatentImage",
        "inputs": {"width": "{{width}}", "height": "{{height}}"},
    },
    "5": {"class_type": "KSampler", "inputs": {"seed": "{{seed}}", "steps": 20}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["5", 0]}},
}
HELD: Mapping[str, Any] = {
    **WORKFLOW,
    "6": {"class_type": "LoadImage", "inputs": {"image": "{{reference_1}}"}},
}


async def read(key: StorageKey) -> bytes:
    """Give a stored picture."""
    assert key == REFERENCE
    return png((2000, 3000), "blue")


@dataclass(frozen=True)
class Bench:
    """A client and its server.

    Attributes:
        vendor: Which client.
        fake: Makes a server.
        options: Of the client, beside where, which model and which key.
        base: What follows the server's address.
        has_key: Whether a key is checked.
        can_refuse: Whether it has a policy.
        can_sell: Whether it has balances.
        has_orders: Whether orders have names.
    """

    vendor: Vendor[PictureMaker]
    fake: Callable[[], FakeVendor]
    options: Mapping[str, Any]
    base: str = ""
    has_key: bool = True
    can_refuse: bool = True
    can_sell: bool = True
    has_orders: bool = False

    def open(self, server: FakeVendor, folder: Path, **more: Any) -> PictureMaker:
        """Give the client of a server."""
        options = dict(self.options) | {
            "base_url": server.url + self.base,
            "api_key": SecretStr(KEY),
            "timeout_s": 5.0,
        }
        options |= {"poll_s": 0.001} if self.has_orders else {}
        if self.vendor is comfyui.VENDOR:
            model = more.pop("model", server.model)
            options["workflow"] = write(folder / "plain.json", WORKFLOW, model=model)
            options["reference_workflow"] = write(folder / "held.json", HELD, model=model)
        else:
            options["model"] = server.model
        made = self.vendor.options.model_validate(options | more)
        return self.vendor.open(made, Surroundings(read=read))


def write(path: Path, workflow: Mapping[str, Any], *, model: str = "painter-1") -> Path:
    """Write a workflow as an operator would."""
    path.write_text(json.dumps(workflow).replace("painter-1", model))
    return path


BENCHES = {
    "openai": Bench(openai.VENDOR, FakeOpenAI, {"quality": "low"}, base="/v1"),
    "gemini": Bench(gemini.VENDOR, FakeGemini, {"resolution": "2K"}, base="/v1beta"),
    "localai": Bench(
        localai.VENDOR,
        lambda: FakeOpenAI(links=True),
        {"steps": 8},
        base="/v1",
        can_refuse=False,
        can_sell=False,
    ),
    "automatic1111": Bench(
        automatic1111.VENDOR,
        FakeAutomatic1111,
        {"user": "painter"},
        can_refuse=False,
        can_sell=False,
    ),
    "comfyui": Bench(
        comfyui.VENDOR,
        FakeComfyUI,
        {},
        has_key=False,
        can_refuse=False,
        can_sell=False,
        has_orders=True,
    ),
    "replicate": Bench(
        replicate.VENDOR,
        FakeReplicate,
        {"reference_input": "input_images[]"},
        base="/v1",
        has_orders=True,
    ),
    "fal": Bench(fal.VENDOR, FakeFal, {"reference_input": "image_urls[]"}, has_orders=True),
}
