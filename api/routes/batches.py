"""Batches: many videos from one list, under one budget and one approval."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from uuid_utils.compat import uuid7

from api.agreeing import begin, content, known, shown, wake
from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.batches import (
    BatchAsked,
    Batches,
    BatchListed,
    BatchShown,
    ScriptAnswered,
    ScriptRefused,
    ScriptsAnswered,
    ScriptsSaid,
    ScriptsWaiting,
)
from api.state import Parts
from api.wording import WordingDep
from studio.db.work import Work
from studio.domain.batch import checked
from studio.domain.errors import Invalid
from studio.domain.languages import check_spoken, primaries
from studio.domain.units import AssetId, BatchId, GateId, UserId
from studio.services import batch_plans, batch_scripts, batches, profiles, sources
from studio.services.batch_plans import Plan

router = APIRouter(prefix="/v1/batches", tags=["batches"])


@router.post("", status_code=201, responses=responses(401, 402, 403, 404, 409, 413, 422, 503))
async def begin_batch(
    asked: BatchAsked, principal: Writer, parts: PartsDep, work: WorkDep, words: WordingDep
) -> BatchShown:
    """Begin a video for each line of a list, each in a thread of its own.

    Nothing is begun that costs more than may be spent without asking, unless `yes_usd` covers the
    whole price.
    """
    owner_id, batch_id = principal.user_id, BatchId(asked.id or uuid7())
    if (card := await known(work, owner_id, batch_id)) is not None:
        return shown(parts, owner_id, card)
    plan = await _plan(asked, parts, work, owner_id)
    plan = replace(plan, notes=tuple(words.said(note) for note in plan.notes))
    return await begin(parts, work, asked, plan, owner_id=owner_id, batch_id=batch_id)


@router.get("", responses=responses(401, 403, 503))
async def list_batches(
    principal: Reader,
    parts: PartsDep,
    work: WorkDep,
    words: WordingDep,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    before: Annotated[datetime | None, Query(description="From `next_before`.")] = None,
) -> Batches:
    """List the caller's batches, the newest first."""
    owner_id = principal.user_id
    found = await batches.list_all(work, owner_id=owner_id, limit=limit, before=before)
    items = [
        BatchListed.model_validate(
            content(parts, owner_id, card.in_words(words.said)) | {"created_at": began}
        )
        for began, card in found
    ]
    return Batches(items=items, next_before=items[-1].created_at if len(items) == limit else None)


@router.get("/{batch_id}", responses=responses(401, 403, 404, 503))
async def show_batch(
    batch_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep, words: WordingDep
) -> BatchShown:
    """Show how a batch stands, video by video."""
    owner_id = principal.user_id
    card = await batches.get(work, owner_id=owner_id, batch_id=BatchId(batch_id))
    return shown(parts, owner_id, card.in_words(words.said))


@router.get("/{batch_id}/scripts", responses=responses(401, 403, 404, 503))
async def list_scripts(batch_id: UUID, principal: Reader, work: WorkDep) -> ScriptsWaiting:
    """List the scripts of a batch that wait for a yes, to be read before they are answered."""
    found = await batch_scripts.waiting_scripts(
        work, owner_id=principal.user_id, batch_id=BatchId(batch_id)
    )
    return ScriptsWaiting(items=list(found))


@router.post("/{batch_id}/scripts", responses=responses(401, 403, 404, 422, 503))
async def answer_scripts(
    batch_id: UUID,
    said: ScriptsSaid,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    words: WordingDep,
) -> ScriptsAnswered:
    """Approve or reject many scripts of a batch at once, each by the id under which it was shown.

    Nothing else is answered: no script that came up later, and nothing that costs or publishes. What
    is refused leaves the others answered.
    """
    owner_id, id = principal.user_id, BatchId(batch_id)
    told = await batch_scripts.answer(
        work,
        owner_id=owner_id,
        batch_id=id,
        gate_ids=[GateId(gate_id) for gate_id in said.gates],
        action=said.action,
        note=said.note,
    )
    wake(parts, work)
    card = await batches.get(work, owner_id=owner_id, batch_id=id)
    return ScriptsAnswered(
        answered=[
            ScriptAnswered(gate_id=one.gate_id, number=one.number, run_id=one.turn_id)
            for one in told
            if one.refused is None
        ],
        refused=[
            ScriptRefused(
                gate_id=one.gate_id,
                number=one.number,
                code=one.refused.code,
                reason=words.said(one.refused.message),
            )
            for one in told
            if one.refused is not None
        ],
        batch=shown(parts, owner_id, card.in_words(words.said)),
    )


@router.post("/{batch_id}/cancel", responses=responses(401, 403, 404, 503))
async def cancel_batch(
    batch_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep, words: WordingDep
) -> BatchShown:
    """Stop what is not over; finished videos stay."""
    owner_id = principal.user_id
    card = await batches.stop(work, owner_id=owner_id, batch_id=BatchId(batch_id))
    return shown(parts, owner_id, card.in_words(words.said))


@router.post("/{batch_id}/retry", responses=responses(401, 403, 404, 409, 503))
async def retry_batch(
    batch_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep, words: WordingDep
) -> BatchShown:
    """Make again what failed or was stopped, within what was agreed to."""
    owner_id, id = principal.user_id, BatchId(batch_id)
    await batches.retry(work, owner_id=owner_id, batch_id=id)
    wake(parts, work)
    card = await batches.get(work, owner_id=owner_id, batch_id=id)
    return shown(parts, owner_id, card.in_words(words.said))


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
