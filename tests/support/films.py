"""A small film, asked for as people ask, and real workers that make it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from studio.domain.render import Render, RenderProfile, RenderStatus
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import ThreadId, UserId
from studio.services import assets, renders, storyboards
from studio.wiring import Studio
from tests.support.makers import FLAT
from tests.support.storyboards import storyboard
from tests.support.studio import make_thread, pays

BOARD = storyboard("Tides come and go.", "The moon pulls the water.")
LONGEST_S = 150
"""A test ends by itself after 180 s; on a machine with much else to do a draft took 70."""
Worker = subprocess.Popen[bytes]


def start_worker(database_url: str, redis_url: str, state: Path, **environment: str) -> Worker:
    """Start a worker with a state folder, and more environment where that is given."""
    return subprocess.Popen(
        [sys.executable, "-m", "renderer"],
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "REELWRIGHT_STATE_DIR": str(state),
            "REELWRIGHT_SECRET": "s" * 40,
            "REELWRIGHT_LOG_LEVEL": "warning",
            **environment,
        },
    )


def horses(worker: Worker) -> list[int]:
    """The processes of a worker's task: the encoder itself, or ffmpeg below it."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


async def draft(studio: Studio) -> tuple[UserId, ThreadId, Timeline]:
    """A storyboard with its pictures and voices."""
    owner_id, thread_id = await make_thread(studio.works)
    async with studio.work() as work:
        await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            storyboard=BOARD,
            expected_version=0,
            author="agent",
            message="draft",
        )

    shared = {
        "store": studio.store,
        "payer": pays(owner_id, thread_id),
        "storyboard": BOARD,
    }
    await assets.make_pictures(studio.works, makers=FLAT, **shared)
    await assets.make_voices(studio.works, makers=studio.speech, **shared)
    async with studio.work() as work:
        made = await assets.find_for(
            work,
            owner_id=owner_id,
            storyboard=BOARD,
            pictures=FLAT,
            speech=studio.speech,
        )
    return owner_id, thread_id, compile_timeline(BOARD, made)


async def ask(studio: Studio, owner_id: UserId, thread_id: ThreadId, timeline: Timeline) -> Render:
    async with studio.work() as work:
        asked = await renders.request(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=None,
            version=1,
            timeline=timeline,
            profile=RenderProfile.DRAFT,
            queue=studio.queue,
            store=studio.store,
        )
    return asked.render


async def until(
    studio: Studio, owner_id: UserId, render: Render, *statuses: RenderStatus
) -> Render:
    async with asyncio.timeout(LONGEST_S):
        while True:
            async with studio.work() as work:
                standing = await renders.get(work, owner_id=owner_id, render_id=render.id)
            if standing.status in statuses:
                return standing
            await asyncio.sleep(0.05)
