"""Makers of pictures that cost money, and count what they are asked."""

from decimal import Decimal

from studio.domain.asset import PictureRequest
from studio.domain.money import Usage
from studio.makers import UNBILLED, Order, Picture
from studio.providers.images.fake import FlatPictures


class PricedPictures(FlatPictures):
    """Paints flat colours for a price; ``None`` is a price that nobody knows."""

    def __init__(self, price_usd: str | None = "0.60", *, name: str = "priced-1") -> None:
        self.name = name
        self.asked: list[str] = []
        self._price = None if price_usd is None else Decimal(price_usd)

    def quote(self, request: PictureRequest) -> Usage:
        return Usage(
            provider=self.name, model="m", unit="pictures", quantity=1, cost_usd=self._price
        )

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        self.asked.append(request.prompt)
        return await super().make(request, order)
