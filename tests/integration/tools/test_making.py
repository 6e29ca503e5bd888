"""Tools that make pictures, voices and the video, and those that show what there is."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import pytest

from studio.domain.asset import PictureRequest
from studio.domain.errors import NotFound, ProviderFailed, RenderFailed
from studio.domain.quality import (
    Fault,
    Finding,
    QualityReport,
    Rule,
    Severity,
    piece_mended,
    sound_mended,
)
from studio.domain.render import Artifact, ArtifactKind
from studio.domain.units import ArtifactId, Digest, RenderId, StorageKey
from studio.jobs.memory import MemoryRenderQueue
from studio.makers import UNBILLED, Order, Picture
from studio.providers.images.fake import FlatPictures
from studio.services import exports, renders
from studio.wiring import Studio
from tests.support.makers import only
from tests.support.renders import FACTS
from tests.support.toolbox import Toolbox


class Moody(FlatPictures):
    """Will not paint one thing, once."""

    def __init__(self) -> None:
        self.is_moody = True

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        if self.is_moody and "picture 1" in request.prompt:
            self.is_moody = False
            raise ProviderFailed("The painter is away.")
        return await super().make(request, order)


@asynccontextmanager
async def rendering(
    studio: Studio, *, error: str = "", quality: QualityReport | None = None
) -> AsyncGenerator[list[RenderId]]:
    """End every render that is asked for, as a renderer would; gives those that were ended."""
    assert isinstance(studio.queue, MemoryRenderQueue)
    queue, ended = studio.queue, list[RenderId]()
    facts = FACTS.model_copy(update={"quality": quality})

    async def serve() -> None:
        while True:
            job = queue.take()
            if job is None:
                await asyncio.sleep(0.02)
                continue
            async with studio.work() as work:
                if error:
                    await renders.fail(work, render_id=job.render_id, error=error)
                else:
                    await renders.finish(
                        work, render_id=job.render_id, artifacts=(artifact(),), facts=facts
                    )
            ended.append(job.render_id)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(serve())
        yield ended
        task.cancel()


@asynccontextmanager
async def exporting(studio: Studio, *, error: str = "") -> AsyncGenerator[None]:
    """End every export that is asked for, as a renderer would."""
    assert isinstance(studio.queue, MemoryRenderQueue)
    queue = studio.queue

    async def serve() -> None:
        while True:
            for job in queue.exports:
                async with studio.work() as work:
                    sheet = await exports.load(work, export_id=job.export_id)
                    if error:
                        await exports.fail(work, export_id=job.export_id, error=error)
                    else:
                        made = artifact(sheet.export.kind.artifact)
                        await exports.finish(work, sheet=sheet, artifact=made)
            await asyncio.sleep(0.02)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(serve())
        yield
        task.cancel()


def artifact(kind: ArtifactKind = ArtifactKind.VIDEO) -> Artifact:
    return Artifact(
        id=ArtifactId(uuid4()),
        kind=kind,
        key=StorageKey("video/aa/a.mp4"),
        media_type="video/mp4",
        filename="tides.mp4",
        size_bytes=1000,
        sha256=Digest("a" * 64),
    )


async def test_a_video_that_failed_its_checks_is_never_shown_as_merely_done(box: Toolbox) -> None:
    report = QualityReport(
        findings=(
            Finding(rule=Rule.SILENCE, severity=Severity.WARNING, measured="0", wanted="1"),
            Finding(
                rule=Rule.BLACK,
                severity=Severity.ERROR,
                measured="2.0 s",
                wanted="a picture",
                scene=1,
                at_s=0.0,
            ),
        )
    )
    box = replace(box, language="de")
    await box.draft("One.")
    async with rendering(box.studio, quality=report):
        answer = await box.call("render")

    card = box.cards("video")[-1]
    found = ["schwarzes Bild in Szene 1 bei 0,0 s", "Stille"]
    assert (card["quality"], card["findings"]) == ("failed", found)
    assert answer["quality"] == "failed"
    assert answer["quality_told"] == (
        f"Aber dieses Video hat seine Prüfung nicht bestanden: {'; '.join(found)}."
    )


async def test_what_was_mended_before_the_video_was_shown_is_told(box: Toolbox) -> None:
    report = QualityReport(
        repairs=(
            piece_mended(3.04, Fault.BROKEN),
            sound_mended((Rule.SILENCE, Rule.LOUDNESS)),
            *(piece_mended(at_s, Fault.GONE) for at_s in (4.0, 6.0, 8.0)),
        )
    )
    box = replace(box, language="fr")
    await box.draft("One.")
    async with rendering(box.studio, quality=report):
        answer = await box.call("render")

    assert answer["quality"] == "passed"
    assert answer["repairs"] == list(report.repairs)
    assert answer["repairs_told"] == (
        "Une partie de la vidéo a été réparée automatiquement avant la fin du rendu (le morceau à 3,0 s "
        "a été refait, car il ne se décodait pas ; le son a été mixé à nouveau : niveau sonore, silence ; "
        "le morceau à 4,0 s a été refait, car il n'était plus stocké ; et 2 de plus)."
    )


async def test_pictures_are_made_once_and_told_as_they_come(box: Toolbox) -> None:
    await box.draft("One.", "Two.", "Three.")
    first, again = await box.call("make_pictures"), await box.call("make_pictures")
    assert (first["made"], first["reused"]) == (3, 0)
    assert (again["made"], again["reused"]) == (0, 3)
    begun, done = box.cards("progress")[:2]
    assert (begun["done"], begun["total"], begun["state"]) == (0, 3, "running")
    assert (done["done"], done["total"], done["state"]) == (3, 3, "done")
    assert len(box.patches()) == 6
    assert all(scene["picture"] for scene in box.cards("storyboard")[-1]["scenes"])


async def test_one_picture_that_fails_leaves_the_others_and_is_named(box: Toolbox) -> None:
    box = replace(box, studio=replace(box.studio, pictures=only(Moody())))
    await box.draft("One.", "Two.", "Three.")
    with pytest.raises(ProviderFailed, match="scene 2: The painter is away"):
        await box.call("make_pictures")
    assert box.cards("progress")[-1]["state"] == "failed"
    assert (await box.call("make_pictures"))["made"] == 1


async def test_a_voice_gives_the_scenes_their_measured_length(box: Toolbox) -> None:
    await box.draft("One word more than a few, that is what it is.", "")
    assert (await box.call("make_voice"))["made"] == 1
    begun, done = box.cards("progress")
    assert (begun["total"], done["done"], done["total"]) == (1, 1, 1)
    before, after = (box.cards("storyboard")[n]["scenes"][0]["duration_ms"] for n in (0, -1))
    assert before != after


async def test_a_render_makes_what_is_missing_and_ends_in_a_video_card(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    async with rendering(box.studio):
        answer = await box.call("render")
    assert (answer["ok"], answer["version"], answer["duration_s"]) == (True, 1, 10.0)
    video = box.cards("video")[-1]
    assert (video["title"], video["render_id"]) == ("Tides", answer["render_id"])
    stages = [card["stage"] for card in box.cards("progress") if card["state"] == "done"]
    assert stages == ["pictures", "voice", "render"]


async def test_a_render_asked_for_twice_is_made_once(box: Toolbox) -> None:
    await box.draft("One.")
    async with rendering(box.studio) as ended:
        first, again = await box.call("render"), await box.call("render")
        await box.edit({"op": "rewrite", "scene": 1, "narration": "Other."})
        other = await box.call("render")
    assert first["render_id"] == again["render_id"] != other["render_id"]
    assert len(ended) == 2


async def test_a_render_that_fails_says_why_and_does_not_look_done(box: Toolbox) -> None:
    await box.draft("One.")
    async with rendering(box.studio, error="The encoder refused."):
        with pytest.raises(RenderFailed, match=r"The render failed: The encoder refused\."):
            await box.call("render")
    card = box.cards("progress")[-1]
    assert (card["stage"], card["state"], card["fraction"]) == ("render", "failed", 0.0)
    assert box.cards("video") == []


async def test_a_finished_video_is_exported_and_ends_in_a_file_card(box: Toolbox) -> None:
    await box.draft("One.")
    async with rendering(box.studio):
        await box.call("render")
    async with exporting(box.studio):
        first, again = [await box.call("export_video", kind="gif") for _ in range(2)]
    assert first == again == {"ok": True, "file": "tides.mp4", "size_bytes": 1000}
    one, other = box.cards("file")
    assert one == other
    assert (one["made"], one["media_type"]) == ("gif", "video/mp4")
    stages = [card["stage"] for card in box.cards("progress") if card["state"] == "done"]
    assert stages[-1] == "export"


async def test_an_export_that_fails_says_why(box: Toolbox) -> None:
    await box.draft("One.")
    async with rendering(box.studio):
        await box.call("render")
    async with exporting(box.studio, error="It is too long."):
        with pytest.raises(RenderFailed, match=r"The export failed: It is too long\."):
            await box.call("export_video", kind="relay")
    assert box.cards("progress")[-1]["state"] == "failed"


async def test_nothing_is_exported_before_there_is_a_video(box: Toolbox) -> None:
    await box.draft("One.")
    with pytest.raises(NotFound, match="render one first"):
        await box.call("export_video", kind="gif")


async def test_the_storyboard_is_told_to_the_model_word_for_word(box: Toolbox) -> None:
    await box.draft("One.", "Two.", hooks=["Look!"], chosen_hook=1)
    told = await box.call("show_storyboard")
    assert [s["narration"] for s in told["scenes"]] == ["One.", "Two."]
    assert (told["version"], told["hooks"], told["chosen_hook"]) == (1, ["Look!"], 1)


async def test_the_cost_lists_what_was_used(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    assert (await box.call("show_cost"))["lines"] == []
    await box.call("make_pictures")
    await box.call("make_voice")
    told = (await box.call("show_cost"))["lines"]
    lines = {line["unit"]: line for line in told}
    assert (lines["pictures"]["quantity"], lines["pictures"]["cost_usd"]) == (2, "0")
    assert lines["characters"]["quantity"] == len("One.Two.")
    assert lines["seconds"]["cost_usd"] == "0"
    assert box.cards("cost")[-1]["lines"] == told
