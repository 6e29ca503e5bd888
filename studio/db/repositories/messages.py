"""Messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Integer, and_, cast, exists, literal_column, select
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

    async def list(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID,
        start: int | None = None,
        before: int | None = None,
    ) -> Sequence[MessageRow]:
        """List a thread's messages in order, between two positions if they are given."""
        query = select(MessageRow).where(_of(owner_id, thread_id)).order_by(MessageRow.position)
        if start is not None:
            query = query.where(MessageRow.position >= start)
        if before is not None:
            query = query.where(MessageRow.position < before)
        return (await self._session.scalars(query)).all()

    async def position(self, *, owner_id: UUID, thread_id: UUID, message_id: str) -> int | None:
        """Give a message's place, if the thread has it."""
        query = select(MessageRow.position).where(
            _of(owner_id, thread_id), MessageRow.message_id == message_id
        )
        return await self._session.scalar(query)

    async def exchange(
        self, *, owner_id: UUID, thread_id: UUID, before: int | None, count: int
    ) -> int | None:
        """Give where the newest exchanges begin: the user's so-manieth message from the end.

        Returns:
            Its position; ``None`` where there are not more than so many.
        """
        query = (
            select(MessageRow.position)
            .where(_of(owner_id, thread_id), MessageRow.role == "user")
            .order_by(MessageRow.position.desc())
            .limit(count + 1)
        )
        if before is not None:
            query = query.where(MessageRow.position < before)
        places = (await self._session.scalars(query)).all()
        return places[count - 1] if len(places) > count else None

    async def newest_card(self, *, owner_id: UUID, thread_id: UUID, kind: str) -> MessageRow | None:
        """Give the newest card of a kind."""
        query = (
            select(MessageRow)
            .where(_of(owner_id, thread_id), MessageRow.card_kind == kind)
            .order_by(MessageRow.position.desc())
            .limit(1)
        )
        return await self._session.scalar(query)

    async def last_said(self, *, owner_id: UUID, thread_id: UUID, limit: int) -> Sequence[str]:
        """List what the user said last, the newest first."""
        found = await self._session.scalars(
            select(MessageRow.content)
            .where(_of(owner_id, thread_id), MessageRow.role == "user")
            .order_by(MessageRow.position.desc())
            .limit(limit)
        )
        return found.all()

    async def is_said(self, *, owner_id: UUID, thread_id: UUID, words: str) -> bool:
        """Tell whether a message of the user has these words."""
        query = select(
            exists().where(
                _of(owner_id, thread_id),
                MessageRow.role == "user",
                MessageRow.content.icontains(words, autoescape=True),
            )
        )
        return bool(await self._session.scalar(query))

    async def find(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID,
        words: Sequence[str],
        except_turn: UUID,
        limit: int,
    ) -> Sequence[MessageRow]:
        """Find what was said with most of some words in it, the newest first among equals."""
        hits = [MessageRow.content.icontains(word, autoescape=True) for word in words]
        score = sum((cast(hit, Integer) for hit in hits), literal_column("0", Integer))
        query = (
            select(MessageRow)
            .where(
                _of(owner_id, thread_id),
                MessageRow.role.in_(("user", "assistant")),
                MessageRow.turn_id != except_turn,
                score > 0,
            )
            .order_by(score.desc(), MessageRow.position.desc())
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()


def _of(owner_id: UUID, thread_id: UUID) -> ColumnElement[bool]:
    return and_(MessageRow.thread_id == thread_id, MessageRow.owner_id == owner_id)
