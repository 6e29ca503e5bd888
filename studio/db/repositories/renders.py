"""Renders, their tasks and what came out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from studio.db.repositories.repository import Repository
from studio.db.rows import LIVE, ArtifactRow, RenderRow, RenderTaskRow

_ACTIVE = ("queued", "running")
_LIVE = ("queued", "running", "done")


@dataclass(frozen=True, slots=True)
class NewTask:
    """A piece of a render, to be added."""

    digest: str
    kind: str
    position: int
    frames: int


class TaskSums(NamedTuple):
    """How far the tasks of a render are; frames and segments."""

    frames: int
    frames_done: int
    segments: int
    segments_done: int
    segments_reused: int
    is_audio_done: bool
    is_first_done: bool


class Renders(Repository):
    """Renders."""

    async def add(
        self, *, owner_id: UUID, thread_id: UUID, digest: str, **values: Any
    ) -> RenderRow | None:
        """Queue a render; ``None`` where the thread has a live one with this digest."""
        statement = (
            insert(RenderRow)
            .values(
                owner_id=owner_id, thread_id=thread_id, digest=digest, status="queued", **values
            )
            .on_conflict_do_nothing(
                index_elements=[RenderRow.thread_id, RenderRow.digest], index_where=LIVE
            )
            .returning(RenderRow)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def live(self, *, owner_id: UUID, thread_id: UUID, digest: str) -> RenderRow | None:
        """Find the thread's render with this digest that did not fail and was not cancelled."""
        return await self._session.scalar(
            select(RenderRow).where(
                RenderRow.owner_id == owner_id,
                RenderRow.thread_id == thread_id,
                RenderRow.digest == digest,
                RenderRow.status.in_(_LIVE),
            )
        )

    async def get(self, *, owner_id: UUID, render_id: UUID) -> RenderRow | None:
        """Find an owner's render."""
        return await self._session.scalar(
            select(RenderRow).where(RenderRow.id == render_id, RenderRow.owner_id == owner_id)
        )

    async def by_id(self, render_id: UUID) -> RenderRow | None:
        """Find anyone's render; for the renderer only."""
        return await self._session.scalar(select(RenderRow).where(RenderRow.id == render_id))

    async def start(self, render_id: UUID) -> None:
        """Note that work on a queued render began."""
        await self._session.execute(
            update(RenderRow)
            .where(RenderRow.id == render_id, RenderRow.status == "queued")
            .values(status="running", started_at=func.now())
            .execution_options(synchronize_session=False)
        )

    async def playable(self, render_id: UUID) -> None:
        """Note that a render can be watched from now on; told twice, the first telling counts."""
        await self._session.execute(
            update(RenderRow)
            .where(RenderRow.id == render_id, RenderRow.playable_at.is_(None))
            .values(playable_at=func.clock_timestamp())
            .execution_options(synchronize_session=False)
        )

    async def end(self, render_id: UUID, *, status: str, **values: Any) -> UUID | None:
        """End a render that is not over and give its owner; ``None`` where it is over already."""
        return await self._session.scalar(
            update(RenderRow)
            .where(RenderRow.id == render_id, RenderRow.status.in_(_ACTIVE))
            .values(status=status, finished_at=func.now(), **values)
            .returning(RenderRow.owner_id)
            .execution_options(synchronize_session=False)
        )

    async def unfinished(self) -> Sequence[RenderRow]:
        """List everyone's renders that are not over, oldest first; for the reconciler only."""
        found = await self._session.scalars(
            select(RenderRow).where(RenderRow.status.in_(_ACTIVE)).order_by(RenderRow.created_at)
        )
        return found.all()

    async def count_unfinished(self, *, owner_id: UUID) -> int:
        """Count an owner's renders that are waited for and not over."""
        query = select(func.count()).where(
            RenderRow.owner_id == owner_id,
            RenderRow.status.in_(_ACTIVE),
            RenderRow.urgency == "interactive",
        )
        return await self._session.scalar(query) or 0

    async def overdue(self, age: timedelta) -> Sequence[UUID]:
        """List everyone's renders that are not over and older than this; for the reconciler only."""
        found = await self._session.scalars(
            select(RenderRow.id).where(
                RenderRow.status.in_(_ACTIVE), RenderRow.created_at < func.now() - age
            )
        )
        return found.all()

    async def latest(
        self, *, owner_id: UUID, thread_id: UUID, version: int | None = None
    ) -> RenderRow | None:
        """Find the render of a thread, or of one version, that was asked for last."""
        query = select(RenderRow).where(
            RenderRow.owner_id == owner_id, RenderRow.thread_id == thread_id
        )
        if version is not None:
            query = query.where(RenderRow.storyboard_version == version)
        return await self._session.scalar(query.order_by(RenderRow.created_at.desc()).limit(1))

    async def newest_done(
        self, *, owner_id: UUID, thread_id: UUID, version: int | None = None
    ) -> RenderRow | None:
        """Find the render of a thread, or of one of its versions, that was finished last."""
        statement = select(RenderRow).where(
            RenderRow.owner_id == owner_id,
            RenderRow.thread_id == thread_id,
            RenderRow.status == "done",
        )
        if version is not None:
            statement = statement.where(RenderRow.storyboard_version == version)
        return await self._session.scalar(statement.order_by(RenderRow.finished_at.desc()).limit(1))

    async def finished_before(self, row: RenderRow) -> RenderRow | None:
        """Find the newest finished render of the same thread and profile that is older."""
        return await self._session.scalar(
            select(RenderRow)
            .where(
                RenderRow.owner_id == row.owner_id,
                RenderRow.thread_id == row.thread_id,
                RenderRow.profile == row.profile,
                RenderRow.status == "done",
                RenderRow.created_at < row.created_at,
            )
            .order_by(RenderRow.created_at.desc())
            .limit(1)
        )

    async def first_made(self, row: RenderRow) -> dict[str, RenderRow]:
        """Find, for each reused piece of a render, the owner's render that first had it."""
        wanted = select(RenderTaskRow.digest).where(
            RenderTaskRow.render_id == row.id, RenderTaskRow.is_reused
        )
        found = await self._session.execute(
            select(RenderTaskRow.digest, RenderRow)
            .join(RenderRow, RenderRow.id == RenderTaskRow.render_id)
            .where(
                RenderRow.owner_id == row.owner_id,
                RenderTaskRow.digest.in_(wanted),
                RenderTaskRow.is_done,
                RenderRow.created_at < row.created_at,
            )
            .order_by(RenderRow.created_at)
        )
        first: dict[str, RenderRow] = {}
        for digest, maker in found:
            first.setdefault(digest, maker)
        return first

    async def made_pieces(self, *, owner_id: UUID, among: Collection[str]) -> Sequence[str]:
        """Find those of many pieces that an owner's renders have made."""
        found = await self._session.scalars(
            select(RenderTaskRow.digest)
            .where(
                RenderTaskRow.owner_id == owner_id,
                RenderTaskRow.digest.in_(list(among)),
                RenderTaskRow.is_done,
            )
            .distinct()
        )
        return found.all()

    async def add_tasks(self, *, owner_id: UUID, render_id: UUID, tasks: Iterable[NewTask]) -> None:
        """Add the pieces of a render."""
        rows = [{"owner_id": owner_id, "render_id": render_id, **asdict(t)} for t in tasks]
        await self._session.execute(insert(RenderTaskRow).values(rows))

    async def tasks(self, render_id: UUID) -> Sequence[RenderTaskRow]:
        """List the pieces of a render in order."""
        found = await self._session.scalars(
            select(RenderTaskRow)
            .where(RenderTaskRow.render_id == render_id)
            .order_by(RenderTaskRow.position)
        )
        return found.all()

    async def advance(self, *, render_id: UUID, digest: str, share: float) -> None:
        """Note how much of a piece is done, 0 to 1; it never falls, whoever makes it once more."""
        await self._session.execute(
            update(RenderTaskRow)
            .where(
                RenderTaskRow.render_id == render_id,
                RenderTaskRow.digest == digest,
                RenderTaskRow.is_done.is_(False),
            )
            .values(
                frames_done=func.greatest(
                    RenderTaskRow.frames_done, func.floor(RenderTaskRow.frames * share)
                )
            )
            .execution_options(synchronize_session=False)
        )

    async def complete(self, *, render_id: UUID, digest: str, is_reused: bool) -> None:
        """Note that a piece is done; told twice, the first telling counts."""
        await self._session.execute(
            update(RenderTaskRow)
            .where(
                RenderTaskRow.render_id == render_id,
                RenderTaskRow.digest == digest,
                RenderTaskRow.is_done.is_(False),
            )
            .values(frames_done=RenderTaskRow.frames, is_done=True, is_reused=is_reused)
            .execution_options(synchronize_session=False)
        )

    async def task_sums(self, render_id: UUID) -> TaskSums:
        """Sum up the pieces of a render."""
        task = RenderTaskRow
        is_segment = task.kind == "segment"
        found = await self._session.execute(
            select(
                func.coalesce(func.sum(task.frames), 0),
                func.coalesce(func.sum(task.frames_done), 0),
                func.count().filter(is_segment),
                func.count().filter(is_segment, task.is_done),
                func.count().filter(is_segment, task.is_reused),
                func.coalesce(func.bool_and(task.is_done).filter(task.kind == "audio"), True),
                func.coalesce(func.bool_and(task.is_done).filter(task.position == 0), True),
            ).where(task.render_id == render_id)
        )
        return TaskSums(*found.one())

    async def shares_done(self, render_ids: Collection[UUID]) -> Mapping[UUID, float]:
        """Give how much of renders is done, 0 to 1, by their frames."""
        task = RenderTaskRow
        done = func.coalesce(func.sum(task.frames_done), 0) * 1.0
        found = await self._session.execute(
            select(task.render_id, done / func.greatest(func.sum(task.frames), 1))
            .where(task.render_id.in_(render_ids))
            .group_by(task.render_id)
        )
        return {render_id: float(share) for render_id, share in found}

    async def seconds(self, render_id: UUID) -> float:
        """Measure how long a render has taken, from the request on."""
        until = func.coalesce(RenderRow.finished_at, func.clock_timestamp())
        query = select(func.extract("epoch", until - RenderRow.created_at)).where(
            RenderRow.id == render_id
        )
        return float(await self._session.scalar(query) or 0)


class Artifacts(Repository):
    """Finished files."""

    async def add(self, *, owner_id: UUID, render_id: UUID, **values: Any) -> None:
        """Add a file."""
        await self._session.execute(
            insert(ArtifactRow).values(owner_id=owner_id, render_id=render_id, **values)
        )

    async def of_render(self, render_id: UUID) -> Sequence[ArtifactRow]:
        """List the files of a render."""
        found = await self._session.scalars(
            select(ArtifactRow).where(ArtifactRow.render_id == render_id).order_by(ArtifactRow.id)
        )
        return found.all()

    async def of_kind(self, render_ids: Collection[UUID], *, kind: str) -> Mapping[UUID, UUID]:
        """Give the file of a kind that each of some renders came to, by the render."""
        found = await self._session.scalars(
            select(ArtifactRow).where(
                ArtifactRow.render_id.in_(render_ids), ArtifactRow.kind == kind
            )
        )
        return {row.render_id: row.id for row in found}

    async def get(self, *, owner_id: UUID, artifact_id: UUID) -> ArtifactRow | None:
        """Find a file."""
        return await self._session.scalar(
            select(ArtifactRow).where(
                ArtifactRow.id == artifact_id, ArtifactRow.owner_id == owner_id
            )
        )
