"""Make another file of the finished video: a teaser, covers, the sound, a copy for chats."""

import asyncio

from pydantic import Field

from studio.domain.cards import FileCard
from studio.domain.errors import Cancelled, RenderFailed
from studio.domain.export import Export, ExportKind
from studio.domain.render import RenderStatus
from studio.services import exports, renders
from tools.context import ToolContext
from tools.progress import ended, patch_progress, show_progress
from tools.spec import Arguments, Tool
from tools.storyboards import answer

POLL_S = 0.3
LABELS = {
    ExportKind.GIF: "Making a GIF",
    ExportKind.WEBP: "Making a WebP",
    ExportKind.COVERS: "Picking covers",
    ExportKind.AUDIO: "Taking the sound",
    ExportKind.RELAY: "Making a small copy",
}


class ExportArguments(Arguments):
    """Into what."""

    kind: ExportKind = Field(
        description="`gif` or `webp`: the first five seconds, small, silent, for a post or a mail. "
        "`covers`: three pictures to choose a cover from. `audio`: the sound alone. `relay`: a "
        "copy of at most 9.5 MiB, which chats take as an upload.",
    )


async def export_video(context: ToolContext, arguments: ExportArguments) -> str:
    """Export the newest finished video and wait for the file.

    Raises:
        NotFound: No video is finished.
        RenderFailed: It could not be made.
        Cancelled: Someone stopped it.
    """
    kind, studio = arguments.kind, context.studio
    async with studio.work() as work:
        video = await renders.newest_video(
            work, owner_id=context.owner_id, thread_id=context.thread_id
        )
        asked = await exports.request(
            work, owner_id=context.owner_id, render_id=video.id, kind=kind, queue=studio.queue
        )
    card, label = f"export-{asked.id}", LABELS[kind]
    if not asked.status.is_final:
        context.exports.add(asked.id)
    await show_progress(context, card, stage="export", label=label, done=0, total=100)
    made = await _wait(context, asked, card)
    context.exports.discard(asked.id)
    done = round(100 * made.fraction)
    await show_progress(
        context, card, stage="export", label=label, done=done, total=100, state=ended(made.status)
    )
    if made.status is RenderStatus.CANCELLED:
        raise Cancelled("The export was stopped.")
    if made.artifact is None:
        raise RenderFailed(f"The export failed: {made.error}", stage="export")
    return await _show(context, made)


async def _wait(context: ToolContext, asked: Export, card: str) -> Export:
    standing = asked
    while not standing.status.is_final:
        await asyncio.sleep(POLL_S)
        async with context.studio.work() as work:
            seen = await exports.get(work, owner_id=context.owner_id, export_id=asked.id)
        if seen.fraction != standing.fraction:
            done, left = round(100 * seen.fraction), seen.seconds_left
            await patch_progress(context, card, done=done, total=100, seconds_left=left)
        standing = seen
    return standing


async def _show(context: ToolContext, made: Export) -> str:
    artifact = made.artifact
    if artifact is None:
        raise RenderFailed("The export ended without a file.", stage="export")
    card = FileCard(
        render_id=made.render_id,
        made=made.kind.value,
        filename=artifact.filename,
        media_type=artifact.media_type,
        size_bytes=artifact.size_bytes,
        file=artifact.id,
    )
    await context.show_card("file", card, card_id=f"file-{made.id}")
    return answer(ok=True, file=artifact.filename, size_bytes=artifact.size_bytes)


TOOL = Tool(
    name="export_video",
    description="Make another file of the finished video and wait for it: a GIF or WebP teaser, "
    "covers, the sound alone, or a small copy for a chat. Asked twice, it is made once.",
    arguments=ExportArguments,
    run=export_video,
)
