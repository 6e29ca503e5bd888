"""Threads: conversations and the videos that they make."""

import json
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query

from api.agui import encode_messages, plain, signed
from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.threads import (
    ActiveRun,
    MessagePage,
    ThreadAsked,
    Threads,
    ThreadShown,
    ThreadWhole,
)
from api.sse import EventStream, Feed
from studio.domain.units import ThreadId
from studio.services import conversations, transcripts

TURNS = 30
Turns = Annotated[
    int, Query(ge=1, le=100, description="So many of the user's messages, and what followed each.")
]

router = APIRouter(prefix="/v1/threads", tags=["threads"])

STREAM = {
    200: {
        "description": "AG-UI events as Server-Sent Events.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.post("", status_code=201, responses=responses(401, 403, 413, 503))
async def open_thread(
    principal: Writer, work: WorkDep, asked: ThreadAsked | None = None
) -> ThreadShown:
    """Open a thread."""
    title = asked.title if asked else ""
    thread = await conversations.create_thread(work, owner_id=principal.user_id, title=title)
    return ThreadShown.of(thread)


@router.get("", responses=responses(401, 403, 503))
async def list_threads(
    principal: Reader,
    work: WorkDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    before: Annotated[datetime | None, Query(description="From `next_before`.")] = None,
) -> Threads:
    """List the caller's threads, the one used last first."""
    threads = await conversations.list_threads(
        work, owner_id=principal.user_id, limit=limit, before=before
    )
    items = [ThreadShown.of(thread) for thread in threads]
    return Threads(items=items, next_before=items[-1].updated_at if len(items) == limit else None)


@router.get("/{thread_id}", responses=responses(401, 403, 404, 503))
async def show_thread(
    thread_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep, turns: Turns = TURNS
) -> ThreadWhole:
    """Show a thread with its newest messages and cards, its storyboard and its active run."""
    owner_id, id = principal.user_id, ThreadId(thread_id)
    thread = await conversations.get_thread(work, owner_id=owner_id, thread_id=id)
    page = await transcripts.read_page(work, owner_id=owner_id, thread_id=id, turns=turns)
    card = await transcripts.newest_card(work, owner_id=owner_id, thread_id=id, kind="storyboard")
    active = await conversations.active_turn(work, owner_id=owner_id, thread_id=id)
    sign = parts.signer(owner_id)
    return ThreadWhole(
        **thread.model_dump(),
        messages=[plain(message) for message in encode_messages(page.messages, sign=sign)],
        earlier=page.earlier,
        storyboard=signed(json.loads(card.content), sign) if card else None,
        active_run=ActiveRun(id=active.id, status=active.status) if active else None,
    )


@router.get("/{thread_id}/messages", responses=responses(401, 403, 404, 503))
async def list_messages(
    thread_id: UUID,
    principal: Reader,
    parts: PartsDep,
    work: WorkDep,
    before: Annotated[
        str | None,
        Query(max_length=200, pattern=r"^[^\x00]*$", description="A message's id; from `earlier`."),
    ] = None,
    turns: Turns = TURNS,
) -> MessagePage:
    """List messages of a thread, the newest or those before a page."""
    owner_id, id = principal.user_id, ThreadId(thread_id)
    page = await transcripts.read_page(
        work, owner_id=owner_id, thread_id=id, turns=turns, before=before
    )
    told = encode_messages(page.messages, sign=parts.signer(owner_id))
    return MessagePage(messages=[plain(message) for message in told], earlier=page.earlier)


@router.delete("/{thread_id}", status_code=204, responses=responses(401, 403, 404, 409, 503))
async def delete_thread(thread_id: UUID, principal: Writer, work: WorkDep) -> None:
    """Delete a thread with everything in it."""
    await conversations.delete_thread(
        work, owner_id=principal.user_id, thread_id=ThreadId(thread_id)
    )


@router.get(
    "/{thread_id}/events",
    response_class=EventStream,
    status_code=200,
    responses={**STREAM, **responses(401, 403, 404, 429, 503)},
)
async def follow_thread(
    thread_id: UUID,
    principal: Reader,
    parts: PartsDep,
    after: Annotated[
        str | None, Query(max_length=60, description="Id of the last event seen; `$` for none old.")
    ] = None,
    last_event_id: Annotated[str | None, Header(max_length=60)] = None,
) -> EventStream:
    """Follow everything that happens on a thread, run after run; it has no end of its own."""
    owner_id, id = principal.user_id, ThreadId(thread_id)
    async with parts.studio.work() as work:
        await conversations.get_thread(work, owner_id=owner_id, thread_id=id)
    feed = Feed(parts, owner_id=owner_id, thread_id=id)
    events = feed.thread(after=last_event_id or after)
    return EventStream(events, slots=parts.slots, user_id=owner_id)
