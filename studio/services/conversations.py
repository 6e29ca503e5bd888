"""Conversations: threads, their messages, and the turns that agents take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from uuid_utils.compat import uuid7

from studio.db.rows import MessageRow, ThreadRow, TurnRow
from studio.db.work import Work
from studio.domain.conversation import Message, Role, Thread, ToolCall, Turn, TurnStatus
from studio.domain.errors import Conflict, NotFound, TurnInProgress
from studio.domain.events import TurnFailed
from studio.domain.units import BatchId, ThreadId, TurnId, UserId
from studio.ports import EventBus
from studio.services import waiting

MAX_ATTEMPTS = 5
ABANDONED = "turn_abandoned"
_TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class ClaimedTurn:
    """A turn that a worker may work on while it renews the lease.

    Attributes:
        turn: As it stands.
        root: The turn with the user's message whose work this is; itself, unless it resumes one.
        owner_id: Whose it is.
        attempt: 1 for the first; more after a worker died.
    """

    turn: Turn
    root: Turn
    owner_id: UserId
    attempt: int


@dataclass(frozen=True, slots=True)
class Lease:
    """Whether the turn is still the worker's, and whether it should stop."""

    is_held: bool
    cancel_requested: bool


async def create_thread(work: Work, *, owner_id: UserId, title: str = "") -> Thread:
    """Open a conversation."""
    return _thread(await work.threads.add(owner_id=owner_id, title=title))


async def fork_thread(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    title: str,
    forked_from: ThreadId,
    version: int,
) -> Thread | None:
    """Open a conversation that begins as a copy of another; ``None`` where its id is taken."""
    row = await work.threads.fork(
        owner_id=owner_id,
        thread_id=thread_id,
        title=title,
        forked_from=forked_from,
        version=version,
    )
    return None if row is None else _thread(row)


async def list_threads(
    work: Work, *, owner_id: UserId, limit: int = 50, before: datetime | None = None
) -> Sequence[Thread]:
    """List conversations, the one used last first; ``before`` is the last one's ``updated_at``."""
    rows = await work.threads.list(owner_id=owner_id, limit=limit, before=before)
    return tuple(_thread(row) for row in rows)


async def get_thread(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> Thread:
    """Give a conversation.

    Raises:
        NotFound: The owner has no such thread.
    """
    row = await work.threads.get(owner_id=owner_id, thread_id=thread_id)
    return _thread(_found(row))


async def delete_thread(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> None:
    """Delete a conversation with everything in it.

    Raises:
        NotFound: The owner has no such thread.
        TurnInProgress: The agent is at work on it.
    """
    _found(await work.threads.lock(owner_id=owner_id, thread_id=thread_id))
    if await work.turns.active(owner_id=owner_id, thread_id=thread_id):
        raise TurnInProgress("The thread is busy; stop the run first, then delete it.")
    await work.threads.delete(owner_id=owner_id, thread_id=thread_id)


async def start_turn(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    turn_id: TurnId,
    message: str,
    message_id: str,
    batch_id: BatchId | None = None,
) -> Turn:
    """Queue a turn with a user's message; asked for twice with one id, it is one turn.

    In a thread that waits for approvals, a plain yes or no answers them and the turn goes on with
    what waits; any other message rejects them and begins anew.

    Raises:
        NotFound: The owner has no such thread.
        TurnInProgress: The thread has an active turn.
        Conflict: The turn's id is taken by another message.
    """
    thread = _found(await work.threads.lock(owner_id=owner_id, thread_id=thread_id))
    if await work.turns.get(owner_id=owner_id, turn_id=turn_id) is None:
        is_known = await work.messages.is_known(
            owner_id=owner_id, thread_id=thread_id, message_id=message_id
        )
        # Said again in a new turn, a message must not replace the earlier one.
        kept_id = f"{message_id}-{turn_id}" if is_known else message_id
        waits = await work.turns.waiting(owner_id=owner_id, thread_id=thread_id)
        row = await work.turns.add(
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=turn_id,
            message=message,
            message_id=kept_id,
            resumes=await waiting.hear(work, row=waits, message=message) if waits else None,
            batch_id=batch_id,
        )
        if row is not None:
            await _say(work, row, title=None if thread.title else _title(message))
            return _turn(row)
    return await _existing(work, owner_id, thread_id, turn_id=turn_id, message=message)


async def get_turn(work: Work, *, owner_id: UserId, turn_id: TurnId) -> Turn:
    """Give a turn.

    Raises:
        NotFound: The owner has no such turn.
    """
    row = await work.turns.get(owner_id=owner_id, turn_id=turn_id)
    if row is None:
        raise NotFound("There is no such run.")
    return _turn(row)


async def active_turn(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> Turn | None:
    """Give the thread's turn that is not over, if there is one."""
    row = await work.turns.active(owner_id=owner_id, thread_id=thread_id)
    return None if row is None else _turn(row)


async def list_messages(
    work: Work, *, owner_id: UserId, thread_id: ThreadId
) -> tuple[Message, ...]:
    """List a thread's messages in order.

    Raises:
        NotFound: The owner has no such thread.
    """
    _found(await work.threads.get(owner_id=owner_id, thread_id=thread_id))
    rows = await work.messages.list(owner_id=owner_id, thread_id=thread_id)
    return tuple(message_of(row) for row in rows)


async def save_message(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, message: Message
) -> bool:
    """Add a message, or replace the one with its id in its place.

    Returns:
        Whether it is new.

    Raises:
        NotFound: The owner has no such thread, or the thread no such turn.
    """
    turn = await work.turns.get(owner_id=owner_id, turn_id=message.turn_id)
    if turn is None or turn.thread_id != thread_id:
        raise NotFound("There is no such thread.")
    is_new = await work.messages.save(
        owner_id=owner_id,
        thread_id=thread_id,
        turn_id=message.turn_id,
        message_id=message.id,
        role=message.role.value,
        content=message.content.replace("\x00", ""),
        tool_calls=[call.model_dump() for call in message.tool_calls],
        tool_call_id=message.tool_call_id,
        card_kind=message.card_kind,
        created_at=message.created_at,
    )
    await work.threads.touch(owner_id=owner_id, thread_id=thread_id)
    return is_new


async def add_message(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, message: Message
) -> bool:
    """Add a message, unless the thread has one with its id; tell whether it is new.

    Raises:
        NotFound: The owner has no such thread, or the thread no such turn.
    """
    # Two that would add it at the same moment come one after the other.
    await work.threads.lock(owner_id=owner_id, thread_id=thread_id)
    whose = {"owner_id": owner_id, "thread_id": thread_id}
    if await work.messages.is_known(**whose, message_id=message.id):
        return False
    return await save_message(work, owner_id=owner_id, thread_id=thread_id, message=message)


async def request_cancel(work: Work, *, owner_id: UserId, turn_id: TurnId) -> None:
    """Ask a turn to stop; one that waits ends at once, one that is over stays as it is.

    Raises:
        NotFound: The owner has no such turn.
    """
    turn = await get_turn(work, owner_id=owner_id, turn_id=turn_id)
    await work.threads.lock(owner_id=owner_id, thread_id=turn.thread_id)
    waits = await work.turns.waiting(owner_id=owner_id, thread_id=turn.thread_id)
    if waits is not None and waits.id == turn_id:
        await waiting.stop(work, row=waits)
        return
    await work.turns.request_cancel(owner_id=owner_id, turn_id=turn_id)


async def claim_turn(
    work: Work, *, worker: str, lease_s: float, batches: bool = True
) -> ClaimedTurn | None:
    """Take the oldest turn that nobody works on: a new one, or one whose worker fell silent.

    What a batch makes comes after what somebody waits for, and not at all without ``batches``.

    A turn whose workers died five times is left to ``give_up_turns``.
    """
    row = await work.turns.next_free(max_attempts=MAX_ATTEMPTS, batches=batches)
    if row is None:
        return None
    await work.turns.lease(row.id, worker=worker, lease=timedelta(seconds=lease_s))
    owner_id, attempt = UserId(row.owner_id), row.attempts + 1
    turn = _turn(row).model_copy(update={"status": TurnStatus.RUNNING})
    if turn.resumes is None:
        return ClaimedTurn(turn, root=turn, owner_id=owner_id, attempt=attempt)
    root = await get_turn(work, owner_id=owner_id, turn_id=turn.resumes)
    return ClaimedTurn(turn, root=root, owner_id=owner_id, attempt=attempt)


async def give_up_turns(work: Work, *, events: EventBus) -> tuple[Turn, ...]:
    """Fail the turns whose workers died five times, and tell their threads after the commit."""
    message = (
        f"The run was started {MAX_ATTEMPTS} times and never came to its end; "
        "send the message again."
    )
    rows = await work.turns.give_up(max_attempts=MAX_ATTEMPTS, error_code=ABANDONED, error=message)
    for row in rows:
        await waiting.withdraw(work, row=row)
        event = TurnFailed(turn_id=TurnId(row.id), code=ABANDONED, message=message)
        work.after_commit(partial(_publish, events, ThreadId(row.thread_id), event))
    return tuple(_turn(row) for row in rows)


async def renew_lease(work: Work, *, turn_id: TurnId, worker: str, lease_s: float) -> Lease:
    """Keep a turn for some more time."""
    cancel = await work.turns.renew(turn_id, worker=worker, lease=timedelta(seconds=lease_s))
    return Lease(is_held=cancel is not None, cancel_requested=bool(cancel))


async def release_turn(work: Work, *, turn_id: TurnId, worker: str) -> None:
    """Give a turn back to the queue, for someone else to go on with."""
    await work.turns.release(turn_id, worker=worker)


async def finish_turn(
    work: Work,
    *,
    turn_id: TurnId,
    worker: str,
    status: TurnStatus,
    error_code: str = "",
    error: str = "",
) -> bool:
    """End a turn; answers that were kept in case it had to be run again are no longer needed.

    Returns:
        Whether it was still the worker's to end.
    """
    row = await work.turns.finish(
        turn_id, worker=worker, status=status.value, error_code=error_code, error=error
    )
    if row is not None:
        await work.answers.forget(turn_id=TurnId(row.resumes or row.id))
        await waiting.withdraw(work, row=row)
    return row is not None


def message_of(row: MessageRow) -> Message:
    """Give a stored message."""
    return Message(
        id=row.message_id,
        turn_id=TurnId(row.turn_id),
        role=Role(row.role),
        content=row.content,
        tool_calls=tuple(ToolCall.model_validate(call) for call in row.tool_calls),
        tool_call_id=row.tool_call_id,
        card_kind=row.card_kind,
        created_at=row.created_at,
    )


async def _publish(events: EventBus, thread_id: ThreadId, event: TurnFailed) -> None:
    await events.publish(thread_id, event)


async def _say(work: Work, row: TurnRow, *, title: str | None) -> None:
    await work.messages.save(
        owner_id=row.owner_id,
        thread_id=row.thread_id,
        turn_id=row.id,
        message_id=row.message_id,
        role=Role.USER.value,
        content=row.message,
        tool_calls=[],
        tool_call_id=None,
        card_kind=None,
        created_at=row.created_at,
    )
    await work.threads.touch(owner_id=row.owner_id, thread_id=row.thread_id, title=title)


async def _existing(
    work: Work, owner_id: UserId, thread_id: ThreadId, *, turn_id: TurnId, message: str
) -> Turn:
    row = await work.turns.get(owner_id=owner_id, turn_id=turn_id)
    if row is not None and row.thread_id == thread_id and row.message == message:
        return _turn(row)
    if row is None and await work.turns.active(owner_id=owner_id, thread_id=thread_id):
        raise TurnInProgress("The thread is busy with another run; wait for it or stop it.")
    raise Conflict(f"The run id {str(turn_id)!r} is taken; choose another, e.g. {str(uuid7())!r}.")


def _title(message: str) -> str:
    line = " ".join(message.split())
    if len(line) <= _TITLE_CHARACTERS:
        return line
    return line[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _found(row: ThreadRow | None) -> ThreadRow:
    if row is None:
        raise NotFound("There is no such thread.")
    return row


def _thread(row: ThreadRow) -> Thread:
    return Thread(
        id=ThreadId(row.id),
        title=row.title,
        forked_from=ThreadId(row.forked_from) if row.forked_from else None,
        forked_version=row.forked_version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _turn(row: TurnRow) -> Turn:
    return Turn(
        id=TurnId(row.id),
        thread_id=ThreadId(row.thread_id),
        status=TurnStatus(row.status),
        message=row.message,
        message_id=row.message_id,
        error_code=row.error_code,
        error=row.error,
        cancel_requested=row.cancel_requested,
        resumes=None if row.resumes is None else TurnId(row.resumes),
        batch_id=None if row.batch_id is None else BatchId(row.batch_id),
        created_at=row.created_at,
    )
