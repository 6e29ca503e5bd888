"""Why the pieces of a render were made or reused: over HTTP and on the command line."""

import io
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rich.console import Console

from api.cli.render import show
from studio.domain import edit
from studio.domain.quality import Finding, QualityReport, Rule, Severity
from studio.domain.render import RenderProfile
from studio.domain.scene import Motion
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import compile_timeline
from studio.domain.units import Digest, ThreadId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import conversations, renders, storyboards
from studio.settings import Settings
from studio.wiring import Studio, open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.renders import FACTS
from tests.support.storyboards import assets_for, storyboard
from tests.support.studio import user_with_key

BOARD = storyboard("One tide.", "Two tides.", "Three tides.")
TURNED = edit.rewrite_scene(BOARD, BOARD.scenes[1].id, edit.SceneChange(motion=Motion.STILL))
PALE = Finding(
    rule=Rule.CONTRAST,
    severity=Severity.WARNING,
    measured="2.0:1",
    wanted="at least 3:1",
    scene=2,
    at_s=1.5,
)
CHECKED = FACTS.model_copy(update={"quality": QualityReport(findings=(PALE,))})


@dataclass
class Rendered:
    """A served app, and a conversation whose second version changed the move of scene 2."""

    settings: Settings
    url: str
    owner: str
    stranger: str
    thread_id: ThreadId

    def get(self, path: str, key: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {key or self.owner}"}
        return httpx.get(f"{self.url}/v1/{path}", headers=headers, timeout=20)


@pytest.fixture
async def rendered(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Rendered]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        owner_id, owner = await user_with_key(studio, "a@example.com", scopes={"read"})
        _, stranger = await user_with_key(studio, "b@example.com", scopes={"read"})
        thread_id = await _two_versions(studio, owner_id)
    with served(app_for(settings, runs=False)) as url:
        yield Rendered(settings, url, owner, stranger, thread_id)


async def _two_versions(studio: Studio, owner_id: UserId) -> ThreadId:
    async with studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=owner_id)
    stored: set[Digest] = set()
    for version, board in enumerate((BOARD, TURNED), 1):
        await _render(studio, owner_id, thread.id, version, board, stored)
    return thread.id


async def _render(
    studio: Studio,
    owner_id: UserId,
    thread_id: ThreadId,
    version: int,
    board: Storyboard,
    stored: set[Digest],
) -> None:
    queue = MemoryRenderQueue()
    async with studio.work() as work:
        await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            storyboard=board,
            expected_version=version - 1,
            author="agent",
            message="draft",
        )
        asked = await renders.request(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=None,
            version=version,
            timeline=compile_timeline(board, assets_for(board)),
            profile=RenderProfile.STANDARD,
            queue=queue,
        )
    job = queue.take()
    assert job is not None
    async with studio.work() as work:
        for digest in job.pieces:
            is_stored = digest in stored
            await renders.task_done(
                work, render_id=asked.render.id, digest=digest, reused=is_stored
            )
            stored.add(digest)
        await renders.finish(work, render_id=asked.render.id, artifacts=[], facts=CHECKED)


def whys(pieces: Sequence[dict[str, Any]]) -> list[tuple[str, str, list[str]]]:
    return [(piece["making"], piece["verdict"], piece["changes"]) for piece in pieces]


async def test_the_newest_render_says_what_was_made_again_and_where_the_rest_is_from(
    rendered: Rendered,
) -> None:
    shown = rendered.get(f"threads/{rendered.thread_id}/segments").json()

    assert (shown["version"], shown["before"], shown["status"]) == (2, 1, "done")
    assert whys(shown["segments"]) == [
        ("reused", "same", []),
        ("made", "changed", ["camera move"]),
        ("reused", "same", []),
    ]
    assert whys([shown["sound"]]) == [("reused", "same", [])]
    assert shown["segments"][0]["origin"] == {"thread_id": str(rendered.thread_id), "version": 1}
    assert rendered.get(f"renders/{shown['render_id']}/segments").json() == shown


async def test_the_first_render_is_new_throughout(rendered: Rendered) -> None:
    shown = rendered.get(f"threads/{rendered.thread_id}/segments?version=1").json()

    assert shown["before"] is None
    assert whys(shown["segments"]) == [("made", "new", [])] * 3


async def test_nobody_else_is_told(rendered: Rendered) -> None:
    render_id = rendered.get(f"threads/{rendered.thread_id}/segments").json()["render_id"]

    for path in (f"threads/{rendered.thread_id}/segments", f"renders/{render_id}/segments"):
        assert rendered.get(path, rendered.stranger).status_code == 404
    assert rendered.get(f"renders/{uuid4()}/segments").status_code == 404


async def test_the_report_of_a_finished_video_is_served(rendered: Rendered) -> None:
    render_id = rendered.get(f"threads/{rendered.thread_id}/segments").json()["render_id"]

    report = rendered.get(f"renders/{render_id}/quality").json()

    assert report["verdict"] == "passed with warnings"
    assert [finding["rule"] for finding in report["findings"]] == ["caption contrast"]
    assert rendered.get(f"renders/{render_id}/quality", rendered.stranger).status_code == 404


async def test_the_command_line_says_it_in_words(rendered: Rendered) -> None:
    written = io.StringIO()

    code = show(
        rendered.settings,
        Console(file=written, width=100),
        is_explained=True,
        thread_id="",
        version=None,
        render_id="",
        url=rendered.url,
        api_key=rendered.owner,
    )

    lines = [" ".join(line.split()) for line in written.getvalue().splitlines()]
    assert code == 0
    assert lines[:3] == [
        "Version 2, standard, done: 3 pieces, 1 made, 2 reused.",
        "Quality: passed with warnings.",
        "warning: caption contrast in scene 2: 2.0:1 instead of at least 3:1",
    ]
    assert [line.split(" ", 3)[3] for line in lines[4:7]] == [
        "reused reused from version 1",
        "made changed since version 1: camera move",
        "reused reused from version 1",
    ]
    assert lines[7] == "sound reused reused from version 1"
