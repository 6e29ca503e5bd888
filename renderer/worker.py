"""A worker process of the render queue."""

import os
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NoReturn, cast

from redis import Redis
from rq import Queue, Worker
from rq.exceptions import DequeueTimeout
from rq.executions import Execution
from rq.intermediate_queue import IntermediateQueue
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import as_text, now

from renderer.programs.bounds import confine, die_with
from renderer.shelf import beds, codings, prints
from studio.jobs.redis import QUEUES
from studio.jobs.standing import ENCODER

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
LOOK_S = 1
"""How soon a waiting worker sees what nobody waits for."""
TURN = 5
"""Of so many tasks, one is taken from a less urgent queue first, so that it does not starve."""
_TAKEN = "rw:taken"


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

    @classmethod
    def dequeue_any(
        cls,
        queues: Iterable[Queue],
        timeout: int | None,
        connection: Redis,
        job_class: Any = None,
        serializer: Any = None,
        death_penalty_class: Any = None,
    ) -> tuple[Job, Queue] | None:
        """Take the first task of the first queue that has one, into hands that are looked after.

        RQ itself pops from several queues without remembering what it popped; a worker that died
        then would lose the task.

        Raises:
            DequeueTimeout: Nothing came.
        """
        keys = [queue.key for queue in queues]
        options = {
            "job_class": job_class,
            "serializer": serializer,
            "death_penalty_class": death_penalty_class,
        }
        until = time.monotonic() + (timeout or 0)
        while True:
            for key in cls._in_turn(connection, keys):
                taken = cls.lmove(connection, key, None)
                if taken is not None and (found := cls._fetched(connection, *taken, **options)):
                    connection.incr(_TAKEN)
                    return found
            if timeout is None:
                return None
            if time.monotonic() >= until:
                raise DequeueTimeout(timeout, keys)
            cls._wait(connection, keys[0])

    @classmethod
    def _fetched(
        cls, connection: Redis, key: Any, job_id: Any, **options: Any
    ) -> tuple[Job, Queue] | None:
        return cls._fetch_dequeued_job(connection, as_text(key), as_text(job_id), **options)

    @classmethod
    def _in_turn(cls, connection: Redis, keys: Sequence[str]) -> list[str]:
        """Give the order to look in: by urgency, but the less urgent ones first now and then."""
        taken = int(cast("bytes | None", connection.get(_TAKEN)) or 0)
        if (taken + 1) % TURN or len(keys) < 2:
            return list(keys)
        first = 1 + taken // TURN % (len(keys) - 1)
        return [keys[first], *keys[:first], *keys[first + 1 :]]

    @classmethod
    def _wait(cls, connection: Redis, key: str) -> None:
        """Wait for the most urgent, and at most a moment, for there may be something else.

        Moving a list's only end onto itself wakes like a pop and changes nothing.
        """
        connection.blmove(key, key, LOOK_S, "LEFT", "LEFT")

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

    encoder = "processor"

    def register_birth(self) -> None:
        """Tell the fleet of this slot, and what encodes here."""
        super().register_birth()
        self.connection.hset(self.key, ENCODER, self.encoder)

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:
        """Give how long a heartbeat counts, in seconds."""
        return HEARTBEAT_S

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        """Tell that the task is alive, and look for dead ones meanwhile."""
        super().maintain_heartbeats(job, execution)
        if self.should_run_maintenance_tasks:
            self.run_maintenance_tasks()

    def prepare_job_execution(self, job: Job, remove_from_intermediate_queue: bool = False) -> None:
        """Begin a task, which is then no longer in a worker's hands; RQ says so for one queue only."""
        super().prepare_job_execution(job, remove_from_intermediate_queue=True)

    def run_maintenance_tasks(self) -> None:
        """Look for dead tasks, and tidy up what lies on this machine's shelves."""
        super().run_maintenance_tasks()
        for shelf in (beds(), codings(), prints()):
            shelf.tidy()

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """Start a task's own process."""
        self._forked_by = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> NoReturn:
        """Enter a task's own process, which must not outlive the worker nor exhaust its machine."""
        die_with(self._forked_by)
        confine()
        super().main_work_horse(job, queue)


def work(redis_url: str, *, encoder: str = "processor") -> None:
    """Work until told to stop; SIGTERM lets the task at hand end first.

    Args:
        redis_url: Of the queue that all machines share.
        encoder: What encodes here, for whoever asks about the fleet.
    """
    connection = Redis.from_url(redis_url)  # pyright: ignore[reportUnknownMemberType]
    queues = [
        RenderQueue(name, connection=connection, serializer=JSONSerializer) for name in QUEUES
    ]
    worker = RenderWorker(
        queues,
        connection=connection,
        serializer=JSONSerializer,
        queue_class=RenderQueue,
        job_monitoring_interval=MONITOR_S,
        maintenance_interval=MAINTENANCE_S,
        worker_ttl=IDLE_S + _RQ_RESERVE_S,
    )
    worker.encoder = encoder
    worker.work(with_scheduler=False, logging_level="WARNING")
