"""Holds the rows against what became of them: rings again for forgotten work, ends what is lost."""

import asyncio
from functools import partial

import structlog

from studio.db.work import Works
from studio.domain.errors import Unavailable
from studio.ports import Clock, ExportJob, JobId, RenderJob, RenderQueue
from studio.services import charges, exports, gates, renders, waiting

log = structlog.get_logger()

EVERY_S = 5.0
GAVE_UP = (
    "The renderer died several times over the same piece, most likely for lack of memory; "
    "ask for the render again, or for a shorter video."
)
OVERDUE = (
    "The {what} was not done {passed} after it was asked for, and was stopped; "
    "ask for it again when less is going on, or for a shorter video."
)


async def watch(
    works: Works,
    queue: RenderQueue,
    *,
    clock: Clock,
    deadline_s: float,
    export_deadline_s: float,
    every_s: float = EVERY_S,
) -> None:
    """Reconcile for as long as this process lives, through any outage."""
    missed: frozenset[JobId] = frozenset()
    while True:
        try:
            missed = await ring_again(works, queue, missed=missed)
            await end_overdue(works, queue, deadline_s=deadline_s)
            await end_overdue_exports(works, queue, deadline_s=export_deadline_s)

            await take_defaults(works, clock)
            async with works.work() as work:
                await charges.sweep(work)
        except Unavailable as error:
            log.warning("rows.unreconciled", reason=error.message)
        await asyncio.sleep(every_s)


async def ring_again(
    works: Works, queue: RenderQueue, *, missed: frozenset[JobId] = frozenset()
) -> frozenset[JobId]:
    """Look once at every render and export that is not over.

    Args:
        works: Where the rows are.
        queue: The doorbell.
        missed: What the look before this one gave. Only what is missed twice in a row is rung
            again: what was just asked for, or a render whose join is just about to start, is
            nowhere for a moment.

    Returns:
        The renders and exports that the queue does not know of.

    Raises:
        Unavailable: The database or the queue is down.
    """
    async with works.work() as work:
        open_jobs = (*await renders.unfinished(work), *await exports.unfinished(work))
    gone: set[JobId] = set()
    for job in open_jobs:
        if await queue.has_given_up(job.id):
            await _give_up(works, queue, job)
        elif not await queue.is_alive(job.id):
            gone.add(job.id)
            if job.id in missed:
                log.warning("job.rung_again", job_id=str(job.id))
                await queue.submit(job)
    return frozenset(gone)


async def end_overdue(works: Works, queue: RenderQueue, *, deadline_s: float) -> None:
    """Fail the renders that were asked for longer ago than this, and stop their encoders.

    Raises:
        Unavailable: The database is down, or the queue: the rows are ended all the same, and a
            task that is at work sees it within a second.
    """
    async with works.work() as work:
        late = await renders.overdue(work, deadline_s=deadline_s)
    told = _overdue("render", deadline_s)
    for render_id in late:
        async with works.work() as work:
            if await renders.fail(work, render_id=render_id, error=told):
                log.warning("render.overdue", render_id=str(render_id), seconds=deadline_s)
                work.after_commit(partial(queue.cancel, render_id))


async def end_overdue_exports(works: Works, queue: RenderQueue, *, deadline_s: float) -> None:
    """Fail the exports that were asked for longer ago than this, and stop the work on them.

    Raises:
        Unavailable: The database or the queue is down, as for renders.
    """
    async with works.work() as work:
        late = await exports.overdue(work, deadline_s=deadline_s)
    told = _overdue("export", deadline_s)
    for export_id in late:
        async with works.work() as work:
            if await exports.fail(work, export_id=export_id, error=told):
                log.warning("export.overdue", export_id=str(export_id), seconds=deadline_s)
                work.after_commit(partial(queue.cancel, export_id))


def _overdue(what: str, deadline_s: float) -> str:
    count, unit = (deadline_s / 60, "minute") if deadline_s >= 60 else (deadline_s, "second")
    whole = max(1, round(count))
    return OVERDUE.format(what=what, passed=f"{whole} {unit}{'s' if whole > 1 else ''}")


async def take_defaults(works: Works, clock: Clock) -> None:
    """Answer the gates whose deadline has passed by their default; their turns go on.

    Raises:
        Unavailable: The database is down.
    """
    async with works.work() as work:
        due = await gates.due(work, now=clock.now())
    for owner_id, gate in due:
        async with works.work() as work:
            await waiting.take_defaults(work, owner_id=owner_id, gate=gate)
            log.info("gate.expired", gate_id=str(gate.id), default=gate.default)


async def _give_up(works: Works, queue: RenderQueue, job: RenderJob | ExportJob) -> None:
    async with works.work() as work:
        if isinstance(job, RenderJob):
            ended = await renders.fail(work, render_id=job.render_id, error=GAVE_UP)
        else:
            ended = await exports.fail(work, export_id=job.export_id, error=GAVE_UP)
        if ended:
            log.warning("job.given_up", job_id=str(job.id))
            work.after_commit(lambda: queue.cancel(job.id))
