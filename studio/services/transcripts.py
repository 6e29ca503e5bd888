"""What was said in a conversation, read in pieces: a long one is never read whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.db.work import Work
from studio.domain.conversation import Message
from studio.domain.errors import NotFound
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services.conversations import get_thread, message_of

_TELLING_CHARACTERS, _MOST_WORDS = 4, 8
_LAST_MESSAGES = 8


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a thread's messages.

    Attributes:
        messages: In order.
        earlier: The first of them, with which what is before it is asked for; ``None`` where
            nothing is.
    """

    messages: tuple[Message, ...]
    earlier: str | None


async def read_page(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, turns: int, before: str | None = None
) -> Page:
    """Give the newest exchanges of a thread, each from a user's message on.

    Args:
        work: The transaction.
        owner_id: Whose thread.
        thread_id: Which.
        turns: How many of the user's messages, at least 1.
        before: A message; only what is earlier is given.

    Raises:
        NotFound: The owner has no such thread, or the thread no such message.
    """
    whose = {"owner_id": owner_id, "thread_id": thread_id}
    await get_thread(work, owner_id=owner_id, thread_id=thread_id)
    end = None if before is None else await work.messages.position(**whose, message_id=before)
    if before is not None and end is None:
        raise NotFound("There is no such message.")
    start = await work.messages.exchange(**whose, before=end, count=turns)
    rows = await work.messages.list(**whose, start=start, before=end)
    told = tuple(message_of(row) for row in rows)
    return Page(told, earlier=told[0].id if start is not None else None)


async def newest_card(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, kind: str
) -> Message | None:
    """Give the newest card of a kind that a thread has."""
    row = await work.messages.newest_card(owner_id=owner_id, thread_id=thread_id, kind=kind)
    return None if row is None else message_of(row)


async def find_messages(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    words: Sequence[str],
    except_turn: TurnId,
    limit: int,
) -> tuple[Message, ...]:
    """Find what was said in a thread, before a turn, with most of some words in it."""
    telling = [word for word in words if len(word) >= _TELLING_CHARACTERS] or list(words)
    rows = await work.messages.find(
        owner_id=owner_id,
        thread_id=thread_id,
        words=telling[:_MOST_WORDS],
        except_turn=except_turn,
        limit=limit,
    )
    return tuple(message_of(row) for row in rows)


async def was_said(work: Work, *, owner_id: UserId, thread_id: ThreadId, words: str) -> bool:
    """Tell whether the user said these very words in a thread."""
    return await work.messages.is_said(owner_id=owner_id, thread_id=thread_id, words=words)


async def last_said(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> list[str]:
    """Give what the user said last in a thread, the oldest first."""
    found = await work.messages.last_said(
        owner_id=owner_id, thread_id=thread_id, limit=_LAST_MESSAGES
    )
    return list(reversed(found))
