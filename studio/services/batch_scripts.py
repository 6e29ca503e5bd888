"""Scripts of a batch, answered together: each by the id under which it was shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from studio.db.work import Work
from studio.domain.asking import AskedScript, ScriptAsk, ScriptsAsk
from studio.domain.errors import GateClosed, InvalidAnswer, NotApproved, NotFound, StudioError
from studio.domain.gate import DECLINED, Action, Answer, Gate, GateKind, GateState, Via
from studio.domain.units import BatchId, GateId, ThreadId, TurnId, UserId
from studio.services import batches, gates, waiting

OTHER = "This asks about something else than a script; answer it in its own conversation."
UNKNOWN = "No script of this batch waits under this id."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the answer to one script.

    Attributes:
        gate_id: Its question.
        number: Of its video; ``None`` where the batch has no such question.
        turn_id: The turn that goes on; ``None`` where none does.
        refused: Why it was not answered; ``None`` where it was.
    """

    gate_id: GateId
    number: int | None = None
    turn_id: TurnId | None = None
    refused: StudioError | None = None


async def waiting_scripts(
    work: Work, *, owner_id: UserId, batch_id: BatchId
) -> tuple[AskedScript, ...]:
    """Give the scripts of a batch that wait for a yes, in the order of its videos.

    Raises:
        NotFound: The owner has no such batch.
    """
    card = await batches.get(work, owner_id=owner_id, batch_id=batch_id)
    asked = {g.id: g for g in await gates.of_ids(work, owner_id=owner_id, gate_ids=card.scripts)}
    found: list[AskedScript] = []
    for video in card.videos:
        gate = asked.get(video.gate_id) if video.gate_id else None
        if gate is not None and isinstance(gate.ask, ScriptAsk):
            found.append(
                AskedScript(
                    gate_id=gate.id,
                    thread_id=gate.thread_id,
                    number=video.number,
                    title=video.title,
                    script=gate.ask.script,
                )
            )
    return tuple(found)


async def answer(
    work: Work,
    *,
    owner_id: UserId,
    batch_id: BatchId,
    gate_ids: Collection[GateId],
    action: Literal[Action.APPROVE, Action.REJECT],
    note: str = "",
    since: datetime | None = None,
) -> tuple[Outcome, ...]:
    """Answer scripts of a batch, each by its id; what is refused leaves the others answered.

    Only a script is answered here: what would be spent or published is asked by itself.

    Args:
        work: The transaction.
        owner_id: Who answers.
        batch_id: Of which batch.
        gate_ids: What was shown; a script that came up later waits.
        action: Yes or no, to each as a whole.
        note: With a no: what to change.
        since: One that was approved together with others since then counts as answered, so that a
            call that is run again tells the same.

    Raises:
        NotFound: The owner has no such batch.
    """
    card = await batches.get(work, owner_id=owner_id, batch_id=batch_id)
    numbers = {video.thread_id: video.number for video in card.videos if video.thread_id}
    there = await gates.of_ids(work, owner_id=owner_id, gate_ids=gate_ids)
    told: dict[GateId, Outcome] = {}
    # All answers lock their threads in one order, so that two at a time wait for each other once.
    for gate in sorted(there, key=lambda gate: gate.thread_id):
        if gate.thread_id in numbers:
            said = Answer(action=action, note=note)
            one = await _answer(work, owner_id, gate, said, since=since)
            told[gate.id] = Outcome(gate.id, numbers[gate.thread_id], *one)
    unknown = NotFound(UNKNOWN)
    return tuple(told.get(id) or Outcome(id, refused=unknown) for id in dict.fromkeys(gate_ids))


async def answer_approved(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, gate_id: GateId
) -> tuple[Outcome, ...]:
    """Approve the scripts that the user said yes to in one question: what its row names, no other.

    Raises:
        NotFound: The owner has no such question.
        NotApproved: It is none about scripts, or there is no yes in its row.
    """
    gate = await gates.get(work, owner_id=owner_id, thread_id=thread_id, gate_id=gate_id)
    is_yes = gate.state is GateState.APPROVED and gate.answer is not None
    if not isinstance(gate.ask, ScriptsAsk) or not is_yes:
        raise NotApproved(DECLINED)
    chosen = gate.answer.scenes if gate.answer else None
    wanted = gate.ask.numbers if chosen is None else chosen
    return await answer(
        work,
        owner_id=owner_id,
        batch_id=gate.ask.batch_id,
        gate_ids=[video.gate_id for video in gate.ask.videos if video.number in wanted],
        action=Action.APPROVE,
        since=gate.answered_at,
    )


async def _answer(
    work: Work, owner_id: UserId, gate: Gate, said: Answer, *, since: datetime | None
) -> tuple[TurnId | None, StudioError | None]:
    if gate.kind is not GateKind.SCRIPT:
        return None, InvalidAnswer(OTHER)
    try:
        done = await waiting.answer(
            work,
            owner_id=owner_id,
            thread_id=gate.thread_id,
            gate_id=gate.id,
            said=said,
            via=Via.BATCH,
        )
    except GateClosed as error:
        return None, None if _is_ours(gate, since) else error
    return done.turn_id, None


def _is_ours(gate: Gate, since: datetime | None) -> bool:
    if since is None or gate.answered_at is None:
        return False
    is_so = gate.via is Via.BATCH and gate.state is GateState.APPROVED
    return is_so and gate.answered_at >= since
