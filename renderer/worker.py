"""A worker process of the render queue."""

import ctypes
import os
import signal
import sys

from redis import Redis
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

HEARTBEAT_S = 12
"""A worker that has not been heard of for this long is dead; its task is run again."""
MONITOR_S = 2
MAINTENANCE_S = 5
QUEUE = "render"
_PR_SET_PDEATHSIG = 1


class RenderWorker(Worker):
    """RQ's worker with a short memory for the dead, and work-horses that die with it."""

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:
        """Give how long a heartbeat counts, in seconds."""
        return HEARTBEAT_S

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Enter a task's own process, which must not outlive the worker."""
        die_with_parent()
        super().main_work_horse(job, queue)


def work(redis_url: str) -> None:
    """Work until told to stop; SIGTERM lets the task at hand end first."""
    connection = Redis.from_url(redis_url)
    queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer)
    worker = RenderWorker(
        [queue],
        connection=connection,
        serializer=JSONSerializer,
        job_monitoring_interval=MONITOR_S,
        maintenance_interval=MAINTENANCE_S,
    )
    worker.work(with_scheduler=False, logging_level="WARNING")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == 1:
            os.kill(os.getpid(), signal.SIGKILL)
