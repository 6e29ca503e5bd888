"""AG-UI: domain events and messages as the protocol's clients read them. Pure."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, cast
from uuid import UUID

from ag_ui.core import (
    ActivityDeltaEvent,
    ActivityMessage,
    ActivitySnapshotEvent,
    AssistantMessage,
    BaseEvent,
    CustomEvent,
    FunctionCall,
    Interrupt,
    Message,
    MessagesSnapshotEvent,
    RunErrorEvent,
    RunFinishedCancelledOutcome,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCall,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
    ToolMessage,
    UserMessage,
)
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from studio.domain import conversation
from studio.domain.answering import answer_schema
from studio.domain.conversation import Role, Turn, TurnStatus
from studio.domain.events import (
    FINAL_EVENTS,
    CardPatched,
    CardShown,
    Event,
    StoryboardSaved,
    TextDelta,
    TextEnded,
    TextStarted,
    ToolEnded,
    ToolStarted,
    TurnCancelled,
    TurnFailed,
    TurnFinished,
    TurnStarted,
    TurnWaiting,
)
from studio.domain.gate import Gate
from studio.domain.units import ThreadId, TurnId

LinkKind = Literal["assets", "artifacts", "streams", "shares"]
Sign = Callable[[LinkKind, UUID], str]
"""Gives the address of an asset, an artifact, a render's live stream or a shared video."""

GAP = "reelwright.gap"
STORYBOARD = "reelwright.storyboard"

_LINKS: dict[str, LinkKind] = {
    "picture": "assets",
    "sample": "assets",
    "video": "artifacts",
    "cover": "artifacts",
    "subtitles": "artifacts",
    "webvtt": "artifacts",
    "file": "artifacts",
    "stream": "streams",
    "share": "shares",
}


Final = TurnFinished | TurnWaiting | TurnCancelled | TurnFailed


class Encoder:
    """Turns a stream of domain events into one that obeys the protocol's order.

    It opens a run before its first event, closes messages that a lost worker left open, drops
    what belongs to a run that is over, and what a snapshot already told.
    """

    def __init__(self, thread_id: ThreadId, *, sign: Sign) -> None:
        """Encode one thread's events; ``sign`` makes the links of cards."""
        self._thread_id = thread_id
        self._sign = sign
        self._run: TurnId | None = None
        self._over: set[TurnId] = set()
        self._open: dict[str, None] = {}
        self._told: set[str] = set()

    def is_over(self, turn_id: TurnId) -> bool:
        """Tell whether the end of a run was told."""
        return turn_id in self._over

    def start(self, turn_id: TurnId) -> list[BaseEvent]:
        """Open a run, unless it is open already."""
        if self._run == turn_id:
            return []
        closed = self._close()
        self._run = turn_id
        return [*closed, RunStartedEvent(thread_id=str(self._thread_id), run_id=str(turn_id))]

    def encode(self, event: Event) -> list[BaseEvent]:
        """Give the protocol's events for one domain event."""
        if event.turn_id in self._over:
            return []
        opened = self.start(event.turn_id)
        if isinstance(event, TurnStarted):
            return opened or self._close()
        if isinstance(event, FINAL_EVENTS):
            return [*opened, *self._finish(event)]
        if isinstance(event, TextStarted | TextDelta | TextEnded):
            return [*opened, *self._text(event)]
        if isinstance(event, ToolStarted | ToolEnded):
            return [*opened, *self._tool(event)]
        return [*opened, _card(event, self._sign)]

    def snapshot(self, messages: Iterable[conversation.Message]) -> list[BaseEvent]:
        """Tell all messages of the thread as they are stored."""
        kept = tuple(messages)
        self._told = {message.id for message in kept}
        self._told |= {call.id for message in kept for call in message.tool_calls}
        snapshot = MessagesSnapshotEvent(messages=encode_messages(kept, sign=self._sign))
        return [*self._close(), snapshot]

    def gap(self, resumed_at: str) -> BaseEvent:
        """Tell that events were lost; a snapshot follows."""
        return CustomEvent(name=GAP, value={"resumed_at": resumed_at})

    def end(self, turn: Turn, gates: Sequence[Gate] = ()) -> list[BaseEvent]:
        """Give the end of a run from its stored state; ``gates`` is what it waits for."""
        return self.encode(final_event(turn, gates))

    def _finish(self, event: Final) -> list[BaseEvent]:
        closed = self._close()
        self._over.add(event.turn_id)
        self._run = None
        if isinstance(event, TurnFailed):
            return [*closed, RunErrorEvent(message=event.message, code=event.code)]
        finished = RunFinishedEvent(
            thread_id=str(self._thread_id), run_id=str(event.turn_id), outcome=_outcome(event)
        )
        return [*closed, finished]

    def _text(self, event: TextStarted | TextDelta | TextEnded) -> list[BaseEvent]:
        message_id = event.message_id
        if message_id in self._told:
            return []
        opened: list[BaseEvent] = []
        if message_id not in self._open:
            if isinstance(event, TextEnded):
                return []
            self._open[message_id] = None
            opened = [TextMessageStartEvent(message_id=message_id, role="assistant")]
        if isinstance(event, TextDelta):
            return [*opened, TextMessageContentEvent(message_id=message_id, delta=event.delta)]
        if isinstance(event, TextEnded):
            self._open.pop(message_id)
            return [TextMessageEndEvent(message_id=message_id)]
        return opened

    def _tool(self, event: ToolStarted | ToolEnded) -> list[BaseEvent]:
        call_id = event.tool_call_id
        if isinstance(event, ToolEnded):
            if event.message_id in self._told:
                return []
            return [
                ToolCallResultEvent(
                    message_id=event.message_id,
                    tool_call_id=call_id,
                    content=event.content,
                    role="tool",
                )
            ]
        if call_id in self._told:
            return []
        return [
            ToolCallStartEvent(
                tool_call_id=call_id,
                tool_call_name=event.name,
                parent_message_id=event.message_id,
            ),
            ToolCallArgsEvent(tool_call_id=call_id, delta=event.arguments or "{}"),
            ToolCallEndEvent(tool_call_id=call_id),
        ]

    def _close(self) -> list[BaseEvent]:
        closed: list[BaseEvent] = [TextMessageEndEvent(message_id=m) for m in self._open]
        self._open.clear()
        return closed


def final_event(turn: Turn, gates: Sequence[Gate] = ()) -> Final:
    """Give the event that ends a turn, from its stored state."""
    if turn.status is TurnStatus.WAITING and gates:
        return TurnWaiting(turn_id=turn.id, gates=tuple(gates))
    if turn.status in {TurnStatus.DONE, TurnStatus.WAITING}:
        return TurnFinished(turn_id=turn.id)
    if turn.status is TurnStatus.CANCELLED:
        return TurnCancelled(turn_id=turn.id)
    return TurnFailed(
        turn_id=turn.id,
        code=turn.error_code or "studio_error",
        message=turn.error or "The run did not end well; send the message again.",
    )


def encode_messages(messages: Iterable[conversation.Message], *, sign: Sign) -> list[Message]:
    """Give stored messages as AG-UI messages, cards as activities."""
    return [_message(message, sign) for message in messages]


def plain(model: BaseModel) -> dict[str, Any]:
    """Give a protocol object as JSON: what is optional and not set is left out.

    Pydantic's ``exclude_none`` would also drop the nulls inside cards and JSON patches.
    """
    return {
        field.serialization_alias or name: _plain(value)
        for name, field in type(model).model_fields.items()
        if (value := getattr(model, name)) is not None or field.is_required()
    }


def signed(content: Any, sign: Sign) -> Any:
    """Add a ``*_url`` beside every asset or artifact id inside a card's content."""
    if isinstance(content, dict):
        fields = cast("dict[str, Any]", content)
        links = {
            f"{name}_url": sign(_LINKS[name], UUID(value))
            for name, value in fields.items()
            if name in _LINKS and _is_uuid(value)
        }
        return {name: signed(value, sign) for name, value in fields.items()} | links
    if isinstance(content, list):
        return [signed(item, sign) for item in cast("list[Any]", content)]
    return content


def interrupt(gate: Gate) -> Interrupt:
    """Give an open gate as the protocol's clients read it; a `resume` entry answers it by its id."""
    return Interrupt(
        id=str(gate.id),
        reason=f"reelwright.{gate.kind}",
        message=gate.message,
        tool_call_id=gate.call_id or None,
        response_schema=answer_schema(gate.ask),
        expires_at=None if gate.deadline_at is None else gate.deadline_at.isoformat(),
        metadata={"ask": gate.ask.model_dump(mode="json"), "default": gate.default.value},
    )


def _outcome(
    event: TurnFinished | TurnCancelled | TurnWaiting,
) -> RunFinishedSuccessOutcome | RunFinishedCancelledOutcome | RunFinishedInterruptOutcome:
    if isinstance(event, TurnFinished):
        return RunFinishedSuccessOutcome(type="success")
    if isinstance(event, TurnCancelled):
        return RunFinishedCancelledOutcome(type="cancelled")
    return RunFinishedInterruptOutcome(interrupts=[interrupt(gate) for gate in event.gates])


def _card(event: CardShown | CardPatched | StoryboardSaved, sign: Sign) -> BaseEvent:
    if isinstance(event, StoryboardSaved):
        return CustomEvent(name=STORYBOARD, value={"version": event.version})
    if isinstance(event, CardShown):
        return ActivitySnapshotEvent(
            message_id=event.card_id,
            activity_type=event.kind,
            content=signed(event.content, sign),
            replace=True,
        )
    return ActivityDeltaEvent.model_validate(
        {
            "messageId": event.card_id,
            "activityType": event.kind,
            "patch": [op for raw in event.patch for op in _signed_operation(raw, sign)],
        }
    )


def _signed_operation(operation: dict[str, Any], sign: Sign) -> list[dict[str, Any]]:
    value = operation.get("value")
    name = str(operation.get("path", "")).rpartition("/")[2]
    if name in _LINKS and _is_uuid(value):
        link = sign(_LINKS[name], UUID(str(value)))
        return [operation, {"op": "add", "path": f"{operation['path']}_url", "value": link}]
    return [operation | {"value": signed(value, sign)}] if "value" in operation else [operation]


def _message(message: conversation.Message, sign: Sign) -> Message:
    match message.role:
        case Role.USER:
            return UserMessage(id=message.id, role="user", content=message.content)
        case Role.TOOL:
            return ToolMessage(
                id=message.id,
                role="tool",
                content=message.content,
                tool_call_id=message.tool_call_id or "",
            )
        case Role.ACTIVITY:
            return ActivityMessage(
                id=message.id,
                role="activity",
                activity_type=message.card_kind or "card",
                content=signed(json.loads(message.content or "{}"), sign),
            )
        case Role.ASSISTANT:
            calls = [
                ToolCall(
                    id=call.id,
                    type="function",
                    function=FunctionCall(name=call.name, arguments=call.arguments),
                )
                for call in message.tool_calls
            ]
            return AssistantMessage(
                id=message.id,
                role="assistant",
                content=message.content if message.content or not calls else None,
                tool_calls=calls or None,
            )


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return plain(value)
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    return to_jsonable_python(value)


def _is_uuid(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True
