"""A finished video with its files in the store, made of bytes that nobody decodes."""

import hashlib

from uuid_utils.compat import uuid7

from studio.domain.asset import content_key
from studio.domain.render import Artifact, ArtifactKind
from studio.domain.storyboard import Brief
from studio.domain.timeline import compile_timeline
from studio.domain.units import ArtifactId, Digest, RenderId, ThreadId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import renders
from studio.wiring import Studio
from tests.support.renders import FACTS, ask_for
from tests.support.storyboards import assets_for, storyboard

VIDEO = bytes(range(256)) * 40
COVER = b"cover"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nOne tide.\n"
_FILES = (
    (ArtifactKind.VIDEO, VIDEO, "video/mp4", "tide.mp4"),
    (ArtifactKind.COVER, COVER, "image/jpeg", "tide.jpg"),
    (ArtifactKind.WEBVTT, CAPTIONS, "text/vtt", "tide.vtt"),
)


async def finish_video(
    studio: Studio, owner_id: UserId, thread_id: ThreadId, *, language: str = "en"
) -> RenderId:
    """Save a storyboard, and let its video be there."""
    board = storyboard("One tide.").model_copy(
        update={"title": "Tide", "brief": Brief(language=language)}
    )
    timeline = compile_timeline(board, assets_for(board))
    asked = await ask_for(
        studio.works, (owner_id, thread_id), timeline, board=board, queue=MemoryRenderQueue()
    )
    files = [await put_artifact(studio, *file) for file in _FILES]
    async with studio.work() as work:
        await renders.finish(work, render_id=asked.render.id, artifacts=files, facts=FACTS)
    return asked.render.id


async def put_artifact(
    studio: Studio, kind: ArtifactKind, data: bytes, media_type: str, filename: str
) -> Artifact:
    """Store bytes as a finished file."""
    key = content_key("artifacts", data, extension=filename.rpartition(".")[2])
    await studio.store.put(key, data, media_type=media_type)
    return Artifact(
        id=ArtifactId(uuid7()),
        kind=kind,
        key=key,
        media_type=media_type,
        filename=filename,
        size_bytes=len(data),
        sha256=Digest(hashlib.sha256(data).hexdigest()),
    )
