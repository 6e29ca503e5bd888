"""Versions of a storyboard: read, compare, undo, redo, restore, fork."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypedDict
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from api.changing import Door, tagged_version
from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.versions import (
    ComparisonShown,
    ForkAsked,
    ForkShown,
    Number,
    RestoreAsked,
    StepsAsked,
    StoryboardShown,
    VersionMade,
    VersionsShown,
)
from api.spoken import words_of
from studio.db.work import Work
from studio.domain.errors import InvalidEdit
from studio.domain.units import ThreadId
from studio.ports import Clock, EventBus
from studio.services import drafts, forks, storyboards, versions
from studio.services.storyboard_cards import board_of
from studio.services.versions import SHOWN, Hand, Moved

router = APIRouter(prefix="/v1/threads/{thread_id}/versions", tags=["versions"])

IfMatch = Annotated[
    str | None, Header(max_length=60, description="The version that you take for the newest.")
]
CHANGES = responses(401, 403, 404, 409, 422, 503)


@router.get("", responses=responses(401, 403, 404, 503))
async def list_versions(
    thread_id: UUID,
    principal: Reader,
    work: WorkDep,
    before: Annotated[
        Number | None, Query(description="Only changes before this version: the page before.")
    ] = None,
    count: Annotated[int, Query(ge=1, le=200, description="Changes of a page.")] = SHOWN,
) -> VersionsShown:
    """Show what was changed, message by message, and what undo and redo would do."""
    known = await versions.history(work, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    return VersionsShown.of(known, before=before, count=count)


@router.get("/compare", responses=responses(401, 403, 404, 503))
async def compare_versions(
    thread_id: UUID,
    principal: Reader,
    parts: PartsDep,
    work: WorkDep,
    old: Annotated[
        Number | None, Query(alias="from", description="Left out, what held before `to`.")
    ] = None,
    new: Annotated[Number | None, Query(alias="to", description="Left out, the newest.")] = None,
    with_fork: Annotated[
        bool, Query(description="The video and its newest fork, or what it is a fork of.")
    ] = False,
) -> ComparisonShown:
    """Show what is different between two versions, or between a video and its fork."""
    owner_id, thread = principal.user_id, ThreadId(thread_id)
    pictures, speech = parts.studio.pictures, parts.studio.speech
    if with_fork:
        found = await drafts.of_fork(
            work, owner_id=owner_id, thread_id=thread, pictures=pictures, speech=speech
        )
    else:
        found = await drafts.of_versions(
            work,
            owner_id=owner_id,
            thread_id=thread,
            old=old,
            new=new,
            pictures=pictures,
            speech=speech,
        )
    return ComparisonShown(**found.model_dump(mode="json"))


@router.get("/{version:int}", responses=responses(401, 403, 404, 503))
async def show_version(
    thread_id: UUID, version: Number, principal: Reader, work: WorkDep
) -> StoryboardShown:
    """Show a version with its whole content."""
    saved = await storyboards.get(
        work, owner_id=principal.user_id, thread_id=ThreadId(thread_id), version=version
    )
    return StoryboardShown.of(saved)


@router.post("/undo", responses=CHANGES)
async def undo(
    thread_id: UUID,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    response: Response,
    asked: StepsAsked | None = None,
    if_match: IfMatch = None,
) -> VersionMade:
    """Take the last changes back."""
    steps = (asked or StepsAsked()).steps
    door = Door(parts, work, response, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    return await _go(door, if_match, lambda w, h: versions.undo(w, h, steps=steps))


@router.post("/redo", responses=CHANGES)
async def redo(
    thread_id: UUID,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    response: Response,
    asked: StepsAsked | None = None,
    if_match: IfMatch = None,
) -> VersionMade:
    """Do again what was undone last."""
    steps = (asked or StepsAsked()).steps
    door = Door(parts, work, response, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    return await _go(door, if_match, lambda w, h: versions.redo(w, h, steps=steps))


@router.post("/restore", responses=CHANGES)
async def restore(
    thread_id: UUID,
    asked: RestoreAsked,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    response: Response,
    if_match: IfMatch = None,
) -> VersionMade:
    """Bring a whole version back, or one scene as it was."""
    door = Door(parts, work, response, owner_id=principal.user_id, thread_id=ThreadId(thread_id))
    return await _go(door, if_match, lambda w, h: _restored(w, h, asked))


@router.post("/fork", status_code=201, responses=CHANGES)
async def fork(
    thread_id: UUID,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
    asked: ForkAsked | None = None,
) -> ForkShown:
    """Begin a thread of its own with a version; pictures, voices and segments are shared."""
    hand = Hand(owner_id=principal.user_id, thread_id=ThreadId(thread_id), author="user")
    made = await forks.fork(work, hand, **(asked or ForkAsked()).model_dump())
    studio = parts.studio
    wire: _Wire = {"events": studio.events, "clock": studio.clock}
    words = await words_of(work, **hand.whose)
    shown = await forks.introduce(
        work, made, pictures=studio.pictures, speech=studio.speech, words=words, **wire
    )
    place = await board_of(work, **hand.whose, **wire)
    await place.show("fork", shown, card_id=f"fork-{made.thread.id}")
    return ForkShown.of(shown)


class _Wire(TypedDict):
    events: EventBus
    clock: Clock


async def _go(
    door: Door, if_match: str | None, move: Callable[[Work, Hand], Awaitable[Moved]]
) -> VersionMade:
    hand = door.hand(tagged_version(if_match))
    await versions.at_rest(door.work, hand)
    return await door.show(await move(door.work, hand))


async def _restored(work: Work, hand: Hand, asked: RestoreAsked) -> Moved:
    if asked.scene is not None:
        return await versions.restore_scene(work, hand, scene=asked.scene, version=asked.version)
    if asked.version is None:
        raise InvalidEdit("Name a version, a scene, or both.")
    return await versions.go_to(work, hand, version=asked.version)
