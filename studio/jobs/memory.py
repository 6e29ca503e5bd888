"""A render queue in memory, for tests and for looking at what was rung."""

from studio.domain.units import RenderId
from studio.ports import RenderJob


class MemoryRenderQueue:
    """``RenderQueue`` that keeps its jobs until they are taken, and runs nothing by itself."""

    def __init__(self) -> None:
        """Start empty."""
        self._waiting: dict[RenderId, RenderJob] = {}
        self._cancelled: list[RenderId] = []
        self._given_up: set[RenderId] = set()

    @property
    def waiting(self) -> tuple[RenderJob, ...]:
        """Jobs that were rung and not yet taken, oldest first."""
        return tuple(self._waiting.values())

    @property
    def cancelled(self) -> tuple[RenderId, ...]:
        """Renders that were cancelled, in order."""
        return tuple(self._cancelled)

    def take(self) -> RenderJob | None:
        """Give the oldest job and forget it."""
        if not self._waiting:
            return None
        return self._waiting.pop(next(iter(self._waiting)))

    def give_up(self, render_id: RenderId) -> None:
        """Behave as if a job of a render had died too often."""
        self._given_up.add(render_id)

    async def submit(self, job: RenderJob) -> None:
        self._given_up.discard(job.render_id)
        self._waiting.setdefault(job.render_id, job)

    async def cancel(self, render_id: RenderId) -> None:
        self._waiting.pop(render_id, None)
        self._cancelled.append(render_id)

    async def is_alive(self, render_id: RenderId) -> bool:
        return render_id in self._waiting

    async def has_given_up(self, render_id: RenderId) -> bool:
        return render_id in self._given_up

    async def depth(self) -> int:
        return len(self._waiting)
