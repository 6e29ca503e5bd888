"""A maker of pictures over HTTP whose server can be taken down, and what a test answers to a gate."""

from base64 import b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from PIL import Image

from studio.domain.gate import Answer, Gate, Via
from studio.domain.traffic import Limits
from studio.makers import Makers
from studio.providers.images.fake import FlatPictures
from studio.providers.images.openai import OpenAIPictures, OpenAIPicturesOptions
from studio.providers.vendor import Surroundings
from studio.services import gates
from studio.wiring import Studio
from tests.support.toolbox import Toolbox
from tests.support.vendor import Answer as Told
from tests.support.vendor import Respond, VendorServer, serving

PRICE = Decimal("0.04")
DOWN = Told.of({"error": {"message": "maintenance"}}, status=503, Retry_After="90")
REFUSED = Told.of({"error": {"code": "moderation_blocked", "message": "Not this."}}, status=400)


def painted() -> Told:
    """Answer with a picture."""
    file = BytesIO()
    Image.new("RGB", (108, 192), "teal").save(file, "JPEG")
    return Told.of({"data": [{"b64_json": b64encode(file.getvalue()).decode()}]})


@asynccontextmanager
async def painting(
    studio: Studio, respond: Respond, *, others: tuple[str, ...] = ("flat",)
) -> AsyncGenerator[tuple[Studio, VendorServer]]:
    """Give a studio whose pictures a vendor's server makes for 4 cents; others make them for nothing."""
    with serving(respond) as vendor:
        options = OpenAIPicturesOptions(base_url=vendor.url, model="m", price_usd=PRICE)
        maker = OpenAIPictures(options, Surroundings(read=studio.store.get))
        lane = studio.lanes.open(
            "pictures/openai",
            title="OpenAI's pictures",
            settings="REELWRIGHT_PICTURES_OPENAI_",
            limits=Limits(concurrency=1),
        )
        made = {"openai": maker, **{name: FlatPictures() for name in others}}
        try:
            yield replace(studio, pictures=Makers(made, {"openai": lane})), vendor
        finally:
            await maker.aclose()


async def said(box: Toolbox, answer: Answer) -> Gate:
    """Answer the gate that is open."""
    async with box.studio.work() as work:
        asked = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
        (gate,) = [gate for gate in asked if gate.is_open]
        return await gates.close(work, gate, answer=answer, via=Via.CARD, by=box.owner)
