"""Put what a render made into the store, where users fetch it; the video signed."""

import asyncio
import hashlib
from pathlib import Path

import uuid_utils.compat as uuids

from renderer.desk import Desk, patiently
from renderer.signature import sign, signed_key
from studio.domain.credit import Credit
from studio.domain.provenance import source_of
from studio.domain.render import Artifact, ArtifactKind
from studio.domain.units import ArtifactId, Digest, StorageKey
from studio.services import assets, stock

MP4 = "video/mp4"


async def publish_video(
    desk: Desk, video: Path, filename: str, *, kind: ArtifactKind = ArtifactKind.VIDEO
) -> Artifact:
    """Sign and store a video, unless an earlier try did."""
    timeline, store, signing = desk.sheet.timeline, desk.studio.store, desk.studio.signing
    keys = [*timeline.foreign, *(v.key for v in timeline.audio.voices)]
    async with desk.studio.work() as work:
        source = source_of(await assets.makers(work, owner_id=desk.sheet.owner_id, keys=keys))
    credits = await credits_of(desk)
    key = await asyncio.to_thread(
        signed_key, video, source=source, signing=signing, credits=credits
    )
    if not await store.exists(key):
        signed = video.with_name("signed.mp4")
        await asyncio.to_thread(
            sign, video, signed, source=source, signing=signing, credits=credits
        )
        await patiently(lambda: store.put_file(key, signed, media_type=MP4))
    stored = await store.fetch(key, video.parent)
    return await artifact_of(kind, stored, key, filename, MP4)


async def credits_of(desk: Desk) -> tuple[Credit, ...]:
    """Give the credits of what others made in a video."""
    async with desk.studio.work() as work:
        return await stock.credits_for(
            work, owner_id=desk.sheet.owner_id, keys=desk.sheet.timeline.foreign
        )


async def publish(
    desk: Desk, kind: ArtifactKind, path: Path, filename: str, media_type: str
) -> Artifact:
    """Store a file under its content."""
    sha256, _ = await asyncio.to_thread(_measured, path)
    key = StorageKey(f"{kind.value}/{sha256[:2]}/{sha256}{path.suffix}")
    await patiently(lambda: desk.studio.store.put_file(key, path, media_type=media_type))
    return await artifact_of(kind, path, key, filename, media_type)


async def artifact_of(
    kind: ArtifactKind, path: Path, key: StorageKey, filename: str, media_type: str
) -> Artifact:
    """Describe a file that lies in the store."""
    sha256, size_bytes = await asyncio.to_thread(_measured, path)
    return Artifact(
        id=ArtifactId(uuids.uuid7()),
        kind=kind,
        key=key,
        media_type=media_type,
        filename=filename,
        size_bytes=size_bytes,
        sha256=Digest(sha256),
    )


def _measured(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
