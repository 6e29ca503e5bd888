"""Storyboards."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import defer

from studio.db.repositories.repository import Repository
from studio.db.rows import StoryboardRow


class Storyboards(Repository):
    """Versions of storyboards."""

    async def latest(self, *, owner_id: UUID, thread_id: UUID) -> StoryboardRow | None:
        """Find the newest version."""
        return await self._session.scalar(
            select(StoryboardRow)
            .where(StoryboardRow.thread_id == thread_id, StoryboardRow.owner_id == owner_id)
            .order_by(StoryboardRow.version.desc())
            .limit(1)
        )

    async def get(self, *, owner_id: UUID, thread_id: UUID, version: int) -> StoryboardRow | None:
        """Find a version."""
        return await self._session.scalar(
            select(StoryboardRow).where(
                StoryboardRow.thread_id == thread_id,
                StoryboardRow.owner_id == owner_id,
                StoryboardRow.version == version,
            )
        )

    async def of_call(
        self, *, owner_id: UUID, thread_id: UUID, call_id: str
    ) -> StoryboardRow | None:
        """Find the version that a tool call made."""
        return await self._session.scalar(
            select(StoryboardRow).where(
                StoryboardRow.thread_id == thread_id,
                StoryboardRow.owner_id == owner_id,
                StoryboardRow.call_id == call_id,
            )
        )

    async def history(self, *, owner_id: UUID, thread_id: UUID) -> Sequence[StoryboardRow]:
        """List the versions without their content, oldest first."""
        found = await self._session.scalars(
            select(StoryboardRow)
            .options(defer(StoryboardRow.content, raiseload=True))
            .where(StoryboardRow.thread_id == thread_id, StoryboardRow.owner_id == owner_id)
            .order_by(StoryboardRow.version)
        )
        return found.all()

    async def add(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID,
        version: int,
        parent_version: int | None,
        content: dict[str, Any],
        author: str,
        message: str,
        reason: str,
        touches: Sequence[str],
        turn_id: UUID | None,
        call_id: str | None,
    ) -> StoryboardRow:
        """Add a version."""
        statement = (
            insert(StoryboardRow)
            .values(
                owner_id=owner_id,
                thread_id=thread_id,
                version=version,
                parent_version=parent_version,
                content=content,
                author=author,
                message=message,
                reason=reason,
                touches=list(touches),
                turn_id=turn_id,
                call_id=call_id,
            )
            .returning(StoryboardRow)
        )
        return (await self._session.scalars(statement)).one()
