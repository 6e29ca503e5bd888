"""A fleet that finishes every render at once: what is judged here is talk, not pixels."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import uuid4

from studio.db.work import Work
from studio.domain.asset import digest
from studio.domain.render import Artifact, ArtifactKind, MediaFacts
from studio.domain.timeline import Timeline
from studio.domain.units import ArtifactId, Digest, ExportId, RenderId, StorageKey
from studio.ports import ExportJob, JobId, RenderJob, WorkerStanding
from studio.services import exports, renders

BYTES = b"a video that nobody looks at"
Works = Callable[[], AbstractAsyncContextManager[Work]]


class InstantFleet:
    """A ``RenderQueue`` whose jobs are done when it was rung; each segment is made once."""

    def __init__(self, work: Works) -> None:
        """Take the database."""
        self._work = work
        self._made: set[Digest] = set()

    async def submit(self, job: RenderJob | ExportJob) -> None:
        if isinstance(job, RenderJob):
            await self._render(job)
        else:
            await self._export(job.export_id)

    async def cancel(self, job_id: JobId) -> None:
        """Nothing is under way."""

    async def is_alive(self, job_id: JobId) -> bool:
        return False

    async def has_given_up(self, job_id: JobId) -> bool:
        return False

    async def depth(self) -> int:
        return 0

    async def workers(self) -> Sequence[WorkerStanding]:
        return ()

    async def _render(self, job: RenderJob) -> None:
        async with self._work() as work:
            for piece in job.pieces:
                known = piece in self._made
                await renders.task_done(work, render_id=job.render_id, digest=piece, reused=known)
                self._made.add(piece)
            sheet = await renders.load_job(work, render_id=job.render_id)
            join = digest("join", sheet.render.digest)
            await renders.task_done(work, render_id=job.render_id, digest=join)
            files = [
                _file(job.render_id, ArtifactKind.VIDEO, "video/mp4", "video.mp4"),
                _file(job.render_id, ArtifactKind.COVER, "image/jpeg", "cover.jpg"),
            ]
            facts = facts_of(sheet.timeline)
            await renders.finish(work, render_id=job.render_id, artifacts=files, facts=facts)

    async def _export(self, export_id: ExportId) -> None:
        async with self._work() as work:
            sheet = await exports.load(work, export_id=export_id)
            kind = sheet.export.kind
            made = _file(export_id, kind.artifact, "application/octet-stream", kind.value)
            await exports.finish(work, sheet=sheet, artifact=made)


def facts_of(timeline: Timeline) -> MediaFacts:
    """Give what a good render of a timeline would be measured as."""
    return MediaFacts(
        width_px=timeline.width_px,
        height_px=timeline.height_px,
        frames=timeline.frames,
        fps=float(timeline.fps),
        duration_s=timeline.frames / timeline.fps,
        video_codec=timeline.codec.value,
        video_profile="High",
        pixel_format="yuv420p",
        audio_codec="aac",
        sample_rate_hz=48_000,
        loudness_lufs=-14.0,
        true_peak_dbtp=-1.5,
        size_bytes=len(BYTES),
    )


def _file(of: RenderId | ExportId, kind: ArtifactKind, media_type: str, name: str) -> Artifact:
    return Artifact(
        id=ArtifactId(uuid4()),
        kind=kind,
        key=StorageKey(f"evals/{of}/{name}"),
        media_type=media_type,
        filename=name,
        size_bytes=len(BYTES),
        sha256=Digest(hashlib.sha256(BYTES).hexdigest()),
    )
