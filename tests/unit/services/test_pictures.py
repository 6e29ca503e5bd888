"""A picture that is refused: softer words once, then other ways, and nobody else by itself."""

import pytest

from studio.domain.asset import PictureRequest
from studio.domain.errors import ProviderRefused
from studio.domain.softening import soften
from studio.makers import UNBILLED, Makers, Order, Picture
from studio.providers.images.fake import FlatPictures
from studio.services import pictures

REQUEST = PictureRequest(prompt="a bloody sword", width_px=216, height_px=384)


class Prim(FlatPictures):
    """Refuses so many times."""

    name = "prim-1"

    def __init__(self, times: int) -> None:
        self.left = times
        self.asked: list[tuple[PictureRequest, Order]] = []

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        self.asked.append((request, order))
        if self.left:
            self.left -= 1
            raise ProviderRefused("Prim refused this for its policy.")
        return await super().make(request, order)


async def test_softer_words_are_tried_once_under_a_key_of_their_own() -> None:
    prim = Prim(1)
    order = Order("call-1", "job-1")

    made = await pictures.make(Makers({"prim": prim}), "", REQUEST, order=order)

    assert made == await FlatPictures().make(soften(REQUEST))
    [(first, _), (second, again)] = prim.asked
    assert (first, second) == (REQUEST, soften(REQUEST))
    assert (again.idempotency_key, again.job_id) == ("call-1-2", None)


async def test_a_second_refusal_offers_other_ways_and_asks_nobody_else() -> None:
    prim, other = Prim(9), Prim(0)

    with pytest.raises(ProviderRefused) as caught:
        await pictures.make(Makers({"prim": prim, "other": other}), "prim", REQUEST, order=UNBILLED)

    assert len(prim.asked) == 2
    assert other.asked == []
    assert "have it made by other" in caught.value.message
    assert "a picture of your own" in caught.value.message


async def test_what_is_not_refused_is_asked_for_as_it_is() -> None:
    prim = Prim(0)

    await pictures.make(Makers({"prim": prim}), "", REQUEST, order=UNBILLED)

    assert prim.asked == [(REQUEST, UNBILLED)]
