"""The render queue over RQ: a process for each task, fair shares, and a join when all is there."""

import asyncio
import math
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, RateLimit, Retry
from rq.command import send_stop_job_command
from rq.exceptions import InvalidJobOperation, NoSuchJobError
from rq.job import Dependency, Job, JobStatus
from rq.serializers import JSONSerializer

from studio.domain.errors import Unavailable
from studio.domain.render import Urgency
from studio.domain.units import UserId
from studio.jobs.standing import standings
from studio.ports import ExportJob, JobId, RenderJob, WorkerStanding

QUEUE = "render"
"""What somebody waits for."""
BATCH = "batch"
EXPORTS = "export"
QUEUES = (QUEUE, BATCH, EXPORTS)
"""The most urgent first."""
ATTEMPTS = 3
TASK_TIMEOUT_S = 900
EXPORT_TIMEOUT_S = 300
KEPT_S = 3_600
"""How long RQ remembers a finished or failed task; the truth is in the rows."""
_INDEX_TTL_S = 86_400
_LOCK_S = 15
_UNDER_WAY = frozenset(
    {
        JobStatus.QUEUED,
        JobStatus.STARTED,
        JobStatus.SCHEDULED,
        JobStatus.RATE_LIMITED,
        JobStatus.READY_TO_ENQUEUE,
    }
)
"""Deferred is missing on purpose: a join whose tasks are all dead will never start."""


class RqRenderQueue:
    """``RenderQueue`` over RQ 3 and Redis or Valkey.

    Only names of functions and ids travel; task ids are ``{job_id}-{digest}``, so what is rung twice
    is one job.
    """

    def __init__(
        self, url: str, *, per_owner: int = 4, export_timeout_s: float = EXPORT_TIMEOUT_S
    ) -> None:
        """Connect lazily.

        Args:
            url: ``redis://...``.
            per_owner: How many tasks of one owner may run at the same time, for what is waited for
                and for the rest each: nobody's draft waits behind a batch of the same user.
            export_timeout_s: How long the work on an export may take.
        """
        self._redis = Redis.from_url(url, socket_connect_timeout=2.0, socket_timeout=5.0)
        self._queues = {
            name: Queue(name, connection=self._redis, serializer=JSONSerializer) for name in QUEUES
        }
        self._per_owner = per_owner
        self._export_timeout_s = export_timeout_s

    async def submit(self, job: RenderJob | ExportJob) -> None:
        await asyncio.to_thread(self._submit, job)

    async def cancel(self, job_id: JobId) -> None:
        await asyncio.to_thread(self._cancel, job_id)

    async def is_alive(self, job_id: JobId) -> bool:
        return await asyncio.to_thread(self._is_alive, job_id)

    async def has_given_up(self, job_id: JobId) -> bool:
        return await asyncio.to_thread(self._has_given_up, job_id)

    async def depth(self) -> int:
        return await asyncio.to_thread(self._depth)

    async def workers(self) -> Sequence[WorkerStanding]:
        return await asyncio.to_thread(self._workers)

    def close(self) -> None:
        """Give the connections back."""
        self._redis.close()

    def _submit(self, job: RenderJob | ExportJob) -> None:
        with _translated(), self._redis.lock(f"rw:ring:{job.id}", timeout=_LOCK_S):
            if any(status in _UNDER_WAY for _, status in self._tasks(job.id)):
                return
            self._forget(job.id)
            if isinstance(job, RenderJob):
                self._enqueue_render(job)
            else:
                self._enqueue_export(job)

    def _limit(self, owner_id: UserId, queue: str) -> RateLimit:
        kind = "waited" if queue == QUEUE else "batch"
        return RateLimit(key=f"owner:{owner_id}:{kind}", concurrency=self._per_owner)

    def _enqueue_export(self, job: ExportJob) -> None:
        export, limit = str(job.export_id), self._limit(job.owner_id, EXPORTS)
        task_id = f"{export}-export"
        self._remember(job.id, task_id)
        name = "renderer.exporting.make_export"
        timeout = math.ceil(self._export_timeout_s)
        self._ring(EXPORTS, name, (export,), task_id=task_id, limit=limit, timeout_s=timeout)

    def _enqueue_render(self, job: RenderJob) -> None:
        queue = BATCH if job.urgency is Urgency.BATCH else QUEUE
        render, limit = str(job.render_id), self._limit(job.owner_id, queue)
        wanted = [("renderer.job.mix_audio", job.audio)] if job.audio else []
        wanted += [("renderer.job.encode_segment", d) for d in dict.fromkeys(job.segments)]
        ids = [f"{render}-{digest}" for _, digest in wanted]
        join = f"{render}-finish"
        self._remember(job.id, join, *ids)
        for (name, digest), task_id in zip(wanted, ids, strict=True):
            self._ring(queue, name, (render, digest), task_id=task_id, limit=limit)
        name = "renderer.job.finish_render"
        self._ring(queue, name, (render,), task_id=join, depends_on=ids)

    def _remember(self, job_id: JobId, *task_ids: str) -> None:
        self._redis.sadd(_index(job_id), *task_ids)
        self._redis.expire(_index(job_id), _INDEX_TTL_S)

    def _ring(
        self,
        queue: str,
        name: str,
        args: tuple[str, ...],
        *,
        task_id: str,
        limit: RateLimit | None = None,
        depends_on: list[str] | None = None,
        timeout_s: int = TASK_TIMEOUT_S,
    ) -> None:
        self._queues[queue].enqueue_call(
            name,
            args=args,
            job_id=task_id,
            timeout=timeout_s,
            result_ttl=KEPT_S,
            failure_ttl=KEPT_S,
            retry=Retry(max=ATTEMPTS),
            rate_limit=limit,
            depends_on=Dependency(jobs=depends_on) if depends_on else None,
        )

    def _cancel(self, job_id: JobId) -> None:
        with _translated(), self._redis.lock(f"rw:ring:{job_id}", timeout=_LOCK_S):
            tasks = self._tasks(job_id)
            for task, status in tasks:
                if status is not JobStatus.CANCELED:
                    task.cancel()
            # After the cancelling: a task that starts in between finds its row cancelled.
            for task, _ in tasks:
                self._stop(task)

    def _stop(self, task: Job) -> None:
        try:
            send_stop_job_command(self._redis, task.id, serializer=JSONSerializer)
        except (InvalidJobOperation, NoSuchJobError):
            return

    def _is_alive(self, job_id: JobId) -> bool:
        with _translated():
            return any(status in _UNDER_WAY for _, status in self._tasks(job_id))

    def _has_given_up(self, job_id: JobId) -> bool:
        with _translated():
            return any(status is JobStatus.FAILED for _, status in self._tasks(job_id))

    def _depth(self) -> int:
        with _translated():
            return sum(queue.count for queue in self._queues.values())

    def _workers(self) -> list[WorkerStanding]:
        with _translated():
            return standings(self._redis)

    def _tasks(self, job_id: JobId) -> list[tuple[Job, JobStatus | None]]:
        members = self._redis.smembers(_index(job_id))
        ids = sorted(m.decode() if isinstance(m, bytes) else m for m in members)
        found = Job.fetch_many(ids, connection=self._redis, serializer=JSONSerializer)
        return [(task, task.get_status(refresh=False)) for task in found if task is not None]

    def _forget(self, job_id: JobId) -> None:
        for task, _ in self._tasks(job_id):
            task.delete()
        self._redis.delete(_index(job_id))


def _index(job_id: JobId) -> str:
    return f"rw:render:{job_id}:tasks"


@contextmanager
def _translated() -> Generator[None, None, None]:
    try:
        yield
    except RedisError as error:
        raise Unavailable("The render queue cannot be reached; the render waits for it.") from error
