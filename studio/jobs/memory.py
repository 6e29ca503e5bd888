"""A render queue in memory, for tests and for looking at what was rung."""

from collections.abc import Sequence

from studio.ports import ExportJob, JobId, RenderJob, WorkerStanding


class MemoryRenderQueue:
    """``RenderQueue`` that keeps its jobs until they are taken, and runs nothing by itself."""

    def __init__(self) -> None:
        """Start empty."""
        self._waiting: dict[JobId, RenderJob | ExportJob] = {}
        self._cancelled: list[JobId] = []
        self._given_up: set[JobId] = set()

    @property
    def waiting(self) -> tuple[RenderJob, ...]:
        """Renders that were rung and not yet taken, oldest first."""
        return tuple(job for job in self._waiting.values() if isinstance(job, RenderJob))

    @property
    def exports(self) -> tuple[ExportJob, ...]:
        """Exports that were rung, oldest first."""
        return tuple(job for job in self._waiting.values() if isinstance(job, ExportJob))

    @property
    def cancelled(self) -> tuple[JobId, ...]:
        """Renders that were cancelled, in order."""
        return tuple(self._cancelled)

    def take(self) -> RenderJob | None:
        """Give the oldest render and forget it."""
        oldest = next(iter(self.waiting), None)
        if oldest is not None:
            del self._waiting[oldest.id]
        return oldest

    def give_up(self, job_id: JobId) -> None:
        """Behave as if a job of a render had died too often."""
        self._given_up.add(job_id)

    async def submit(self, job: RenderJob | ExportJob) -> None:
        self._given_up.discard(job.id)
        self._waiting.setdefault(job.id, job)

    async def cancel(self, job_id: JobId) -> None:
        self._waiting.pop(job_id, None)
        self._cancelled.append(job_id)

    async def is_alive(self, job_id: JobId) -> bool:
        return job_id in self._waiting

    async def has_given_up(self, job_id: JobId) -> bool:
        return job_id in self._given_up

    async def depth(self) -> int:
        return len(self._waiting)

    async def workers(self) -> Sequence[WorkerStanding]:
        return ()
