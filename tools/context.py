"""What every tool is given: whose conversation it serves, and the way to tell of its work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from studio.domain.errors import ApprovalNeeded
from studio.domain.events import CardKind, CardShown, Event
from studio.domain.gate import Gate
from studio.domain.units import BatchId, ExportId, RenderId, ThreadId, TurnId, UserId
from studio.domain.value import Value
from studio.ports import ProfileShelf, Writer
from studio.services.charges import Payer
from studio.services.storyboards import SavedStoryboard
from studio.wiring import Studio
from studio.wording import Wording, wording


def refuse(gate: Gate) -> None:
    """Refuse what needs an approval, where nobody can be waited for.

    Raises:
        ApprovalNeeded: Always.
    """
    raise ApprovalNeeded(gate.message)


@dataclass(slots=True)
class Rehearsal:
    """A copy of the storyboard on which edits are tried; it is never kept.

    Attributes:
        saved: The copy as it stands.
    """

    saved: SavedStoryboard


@dataclass(frozen=True, slots=True)
class ToolContext:
    """The surroundings of one tool call.

    Attributes:
        studio: All parts of the product.
        owner_id: Whose data is read and written.
        thread_id: Whose storyboard.
        turn_id: What events of its work carry.
        root_id: The user's message on whose behalf it works; another than the turn where that
            goes on after an approval.
        emit: Tells an event to whoever follows the thread.
        profiles: What is remembered of users' channels.
        writer: Writes texts without calling anything; ``None`` where no language model is here.
        pause: Holds the agent at an open gate: the call ends here and is run again after the answer.
        batch_id: The batch that its turn makes a video of, if any: the batch pays, within what was
            agreed to, and its renders wait for those that somebody watches.
        writes: Whether a language model thinks, that can write and translate.
        call_id: Names the call, so that one that is run again after a crash changes nothing twice.
        renders: Renders that this turn waits for; they are cancelled with it.
        exports: Exports that this turn waits for; likewise.
        forgets: Calls of this turn that forgot something of the user's channel; a second one asks.
        language: In which the conversation is held; what people read is said in it.
        rehearsal: Where edits are tried instead of made; ``None`` where they are made.
    """

    studio: Studio
    owner_id: UserId
    thread_id: ThreadId
    turn_id: TurnId
    root_id: TurnId
    emit: Callable[[Event], Awaitable[None]]
    profiles: ProfileShelf
    writer: Writer | None = None
    pause: Callable[[Gate], None] = refuse
    batch_id: BatchId | None = None
    writes: bool = True
    call_id: str = ""
    renders: set[RenderId] = field(default_factory=set)
    exports: set[ExportId] = field(default_factory=set)
    forgets: set[str] = field(default_factory=set)
    language: str = "en"
    rehearsal: Rehearsal | None = None

    @property
    def wording(self) -> Wording:
        """Give the words that people read."""
        return wording(self.language)

    @property
    def payer(self) -> Payer:
        """Give the account of this conversation."""
        return Payer(
            owner_id=self.owner_id,
            thread_id=self.thread_id,
            turn_id=self.root_id,
            caps=self.studio.caps,
            # Whoever takes a turn over finds its calls free to be taken over, too.
            lease_s=self.studio.takeover_s * 3 / 4,
            asks=self.studio.asks,
            batch_id=self.batch_id,
        )

    async def show_card(self, kind: CardKind, card: Value, *, card_id: str) -> None:
        """Put a card into the chat, in the place of one that has the same id."""
        content = card.model_dump(mode="json")
        shown = CardShown(turn_id=self.turn_id, card_id=card_id, kind=kind, content=content)
        await self.emit(shown)
