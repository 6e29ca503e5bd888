"""Exports: asked for of a finished video, made by the renderer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from studio.db.rows import ExportRow
from studio.db.work import Work
from studio.domain.errors import Conflict, NotFound
from studio.domain.export import Export, ExportKind
from studio.domain.render import Artifact, ArtifactKind, RenderStatus, seconds_left
from studio.domain.units import ExportId, RenderId, UserId
from studio.ports import ExportJob, RenderQueue
from studio.services import renders
from studio.services.renders import JobSheet


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """All that the renderer needs to know: the export, and its video's own sheet."""

    export: Export
    of: JobSheet

    @property
    def video(self) -> Artifact:
        """Give the finished video."""
        return next(a for a in self.of.render.artifacts if a.kind is ArtifactKind.VIDEO)


async def request(
    work: Work, *, owner_id: UserId, render_id: RenderId, kind: ExportKind, queue: RenderQueue
) -> Export:
    """Ask for an export; one that exists or is under way is given as it stands.

    Raises:
        NotFound: The owner has no such render.
        Conflict: The video is not finished, or the export that exists was cancelled just now.
    """
    render = await renders.get(work, owner_id=owner_id, render_id=render_id)
    if render.status is not RenderStatus.DONE:
        raise Conflict("The video is not finished; export it when it is.")
    row = await work.exports.add(owner_id=owner_id, render_id=render_id, kind=kind.value)
    if row is None:
        row = await work.exports.live(owner_id=owner_id, render_id=render_id, kind=kind.value)
        if row is None:
            raise Conflict("The same export was just cancelled; ask again.")
        return _export(row, render.artifacts)
    job = _job(row)
    work.after_commit(lambda: queue.submit(job))
    return _export(row, ())


async def get(work: Work, *, owner_id: UserId, export_id: ExportId) -> Export:
    """Give an export as it stands.

    Raises:
        NotFound: The owner has no such export.
    """
    row = await work.exports.get(owner_id=owner_id, export_id=export_id)
    return await _shown(work, _found(row))


async def of_render(work: Work, *, owner_id: UserId, render_id: RenderId) -> tuple[Export, ...]:
    """List the exports of a video, oldest first.

    Raises:
        NotFound: The owner has no such render.
    """
    render = await renders.get(work, owner_id=owner_id, render_id=render_id)
    rows = await work.exports.of_render(owner_id=owner_id, render_id=render_id)
    return tuple(_export(row, render.artifacts) for row in rows)


async def cancel(work: Work, *, owner_id: UserId, export_id: ExportId, queue: RenderQueue) -> None:
    """Stop an export; one that is over stays as it is.

    Raises:
        NotFound: The owner has no such export.
    """
    _found(await work.exports.get(owner_id=owner_id, export_id=export_id))
    if await work.exports.end(export_id, status=RenderStatus.CANCELLED.value):
        work.after_commit(lambda: queue.cancel(export_id))


async def load(work: Work, *, export_id: ExportId) -> ExportSheet:
    """Give the renderer what it needs.

    Raises:
        NotFound: There is no such export.
    """
    row = _found(await work.exports.by_id(export_id))
    of = await renders.load_job(work, render_id=RenderId(row.render_id))
    return ExportSheet(export=_export(row, of.render.artifacts), of=of)


async def progress(work: Work, *, export_id: ExportId, fraction: float) -> bool:
    """Note how far an export is, 0 to 1; false where it is over."""
    return await work.exports.advance(export_id, fraction=min(max(fraction, 0.0), 1.0))


async def finish(work: Work, *, sheet: ExportSheet, artifact: Artifact) -> bool:
    """Note what came out; false where the export was over."""
    is_open = await work.exports.end(sheet.export.id, status=RenderStatus.DONE.value, fraction=1.0)
    if is_open:
        values = artifact.model_dump() | {"kind": artifact.kind.value}
        render_id = sheet.export.render_id
        await work.artifacts.add(owner_id=sheet.of.owner_id, render_id=render_id, **values)
    return is_open


async def fail(work: Work, *, export_id: ExportId, error: str) -> bool:
    """Note what went wrong; false where the export was over."""
    return await work.exports.end(export_id, status=RenderStatus.FAILED.value, error=error)


async def unfinished(work: Work) -> Sequence[ExportJob]:
    """List the exports that are not over, oldest first, ready to be rung for again."""
    return [_job(row) for row in await work.exports.unfinished()]


async def _shown(work: Work, row: ExportRow) -> Export:
    artifacts = await work.artifacts.of_render(row.render_id)
    shown = _export(row, [renders.as_artifact(a) for a in artifacts])
    if shown.status is not RenderStatus.RUNNING or row.started_at is None:
        return shown
    worked_s = await work.exports.seconds_since(row.started_at)
    left = seconds_left(shown.fraction, worked_s=worked_s)
    return shown.model_copy(update={"seconds_left": left})


def _export(row: ExportRow, artifacts: Sequence[Artifact]) -> Export:
    kind, status = ExportKind(row.kind), RenderStatus(row.status)
    made = [a for a in artifacts if a.kind is kind.artifact and status is RenderStatus.DONE]
    return Export(
        id=ExportId(row.id),
        render_id=RenderId(row.render_id),
        kind=kind,
        status=status,
        fraction=row.fraction,
        error=row.error,
        artifact=made[0] if made else None,
    )


async def overdue(work: Work, *, deadline_s: float) -> list[ExportId]:
    """List everyone's exports that are not over and were asked for longer ago than this."""
    return [ExportId(found) for found in await work.exports.overdue(timedelta(seconds=deadline_s))]


def _job(row: ExportRow) -> ExportJob:
    return ExportJob(export_id=ExportId(row.id), owner_id=UserId(row.owner_id))


def _found(row: ExportRow | None) -> ExportRow:
    if row is None:
        raise NotFound("There is no such export.")
    return row
