"""Sources: texts of files and pages, read where they can do no harm and kept for their owner."""

import asyncio
import hashlib
import tempfile
from datetime import datetime
from pathlib import Path

from studio.db.rows import AssetRow
from studio.db.work import Work, Works
from studio.domain.asset import AssetKind, content_key
from studio.domain.citation import MAX_SAYS, Citation
from studio.domain.errors import InvalidEdit, NotFound
from studio.domain.source import Passage, Quoted, Source, told
from studio.domain.storyboard import Storyboard
from studio.domain.units import AssetId, StorageKey, UserId
from studio.ports import ArtifactStore, Clock, PageFetcher, TextReader
from studio.services.media import UPLOADED, clean_name

MOST = 20
"""Sources that a storyboard names."""


async def upload(
    works: Works,
    *,
    store: ArtifactStore,
    reader: TextReader,
    clock: Clock,
    owner_id: UserId,
    path: Path,
    name: str,
) -> Source:
    """Read a document and keep its text; the same bytes again are the same source.

    Raises:
        InvalidMedia: It is of no kind that can be read, damaged, locked or without text.
        TooLarge: It has too many bytes or pages.
        StorageFull: There is no room.
    """
    shown = clean_name(name)
    passage = await reader.read(path, name=shown)
    recipe = await asyncio.to_thread(lambda: hashlib.sha256(path.read_bytes()).hexdigest())
    facts = {"name": shown, "url": ""}
    return await _keep(works, store, clock, owner_id, passage, recipe=recipe, facts=facts)


async def fetch(
    works: Works,
    *,
    store: ArtifactStore,
    reader: TextReader,
    pages: PageFetcher,
    clock: Clock,
    owner_id: UserId,
    url: str,
) -> Source:
    """Fetch a page of the public web and keep its main text.

    Raises:
        ProviderFailed: The link leads where it must not, or nothing is there.
        ProviderUnavailable: The server does not answer.
        InvalidMedia: There is no text.
    """
    address = pages.address(url)
    data = await pages.fetch(address)
    with tempfile.TemporaryDirectory(prefix="reelwright-page-") as folder:
        path = Path(folder) / "page"
        path.write_bytes(data)
        passage = await reader.read(path, name=address)
    recipe = hashlib.sha256(f"{address}\n{passage.text}".encode()).hexdigest()
    facts = {"name": "", "url": address}
    return await _keep(works, store, clock, owner_id, passage, recipe=recipe, facts=facts)


async def list_all(work: Work, *, owner_id: UserId) -> tuple[Source, ...]:
    """List an owner's sources, the first one first; their places are the numbers people use."""
    rows = await work.assets.of_kind(owner_id=owner_id, kind=AssetKind.SOURCE.value)
    return tuple(_source(row) for row in rows)


async def get(work: Work, *, owner_id: UserId, source_id: AssetId) -> Source:
    """Give a source.

    Raises:
        NotFound: The owner has no such source.
    """
    return _source(await _row(work, owner_id, source_id))


async def text_of(
    works: Works, store: ArtifactStore, *, owner_id: UserId, source_id: AssetId
) -> str:
    """Give a source's text.

    Raises:
        NotFound: The owner has no such source.
    """
    async with works.work() as work:
        key = StorageKey((await _row(work, owner_id, source_id)).key)
    return (await store.get(key)).decode("utf-8")


def quote(board: Storyboard, source: Source, text: str) -> Storyboard:
    """Let a storyboard be told from a source, and name it.

    Raises:
        InvalidEdit: It names too many already.
    """
    quoted = Quoted(
        title=source.title[:200],
        url=source.url[:2_000],
        name=source.name[:200],
        read_at=source.read_at,
    )
    others = tuple(q for q in board.sources if (q.url, q.name) != (quoted.url, quoted.name))
    if len(others) >= MOST:
        raise InvalidEdit(f"A video is told from at most {MOST} sources.")
    topic = board.brief.topic or source.title
    brief = board.brief.model_copy(update={"source_text": told(text), "topic": topic[:500]})
    return board.model_copy(update={"brief": brief, "sources": (*others, quoted)})


def cite(board: Storyboard, number: int, *, says: str) -> Citation:
    """Cite a source that a storyboard names, by its number from 1.

    Raises:
        InvalidEdit: It names no such source.
    """
    if not 1 <= number <= len(board.sources):
        raise InvalidEdit(
            f"The video has no source {number}; it has {len(board.sources)}. Read one with "
            "`read_source`, or leave the claim without: it is shown as unsourced."
        )
    source = board.sources[number - 1]
    return Citation(says=says[:MAX_SAYS], title=source.title, url=source.url, name=source.name)


async def _keep(
    works: Works,
    store: ArtifactStore,
    clock: Clock,
    owner_id: UserId,
    passage: Passage,
    *,
    recipe: str,
    facts: dict[str, str],
) -> Source:
    data = passage.text.encode("utf-8")
    key = content_key("sources", data, extension="txt")
    await store.put(key, data, media_type="text/plain; charset=utf-8")
    known = passage.model_dump(mode="json", exclude={"text"})
    read_at: datetime = clock.now()
    kept = known | facts | {"characters": len(passage.text), "read_at": read_at.isoformat()}
    kind = AssetKind.SOURCE.value
    async with works.work() as work:
        await work.assets.save(
            owner_id=owner_id, kind=kind, recipe=recipe, key=key, maker=UPLOADED, facts=kept
        )
        (row,) = await work.assets.by_recipe(owner_id=owner_id, kind=kind, recipes=[recipe])
        return _source(row)


async def _row(work: Work, owner_id: UserId, source_id: AssetId) -> AssetRow:
    row = await work.assets.get(owner_id=owner_id, asset_id=source_id)
    if row is None or row.kind != AssetKind.SOURCE:
        raise NotFound("There is no such source.")
    return row


def _source(row: AssetRow) -> Source:
    return Source.model_validate({"id": row.id} | row.facts)
