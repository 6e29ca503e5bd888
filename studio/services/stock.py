"""Stock: libraries are searched, answers are kept, and what is chosen becomes the owner's, with its credit."""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.db.rows import AssetRow
from studio.db.work import Work, Works
from studio.domain.asset import AssetKind, content_key, digest
from studio.domain.credit import Credit
from studio.domain.errors import (
    InvalidEdit,
    NotFound,
    ProviderBusy,
    ProviderFailed,
    ProviderUnavailable,
    StudioError,
)
from studio.domain.media import Media
from studio.domain.stock import Find, StockQuery, credit_of, is_welcome, mixed
from studio.domain.timeline import Timeline
from studio.domain.units import AssetId, Digest, RenderId, StorageKey, UserId
from studio.libraries import StockLibrary
from studio.makers import Makers
from studio.ports import ArtifactStore, Clock, MediaExaminer
from studio.services import media

SHOWN = 8
_LOOKS_AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be chosen.

    Attributes:
        id: Of the owner's row, by which it is chosen.
        find: What it is.
        has_picture: Whether there is a small picture of it.
    """

    id: AssetId
    find: Find
    has_picture: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to; ``failed`` tells by library why one did not answer."""

    candidates: tuple[Candidate, ...]
    failed: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that stock needs.

    Attributes:
        works: The database.
        store: Where files lie.
        examiner: Looks at foreign bytes.
        libraries: In the settings' order.
        clock: For credits.
    """

    works: Works
    store: ArtifactStore
    examiner: MediaExaminer
    libraries: Makers[StockLibrary]
    clock: Clock


async def search(shelf: Shelf, *, owner_id: UserId, query: StockQuery, limit: int = SHOWN) -> Found:
    """Ask all libraries that have such things, and remember what the owner is shown.

    Raises:
        InvalidEdit: No library that is set up has such things.
        ProviderUnavailable: None of them answers.
        ProviderFailed: Likewise.
    """
    asked = [one for one in shelf.libraries.by_name.values() if query.kind in one.kinds]
    if not asked:
        raise InvalidEdit(
            f"No library of {query.kind.value}s is set up here; name one in REELWRIGHT_STOCK."
        )
    answers = await asyncio.gather(*(_asked(shelf, library, query) for library in asked))
    failed = {
        library.title: answer
        for library, answer in zip(asked, answers, strict=True)
        if isinstance(answer, StudioError)
    }
    if len(failed) == len(asked):
        raise next(iter(failed.values()))
    finds = mixed([a for a in answers if not isinstance(a, StudioError)], limit=limit)
    shown = await _shown(shelf, owner_id, finds, query)
    return Found(shown, {title: error.message for title, error in failed.items()})


async def take(shelf: Shelf, *, owner_id: UserId, candidate_id: AssetId) -> Media:
    """Fetch what was chosen, once, and keep it with its licence and credit.

    Raises:
        NotFound: The owner was never shown such a candidate.
        InvalidMedia: It is not what the library said.
        ProviderUnavailable: The library cannot be reached or is busy.
        ProviderFailed: The file is gone or too large.
    """
    async with shelf.works.work() as work:
        row = await work.assets.get(owner_id=owner_id, asset_id=candidate_id)
        if row is None or row.kind != AssetKind.CANDIDATE:
            raise NotFound("There is no such candidate; search again.")
        recipe, facts = Digest(row.recipe), dict(row.facts)
        kept = await _taken(work, owner_id, recipe)
    if kept is not None and await shelf.store.exists(kept.key):
        return kept
    find = Find.model_validate(facts["find"])
    library = shelf.libraries.get(find.library)
    async with shelf.libraries.lane(find.library).enter(model="files") as passage:
        data = await passage.watch(library.fetch(find))
    with tempfile.TemporaryDirectory(prefix="reelwright-stock-") as folder:
        path = Path(folder) / "file"
        await asyncio.to_thread(path.write_bytes, data)
        name = media.clean_name(find.title or f"{library.title} {find.id}")
        key, known = await media.put(shelf.store, examiner=shelf.examiner, path=path, name=name)
    if known["kind"] != find.kind.value:
        raise ProviderFailed(f"{library.title} gave a {known['kind']}, not a {find.kind.value}.")
    credit = credit_of(find, title=library.title, query=str(facts["query"]), now=shelf.clock.now())
    async with shelf.works.work() as work:
        await work.assets.save(
            owner_id=owner_id,
            kind=AssetKind.STOCK.value,
            recipe=recipe,
            key=key,
            maker=library.name,
            facts=known | {"credit": credit.model_dump(mode="json")},
        )
        made = await _taken(work, owner_id, recipe)
    if made is None:
        raise NotFound("What was fetched is gone; choose it again.")
    return made


async def credits_for(
    work: Work, *, owner_id: UserId, keys: Sequence[StorageKey]
) -> tuple[Credit, ...]:
    """Give the credits of the files with these keys, in their order, each once."""
    rows = await work.assets.by_keys(owner_id=owner_id, keys=keys)
    known: Mapping[str, Any] = {row.key: row.facts.get("credit") for row in rows}
    told = [known[key] for key in dict.fromkeys(keys) if known.get(key)]
    return tuple(Credit.model_validate(credit) for credit in told)


async def credits_of(work: Work, *, owner_id: UserId, render_id: RenderId) -> tuple[Credit, ...]:
    """Give the credits of all that others made in a video, what is seen first.

    Raises:
        NotFound: The owner has no such render.
    """
    row = await work.renders.get(owner_id=owner_id, render_id=render_id)
    if row is None:
        raise NotFound("There is no such render.")
    keys = Timeline.model_validate(row.timeline).foreign
    return await credits_for(work, owner_id=owner_id, keys=keys)


async def _asked(
    shelf: Shelf, library: StockLibrary, query: StockQuery
) -> Sequence[Find] | StudioError:
    try:
        return await _answer(shelf, library, query)
    except (ProviderFailed, ProviderUnavailable) as error:
        return error


async def _answer(shelf: Shelf, library: StockLibrary, query: StockQuery) -> Sequence[Find]:
    may, wanted = library.allowance, digest("stock-1", query)
    async with shelf.works.work() as work:
        known = await work.stock.fresh(library=library.name, digest=wanted, within_s=may.cache_s)
        lately = await work.stock.count(library=library.name, within_s=may.window_s)
    if known is not None:
        finds = [Find.model_validate(one) for one in known]
        return [find for find in finds if is_welcome(find, query)]
    if lately >= may.searches:
        raise ProviderBusy(
            f"{library.title} may be asked {may.searches} times in {may.window_s} s; "
            "try again later."
        )
    async with shelf.libraries.lane(library.name).enter(model="search") as passage:
        finds = await passage.watch(library.search(query))
    async with shelf.works.work() as work:
        found = [find.model_dump(mode="json") for find in finds]
        await work.stock.keep(library=library.name, digest=wanted, found=found)
    return finds


async def _shown(
    shelf: Shelf, owner_id: UserId, finds: Sequence[Find], query: StockQuery
) -> tuple[Candidate, ...]:
    slots = asyncio.Semaphore(_LOOKS_AT_A_TIME)

    async def look(find: Find) -> StorageKey:
        async with slots:
            return await _looked(shelf, find)

    keys = await asyncio.gather(*(look(find) for find in finds))
    recipes = [_recipe(find) for find in finds]
    kind = AssetKind.CANDIDATE.value
    async with shelf.works.work() as work:
        for find, recipe, key in zip(finds, recipes, keys, strict=True):
            facts = {
                "find": find.model_dump(mode="json"),
                "query": query.words,
                "thumbnail": key,
            }
            await work.assets.save(
                owner_id=owner_id, kind=kind, recipe=recipe, key=key, maker=find.library,
                facts=facts,
            )  # fmt: skip
        rows = await work.assets.by_recipe(owner_id=owner_id, kind=kind, recipes=recipes)
    ids = {row.recipe: AssetId(row.id) for row in rows}
    return tuple(
        Candidate(ids[recipe], find, bool(key))
        for find, recipe, key in zip(finds, recipes, keys, strict=True)
    )


async def _looked(shelf: Shelf, find: Find) -> StorageKey:
    """Keep a small picture, which is shown from here: libraries forbid that pages link to theirs."""
    try:
        data = await shelf.libraries.get(find.library).look(find)
    except (ProviderFailed, ProviderUnavailable):
        return StorageKey("")
    if not data:
        return StorageKey("")
    key = content_key("thumbnails", data, extension="jpg")
    await shelf.store.put(key, data, media_type="image/jpeg")
    return key


async def _taken(work: Work, owner_id: UserId, recipe: Digest) -> Media | None:
    rows: Sequence[AssetRow] = await work.assets.by_recipe(
        owner_id=owner_id, kind=AssetKind.STOCK.value, recipes=[recipe]
    )
    return media.media_of(rows[0]) if rows else None


def _recipe(find: Find) -> Digest:
    return digest("stock", find.library, find.id, find.kind.value)
