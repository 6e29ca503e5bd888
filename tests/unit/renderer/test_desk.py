"""What a worker tells of a render."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from renderer.desk import Desk, patch_of
from studio.domain.errors import Unavailable
from studio.domain.units import Digest, RenderId
from studio.services.renders import Progress

RENDER = RenderId(uuid4())


def told(progress: Progress, left: float | None) -> dict[str, object]:
    return {p["path"]: p["value"] for p in patch_of(progress, render_id=RENDER, seconds_left=left)}


def test_progress_tells_share_stage_seconds_left_and_where_to_watch() -> None:
    early = told(Progress(fraction=0.25, stage="segments", is_playable=False), 12.5)
    later = told(Progress(fraction=0.5, stage="join", is_playable=True), 4.0)

    assert early == {
        "/done": 25,
        "/fraction": 0.25,
        "/label": "Rendering the scenes",
        "/seconds_left": 12.5,
    }
    assert later["/stream"] == str(RENDER)


def test_a_task_that_has_just_begun_does_not_take_back_what_was_said() -> None:
    assert "/seconds_left" not in told(Progress(0.5, "segments", is_playable=True), None)


class LosingDatabase:
    """A database whose driver takes a cancellation for an outage."""

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()

    async def __aenter__(self) -> None:
        self.is_asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise Unavailable("The database is away.") from None

    async def __aexit__(self, *error: object) -> None:
        return None


async def test_a_report_ends_with_its_task_even_if_its_cancellation_is_lost() -> None:
    database = LosingDatabase()
    studio: Any = SimpleNamespace(work=lambda: database)
    sheet: Any = SimpleNamespace(render=SimpleNamespace(id=RENDER))

    async with asyncio.timeout(5):
        async with Desk(studio, sheet).reporting(Digest("d"), total=1):
            await database.is_asked.wait()
