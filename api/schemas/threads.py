"""Threads and runs."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from studio.domain.conversation import Thread, Turn, TurnStatus


class ThreadAsked(BaseModel):
    """A thread to be opened."""

    title: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class ThreadShown(BaseModel):
    """A conversation and the video that it makes."""

    id: UUID
    title: str
    forked_from: UUID | None = Field(description="The thread that it began as a copy of.")
    forked_version: int | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, thread: Thread) -> Self:
        """Show a thread."""
        return cls(**thread.model_dump())


class Threads(BaseModel):
    """A page of threads, the one used last first."""

    items: list[ThreadShown]
    next_before: datetime | None = Field(description="Pass it as `before` for the next page.")


class ActiveRun(BaseModel):
    """The run that the thread is busy with."""

    id: UUID
    status: TurnStatus


class MessagePage(BaseModel):
    """Some of a thread's messages, in order."""

    messages: list[dict[str, Any]] = Field(
        description="AG-UI messages; cards have the role `activity`."
    )
    earlier: str | None = Field(
        description="Where there are earlier ones, `before` of `GET /v1/threads/{id}/messages`."
    )


class ThreadWhole(ThreadShown, MessagePage):
    """A thread with what was said last and what was made."""

    storyboard: dict[str, Any] | None = Field(description="The storyboard card as it stands.")
    active_run: ActiveRun | None


class RunShown(BaseModel):
    """A run: one message and all that the agent does about it."""

    id: UUID
    thread_id: UUID
    status: TurnStatus
    message: str
    error_code: str
    error: str
    cancel_requested: bool
    created_at: datetime

    @classmethod
    def of(cls, turn: Turn) -> Self:
        """Show a turn."""
        return cls(**turn.model_dump(exclude={"message_id"}))
