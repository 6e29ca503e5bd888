"""Runs: one message and all that the agent does about it."""

from typing import Annotated
from uuid import UUID

from ag_ui.core import RunAgentInput, TextPart, UserMessage
from fastapi import APIRouter, Body, Header, Query
from uuid_utils.compat import uuid7

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.routes.threads import STREAM
from api.schemas.gates import answers_of
from api.schemas.threads import RunShown
from api.sse import EventStream, Feed
from studio.db.work import Work
from studio.domain.conversation import Turn, clean_message
from studio.domain.errors import Invalid, InvalidMessage
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import conversations, waiting

router = APIRouter(prefix="/v1", tags=["runs"])

_EXAMPLE = {
    "threadId": "01930000-0000-7000-8000-000000000000",
    "runId": "01930000-0000-7000-8000-000000000001",
    "messages": [{"id": "m1", "role": "user", "content": "Make a 20 s video about tides."}],
}


@router.post(
    "/threads/{thread_id}/runs",
    response_class=EventStream,
    status_code=200,
    responses={**STREAM, **responses(401, 403, 404, 409, 413, 422, 429, 503)},
)
async def start_run(
    thread_id: UUID,
    asked: Annotated[RunAgentInput, Body(openapi_examples={"message": {"value": _EXAMPLE}})],
    principal: Writer,
    parts: PartsDep,
) -> EventStream:
    """Start a run with the newest user message, or with answers, and follow it to its end.

    The run goes on when the client leaves; the same `runId` with the same message joins the run
    that exists. While another run is active on the thread the answer is 409. A run that ended with
    the outcome `interrupt` goes on with a `resume` entry for each of its interrupts, or with a plain
    yes or no as message; any other message rejects what was asked and begins anew.
    """
    if _as_uuid(asked.thread_id) != thread_id:
        raise Invalid("`threadId` is not the thread of the address; send the same id.")
    owner_id = principal.user_id
    parts.slots.check(owner_id)
    turn_id = TurnId(_as_uuid(asked.run_id) or uuid7())
    async with parts.studio.work() as work:
        turn = await _start(work, owner_id, ThreadId(thread_id), turn_id, asked)
    parts.metrics.runs_accepted.inc()
    parts.wake_runner()
    feed = Feed(parts, owner_id=owner_id, thread_id=turn.thread_id)
    return EventStream(feed.run(turn, after=None), slots=parts.slots, user_id=owner_id)


@router.get("/runs/{run_id}", responses=responses(401, 403, 404, 503))
async def show_run(run_id: UUID, principal: Reader, work: WorkDep) -> RunShown:
    """Show how a run stands."""
    turn = await conversations.get_turn(work, owner_id=principal.user_id, turn_id=TurnId(run_id))
    return RunShown.of(turn)


@router.get(
    "/runs/{run_id}/events",
    response_class=EventStream,
    status_code=200,
    responses={**STREAM, **responses(401, 403, 404, 429, 503)},
)
async def follow_run(
    run_id: UUID,
    principal: Reader,
    parts: PartsDep,
    after: Annotated[
        str | None, Query(max_length=60, description="Id of the last event seen.")
    ] = None,
    last_event_id: Annotated[str | None, Header(max_length=60)] = None,
) -> EventStream:
    """Follow a run from its start, or from after an event, to its end."""
    owner_id = principal.user_id
    async with parts.studio.work() as work:
        turn = await conversations.get_turn(work, owner_id=owner_id, turn_id=TurnId(run_id))
    feed = Feed(parts, owner_id=owner_id, thread_id=turn.thread_id)
    events = feed.run(turn, after=last_event_id or after)
    return EventStream(events, slots=parts.slots, user_id=owner_id)


@router.post("/runs/{run_id}/cancel", status_code=202, responses=responses(401, 403, 404, 503))
async def cancel_run(run_id: UUID, principal: Writer, parts: PartsDep, work: WorkDep) -> RunShown:
    """Ask a run to stop; one that is over stays as it is."""
    owner_id, turn_id = principal.user_id, TurnId(run_id)
    await conversations.request_cancel(work, owner_id=owner_id, turn_id=turn_id)
    turn = await conversations.get_turn(work, owner_id=owner_id, turn_id=turn_id)
    parts.wake_runner()
    return RunShown.of(turn)


async def _start(
    work: Work, owner_id: UserId, thread_id: ThreadId, turn_id: TurnId, asked: RunAgentInput
) -> Turn:
    if asked.resume:
        await waiting.resume(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=turn_id,
            answers=answers_of(asked.resume),
        )
        return await conversations.get_turn(work, owner_id=owner_id, turn_id=turn_id)
    said = _newest(asked)
    return await conversations.start_turn(
        work,
        owner_id=owner_id,
        thread_id=thread_id,
        turn_id=turn_id,
        message=clean_message(_text(said)),
        message_id=_message_id(said),
    )


def _newest(asked: RunAgentInput) -> UserMessage:
    for message in reversed(asked.messages):
        if isinstance(message, UserMessage):
            return message
    raise InvalidMessage("There is no user message; say what the video should be about.")


def _text(message: UserMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    parts = [part.text for part in message.content if isinstance(part, TextPart)]
    if len(parts) != len(message.content):
        raise InvalidMessage("Only text is understood; leave out pictures and files.")
    return "\n".join(parts)


def _message_id(message: UserMessage) -> str:
    is_fine = 0 < len(message.id) <= 100 and message.id.isprintable()
    return message.id if is_fine else str(uuid7())


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
