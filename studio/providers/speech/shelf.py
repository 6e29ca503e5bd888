"""The voices that a provider lists: asked for once in a while, and known without it for a while."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from studio.domain.errors import ProviderFailed, Unavailable
from studio.lanes import FreeLane, Lane
from studio.makers import Voice

log = structlog.get_logger()

KEPT_S = 900.0


class Shelf:
    """Voices as they were listed last."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[Sequence[Voice]]],
        *,
        known: Sequence[Voice] = (),
        lane: Lane | None = None,
    ) -> None:
        """Take what lists them, those that are known without it, and where to wait for a turn."""
        self._ask = ask
        self._lane = lane or FreeLane()
        self._known = tuple(known)
        self._asked_at: float | None = None
        self._one_at_a_time = asyncio.Lock()

    async def voices(self) -> Sequence[Voice]:
        """Give the newest list that can be had."""
        async with self._one_at_a_time:
            now = asyncio.get_running_loop().time()
            if self._asked_at is None or now - self._asked_at > KEPT_S:
                try:
                    async with self._lane.enter(model="voices") as passage:
                        self._known = tuple(await passage.watch(self._ask())) or self._known
                    self._asked_at = now
                except (Unavailable, ProviderFailed) as error:
                    log.warning("voices.not_listed", reason=error.code)
            return self._known


def first(voices: Sequence[Voice], chosen: str) -> tuple[Voice, ...]:
    """Put the chosen voice before all others."""
    return tuple(sorted(voices, key=lambda voice: voice.id != chosen))
