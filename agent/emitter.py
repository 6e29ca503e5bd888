"""Tell of a turn: events go on the live wire, messages and cards are kept."""

import json
from datetime import datetime
from typing import Any

import structlog

from studio.domain.conversation import Message, Role, ToolCall
from studio.domain.errors import Unavailable
from studio.domain.events import CardShown, Event
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import conversations
from studio.wiring import Studio

log = structlog.get_logger()


class Emitter:
    """Tells of one turn. A dead wire costs live updates, never the turn."""

    def __init__(
        self,
        studio: Studio,
        *,
        owner_id: UserId,
        thread_id: ThreadId,
        turn_id: TurnId,
        root_id: TurnId,
    ) -> None:
        """Tell of a turn.

        Args:
            studio: All parts of the product.
            owner_id: Whose it is.
            thread_id: Where it is told.
            turn_id: What its events carry.
            root_id: The turn whose work it goes on with: names of messages begin with it.
        """
        self._studio = studio
        self._owner_id = owner_id
        self._thread_id = thread_id
        self.turn_id = turn_id
        self.root_id = root_id

    async def emit(self, event: Event) -> None:
        """Publish an event; a card is kept first."""
        if isinstance(event, CardShown):
            await self._save(
                id=event.card_id,
                role=Role.ACTIVITY,
                content=json.dumps(event.content, ensure_ascii=False),
                card_kind=event.kind,
            )
        try:
            await self._studio.events.publish(self._thread_id, event)
        except Unavailable:
            log.warning("events.lost", event_type=event.type)

    async def save_assistant(
        self, message_id: str, text: str, *, tool_calls: tuple[ToolCall, ...]
    ) -> None:
        """Keep what the assistant said and called."""
        await self._save(id=message_id, role=Role.ASSISTANT, content=text, tool_calls=tool_calls)

    async def save_tool(self, message_id: str, text: str, *, tool_call_id: str) -> None:
        """Keep what a tool answered."""
        await self._save(id=message_id, role=Role.TOOL, content=text, tool_call_id=tool_call_id)

    async def _save(self, **fields: Any) -> None:
        now: datetime = self._studio.clock.now()
        message = Message(turn_id=self.turn_id, created_at=now, **fields)
        async with self._studio.work() as work:
            await conversations.save_message(
                work, owner_id=self._owner_id, thread_id=self._thread_id, message=message
            )
