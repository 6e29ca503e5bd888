"""A video in other languages."""

from uuid import UUID

from fastapi import APIRouter
from uuid_utils.compat import uuid7

from api.agreeing import begin, known, shown
from api.deps import PartsDep, WorkDep, Writer
from api.problems import responses
from api.schemas.batches import BatchShown, LocaliseAsked
from studio.domain.errors import Invalid, InvalidEdit
from studio.domain.units import BatchId, ThreadId
from studio.services import localisations, storyboards

router = APIRouter(prefix="/v1/threads/{thread_id}", tags=["batches"])


@router.post("/localise", status_code=201, responses=responses(401, 402, 403, 404, 409, 422, 503))
async def localise(
    thread_id: UUID, asked: LocaliseAsked, principal: Writer, parts: PartsDep, work: WorkDep
) -> BatchShown:
    """Begin a fork in each language, whose pictures are used again; a batch, with its table.

    Needs a language model: nothing is translated by half.
    """
    owner_id, thread = principal.user_id, ThreadId(thread_id)
    batch_id = BatchId(asked.id or uuid7())
    if (card := await known(work, owner_id, batch_id)) is not None:
        return shown(parts, owner_id, card)
    if parts.model_kind == "director":
        raise Invalid(localisations.NO_WRITER)
    saved = await storyboards.latest(work, owner_id=owner_id, thread_id=thread)
    if saved is None:
        raise InvalidEdit("There is no script yet; draft one first.")
    studio = parts.studio
    languages = await localisations.check(studio.speech, saved.storyboard, asked.languages)
    plan = await localisations.plan(
        work,
        owner_id=owner_id,
        thread_id=thread,
        languages=languages,
        pictures=studio.pictures,
        speech=studio.speech,
    )
    return await begin(
        parts, work, asked, plan, owner_id=owner_id, thread_id=thread, batch_id=batch_id
    )
