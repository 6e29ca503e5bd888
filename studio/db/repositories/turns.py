"""Turns and their leases. Leases go by the database's clock, which all workers share."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import TurnRow

_ACTIVE = ("queued", "running")


class Turns(Repository):
    """Turns."""

    async def add(
        self,
        *,
        owner_id: UUID,
        thread_id: UUID,
        turn_id: UUID,
        message: str,
        message_id: str,
        resumes: UUID | None = None,
        batch_id: UUID | None = None,
    ) -> TurnRow | None:
        """Queue a turn; ``None`` where its id is taken or the thread has an active turn.

        One that resumes another belongs to the same batch.
        """
        batch = select(TurnRow.batch_id).where(TurnRow.id == resumes).scalar_subquery()
        statement = (
            insert(TurnRow)
            .values(
                id=turn_id,
                owner_id=owner_id,
                thread_id=thread_id,
                status="queued",
                message=message,
                message_id=message_id,
                resumes=resumes,
                batch_id=batch if resumes else batch_id,
            )
            .on_conflict_do_nothing()
            .returning(TurnRow)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def note(self, *, owner_id: UUID, thread_id: UUID, turn_id: UUID) -> TurnRow:
        """Add a turn that is over: what was done without the agent has its place there."""
        statement = (
            insert(TurnRow)
            .values(
                id=turn_id,
                owner_id=owner_id,
                thread_id=thread_id,
                status="done",
                message="",
                message_id=f"u-{turn_id}",
                finished_at=func.now(),
            )
            .returning(TurnRow)
        )
        return (await self._session.scalars(statement)).one()

    async def newest(self, *, owner_id: UUID, thread_id: UUID) -> TurnRow | None:
        """Find the turn that began last."""
        return await self._session.scalar(
            select(TurnRow)
            .where(TurnRow.thread_id == thread_id, TurnRow.owner_id == owner_id)
            .order_by(TurnRow.created_at.desc(), TurnRow.id.desc())
            .limit(1)
        )

    async def get(self, *, owner_id: UUID, turn_id: UUID) -> TurnRow | None:
        """Find a turn."""
        return await self._session.scalar(
            select(TurnRow).where(TurnRow.id == turn_id, TurnRow.owner_id == owner_id)
        )

    async def active(self, *, owner_id: UUID, thread_id: UUID) -> TurnRow | None:
        """Find the turn that is not over."""
        return await self._session.scalar(
            select(TurnRow).where(
                TurnRow.thread_id == thread_id,
                TurnRow.owner_id == owner_id,
                TurnRow.status.in_(_ACTIVE),
            )
        )

    async def waiting(self, *, owner_id: UUID, thread_id: UUID) -> TurnRow | None:
        """Find the turn that waits for approvals, and keep others from changing it."""
        return await self._session.scalar(
            select(TurnRow)
            .where(
                TurnRow.thread_id == thread_id,
                TurnRow.owner_id == owner_id,
                TurnRow.status == "waiting",
            )
            .with_for_update()
        )

    async def wait(self, turn_id: UUID, *, worker: str) -> bool:
        """Let a turn wait for approvals; false where it is the worker's no more."""
        found = await self._session.scalar(
            update(TurnRow)
            .where(TurnRow.id == turn_id, TurnRow.worker == worker, TurnRow.status == "running")
            .values(status="waiting", worker=None, lease_until=None)
            .returning(TurnRow.id)
        )
        return found is not None

    async def rest(self, turn_id: UUID, *, status: str) -> None:
        """End a turn that waits."""
        await self._session.execute(
            update(TurnRow)
            .where(TurnRow.id == turn_id, TurnRow.status == "waiting")
            .values(status=status, finished_at=func.now())
        )

    async def request_cancel(self, *, owner_id: UUID, turn_id: UUID) -> None:
        """Ask a turn that is not over to stop."""
        await self._session.execute(
            update(TurnRow)
            .where(TurnRow.id == turn_id, TurnRow.owner_id == owner_id, TurnRow.status.in_(_ACTIVE))
            .values(cancel_requested=True)
        )

    async def next_free(self, *, max_attempts: int, batches: bool) -> TurnRow | None:
        """Find the oldest turn that nobody works on and that may be tried, and hold it.

        Turns of batches come after all others, and not at all without ``batches``.
        """
        of_batch = TurnRow.batch_id.is_not(None)
        return await self._session.scalar(
            select(TurnRow)
            .where(
                or_(
                    TurnRow.status == "queued",
                    and_(TurnRow.status == "running", TurnRow.lease_until < func.now()),
                ),
                TurnRow.attempts < max_attempts,
                true() if batches else ~of_batch,
            )
            .order_by(of_batch, TurnRow.created_at, TurnRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )

    async def give_up(self, *, max_attempts: int, error_code: str, error: str) -> Sequence[TurnRow]:
        """Fail the turns that nobody works on and that were tried often enough."""
        free = (
            select(TurnRow.id)
            .where(
                TurnRow.status.in_(_ACTIVE),
                TurnRow.attempts >= max_attempts,
                or_(TurnRow.lease_until.is_(None), TurnRow.lease_until < func.now()),
            )
            .with_for_update(skip_locked=True)
        )
        found = await self._session.scalars(
            update(TurnRow)
            .where(TurnRow.id.in_(free))
            .values(
                status="failed",
                error_code=error_code,
                error=error,
                worker=None,
                lease_until=None,
                finished_at=func.now(),
            )
            .returning(TurnRow)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        return found.all()

    async def lease(self, turn_id: UUID, *, worker: str, lease: timedelta) -> None:
        """Give a turn that is held to a worker."""
        await self._session.execute(
            update(TurnRow)
            .where(TurnRow.id == turn_id)
            .values(
                status="running",
                worker=worker,
                lease_until=func.now() + lease,
                attempts=TurnRow.attempts + 1,
            )
            .execution_options(synchronize_session=False)
        )

    async def renew(self, turn_id: UUID, *, worker: str, lease: timedelta) -> bool | None:
        """Keep a turn; tells whether it should stop, or ``None`` where it is the worker's no more."""
        return await self._session.scalar(
            update(TurnRow)
            .where(TurnRow.id == turn_id, TurnRow.worker == worker, TurnRow.status == "running")
            .values(lease_until=func.now() + lease)
            .returning(TurnRow.cancel_requested)
        )

    async def release(self, turn_id: UUID, *, worker: str) -> None:
        """Queue a turn again; handing it over on purpose is no failed attempt."""
        await self._session.execute(
            update(TurnRow)
            .where(TurnRow.id == turn_id, TurnRow.worker == worker, TurnRow.status == "running")
            .values(
                status="queued",
                worker=None,
                lease_until=None,
                attempts=func.greatest(TurnRow.attempts - 1, 0),
            )
            .execution_options(synchronize_session=False)
        )

    async def finish(
        self, turn_id: UUID, *, worker: str, status: str, error_code: str, error: str
    ) -> TurnRow | None:
        """End a turn; ``None`` where it is the worker's no more."""
        return await self._session.scalar(
            update(TurnRow)
            .where(TurnRow.id == turn_id, TurnRow.worker == worker, TurnRow.status == "running")
            .values(
                status=status,
                error_code=error_code,
                error=error,
                worker=None,
                lease_until=None,
                finished_at=func.now(),
            )
            .returning(TurnRow)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
