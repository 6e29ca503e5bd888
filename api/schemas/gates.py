"""Gates: what waits for a yes, and the answers to it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ag_ui.core import ResumeEntry
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.domain.errors import InvalidAnswer
from studio.domain.gate import (
    MAX_SCENE_NOTE_CHARACTERS,
    Action,
    Answer,
    Ask,
    Gate,
    GateKind,
    GateState,
    SceneAnswer,
    Via,
)
from studio.domain.scene import Narration, ShortText
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
    parts: tuple[SceneAnswer, ...] = Field(
        description="What was said of single scenes so far; the gate closes with the last one."
    )
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


class SceneSaid(BaseModel):
    """What is said of one scene of a question."""

    model_config = ConfigDict(extra="forbid")

    action: Literal[Action.APPROVE, Action.EDIT, Action.REJECT]
    note: Annotated[str, Field(max_length=MAX_SCENE_NOTE_CHARACTERS)] = Field(
        "", description="What to do instead, for the agent to read."
    )
    narration: Narration | None = Field(
        None, description="With `edit` of a script: what is said instead."
    )
    on_screen_text: ShortText | None = Field(
        None, description="With `edit` of a script: what is written instead."
    )

    def of(self, scene: int) -> SceneAnswer:
        """Give it as an answer to a scene."""
        return SceneAnswer(scene=scene, **self.model_dump())


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
