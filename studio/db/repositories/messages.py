"""Messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, exists, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import MessageRow


class Messages(Repository):
    """Messages of threads."""

    async def save(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID,
        turn_id: UUID,
        message_id: str,
        role: str,
        content: str,
        tool_calls: list[dict[str, Any]],
        tool_call_id: str | None,
        card_kind: str | None,
        created_at: datetime,
    ) -> bool:
        """Add a message, or replace it in its place; tell whether it is new."""
        content_values = {
            "role": role,
            "content": content,
            "tool_calls": tool_calls,
            "tool_call_id": tool_call_id,
            "card_kind": card_kind,
            "created_at": created_at,
        }
        statement = (
            insert(MessageRow)
            .values(
                owner_id=owner_id,
                thread_id=thread_id,
                turn_id=turn_id,
                message_id=message_id,
                **content_values,
            )
            .on_conflict_do_update(
                index_elements=[MessageRow.thread_id, MessageRow.message_id],
                set_=content_values,
                where=MessageRow.owner_id == owner_id,
            )
            # Of a row that this statement inserted, no other transaction is the locker.
            .returning(literal_column("xmax = 0", Boolean))
        )
        return bool(await self._session.scalar(statement))

    async def is_known(self, *, owner_id: UUID, thread_id: UUID, message_id: str) -> bool:
        """Tell whether a thread has a message with this id."""
        query = select(
            exists().where(
                MessageRow.thread_id == thread_id,
                MessageRow.owner_id == owner_id,
                MessageRow.message_id == message_id,
            )
        )
        return bool(await self._session.scalar(query))

    async def list(self, *, owner_id: UUID, thread_id: UUID) -> Sequence[MessageRow]:
        """List a thread's messages in order."""
        found = await self._session.scalars(
            select(MessageRow)
            .where(MessageRow.thread_id == thread_id, MessageRow.owner_id == owner_id)
            .order_by(MessageRow.position)
        )
        return found.all()
