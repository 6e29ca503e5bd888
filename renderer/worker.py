"""A worker process of the render queue."""

import ctypes
import os
import signal
import sys
from datetime import timedelta
from typing import NoReturn

from redis import Redis
from rq import Queue, Worker
from rq.executions import Execution
from rq.intermediate_queue import IntermediateQueue
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import now

HEARTBEAT_S = 10
"""A worker that has not been heard of for this long is dead; its task is run again."""
MONITOR_S = 2
MAINTENANCE_S = 3
IDLE_S = 4
"""An idle worker looks up this often, to see who died. With the heartbeat: 14 s to a new start."""
MAINTENANCE_LOCK_S = 10
HANDED_S = 6
"""From taking a task to beginning it is a fork away; a worker that needs longer died."""
_RQ_RESERVE_S = 15
"""RQ waits this much less for a task than a worker is remembered."""
QUEUE = "render"
_PR_SET_PDEATHSIG = 1


class Handed(IntermediateQueue):
    """The tasks that a worker took and has not begun: RQ gives it a minute for that, we seconds."""

    def set_first_seen(self, job_id: str) -> bool:
        """Remember since when a task lies here; false where that is known."""
        key = self.get_first_seen_key(job_id)
        return bool(self.connection.set(key, now().timestamp(), nx=True, ex=2 * HANDED_S))

    def should_be_cleaned_up(self, job_id: str) -> bool:
        """Tell whether whoever took a task must have died."""
        seen = self.get_first_seen(job_id)
        return seen is not None and now() - seen > timedelta(seconds=HANDED_S)

    def remove(self, job_id: str) -> None:
        """Take a task out; the next time it lies here is another time."""
        super().remove(job_id)
        self.connection.delete(self.get_first_seen_key(job_id))


class RenderQueue(Queue):
    """RQ's queue, in which neither a dead worker's lock nor a task in its hands lasts long."""

    @property
    def intermediate_queue(self) -> Handed:
        """Give the tasks between the queue and a work-horse."""
        return Handed(self.key, self.connection)

    def acquire_maintenance_lock(self) -> bool:
        """Take the right to look after the dead, for a while."""
        key = self.registry_cleaning_key
        return bool(self.connection.set(key, 1, nx=True, ex=MAINTENANCE_LOCK_S))


class RenderWorker(Worker):
    """RQ's worker with a short memory for the dead, and work-horses that die with it."""

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:
        """Give how long a heartbeat counts, in seconds."""
        return HEARTBEAT_S

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        """Tell that the task is alive, and look for dead ones meanwhile."""
        super().maintain_heartbeats(job, execution)
        if self.should_run_maintenance_tasks:
            self.run_maintenance_tasks()

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """Start a task's own process."""
        self._forked_by = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> NoReturn:
        """Enter a task's own process, which must not outlive the worker."""
        die_with(self._forked_by)
        super().main_work_horse(job, queue)


def work(redis_url: str) -> None:
    """Work until told to stop; SIGTERM lets the task at hand end first."""
    connection = Redis.from_url(redis_url)  # pyright: ignore[reportUnknownMemberType]
    queue = RenderQueue(QUEUE, connection=connection, serializer=JSONSerializer)
    worker = RenderWorker(
        [queue],
        connection=connection,
        serializer=JSONSerializer,
        job_monitoring_interval=MONITOR_S,
        maintenance_interval=MAINTENANCE_S,
        worker_ttl=IDLE_S + _RQ_RESERVE_S,
    )
    worker.work(with_scheduler=False, logging_level="WARNING")


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; at once where it has ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # In a container the parent itself is often process 1, so 1 says nothing.
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
