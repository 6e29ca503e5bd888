"""The turn runner: claims turns, runs the agent on them, and survives whatever dies meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from langchain_core.language_models import BaseChatModel
from langgraph.runtime import RunControl

from agent.checkpoints import Checkpoints
from agent.meter import Meter
from agent.run import TurnRun
from agent.standby import Standby
from studio.domain.errors import Unavailable
from studio.services import conversations
from studio.services.conversations import ClaimedTurn
from studio.wiring import Studio

log = structlog.get_logger()

LEASE_S = 20.0
CANCEL_POLL_S = 0.5
POLL_S = 1.0
DRAIN_S = 15.0
KEPT_FREE = 2
"""Turns at once that batches leave to whoever waits, where there are more than that."""


@dataclass(slots=True, eq=False)
class _Job:
    run: TurnRun
    work: asyncio.Task[None] | None = None
    is_cancelled: bool = False
    is_lost: bool = False
    control: RunControl = field(default_factory=RunControl)


class TurnRunner:
    """Runs turns, several at once; any process may take over what another one left."""

    def __init__(
        self,
        studio: Studio,
        *,
        model: BaseChatModel,
        meter: Meter | None,
        checkpoints: Checkpoints,
        worker: str,
        standbys: Sequence[Standby] = (),
        limit: int = 4,
        lease_s: float = LEASE_S,
        heartbeat_s: float = CANCEL_POLL_S,
        drain_s: float = DRAIN_S,
    ) -> None:
        """Take the parts.

        Args:
            studio: All parts of the product.
            model: That thinks.
            meter: Prices its calls; ``None`` where there is nothing to count.
            checkpoints: Where the agent's state is kept.
            worker: A name that no other process has.
            standbys: Models that answer where it cannot.
            limit: Turns at once.
            lease_s: After this long without a heartbeat another process takes over.
            heartbeat_s: Between heartbeats, which also learn of a cancel.
            drain_s: How long a turn at work may take to come to the end of its step.
        """
        self._studio = studio
        self._model = model
        self._meter = meter
        self._standbys = tuple(standbys)
        self._checkpoints = checkpoints
        self._worker = worker
        self._lease_s = lease_s
        self._heartbeat_s = heartbeat_s
        self._drain_s = drain_s
        self._bell = asyncio.Event()
        self._free = asyncio.Semaphore(limit)
        self._batch_limit = max(1, limit - KEPT_FREE)
        self._jobs: set[_Job] = set()
        self._batched = 0
        self._is_draining = False
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    def wake(self) -> None:
        """Say that a turn waits."""
        self._bell.set()

    async def run(self) -> None:
        """Serve turns until cancelled or drained."""
        self._at_rest.clear()
        try:
            async with asyncio.TaskGroup() as group:
                while not self._is_draining:
                    await self._free.acquire()
                    self._bell.clear()
                    claimed = await self._claim()
                    self._batched += claimed is not None and claimed.turn.batch_id is not None
                    if claimed is None:
                        self._free.release()
                        await self._wait()
                    else:
                        group.create_task(self._serve(claimed))
        finally:
            self._at_rest.set()

    async def drain(self) -> None:
        """Take no more turns; stop those at work between two steps and give them back."""
        self._is_draining = True
        self.wake()
        for job in self._jobs:
            job.control.request_drain()
        try:
            async with asyncio.timeout(self._drain_s):
                await self._at_rest.wait()
        except TimeoutError:
            for job in self._jobs:
                if job.work is not None:
                    job.work.cancel()
            await self._at_rest.wait()

    async def _claim(self) -> ClaimedTurn | None:
        if self._is_draining:
            return None
        try:
            async with self._studio.work() as work:
                await conversations.give_up_turns(work, events=self._studio.events)
                return await conversations.claim_turn(
                    work,
                    worker=self._worker,
                    lease_s=self._lease_s,
                    batches=self._batched < self._batch_limit,
                )
        except Unavailable:
            log.warning("runner.database_away")
        except Exception:
            # The turn runner's own last handler: the turns at work must not end with a claim.
            log.exception("runner.claim_failed")
        return None

    async def _wait(self) -> None:
        if self._is_draining:
            return
        try:
            async with asyncio.timeout(POLL_S):
                await self._bell.wait()
        except TimeoutError:
            pass

    async def _serve(self, claimed: ClaimedTurn) -> None:
        job = _Job(
            TurnRun(
                self._studio,
                model=self._model,
                checkpoints=self._checkpoints,
                claimed=claimed,
                worker=self._worker,
                meter=self._meter,
                standbys=self._standbys,
            )
        )
        job.is_cancelled = claimed.turn.cancel_requested
        self._jobs.add(job)
        if self._is_draining:
            job.control.request_drain()
        try:
            await self._attend(job, claimed)
        except Exception:
            # The turn runner's own last handler: the turn goes on when its lease is over.
            log.exception("turn.left_to_its_lease", turn_id=str(claimed.turn.id))
        finally:
            self._jobs.discard(job)
            self._batched -= claimed.turn.batch_id is not None
            self._free.release()

    async def _attend(self, job: _Job, claimed: ClaimedTurn) -> None:
        async with asyncio.TaskGroup() as group:
            job.work = group.create_task(job.run.work(job.control))
            heart = group.create_task(self._heartbeat(job, claimed))
            await asyncio.wait([job.work])
            heart.cancel()
        if job.work.cancelled() and job.is_cancelled:
            await job.run.cancelled()
        elif job.work.cancelled() and not job.is_lost:
            await job.run.release()

    async def _heartbeat(self, job: _Job, claimed: ClaimedTurn) -> None:
        while job.work is not None and not job.work.done():
            try:
                async with self._studio.work() as work:
                    lease = await conversations.renew_lease(
                        work,
                        turn_id=claimed.turn.id,
                        worker=self._worker,
                        lease_s=self._lease_s,
                    )
            except Unavailable:
                await asyncio.sleep(self._heartbeat_s)
                continue
            if job.run.is_ending:
                await asyncio.sleep(self._heartbeat_s)
                continue
            job.is_lost = not lease.is_held
            job.is_cancelled = lease.is_held and lease.cancel_requested
            if job.is_lost or job.is_cancelled:
                job.work.cancel()
                return
            await asyncio.sleep(self._heartbeat_s)
