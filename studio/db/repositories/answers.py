"""What language models answered."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from studio.db.ledger_rows import AnswerRow
from studio.db.repositories.repository import Repository


class Answers(Repository):
    """Answers that were paid for."""

    async def find(self, *, owner_id: UUID, call_key: str) -> list[dict[str, Any]] | None:
        """Give the messages that a call was answered with."""
        return await self._session.scalar(
            select(AnswerRow.messages).where(
                AnswerRow.owner_id == owner_id, AnswerRow.call_key == call_key
            )
        )

    async def add(
        self, *, owner_id: UUID, turn_id: UUID | None, call_key: str, messages: list[dict[str, Any]]
    ) -> None:
        """Keep an answer; the first one to a call stays."""
        await self._session.execute(
            insert(AnswerRow)
            .values(owner_id=owner_id, turn_id=turn_id, call_key=call_key, messages=messages)
            .on_conflict_do_nothing()
        )

    async def forget(self, *, turn_id: UUID) -> None:
        """Delete what only this turn could ask for again."""
        await self._session.execute(delete(AnswerRow).where(AnswerRow.turn_id == turn_id))
