"""Gates: ask the user, keep the first answer, and tell the spending service what was approved."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from studio.db.gate_rows import GateRow
from studio.db.repositories.gates import Decision
from studio.db.work import Work
from studio.domain.answering import (
    checked,
    checked_part,
    granted,
    is_whole,
    joined,
    keys_of,
    outcome,
)
from studio.domain.cards import GateCard
from studio.domain.conversation import Role
from studio.domain.errors import GateClosed, NotFound
from studio.domain.gate import (
    Action,
    Answer,
    Ask,
    Gate,
    GateKind,
    GateState,
    SceneAnswer,
    Via,
)
from studio.domain.units import Digest, GateId, ThreadId, TurnId, UserId

ANSWERED = "This was answered before; the first answer counts."


async def ask(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    turn_id: TurnId,
    call_id: str,
    key: str,
    message: str,
    asked: Ask,
    now: datetime,
    within_s: float | None = None,
    default: Action = Action.REJECT,
) -> Gate:
    """Ask the user; a call that is run again gets the gate that it asked before.

    Args:
        work: The transaction.
        owner_id: Who is asked.
        thread_id: In which conversation.
        turn_id: The user's message that led to it.
        call_id: The tool call that waits.
        key: Tells the questions of one call apart.
        message: The question.
        asked: The question as data.
        now: The time of day.
        within_s: After so many seconds the default is taken; ``None`` for never.
        default: What is taken then.
    """
    await work.gates.add(
        owner_id=owner_id,
        thread_id=thread_id,
        turn_id=turn_id,
        call_id=call_id,
        key=key,
        kind=GateKind(asked.kind),
        message=message,
        ask=asked.model_dump(mode="json"),
        call_keys=sorted(set(keys_of(asked))),
        deadline_at=None if within_s is None else now + timedelta(seconds=within_s),
        default=default,
        created_at=now,
    )
    row = await work.gates.of_call(turn_id=turn_id, call_id=call_id, key=key)
    if row is None or row.owner_id != owner_id:
        raise NotFound("There is no such run.")
    return _gate(row)


async def asked_before(
    work: Work, *, owner_id: UserId, turn_id: TurnId, call_id: str, key: str
) -> Gate | None:
    """Give what a call asked already, before it was run again; ``None`` where it did not."""
    row = await work.gates.of_call(turn_id=turn_id, call_id=call_id, key=key)
    return _gate(row) if row is not None and row.owner_id == owner_id else None


async def get(work: Work, *, owner_id: UserId, thread_id: ThreadId, gate_id: GateId) -> Gate:
    """Give a gate.

    Raises:
        NotFound: The owner has no such gate in this thread.
    """
    row = await work.gates.get(owner_id=owner_id, thread_id=thread_id, gate_id=gate_id)
    if row is None:
        raise NotFound("There is no such gate.")
    return _gate(row)


async def of_ids(work: Work, *, owner_id: UserId, gate_ids: Collection[GateId]) -> tuple[Gate, ...]:
    """Give those of some gates that the owner has, in whatever threads."""
    rows = await work.gates.of_ids(owner_id=owner_id, gate_ids=gate_ids)
    return tuple(_gate(row) for row in rows)


async def of_thread(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> tuple[Gate, ...]:
    """List all that was asked in a thread, the first question first."""
    rows = await work.gates.list(owner_id=owner_id, thread_id=thread_id)
    return tuple(_gate(row) for row in rows)


async def of_turn(work: Work, *, turn_id: TurnId) -> tuple[Gate, ...]:
    """List all that a turn asked, the first question first."""
    return tuple(_gate(row) for row in await work.gates.of_turn(turn_id=turn_id))


async def close(
    work: Work,
    gate: Gate,
    *,
    answer: Answer,
    via: Via,
    by: UserId | None = None,
) -> Gate:
    """Answer an open gate and renew its card; the first answer wins.

    What was said of single scenes before stays said; the answer is for the others.

    Raises:
        InvalidAnswer: The answer does not fit the question.
        GateClosed: Somebody answered before.
    """
    said = joined(gate.ask, gate.parts, checked(gate.ask, answer))
    return await _close(work, gate, outcome(said), said, via=via, by=by)


async def answer_scene(work: Work, gate: Gate, said: SceneAnswer, *, by: UserId) -> Gate:
    """Answer one scene of an open gate; the last one that is open closes it.

    Raises:
        InvalidAnswer: It does not fit the question.
        GateClosed: The scene, or all of it, was answered before.
    """
    if not gate.is_open:
        raise GateClosed(ANSWERED)
    parts = (*gate.parts, checked_part(gate.ask, said, parts=gate.parts))
    row = await work.gates.note(gate.id, parts=[part.model_dump(mode="json") for part in parts])
    if row is None:
        raise GateClosed(ANSWERED)
    noted = _gate(row)
    if is_whole(gate.ask, parts):
        rest = Answer(action=Action.REJECT)
        return await close(work, noted, answer=rest, via=Via.CARD, by=by)
    await _show(work, UserId(row.owner_id), noted)
    return noted


async def withdraw(work: Work, gate: Gate, *, via: Via) -> None:
    """Close a gate whose turn is over; one that was just answered stays as it is."""
    try:
        await _close(work, gate, GateState.WITHDRAWN, None, via=via, by=None)
    except GateClosed:
        return


async def decisions(
    work: Work, owner_id: UserId, thread_id: ThreadId | None, call_keys: Collection[Digest]
) -> dict[str, Decision]:
    """Give what was said to calls, by their keys: only what is in a row is approved."""
    if thread_id is None or not call_keys:
        return {}
    return await work.gates.decisions(owner_id=owner_id, thread_id=thread_id, call_keys=call_keys)


async def due(work: Work, *, now: datetime) -> Sequence[tuple[UserId, Gate]]:
    """List the open gates whose deadline has passed, each with its owner."""
    return [(UserId(row.owner_id), _gate(row)) for row in await work.gates.due(now=now)]


async def _close(
    work: Work,
    gate: Gate,
    state: GateState,
    answer: Answer | None,
    *,
    via: Via,
    by: UserId | None,
) -> Gate:
    grants = {} if answer is None else granted(gate.ask, answer)
    row = await work.gates.close(
        gate.id,
        state=state,
        answer=None if answer is None else answer.model_dump(mode="json"),
        grants=grants,
        call_keys=sorted({*keys_of(gate.ask), *grants}),
        answered_by=by,
        via=via,
    )
    if row is None:
        raise GateClosed(ANSWERED)
    closed = _gate(row)
    await _show(work, UserId(row.owner_id), closed)
    return closed


async def _show(work: Work, owner_id: UserId, gate: Gate) -> None:
    """Renew a gate's card."""
    await work.messages.save(
        owner_id=owner_id,
        thread_id=gate.thread_id,
        turn_id=gate.turn_id,
        message_id=gate.card_id,
        role=Role.ACTIVITY.value,
        content=GateCard.of(gate).model_dump_json(),
        tool_calls=[],
        tool_call_id=None,
        card_kind="gate",
        created_at=gate.created_at,
    )


def _gate(row: GateRow) -> Gate:
    return Gate.model_validate(
        {
            "id": row.id,
            "thread_id": row.thread_id,
            "turn_id": row.turn_id,
            "call_id": row.call_id,
            "kind": row.kind,
            "message": row.message,
            "ask": row.ask,
            "deadline_at": row.deadline_at,
            "default": row.default,
            "state": row.state,
            "answer": row.answer,
            "parts": row.parts,
            "via": row.via,
            "answered_at": row.answered_at,
            "created_at": row.created_at,
        }
    )
