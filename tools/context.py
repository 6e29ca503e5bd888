"""What every tool is given: whose conversation it serves, and the way to tell of its work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from studio.domain.events import Event
from studio.domain.units import ExportId, RenderId, ThreadId, TurnId, UserId
from studio.services.charges import Payer
from studio.wiring import Studio


@dataclass(frozen=True, slots=True)
class ToolContext:
    """The surroundings of one tool call.

    Attributes:
        studio: All parts of the product.
        owner_id: Whose data is read and written.
        thread_id: Whose storyboard.
        turn_id: On whose behalf.
        emit: Tells an event to whoever follows the thread.
        call_id: Names the call, so that one that is run again after a crash changes nothing twice.
        renders: Renders that this turn waits for; they are cancelled with it.
        exports: Exports that this turn waits for; likewise.
    """

    studio: Studio
    owner_id: UserId
    thread_id: ThreadId
    turn_id: TurnId
    emit: Callable[[Event], Awaitable[None]]
    call_id: str = ""
    renders: set[RenderId] = field(default_factory=set)
    exports: set[ExportId] = field(default_factory=set)

    @property
    def payer(self) -> Payer:
        """Give the account of this conversation."""
        return Payer(
            owner_id=self.owner_id,
            thread_id=self.thread_id,
            turn_id=self.turn_id,
            caps=self.studio.caps,
            # Whoever takes a turn over finds its calls free to be taken over, too.
            lease_s=self.studio.takeover_s * 3 / 4,
        )
