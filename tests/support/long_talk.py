"""A conversation of many turns, as it is stored; nobody thought it."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from studio.db.work import Work
from studio.domain.conversation import Message, Role, ToolCall, TurnStatus
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import conversations, storyboards
from studio.services.storyboard_cards import card_of
from studio.services.storyboards import SavedStoryboard
from studio.wiring import Studio
from studio.wording import wording
from tests.support.storyboards import assets_for, storyboard

SCENES = 9


async def talk(studio: Studio, owner: UserId, thread: ThreadId, *, turns: int) -> None:
    """Say and do so much: each turn edits a scene, and shows the storyboard twice and a video."""
    board = storyboard(*(f"Scene {n} says what it has to say." for n in range(1, SCENES + 1)))
    async with studio.work() as work:
        for number in range(1, turns + 1):
            turn = TurnId(uuid4())
            await conversations.start_turn(
                work,
                owner_id=owner,
                thread_id=thread,
                turn_id=turn,
                message=f"Wish number {number}.",
                message_id=f"u{number}",
            )
            saved = await storyboards.save(
                work,
                owner_id=owner,
                thread_id=thread,
                storyboard=board.model_copy(update={"title": f"Tides {number}"}),
                expected_version=number - 1,
                author="agent",
                message=f"Edit {number}",
            )
            await _answer(work, studio, owner, thread, turn=turn, number=number, saved=saved)
            await _end(work, turn)


async def _answer(
    work: Work,
    studio: Studio,
    owner: UserId,
    thread: ThreadId,
    *,
    turn: TurnId,
    number: int,
    saved: SavedStoryboard,
) -> None:
    call = ToolCall(id=f"c{number}", name="edit_scenes", arguments='{"operations": []}')
    told: list[dict[str, Any]] = [
        {"id": f"a{number}", "role": Role.ASSISTANT, "tool_calls": (call,)},
        {
            "id": f"s{number}",
            "role": Role.ACTIVITY,
            "content": _card(saved),
            "card_kind": "storyboard",
        },
        {"id": f"t{number}", "role": Role.TOOL, "content": '{"ok": true}', "tool_call_id": call.id},
        {"id": f"d{number}", "role": Role.ASSISTANT, "content": f"Done, as you wished: {number}."},
    ]
    for place, each in enumerate(told):
        at = studio.clock.now() + timedelta(milliseconds=place)
        message = Message(turn_id=turn, created_at=at, **each)
        await conversations.save_message(work, owner_id=owner, thread_id=thread, message=message)


def _card(saved: SavedStoryboard) -> str:
    board: Storyboard = saved.storyboard
    made = {
        id: each.model_copy(
            update={"picture": each.picture.model_copy(update={"id": UUID(int=saved.version)})}
        )
        for id, each in assets_for(board).items()
        if each.picture
    }
    return json.dumps(card_of(saved, made, words=wording("en")).model_dump(mode="json"))


async def _end(work: Work, turn: TurnId) -> None:
    while claimed := await conversations.claim_turn(work, worker="talk", lease_s=60):
        if claimed.turn.id == turn:
            break
    await conversations.finish_turn(work, turn_id=turn, worker="talk", status=TurnStatus.DONE)
