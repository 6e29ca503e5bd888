"""Pictures: who makes them, what a scene's maker is asked for, and what a refusal leads to."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import structlog

from studio.domain.asset import PictureRequest, content_key, picture_maker, picture_request
from studio.domain.errors import Misconfigured, ProviderRefused, billed
from studio.domain.money import Usage
from studio.domain.softening import soften
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId, StorageKey
from studio.makers import DrawsLayers, Makers, Order, Picture, PictureMaker
from studio.ports import ArtifactStore

log = structlog.get_logger()

_BLANK = Storyboard()


def asked(
    makers: Makers[PictureMaker], storyboard: Storyboard, scene_id: SceneId
) -> PictureRequest:
    """Say what a scene's picture must be, as far as its maker can be told.

    A reference that the maker cannot take along is left out, so that it is no reason to make the
    picture again.

    Raises:
        KeyError: The storyboard has no such scene.
    """
    try:
        maker = makers.get(picture_maker(storyboard, scene_id))
    except Misconfigured:
        return picture_request(storyboard, scene_id).model_copy(update={"references": ()})
    draws = isinstance(maker, DrawsLayers)
    request = picture_request(storyboard, scene_id, draws_layers=draws)
    return request.model_copy(update={"references": request.references[: maker.max_references]})


def quote(makers: Makers[PictureMaker], storyboard: Storyboard, scene_id: SceneId) -> Usage:
    """Tell what a scene's picture will use at most.

    Raises:
        Misconfigured: Its maker is not here.
    """
    maker = makers.get(picture_maker(storyboard, scene_id))
    return maker.quote(asked(makers, storyboard, scene_id))


@dataclass(frozen=True, slots=True)
class Offer:
    """A maker that can be chosen.

    Attributes:
        name: As settings and storyboards name it.
        maker: Its full name.
        price_usd: Of one picture of the storyboard's size; ``None`` where nobody knows.
        max_references: How many reference pictures it takes along.
    """

    name: str
    maker: str
    price_usd: Decimal | None
    max_references: int


def offers(makers: Makers[PictureMaker], storyboard: Storyboard = _BLANK) -> tuple[Offer, ...]:
    """List the makers of this installation, the usual one first."""
    output = storyboard.output
    request = PictureRequest(
        prompt="", width_px=output.width_px * 6 // 5, height_px=output.height_px * 6 // 5
    )
    return tuple(
        Offer(
            name=name,
            maker=maker.name,
            price_usd=maker.quote(request).cost_usd,
            max_references=maker.max_references,
        )
        for name, maker in makers.by_name.items()
    )


async def make(
    makers: Makers[PictureMaker], name: str, request: PictureRequest, *, order: Order
) -> Picture:
    """Have a picture made; what is refused is asked for once more, in softer words.

    Raises:
        ProviderRefused: It was refused twice; the message tells the other ways. Nobody else is asked.
            Or it was refused and may have been billed: then the softer words are a purchase of their
            own, by ``make_softer``.
        StudioError: As the maker raises.
    """
    maker = makers.get(name)
    try:
        return await maker.make(request, order)
    except ProviderRefused as error:
        if error.may_be_billed:
            raise
    log.info("picture.refused", maker=maker.name)
    again = replace(order, idempotency_key=_second(order.idempotency_key), job_id=None)
    return await make_softer(makers, name, request, order=again)


async def make_softer(
    makers: Makers[PictureMaker], name: str, request: PictureRequest, *, order: Order
) -> Picture:
    """Have a picture made that was refused, in softer words.

    Raises:
        ProviderRefused: It was refused again; the message tells the other ways. Nobody else is asked.
        StudioError: As the maker raises.
    """
    maker = makers.get(name)
    try:
        return await maker.make(soften(request), order)
    except ProviderRefused as error:
        refused = ProviderRefused(f"{error.message} {_other_ways(makers, maker)}")
        raise (billed(refused) if error.may_be_billed else refused) from error


async def keep(
    store: ArtifactStore, picture: Picture, request: PictureRequest
) -> tuple[StorageKey, dict[str, Any]]:
    """Store a picture, and give its key and the facts of it."""
    key = content_key("pictures", picture.jpeg, extension="jpg")
    thumbnail = content_key("thumbnails", picture.thumbnail, extension="jpg")
    await store.put(key, picture.jpeg, media_type="image/jpeg")
    await store.put(thumbnail, picture.thumbnail, media_type="image/jpeg")
    size = {"width_px": request.width_px, "height_px": request.height_px}
    return key, {"thumbnail": thumbnail, **size, **await keep_original(store, picture)}


async def keep_original(store: ArtifactStore, picture: Picture) -> dict[str, str]:
    """Store the file that a maker answered with, where it is kept, and give the fact of it."""
    if not picture.original:
        return {}
    kind = picture.original_type
    key = content_key("originals", picture.original, extension=kind.rpartition("/")[2])
    await store.put(key, picture.original, media_type=kind)
    return {"original": key}


def _second(idempotency_key: str) -> str:
    return f"{idempotency_key}-2" if idempotency_key else ""


def _other_ways(makers: Makers[PictureMaker], refusing: PictureMaker) -> str:
    others = [name for name, maker in makers.by_name.items() if maker is not refusing]
    by_another = f", have it made by {' or '.join(others)}" if others else ""
    return (
        "Softer words were refused as well. Describe the picture differently"
        f"{by_another}, or put a picture of your own there."
    )
