"""Turns that wait for approvals: nothing of theirs is held, and an answer lets them go on."""

from collections.abc import Mapping
from dataclasses import dataclass

from uuid_utils.compat import uuid7

from studio.db.rows import TurnRow
from studio.db.work import Work
from studio.domain.answering import checked, line_of
from studio.domain.asking import ScriptAsk, ScriptsAsk
from studio.domain.choice import choice
from studio.domain.consent import consent
from studio.domain.conversation import Role
from studio.domain.errors import Conflict, GateClosed, InvalidAnswer, NotFound, TurnInProgress
from studio.domain.gate import DECLINED, Action, Answer, Gate, ProviderAsk, SceneAnswer, Via
from studio.domain.script_words import scripts_said
from studio.domain.units import GateId, ThreadId, TurnId, UserId
from studio.services import gates, scripts


@dataclass(frozen=True, slots=True)
class Answered:
    """An answered gate, and the turn that goes on; ``None`` while other gates are open."""

    gate: Gate
    turn_id: TurnId | None


async def pause(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, turn_id: TurnId, worker: str
) -> tuple[Gate, ...]:
    """Let a turn wait for its open gates.

    Returns:
        What it waits for. Empty where all was answered meanwhile, or the turn is the worker's no
        more: then it does not wait.
    """
    await work.threads.lock(owner_id=owner_id, thread_id=thread_id)
    row = await work.turns.get(owner_id=owner_id, turn_id=turn_id)
    if row is None or row.cancel_requested:
        return ()
    asked = await open_of(work, row)
    if not asked or not await work.turns.wait(turn_id, worker=worker):
        return ()
    return asked


async def open_of(work: Work, row: TurnRow) -> tuple[Gate, ...]:
    """List what a turn waits for."""
    asked = await gates.of_turn(work, turn_id=TurnId(row.resumes or row.id))
    return tuple(gate for gate in asked if gate.is_open)


async def withdraw(work: Work, *, row: TurnRow) -> None:
    """Close what a turn asked and nobody will answer."""
    for gate in await open_of(work, row):
        await gates.withdraw(work, gate, via=Via.STOP)


async def answer(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    gate_id: GateId,
    said: Answer,
    via: Via = Via.CARD,
    turn_id: TurnId | None = None,
) -> Answered:
    """Answer a gate; the last answer that a turn waits for lets it go on, in any process.

    Args:
        work: The transaction.
        owner_id: Who answers.
        thread_id: In which conversation.
        gate_id: What is answered.
        said: The answer.
        via: How it came.
        turn_id: What to call the turn that goes on.

    Raises:
        NotFound: The owner has no such gate in this thread.
        GateClosed: Somebody answered before.
        InvalidAnswer: The answer does not fit the question.
    """
    await _lock(work, owner_id, thread_id)
    gate = await gates.get(work, owner_id=owner_id, thread_id=thread_id, gate_id=gate_id)
    by = None if via is Via.DEADLINE else owner_id
    closed = await gates.close(work, gate, answer=said, via=via, by=by)
    await scripts.reword(work, owner_id=owner_id, gate=closed, lines=said.lines)
    return await _answered(work, owner_id, closed, turn_id=turn_id)


async def answer_scene(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    gate_id: GateId,
    said: SceneAnswer,
) -> Answered:
    """Answer one scene of a gate; the last scene closes it, and the last gate lets the turn go on.

    Raises:
        NotFound: The owner has no such gate in this thread.
        GateClosed: Somebody answered the scene, or all of it, before.
        InvalidAnswer: The answer does not fit the question.
    """
    await _lock(work, owner_id, thread_id)
    gate = await gates.get(work, owner_id=owner_id, thread_id=thread_id, gate_id=gate_id)
    noted = await gates.answer_scene(work, gate, said, by=owner_id)
    if said.action is Action.EDIT:
        await scripts.reword(work, owner_id=owner_id, gate=noted, lines=[line_of(said)])
    if noted.is_open:
        return Answered(noted, None)
    return await _answered(work, owner_id, noted)


async def _answered(
    work: Work, owner_id: UserId, closed: Gate, *, turn_id: TurnId | None = None
) -> Answered:
    """Let the turn go on where nothing else is open."""
    row = await work.turns.waiting(owner_id=owner_id, thread_id=closed.thread_id)
    if row is None or await open_of(work, row):
        return Answered(closed, None)
    go_on = turn_id or TurnId(uuid7())
    await _go_on(work, row, turn_id=go_on)
    return Answered(closed, go_on)


async def resume(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    turn_id: TurnId,
    answers: Mapping[GateId, Answer],
) -> None:
    """Answer all that a turn waits for at once, and go on under an id; told twice, it is once.

    Raises:
        NotFound: The owner has no such gate in this thread.
        GateClosed: Somebody answered one of them before.
        InvalidAnswer: An answer does not fit, or a question is left open.
        TurnInProgress: The run that asks is not at rest yet.
    """
    await _lock(work, owner_id, thread_id)
    known = await work.turns.get(owner_id=owner_id, turn_id=turn_id)
    if known is not None and known.thread_id == thread_id and known.resumes is not None:
        return
    for gate_id, said in answers.items():
        gate = await gates.get(work, owner_id=owner_id, thread_id=thread_id, gate_id=gate_id)
        closed = await gates.close(work, gate, answer=said, via=Via.CARD, by=owner_id)
        await scripts.reword(work, owner_id=owner_id, gate=closed, lines=said.lines)
    row = await work.turns.waiting(owner_id=owner_id, thread_id=thread_id)
    if row is None:
        raise TurnInProgress("The run that asks is still at work; answer when it is over.")
    if await open_of(work, row):
        raise InvalidAnswer("The run asks more than this; answer all of it.")
    await _go_on(work, row, turn_id=turn_id)


async def hear(work: Work, *, row: TurnRow, message: str) -> TurnId | None:
    """Take a message while a turn waits: a plain yes or no answers, anything else moves on.

    Returns:
        The turn that the message's own turn goes on with; ``None`` where the message is a new wish
        and what was asked counts as rejected.
    """
    asked = await open_of(work, row)
    heard = consent(message) or _chosen(message, asked) or _of_scripts(message, asked)
    said = _fitting(heard, asked)
    for gate in asked:
        answered = said or Answer(action=Action.REJECT)
        await gates.close(work, gate, answer=answered, via=Via.MESSAGE, by=UserId(row.owner_id))
    if said is None:
        await _leave(work, row)
        return None
    await work.turns.rest(row.id, status="done")
    return TurnId(row.resumes or row.id)


async def stop(work: Work, *, row: TurnRow) -> None:
    """End a turn that waits because the user stops it; its history stays valid."""
    await withdraw(work, row=row)
    await _leave(work, row)


async def take_defaults(work: Work, *, owner_id: UserId, gate: Gate) -> TurnId | None:
    """Take the default of a gate whose deadline has passed; an answer that came first counts."""
    try:
        done = await answer(
            work,
            owner_id=owner_id,
            thread_id=gate.thread_id,
            gate_id=gate.id,
            said=Answer(action=gate.default),
            via=Via.DEADLINE,
        )
    except (GateClosed, NotFound):
        return None
    return done.turn_id


def _chosen(message: str, asked: tuple[Gate, ...]) -> Answer | None:
    """Read a choice among makers, where nothing else is asked."""
    if len(asked) != 1 or not isinstance(asked[0].ask, ProviderAsk):
        return None
    return choice(message, asked[0].ask)


def _of_scripts(message: str, asked: tuple[Gate, ...]) -> Answer | None:
    """Read words about scripts as an answer, where nothing but scripts is asked about."""
    said = scripts_said(message)
    if said is None or len(asked) != 1:
        return None
    if isinstance(asked[0].ask, ScriptAsk):
        return Answer(action=said.action)
    is_yes = said.is_many and said.action is Action.APPROVE
    # A no to the question of many leaves them waiting: it would not do what these words ask for.
    return Answer(action=said.action) if is_yes and isinstance(asked[0].ask, ScriptsAsk) else None


def _fitting(said: Answer | None, asked: tuple[Gate, ...]) -> Answer | None:
    """Keep an answer that fits all that was asked: one that names strange scenes means else."""
    try:
        for gate in asked if said else ():
            checked(gate.ask, said or Answer(action=Action.REJECT))
    except InvalidAnswer:
        return None
    return said


async def _go_on(work: Work, row: TurnRow, *, turn_id: TurnId) -> None:
    await work.turns.rest(row.id, status="done")
    added = await work.turns.add(
        owner_id=row.owner_id,
        thread_id=row.thread_id,
        turn_id=turn_id,
        message="",
        message_id=f"u-{turn_id}",
        resumes=row.resumes or row.id,
    )
    if added is None:
        raise Conflict(f"The run id {str(turn_id)!r} is taken; choose another.")


async def _leave(work: Work, row: TurnRow) -> None:
    """End a turn for good, and answer the calls that it leaves open."""
    await work.turns.rest(row.id, status="cancelled")
    kept = await work.messages.list(owner_id=row.owner_id, thread_id=row.thread_id)
    done = {message.tool_call_id for message in kept}
    for call_id in [call["id"] for message in kept for call in message.tool_calls]:
        if call_id in done:
            continue
        root = row.resumes or row.id
        await work.messages.save(
            owner_id=row.owner_id,
            thread_id=row.thread_id,
            turn_id=root,
            message_id=f"{root}-t-{call_id}",
            role=Role.TOOL.value,
            content=DECLINED,
            tool_calls=[],
            tool_call_id=call_id,
            card_kind=None,
            created_at=row.created_at,
        )


async def _lock(work: Work, owner_id: UserId, thread_id: ThreadId) -> None:
    if await work.threads.lock(owner_id=owner_id, thread_id=thread_id) is None:
        raise NotFound("There is no such thread.")
