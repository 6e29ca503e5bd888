"""Uploads: the pictures, clips and sounds that users bring, each stored once for its owner."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

from studio.db.rows import AssetRow
from studio.db.work import Work, Works
from studio.domain.asset import AssetKind, content_key
from studio.domain.errors import NotFound
from studio.domain.media import MAX_NAME, Media
from studio.domain.units import AssetId, StorageKey, UserId
from studio.ports import ArtifactStore, MediaExaminer

UPLOADED = "upload"
"""The maker of what users bring."""
_BYTES = "application/octet-stream"


async def upload(
    works: Works,
    *,
    store: ArtifactStore,
    examiner: MediaExaminer,
    owner_id: UserId,
    path: Path,
    name: str,
) -> Media:
    """Keep a file; the same bytes again are the same upload, under the newest name.

    Raises:
        InvalidMedia: It is of no kind that can be read, damaged or cut off.
        TooLarge: It has too many pixels or bytes, or is too long.
        StorageFull: There is no room.
    """
    shown = clean_name(name)
    sha256, _ = await asyncio.to_thread(_measured, path)
    key, facts = await put(store, examiner=examiner, path=path, name=shown)
    kind = AssetKind.UPLOAD.value
    async with works.work() as work:
        await work.assets.save(
            owner_id=owner_id, kind=kind, recipe=sha256, key=key, maker=UPLOADED, facts=facts
        )
        (row,) = await work.assets.by_recipe(owner_id=owner_id, kind=kind, recipes=[sha256])
        return media_of(row)


async def put(
    store: ArtifactStore, *, examiner: MediaExaminer, path: Path, name: str
) -> tuple[StorageKey, dict[str, Any]]:
    """Examine foreign bytes, store what is kept of them, and give its place and what is known.

    Raises:
        InvalidMedia: It is of no kind that can be read, damaged or cut off.
        TooLarge: It has too many pixels or bytes, or is too long.
        StorageFull: There is no room.
    """
    clean = path.with_name(f"{path.name}-clean")
    examined = await examiner.examine(path, name=name, clean=clean)
    sha256, size_bytes = await asyncio.to_thread(_measured, clean)
    key = StorageKey(f"uploads/{sha256[:2]}/{sha256}.media")
    thumbnail = content_key("thumbnails", examined.thumbnail, extension="jpg")
    await store.put_file(key, clean, media_type=_BYTES)
    await store.put(thumbnail, examined.thumbnail, media_type="image/jpeg")
    facts = examined.measures.model_dump(mode="json")
    return key, facts | {"name": name, "thumbnail": thumbnail, "size_bytes": size_bytes}


async def list_all(work: Work, *, owner_id: UserId) -> tuple[Media, ...]:
    """List an owner's uploads, the first one first; their places are the numbers people use."""
    rows = await work.assets.of_kind(owner_id=owner_id, kind=AssetKind.UPLOAD.value)
    return tuple(media_of(row) for row in rows)


async def get(work: Work, *, owner_id: UserId, media_id: AssetId) -> Media:
    """Give an upload.

    Raises:
        NotFound: The owner has no such upload.
    """
    row = await work.assets.get(owner_id=owner_id, asset_id=media_id)
    if row is None or row.kind != AssetKind.UPLOAD:
        raise NotFound("There is no such upload.")
    return media_of(row)


def media_of(row: AssetRow) -> Media:
    """Read an upload's row."""
    return Media.model_validate({"id": row.id, "key": row.key} | row.facts)


def clean_name(name: str) -> str:
    """Give a file's name without its folders and without what cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown[-MAX_NAME:] or "upload"


def _measured(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
