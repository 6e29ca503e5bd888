"""Who works on the render queue and at what, as the workers themselves tell Redis."""

from datetime import UTC, datetime
from typing import cast

from redis import Redis
from rq.job import Job
from rq.serializers import JSONSerializer

from studio.ports import WorkerStanding

ENCODER = "encoder"
"""Field of a worker's hash, beside those of RQ."""
_WORKERS = "rq:workers"
_SILENT_S = 15.0
"""A living worker is heard every few seconds; RQ remembers a dead one for more than a minute."""
_WORDS = {
    "encode_segment": "encoding a scene",
    "mix_audio": "mixing the sound",
    "finish_render": "putting a video together",
    "make_export": "making an export",
}


def standings(redis: Redis) -> list[WorkerStanding]:
    """List the workers that live, by machine and name."""
    keys = cast("set[bytes]", redis.smembers(_WORKERS))
    found = [_standing(redis, key.decode()) for key in keys]
    return sorted((s for s in found if s), key=lambda s: (s.machine, s.name))


def _standing(redis: Redis, key: str) -> WorkerStanding | None:
    fields = cast("dict[bytes, bytes]", redis.hgetall(key))
    told = {name.decode(): value.decode() for name, value in fields.items()}
    heard = told.get("last_heartbeat")
    if not heard or "death" in told or _age_s(datetime.fromisoformat(heard)) > _SILENT_S:
        return None
    task = _task(redis, key)
    return WorkerStanding(
        name=key.rpartition(":")[2],
        machine=told.get("hostname", ""),
        encoder=told.get(ENCODER, "processor"),
        doing=_words(task) if task else "",
        job_id=str(task.args[0]) if task else "",
        seconds=_age_s(task.started_at) if task and task.started_at else 0.0,
    )


def _task(redis: Redis, key: str) -> Job | None:
    """Give what a worker does; RQ notes it as the task's id and the attempt's."""
    attempts = cast("set[bytes]", redis.smembers(f"{key}:executions"))
    ids = [attempt.decode().rpartition(":")[0] for attempt in attempts]
    found = Job.fetch_many(ids[:1], connection=redis, serializer=JSONSerializer)
    return found[0] if found else None


def _words(task: Job) -> str:
    return _WORDS.get((task.func_name or "").rpartition(".")[2], "working")


def _age_s(since: datetime) -> float:
    # RQ's moments are in UTC and may not say so.
    return (datetime.now(UTC) - since.replace(tzinfo=UTC)).total_seconds()  # noqa: TID251 - an age, for a person to read
