"""Exports over HTTP: asked for, followed, stopped, and nobody else's."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from studio.domain.export import ExportKind
from studio.domain.render import Artifact, ArtifactKind, RenderProfile
from studio.domain.segments import segments_of
from studio.domain.timeline import compile_timeline
from studio.domain.units import ArtifactId, Digest, ExportId, RenderId, StorageKey, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import conversations, exports, renders
from studio.wiring import Studio, open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.renders import FACTS, ask_for
from tests.support.storyboards import assets_for, storyboard
from tests.support.studio import user_with_key

BOARD = storyboard("One tide.")
TIMELINE = compile_timeline(BOARD, assets_for(BOARD))


@dataclass
class Door:
    """A served app, a finished video and one that is not."""

    studio: Studio
    url: str
    owner: str
    stranger: str
    video: RenderId
    unfinished: RenderId

    def ask(self, method: str, path: str, *, key: str = "", **more: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {key or self.owner}"}
        return httpx.request(method, f"{self.url}/v1/{path}", headers=headers, timeout=20, **more)  # pyright: ignore[reportArgumentType]

    def export(self, kind: str, *, of: RenderId | None = None, key: str = "") -> httpx.Response:
        path = f"renders/{of or self.video}/exports"
        return self.ask("POST", path, key=key, json={"kind": kind})


@pytest.fixture
async def door(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Door]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        owner_id, owner = await user_with_key(studio, "a@example.com")
        _, stranger = await user_with_key(studio, "b@example.com")
        video, unfinished = [await _render(studio, owner_id) for _ in range(2)]
        async with studio.work() as work:
            await renders.finish(
                work, render_id=video, artifacts=[_file(ArtifactKind.VIDEO)], facts=FACTS
            )
        with served(app_for(settings, runs=False)) as url:
            yield Door(studio, url, owner, stranger, video, unfinished)


async def _render(studio: Studio, owner_id: UserId) -> RenderId:
    async with studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=owner_id)
    asked = await ask_for(
        studio.works,
        (owner_id, thread.id),
        TIMELINE,
        board=BOARD,
        queue=MemoryRenderQueue(),
        profile=RenderProfile.STANDARD,
    )
    return asked.render.id


def _file(kind: ArtifactKind) -> Artifact:
    return Artifact(
        id=ArtifactId(uuid4()),
        kind=kind,
        key=StorageKey(f"{kind.value}/aa/a.bin"),
        media_type="video/mp4",
        filename="tides.mp4",
        size_bytes=1000,
        sha256=Digest("a" * 64),
    )


async def test_an_export_is_asked_for_once_and_followed_to_its_file(door: Door) -> None:
    asked = door.export("gif")
    assert asked.status_code == 202
    export = asked.json()
    assert (export["kind"], export["status"], export["file"]) == ("gif", "queued", None)
    assert door.export("gif").json()["id"] == export["id"]
    assert await door.studio.queue.is_alive(ExportId(export["id"]))

    async with door.studio.work() as work:
        sheet = await exports.load(work, export_id=ExportId(export["id"]))
        await exports.progress(work, export_id=sheet.export.id, fraction=0.4)
    half = door.ask("GET", f"exports/{export['id']}").json()
    assert (half["status"], half["fraction"]) == ("running", 0.4)
    assert half["seconds_left"] > 0
    await door.studio.store.put(StorageKey("gif/aa/a.bin"), b"GIF89a", media_type="image/gif")
    async with door.studio.work() as work:
        await exports.finish(work, sheet=sheet, artifact=_file(ArtifactKind.GIF))

    done = door.ask("GET", f"exports/{export['id']}").json()
    assert (done["status"], done["fraction"]) == ("done", 1.0)
    (listed,) = door.ask("GET", f"renders/{door.video}/exports").json()["items"]
    assert (listed["id"], listed["file"]["id"]) == (done["id"], done["file"]["id"])
    async with httpx.AsyncClient() as anyone:
        assert (await anyone.get(f"{door.url}{done['file']['url']}")).content == b"GIF89a"


async def test_an_export_is_fetched_from_the_command_line(door: Door, tmp_path: Path) -> None:
    out = tmp_path / "small" / "teaser.gif"
    command = [sys.executable, "-m", "api.cli", "export", "gif", "--render", str(door.video)]
    command += ["--out", str(out), "--url", door.url, "--api-key", door.owner]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    (job,) = await _rung(door)
    await door.studio.store.put(StorageKey("gif/aa/a.bin"), b"G" * 1000, media_type="image/gif")
    async with door.studio.work() as work:
        sheet = await exports.load(work, export_id=job)
        await exports.finish(work, sheet=sheet, artifact=_file(ArtifactKind.GIF))

    said, told = await process.communicate()

    assert (process.returncode, said.decode().strip()) == (0, str(out)), told.decode()
    assert out.read_bytes() == b"G" * 1000


async def test_a_video_that_is_not_finished_is_refused_on_the_command_line(door: Door) -> None:
    command = [sys.executable, "-m", "api.cli", "export", "gif", "--render", str(door.unfinished)]
    command += ["--url", door.url, "--api-key", door.owner]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    _, told = await process.communicate()
    assert process.returncode == 1
    assert "not finished" in " ".join(told.decode().split())


async def test_a_render_is_shown_as_it_stands_and_stopped(door: Door) -> None:
    done = door.ask("GET", f"renders/{door.video}").json()
    assert (done["status"], done["fraction"], done["seconds_left"]) == ("done", 1.0, None)
    assert [file["kind"] for file in done["files"]] == ["video"]

    open_path = f"renders/{door.unfinished}"
    async with door.studio.work() as work:
        sheet = await renders.load_job(work, render_id=door.unfinished)
        digest = segments_of(sheet.timeline, sheet.render.profile)[0].digest
        await renders.task_progress(work, render_id=door.unfinished, digest=digest, done=1, total=2)
    running = door.ask("GET", open_path).json()
    assert (running["status"], running["stage"]) == ("running", "segments")
    assert 0 < running["fraction"] < 1
    assert running["seconds_left"] >= 0
    for path in (open_path, f"{open_path}/cancel"):
        method = "POST" if path.endswith("cancel") else "GET"
        assert door.ask(method, path, key=door.stranger).status_code == 404
    assert door.ask("POST", f"{open_path}/cancel").status_code == 204
    assert door.ask("GET", open_path).json()["status"] == "cancelled"


async def _rung(door: Door) -> list[ExportId]:
    """Wait until an export was asked for."""
    async with asyncio.timeout(30):
        while True:
            async with door.studio.work() as work:
                if waiting := await exports.unfinished(work):
                    return [job.export_id for job in waiting]
            await asyncio.sleep(0.05)


async def test_an_export_is_stopped_and_can_be_asked_for_again(door: Door) -> None:
    export = door.export("relay").json()

    assert door.ask("POST", f"exports/{export['id']}/cancel").status_code == 204

    assert door.ask("GET", f"exports/{export['id']}").json()["status"] == "cancelled"
    assert not await door.studio.queue.is_alive(ExportId(export["id"]))
    again = door.export("relay").json()
    assert (again["status"], again["id"] != export["id"]) == ("queued", True)


async def test_only_a_finished_video_of_ones_own_is_exported_into_what_there_is(
    door: Door,
) -> None:
    export = door.export("audio").json()
    answers = [
        (door.export("gif", of=door.unfinished), 409, "conflict"),
        (door.export("gif", key=door.stranger), 404, "not_found"),
        (door.export("gif", of=RenderId(uuid4())), 404, "not_found"),
        (door.export("tiff"), 422, "invalid"),
        (door.ask("GET", f"renders/{door.video}/exports", key=door.stranger), 404, "not_found"),
        (door.ask("GET", f"exports/{export['id']}", key=door.stranger), 404, "not_found"),
        (
            door.ask("POST", f"exports/{export['id']}/cancel", key=door.stranger),
            404,
            "not_found",
        ),
    ]
    for answer, status, code in answers:
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert door.ask("GET", f"exports/{export['id']}").json()["status"] == "queued"


def test_every_kind_has_a_place_among_the_files() -> None:
    assert {kind.artifact.value for kind in ExportKind} == {kind.value for kind in ExportKind}
