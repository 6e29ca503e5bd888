"""Threads, turns and messages, as they are stored and shown."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from studio.domain.errors import InvalidMessage, TooLarge
from studio.domain.units import BatchId, ThreadId, TurnId
from studio.domain.value import Value

MAX_MESSAGE_CHARACTERS = 20_000


class Role(StrEnum):
    """Who speaks."""

    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"
    ACTIVITY = "activity"
    """A card; its content is JSON text."""


class TurnStatus(StrEnum):
    """Where a turn stands; the last three are final.

    ``waiting``: a gate is open. Nothing is held meanwhile; the answer goes on in a turn that
    resumes this one, which then is done.
    """

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen."""
        return self in {TurnStatus.DONE, TurnStatus.FAILED, TurnStatus.CANCELLED}

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing more will happen under this turn's id."""
        return self is TurnStatus.WAITING or self.is_final


class ToolCall(Value):
    """A tool call of an assistant message; ``arguments`` is JSON text."""

    id: str
    name: str
    arguments: str


class Message(Value):
    """One message of a thread.

    Attributes:
        id: Unique in the thread. A message saved again under its id replaces the earlier one and
            keeps its place.
        turn_id: The turn it belongs to.
        role: Who speaks.
        content: Plain text or Markdown.
        tool_calls: Of an assistant message.
        tool_call_id: Of a tool message: the call it answers.
        card_kind: Of an activity: which card its content is.
        created_at: When it was complete.
    """

    id: str
    turn_id: TurnId
    role: Role
    content: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    card_kind: str | None = None
    created_at: datetime


class Turn(Value):
    """One turn: a user's message and all that the agent does about it. The API calls it a run.

    Attributes:
        message: Empty where a turn goes on without words of the user's.
        resumes: The turn whose work it takes up after an approval; ``None`` for a new one.
        batch_id: The batch that it makes a video of, if any.
    """

    id: TurnId
    thread_id: ThreadId
    status: TurnStatus
    message: Annotated[str, Field(max_length=MAX_MESSAGE_CHARACTERS)]
    message_id: str
    error_code: str = ""
    error: str = ""
    cancel_requested: bool = False
    resumes: TurnId | None = None
    batch_id: BatchId | None = None
    created_at: datetime


class Thread(Value):
    """A conversation and the video that it makes.

    Attributes:
        forked_from: The conversation that it began as a copy of, while that exists.
        forked_version: Which version of it.
    """

    id: ThreadId
    title: str
    forked_from: ThreadId | None = None
    forked_version: int | None = None
    created_at: datetime
    updated_at: datetime


def clean_message(text: str) -> str:
    """Give the usable text of a user's message.

    Raises:
        InvalidMessage: Nothing readable is left, or it holds binary.
        TooLarge: More than 20,000 characters.
    """
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise TooLarge(
            f"The message has {len(text):,} characters; the limit is {MAX_MESSAGE_CHARACTERS:,}. "
            "Send the part that the video should tell."
        )
    if "\x00" in text:
        raise InvalidMessage("The message holds binary data; send plain text.")
    kept = "".join(c for c in text if c in "\n\t" or c.isprintable() or c in "\u200c\u200d")
    if not kept.strip():
        raise InvalidMessage("The message is empty; say what the video should be about.")
    return kept.strip()


def excerpt(text: str, words: Sequence[str], *, characters: int) -> str:
    """Give the part of a text around the first of some words, on one line.

    Args:
        text: Any text.
        words: The first one that it has counts; with none of them it is cut at its end.
        characters: At most so many, and marks for what is left out.
    """
    line = " ".join(text.split())
    places = [place for word in words if (place := line.casefold().find(word.casefold())) >= 0]
    start = max(0, min(places[0] if places else 0, len(line) - characters // 2) - characters // 3)
    cut = line[start : start + characters]
    before, after = "…" * (start > 0), "…" * (start + characters < len(line))
    return f"{before}{cut}{after}"
