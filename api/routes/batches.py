"""Batches: many videos from one list, under one budget and one approval."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from uuid_utils.compat import uuid7

from api.agui import signed
from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.batches import BatchAsked, Batches, BatchListed, BatchShown
from api.state import Parts
from studio.db.work import Work
from studio.domain.batch import BatchCard, checked
from studio.domain.budget import dollars
from studio.domain.errors import ApprovalNeeded, Invalid
from studio.domain.languages import check_spoken, primaries
from studio.domain.units import AssetId, BatchId, UserId
from studio.services import batch_plans, batches, conversations, profiles, sources
from studio.services.batch_plans import Plan
from studio.services.batches import Terms
from studio.services.charges import Payer
from studio.services.storyboard_cards import board_of

router = APIRouter(prefix="/v1/batches", tags=["batches"])


@router.post("", status_code=201, responses=responses(401, 402, 403, 404, 409, 413, 422, 503))
async def begin_batch(
    asked: BatchAsked, principal: Writer, parts: PartsDep, work: WorkDep
) -> BatchShown:
    """Begin a video for each line of a list, each in a thread of its own.

    Nothing is begun that costs more than may be spent without asking, unless `yes_usd` covers the
    whole price.
    """
    owner_id, batch_id = principal.user_id, BatchId(asked.id or uuid7())
    known = await work.batches.get(owner_id=owner_id, batch_id=batch_id)
    if known is not None:
        return _shown(
            parts, owner_id, await batches.get(work, owner_id=owner_id, batch_id=batch_id)
        )
    plan = await _plan(asked, parts, work, owner_id)
    payer = Payer(owner_id, None, None, caps=parts.studio.caps, asks=parts.studio.asks)
    _, must_ask = await batch_plans.question(
        work, payer=payer, plan=plan, budget_usd=asked.budget_usd
    )
    agreed = agreed_usd(asked, plan, must_ask=must_ask)
    thread = await conversations.create_thread(work, owner_id=owner_id, title=plan.title)
    board = await board_of(
        work,
        owner_id=owner_id,
        thread_id=thread.id,
        events=parts.studio.events,
        clock=parts.studio.clock,
    )
    card = await batches.begin(
        work,
        owner_id=owner_id,
        thread_id=thread.id,
        batch_id=batch_id,
        plan=plan,
        terms=Terms(agreed_usd=agreed, budget_usd=asked.budget_usd),
    )
    await board.show("batch", card, card_id=f"batch-{batch_id}")
    _wake(parts, work)
    return _shown(parts, owner_id, card)


@router.get("", responses=responses(401, 403, 503))
async def list_batches(
    principal: Reader,
    parts: PartsDep,
    work: WorkDep,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    before: Annotated[datetime | None, Query(description="From `next_before`.")] = None,
) -> Batches:
    """List the caller's batches, the newest first."""
    owner_id = principal.user_id
    found = await batches.list_all(work, owner_id=owner_id, limit=limit, before=before)
    items = [
        BatchListed.model_validate(_content(parts, owner_id, card) | {"created_at": began})
        for began, card in found
    ]
    return Batches(items=items, next_before=items[-1].created_at if len(items) == limit else None)


@router.get("/{batch_id}", responses=responses(401, 403, 404, 503))
async def show_batch(
    batch_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> BatchShown:
    """Show how a batch stands, video by video."""
    owner_id = principal.user_id
    card = await batches.get(work, owner_id=owner_id, batch_id=BatchId(batch_id))
    return _shown(parts, owner_id, card)


@router.post("/{batch_id}/cancel", responses=responses(401, 403, 404, 503))
async def cancel_batch(
    batch_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep
) -> BatchShown:
    """Stop what is not over; finished videos stay."""
    owner_id = principal.user_id
    card = await batches.stop(work, owner_id=owner_id, batch_id=BatchId(batch_id))
    return _shown(parts, owner_id, card)


@router.post("/{batch_id}/retry", responses=responses(401, 403, 404, 409, 503))
async def retry_batch(
    batch_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep
) -> BatchShown:
    """Make again what failed or was stopped, within what was agreed to."""
    owner_id, id = principal.user_id, BatchId(batch_id)
    await batches.retry(work, owner_id=owner_id, batch_id=id)
    _wake(parts, work)
    return _shown(parts, owner_id, await batches.get(work, owner_id=owner_id, batch_id=id))


async def _plan(asked: BatchAsked, parts: Parts, work: Work, owner_id: UserId) -> Plan:
    studio, settings = parts.studio, asked.settings()
    if sum(each is not None for each in (asked.items, asked.text, asked.source_id)) != 1:
        raise Invalid("Send the list as one of `items`, `text` and `source_id`.")
    if settings.language:
        voices = await studio.speech.get("").voices()
        check_spoken(settings.language, primaries(v.language for v in voices))
    document = None
    if asked.source_id is not None:
        document = await sources.text_of(
            studio.works, studio.store, owner_id=owner_id, source_id=AssetId(asked.source_id)
        )
    return await batch_plans.of_topics(
        work,
        studio.shelf,
        owner_id=owner_id,
        items=checked(asked.lines(document)),
        settings=settings,
        profile=await profiles.read(parts.profiles, owner_id=owner_id),
        pictures=studio.pictures,
        speech=studio.speech,
    )


def agreed_usd(asked: BatchAsked, plan: Plan, *, must_ask: bool) -> Decimal | None:
    """Give what was agreed to.

    Raises:
        ApprovalNeeded: It costs more than the caller said yes to.
    """
    price, count = plan.total_usd, len(plan.videos)
    if price is None:
        if must_ask and not asked.yes_to_unpriced:
            raise ApprovalNeeded(
                f"Nobody knows what these {count} videos cost; send `yes_to_unpriced` to make them."
            )
        return None
    if must_ask and (asked.yes_usd is None or asked.yes_usd < price):
        raise ApprovalNeeded(
            f"These {count} videos cost up to {dollars(price)}; send `yes_usd` of at least that "
            "to make them."
        )
    return price if asked.yes_usd is None else max(price, asked.yes_usd)


def _wake(parts: Parts, work: Work) -> None:
    async def wake() -> None:
        parts.wake_runner()

    work.after_commit(wake)


def _shown(parts: Parts, owner_id: UserId, card: BatchCard) -> BatchShown:
    return BatchShown.of(_content(parts, owner_id, card))


def _content(parts: Parts, owner_id: UserId, card: BatchCard) -> dict[str, object]:
    return signed(card.model_dump(mode="json"), parts.signer(owner_id))
