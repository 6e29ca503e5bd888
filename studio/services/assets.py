"""Assets: pictures and voices, made once for each recipe."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from studio.db.rows import AssetRow
from studio.db.work import Work, Works
from studio.domain.asset import (
    AssetKind,
    PictureAsset,
    SceneAssets,
    VoiceAsset,
    content_key,
    digest,
    picture_maker,
    speech_request,
)
from studio.domain.errors import (
    Misconfigured,
    NotFound,
    ProviderUnavailable,
    StudioError,
    Unavailable,
)
from studio.domain.media import Media, MediaKind
from studio.domain.money import Call, CallKind, Usage, together
from studio.domain.storyboard import Storyboard
from studio.domain.units import AssetId, Digest, SceneId, StorageKey, UserId
from studio.lanes import Lane
from studio.makers import Makers, Order, PictureMaker, SpeechMaker
from studio.ports import ArtifactStore
from studio.services import charges, paces, pictures
from studio.services.charges import Payer
from studio.services.media import UPLOADED, media_of
from studio.services.spending import Paid, Purchase, buy

_FOREIGN = {AssetKind.UPLOAD.value, AssetKind.STOCK.value}

OnDone = Callable[[SceneId, int, int, bool], Awaitable[None]]
"""Takes the scene, how many are done, how many there are, and whether it was there already."""


async def unwatched(scene_id: SceneId, done: int, total: int, reused: bool) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class AssetsReport:
    """What became of the scenes; ``failed`` tells why."""

    made: tuple[SceneId, ...]
    reused: tuple[SceneId, ...]
    failed: dict[SceneId, str]


async def makers(work: Work, *, owner_id: UserId, keys: Iterable[StorageKey]) -> frozenset[str]:
    """Say what made the pictures and voices with these keys."""
    return frozenset(await work.assets.makers(owner_id=owner_id, keys=keys))


async def find_for(
    work: Work,
    *,
    owner_id: UserId,
    storyboard: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> dict[SceneId, SceneAssets]:
    """Find what exists for a storyboard's scenes."""
    drawn = picture_recipes(storyboard, pictures)
    spoken = voice_recipes(storyboard, speech)
    seen = await _rows(work, owner_id, AssetKind.PICTURE, drawn)
    heard = await _rows(work, owner_id, AssetKind.VOICE, spoken)
    own = await _uploads(work, owner_id, storyboard)
    pace = await paces.of_voice(work, owner_id=owner_id, storyboard=storyboard, speech=speech)
    found: dict[SceneId, SceneAssets] = {}
    for scene in storyboard.scenes:
        media = own.get(scene.media.id) if scene.media else None
        recipe, words = drawn.get(scene.id), spoken.get(scene.id)
        found[scene.id] = SceneAssets(
            picture=_picture(seen[recipe]) if recipe in seen else _still(media),
            voice=_voice(heard[words]) if words in heard else None,
            clip=media if media and media.kind is MediaKind.CLIP else None,
            pace=pace,
        )
    return found


async def music_for(work: Work, *, owner_id: UserId, storyboard: Storyboard) -> Media | None:
    """Find the recording that a storyboard plays, where it plays one."""
    track = storyboard.music.track
    rows = await work.assets.by_ids(owner_id=owner_id, ids=[track]) if track else ()
    return next((media_of(row) for row in rows if row.kind in _FOREIGN), None)


async def make_pictures(
    works: Works,
    *,
    store: ArtifactStore,
    makers: Makers[PictureMaker],
    payer: Payer,
    storyboard: Storyboard,
    on_done: OnDone = unwatched,
    concurrency: int = 2,
) -> AssetsReport:
    """Make the pictures that are missing; one that fails leaves the others alone."""

    def maker(scene_id: SceneId) -> PictureMaker:
        return makers.get(picture_maker(storyboard, scene_id))

    def quote(scene_id: SceneId) -> Usage:
        return maker(scene_id).quote(pictures.asked(makers, storyboard, scene_id))

    async def make(scene_id: SceneId, order: Order) -> Paid[_Made]:
        request = pictures.asked(makers, storyboard, scene_id)
        named = picture_maker(storyboard, scene_id)
        picture = await pictures.make(makers, named, request, order=order)
        key = content_key("pictures", picture.jpeg, extension="jpg")
        thumbnail = content_key("thumbnails", picture.thumbnail, extension="jpg")
        await store.put(key, picture.jpeg, media_type="image/jpeg")
        await store.put(thumbnail, picture.thumbnail, media_type="image/jpeg")
        size = {"width_px": request.width_px, "height_px": request.height_px}
        kept = await pictures.keep_original(store, picture)
        made = _Made(key, {"thumbnail": thumbnail, **size, **kept})
        return Paid(made, picture.used or (quote(scene_id),))

    def lane(scene_id: SceneId) -> Lane:
        return makers.lane(picture_maker(storyboard, scene_id))

    bench = _Bench(works, store, payer, AssetKind.PICTURE, maker, lane, quote, make, on_done)
    return await bench.run(picture_recipes(storyboard, makers), concurrency=concurrency)


async def make_voices(
    works: Works,
    *,
    store: ArtifactStore,
    makers: Makers[SpeechMaker],
    payer: Payer,
    storyboard: Storyboard,
    on_done: OnDone = unwatched,
    concurrency: int = 2,
) -> AssetsReport:
    """Say the narrations that are missing; one that fails leaves the others alone."""

    def maker(scene_id: SceneId) -> SpeechMaker:
        return makers.get(storyboard.style.voice.maker)

    def quote(scene_id: SceneId) -> Usage:
        return maker(scene_id).quote(speech_request(storyboard, scene_id))

    async def make(scene_id: SceneId, order: Order) -> Paid[_Made]:
        request = speech_request(storyboard, scene_id)
        speech = await maker(scene_id).speak(request, order)
        key = content_key("voices", speech.wav, extension="wav")
        await store.put(key, speech.wav, media_type="audio/wav")
        words = [word.model_dump(mode="json") for word in speech.words]
        made = _Made(
            key, {"duration_ms": speech.duration_ms, "words": words, **paces.said(request)}
        )
        return Paid(made, speech.used or (quote(scene_id),))

    def lane(scene_id: SceneId) -> Lane:
        return makers.lane(storyboard.style.voice.maker)

    bench = _Bench(works, store, payer, AssetKind.VOICE, maker, lane, quote, make, on_done)
    return await bench.run(voice_recipes(storyboard, makers), concurrency=concurrency)


async def get_asset(
    work: Work, *, owner_id: UserId, asset_id: AssetId
) -> PictureAsset | VoiceAsset | Media:
    """Give a picture, a voice or an upload.

    Raises:
        NotFound: The owner has no such asset.
    """
    row = await work.assets.get(owner_id=owner_id, asset_id=asset_id)
    if row is None:
        raise NotFound("There is no such asset.")
    match AssetKind(row.kind):
        case AssetKind.PICTURE:
            return _picture(row)
        case AssetKind.VOICE:
            return _voice(row)
        case AssetKind.UPLOAD | AssetKind.STOCK:
            return media_of(row)
        case AssetKind.CANDIDATE:
            return _offered(row)
        case AssetKind.SOURCE:
            raise NotFound("That is a document; it is read at `/v1/sources`.")


@dataclass(frozen=True, slots=True)
class _Made:
    """What was put into the store."""

    key: StorageKey
    facts: dict[str, Any]

    @property
    def keys(self) -> tuple[StorageKey, ...]:
        """All that must be there for it to be there."""
        return (self.key, StorageKey(self.facts.get("thumbnail", self.key)))


@dataclass(slots=True)
class _Bench:
    """One run over all scenes of a storyboard."""

    works: Works
    store: ArtifactStore
    payer: Payer
    kind: AssetKind
    maker: Callable[[SceneId], PictureMaker | SpeechMaker]
    lane: Callable[[SceneId], Lane]
    quote: Callable[[SceneId], Usage]
    make: Callable[[SceneId, Order], Awaitable[Paid[_Made]]]
    on_done: OnDone
    total: int = 0
    done: int = 0

    async def run(self, recipes: Mapping[SceneId, Digest], *, concurrency: int) -> AssetsReport:
        self.total = len(recipes)
        scenes: defaultdict[Digest, list[SceneId]] = defaultdict(list)
        for scene_id, recipe in recipes.items():
            scenes[recipe].append(scene_id)
        async with self.works.work() as work:
            found = await self._find(work, set(recipes.values()))
            there = set(found)
            reused = [self.quote(scenes[Digest(recipe)][0]).reused() for recipe in there]
            await charges.record(work, payer=self.payer, used=together(reused))
        widths = {scene: self._width(scene, concurrency) for scene in recipes}
        of_width = {width: asyncio.Semaphore(width) for width in widths.values()}
        failed: dict[SceneId, str] = {}
        try:
            async with asyncio.TaskGroup() as group:
                for recipe, same in scenes.items():
                    slot = of_width[widths[same[0]]]
                    group.create_task(self._one(recipe, same, recipe in there, slot, failed))
        except* Unavailable as errors:
            raise Unavailable("The database or the store went away; try again.") from errors
        return AssetsReport(
            made=tuple(s for s, r in recipes.items() if r not in there and s not in failed),
            reused=tuple(s for s, r in recipes.items() if r in there),
            failed=failed,
        )

    def _width(self, scene_id: SceneId, usual: int) -> int:
        """Give how many calls of a scene's maker one run makes at a time, so that others get turns."""
        return self.lane(scene_id).limits.concurrency or usual

    async def _one(
        self,
        recipe: Digest,
        scenes: list[SceneId],
        is_there: bool,
        slot: asyncio.Semaphore,
        failed: dict[SceneId, str],
    ) -> None:
        if not is_there:
            try:
                async with slot:
                    await self._buy(recipe, scenes[0])
            except StudioError as error:
                if isinstance(error, Unavailable) and not isinstance(error, ProviderUnavailable):
                    raise
                failed.update(dict.fromkeys(scenes, error.message))
                return
        for scene_id in scenes:
            self.done += 1
            await self.on_done(scene_id, self.done, self.total, is_there)

    async def _buy(self, recipe: Digest, scene_id: SceneId) -> None:
        maker, quoted = self.maker(scene_id), self.quote(scene_id)
        call = Call(
            key=recipe,
            kind=CallKind(self.kind.value),
            provider=quoted.provider,
            model=quoted.model,
            estimate_usd=quoted.cost_usd,
            replays=maker.replays,
        )

        async def find(work: Work) -> _Made | None:
            return (await self._find(work, {recipe})).get(recipe)

        async def keep(work: Work, made: _Made) -> None:
            await work.assets.save(
                owner_id=self.payer.owner_id,
                kind=self.kind.value,
                recipe=recipe,
                key=made.key,
                maker=maker.name,
                facts=made.facts,
            )

        send = partial(self.make, scene_id)
        purchase = Purchase(call, find, send, keep, quoted=(quoted,), lane=self.lane(scene_id))
        await buy(self.works, payer=self.payer, purchase=purchase)

    async def _find(self, work: Work, recipes: set[Digest]) -> dict[str, _Made]:
        """Give what is in the store and not only in a row."""
        rows = await work.assets.by_recipe(
            owner_id=self.payer.owner_id, kind=self.kind.value, recipes=recipes
        )
        made = {row.recipe: _Made(StorageKey(row.key), row.facts) for row in rows}
        return {recipe: one for recipe, one in made.items() if await self._is_stored(one)}

    async def _is_stored(self, made: _Made) -> bool:
        return all([await self.store.exists(key) for key in made.keys])


async def _rows(
    work: Work, owner_id: UserId, kind: AssetKind, recipes: Mapping[SceneId, Digest]
) -> dict[str, AssetRow]:
    rows = await work.assets.by_recipe(
        owner_id=owner_id, kind=kind.value, recipes=set(recipes.values())
    )
    return {row.recipe: row for row in rows}


async def _uploads(work: Work, owner_id: UserId, storyboard: Storyboard) -> dict[AssetId, Media]:
    ids = {scene.media.id for scene in storyboard.scenes if scene.media}
    rows = await work.assets.by_ids(owner_id=owner_id, ids=ids) if ids else ()
    return {AssetId(r.id): media_of(r) for r in rows if r.kind in _FOREIGN}


def _still(media: Media | None) -> PictureAsset | None:
    if media is None or media.kind is not MediaKind.PICTURE:
        return None
    return PictureAsset(
        id=media.id,
        key=media.key,
        thumbnail=media.thumbnail,
        recipe=Digest(PurePosixPath(media.key).stem),
        width_px=media.width_px,
        height_px=media.height_px,
        maker=UPLOADED,
    )


def picture_recipes(storyboard: Storyboard, makers: Makers[PictureMaker]) -> dict[SceneId, Digest]:
    """Give the recipe of each scene's picture; none where the user's own media are shown."""
    return {
        scene.id: digest(
            _name(makers, picture_maker(storyboard, scene.id)),
            pictures.asked(makers, storyboard, scene.id),
        )
        for scene in storyboard.scenes
        if scene.media is None
    }


def voice_recipes(storyboard: Storyboard, makers: Makers[SpeechMaker]) -> dict[SceneId, Digest]:
    """Give the recipe of each scene's voice; none where nothing is said."""
    name = _name(makers, storyboard.style.voice.maker)
    return {
        scene.id: digest(name, speech_request(storyboard, scene.id))
        for scene in storyboard.scenes
        if scene.spoken
    }


def _name(makers: Makers[PictureMaker] | Makers[SpeechMaker], named: str) -> str:
    """Give what a maker's work is found by; the work of one that is gone is not found."""
    try:
        return makers.get(named).name
    except Misconfigured:
        return named


def _offered(row: AssetRow) -> PictureAsset:
    """Give what a stock library offered, of which there is only a small picture.

    Raises:
        NotFound: There is none of it.
    """
    if not row.key:
        raise NotFound("There is no picture of it.")
    known = {"id": row.id, "key": row.key, "recipe": row.recipe, "maker": row.maker}
    find = row.facts["find"]
    size = {"width_px": find["width_px"], "height_px": find["height_px"]}
    return PictureAsset.model_validate(known | size | {"thumbnail": row.key})


def _picture(row: AssetRow) -> PictureAsset:
    known = {"id": row.id, "key": row.key, "recipe": row.recipe, "maker": row.maker}
    return PictureAsset.model_validate(known | row.facts)


def _voice(row: AssetRow) -> VoiceAsset:
    known = {"id": row.id, "key": row.key, "recipe": row.recipe, "maker": row.maker}
    return VoiceAsset.model_validate(known | paces.without(row.facts))
