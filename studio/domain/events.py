"""The event catalogue: everything that can happen on a thread's stream.

Doors encode these events for their clients; the stream itself stores them as JSON. Every event
carries the turn it belongs to.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from studio.domain.gate import Gate
from studio.domain.units import ThreadId, TurnId
from studio.domain.value import Value

CardKind = Literal[
    "storyboard",
    "progress",
    "video",
    "file",
    "stock",
    "voice",
    "cost",
    "gate",
    "versions",
    "comparison",
    "fork",
    "change",
    "check",
    "profile",
    "batch",
    "shares",
    "presets",
]
"""Each is shaped as the class of the same name in ``studio.domain.cards``, ``batch`` or ``share``."""


class _TurnEvent(Value):
    turn_id: TurnId


class TurnStarted(_TurnEvent):
    """A turn began, or went on after the process that worked on it was lost.

    Attributes:
        is_resumed: What was being said when it was lost is void; the stored messages hold.
    """

    type: Literal["turn.started"] = "turn.started"
    is_resumed: bool = False


class TurnFinished(_TurnEvent):
    """A turn ended as it should."""

    type: Literal["turn.finished"] = "turn.finished"


class TurnWaiting(_TurnEvent):
    """A turn waits for approvals; the answers start a turn of their own that goes on with it."""

    type: Literal["turn.waiting"] = "turn.waiting"
    gates: tuple[Gate, ...]


class TurnCancelled(_TurnEvent):
    """The user stopped the turn."""

    type: Literal["turn.cancelled"] = "turn.cancelled"


class TurnFailed(_TurnEvent):
    """A turn ended with an error."""

    type: Literal["turn.failed"] = "turn.failed"
    code: str
    message: str


class TextStarted(_TurnEvent):
    """The assistant begins to say something."""

    type: Literal["text.started"] = "text.started"
    message_id: str


class TextDelta(_TurnEvent):
    """More of what the assistant says; never empty."""

    type: Literal["text.delta"] = "text.delta"
    message_id: str
    delta: Annotated[str, Field(min_length=1)]


class TextEnded(_TurnEvent):
    """The assistant's message is complete."""

    type: Literal["text.ended"] = "text.ended"
    message_id: str


class ToolStarted(_TurnEvent):
    """The agent calls a tool; ``arguments`` is JSON text."""

    type: Literal["tool.started"] = "tool.started"
    tool_call_id: str
    name: str
    arguments: str
    message_id: str | None = None


class ToolEnded(_TurnEvent):
    """A tool answered; ``content`` is what the model reads."""

    type: Literal["tool.ended"] = "tool.ended"
    tool_call_id: str
    message_id: str
    content: str
    is_error: bool = False


class CardShown(_TurnEvent):
    """A card appears or is replaced.

    Attributes:
        card_id: Replaces the card of the same id.
        kind: What it is.
        content: What the card shows; its shape is that of the class of the same name in
            ``studio.domain.cards``.
    """

    type: Literal["card.shown"] = "card.shown"
    card_id: str
    kind: CardKind
    content: dict[str, Any]


class CardPatched(_TurnEvent):
    """A card changes a little; ``patch`` is RFC 6902 JSON Patch on its content."""

    type: Literal["card.patched"] = "card.patched"
    card_id: str
    kind: CardKind
    patch: list[dict[str, Any]]


class StoryboardSaved(_TurnEvent):
    """A new version of the storyboard exists."""

    type: Literal["storyboard.saved"] = "storyboard.saved"
    version: int


Event = Annotated[
    TurnStarted
    | TurnFinished
    | TurnWaiting
    | TurnCancelled
    | TurnFailed
    | TextStarted
    | TextDelta
    | TextEnded
    | ToolStarted
    | ToolEnded
    | CardShown
    | CardPatched
    | StoryboardSaved,
    Field(discriminator="type"),
]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)

FINAL_EVENTS = (TurnFinished, TurnWaiting, TurnCancelled, TurnFailed)


class Envelope(Value):
    """An event with its place on the stream.

    Attributes:
        id: Ordered by time within the thread; what ``Last-Event-ID`` carries.
        thread_id: Whose stream.
        event: What happened.
    """

    id: str
    thread_id: ThreadId
    event: Event


class Share(Value):
    """How far an event says that a progress card is.

    Attributes:
        card_id: Which card.
        fraction: 0 to 1.
        is_new: The card is shown, and begins from there; otherwise it may only rise.
    """

    card_id: str
    fraction: float
    is_new: bool


class Gap(Value):
    """Events before ``resumed_at`` are no longer on the stream; read the thread anew."""

    thread_id: ThreadId
    resumed_at: str


def share_of(event: Event) -> Share | None:
    """Read how far an event moves a progress card; ``None`` of every other event."""
    if not isinstance(event, CardShown | CardPatched) or event.kind != "progress":
        return None
    if isinstance(event, CardShown):
        said = event.content.get("fraction")
    else:
        said = next(
            (each.get("value") for each in event.patch if each["path"] == "/fraction"), None
        )
    if said is None:
        return None
    is_new = isinstance(event, CardShown)
    return Share(card_id=event.card_id, fraction=float(said), is_new=is_new)
