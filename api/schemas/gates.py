"""Gates: what waits for a yes, and the answers to it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from ag_ui.core import ResumeEntry
from pydantic import BaseModel, Field, ValidationError

from studio.domain.errors import InvalidAnswer
from studio.domain.gate import Action, Answer, Ask, Gate, GateKind, GateState, Via
from studio.domain.units import GateId


class GateShown(BaseModel):
    """A question to the user."""

    id: UUID
    thread_id: UUID
    run_id: UUID = Field(description="The run of the user's message that led to it.")
    kind: GateKind
    state: GateState = Field(description="Only an `open` one takes an answer.")
    message: str = Field(description="The question in a sentence.")
    ask: Ask = Field(description="The question as data: what would be done, and what it costs.")
    deadline_at: datetime | None = Field(description="When `default` is taken; null for never.")
    default: Action
    answer: Answer | None
    via: Via | None = Field(description="How the answer came.")
    answered_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, gate: Gate) -> Self:
        """Show a gate."""
        values = {name: getattr(gate, name) for name in cls.model_fields if name != "run_id"}
        return cls(run_id=gate.turn_id, **values)


class Gates(BaseModel):
    """All that was asked in a thread, the first question first."""

    items: list[GateShown]


class GateAnswered(BaseModel):
    """An answered gate."""

    gate: GateShown
    run_id: UUID | None = Field(
        description="The run that goes on; null while others of its questions are open, or where "
        "the run that asked is still at work."
    )


def answers_of(entries: Iterable[ResumeEntry]) -> dict[GateId, Answer]:
    """Read the `resume` entries of AG-UI; an abandoned interrupt is a no.

    Raises:
        InvalidAnswer: An entry names no gate, or its payload is no answer.
    """
    return {_gate_id(entry): _answer(entry) for entry in entries}


def _gate_id(entry: ResumeEntry) -> GateId:
    try:
        return GateId(UUID(entry.interrupt_id))
    except ValueError as error:
        raise InvalidAnswer(f"{entry.interrupt_id!r} is not the id of a gate.") from error


def _answer(entry: ResumeEntry) -> Answer:
    if entry.status == "cancelled":
        return Answer(action=Action.REJECT)
    try:
        return Answer.model_validate(entry.payload)
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        raise InvalidAnswer(
            f'The payload is no answer ({reason}); send e.g. {{"action": "approve"}}.'
        ) from error
