"""A worker's desk: its sheet, where its pieces lie, and what it tells the world meanwhile."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from studio.domain.errors import Unavailable
from studio.domain.events import CardPatched
from studio.domain.units import Digest, RenderId
from studio.services import renders
from studio.services.renders import JobSheet, Progress
from studio.wiring import Studio

log = structlog.get_logger()
T = TypeVar("T")

REPORT_EVERY_S = 0.5
LABELS = {
    "segments": "Rendering the scenes",
    "audio": "Mixing the sound",
    "join": "Putting it together",
}
WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Between tries while the database, the queue or the store is down."""


@dataclass(slots=True)
class Work:
    """What a task has done so far; the encoder writes it, the reporter reads it.

    Attributes:
        done: Frames.
        is_stopped: Its render is over, so it should end.
        is_ended: It has ended, so nothing is left to report.
    """

    done: int = 0
    is_stopped: bool = False
    is_ended: bool = False


class Desk:
    """One render's task in this process."""

    def __init__(self, studio: Studio, sheet: JobSheet) -> None:
        """Take the sheet of a render that is not over."""
        self.studio = studio
        self.sheet = sheet
        self._began = time.monotonic()

    @property
    def render_id(self) -> RenderId:
        """Which render."""
        return self.sheet.render.id

    @asynccontextmanager
    async def reporting(self, digest: Digest, *, total: int) -> AsyncGenerator[Work]:
        """Tell how far a task is, twice a second, and stop it when its render is over."""
        work = Work()
        async with asyncio.TaskGroup() as group:
            reporter = group.create_task(self._report(digest, work, total))
            try:
                yield work
            finally:
                # A driver can lose a cancellation, which would leave the reporter for ever; not the flag.
                work.is_ended = True
                reporter.cancel()

    async def done(self, digest: Digest, *, reused: bool) -> None:
        """Note that a task's result is stored."""

        async def note() -> Progress:
            async with self.studio.work() as work:
                return await renders.task_done(
                    work, render_id=self.render_id, digest=digest, reused=reused
                )

        await self._publish(await patiently(note))

    async def segments_left(self) -> int:
        """Count the segments that are not made yet."""

        async def count() -> int:
            async with self.studio.work() as work:
                return await renders.segments_left(work, render_id=self.render_id)

        return await patiently(count)

    async def is_over(self) -> bool:
        """Tell whether the render was cancelled, failed or finished by someone else."""
        async with self.studio.work() as work:
            sheet = await renders.load_job(work, render_id=self.render_id)
        return sheet.render.status.is_final

    async def _report(self, digest: Digest, task: Work, total: int) -> None:
        while not task.is_ended:
            await asyncio.sleep(REPORT_EVERY_S)
            try:
                if await self.is_over():
                    task.is_stopped = True
                    return
                async with self.studio.work() as work:
                    progress = await renders.task_progress(
                        work,
                        render_id=self.render_id,
                        digest=digest,
                        done=task.done,
                        total=total,
                    )
                await self._publish(progress)
            except Unavailable as error:
                log.warning("render.progress_untold", reason=error.message)

    async def _publish(self, progress: Progress) -> None:
        render = self.sheet.render
        if render.turn_id is None:
            return
        left = self._seconds_left(progress.fraction)
        patch = patch_of(progress, render_id=self.render_id, seconds_left=left)
        event = CardPatched(
            turn_id=render.turn_id, card_id=f"render-{render.id}", kind="progress", patch=patch
        )
        try:
            await self.studio.events.publish(render.thread_id, event)
        except Unavailable as error:
            log.warning("render.progress_untold", reason=error.message)

    def _seconds_left(self, fraction: float) -> float | None:
        """Judge by this task's own time: tasks of one render run side by side."""
        gained = fraction - self.sheet.render.fraction
        if gained < 0.02:
            return None
        return round((time.monotonic() - self._began) * (1 - fraction) / gained, 1)


def patch_of(
    progress: Progress, *, render_id: RenderId, seconds_left: float | None
) -> list[dict[str, Any]]:
    """Give the JSON Patch that brings a progress card to where a render is. Pure.

    A task that has just begun cannot say how long the rest takes: what the one before it said holds.
    """
    standing: dict[str, Any] = {
        "done": round(100 * progress.fraction),
        "fraction": round(progress.fraction, 4),
        "label": LABELS.get(progress.stage, "Rendering"),
    }
    if seconds_left is not None:
        standing["seconds_left"] = seconds_left
    if progress.is_playable:
        standing["stream"] = str(render_id)
    return [{"op": "replace", "path": f"/{name}", "value": v} for name, v in standing.items()]


async def patiently(act: Callable[[], Awaitable[T]]) -> T:
    """Do something that needs a server, through an outage of up to a minute.

    Raises:
        Unavailable: The server stayed away.
    """
    for wait_s in WAITS_S:
        try:
            return await act()
        except Unavailable as error:
            log.warning("render.waiting", reason=error.message, seconds=wait_s)
            await asyncio.sleep(wait_s)
    return await act()
