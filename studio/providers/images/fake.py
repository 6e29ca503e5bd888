"""A maker of flat colours, for tests and for trying things out."""

import hashlib
from io import BytesIO

from PIL import Image

from studio.domain.asset import PictureRequest
from studio.domain.money import Usage, free
from studio.makers import UNBILLED, Order, Picture


class FlatPictures:
    """Makes one flat colour per request, of the requested size."""

    name = "flat-1"
    replays = True
    max_references = 4

    def quote(self, request: PictureRequest) -> Usage:
        """It runs here."""
        return free(self.name, "pictures", 1)

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        """Give a picture whose colour is the request's digest."""
        red, green, blue = hashlib.sha256(request.model_dump_json().encode()).digest()[:3]
        colour = (red, green, blue)
        height = max(1, round(request.height_px * 270 / request.width_px))
        return Picture(
            jpeg=_jpeg((request.width_px, request.height_px), colour),
            thumbnail=_jpeg((270, height), colour),
        )

    async def aclose(self) -> None:
        """Nothing is held."""


def _jpeg(size: tuple[int, int], colour: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", quality=88)
    return out.getvalue()
