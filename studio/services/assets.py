"""Assets: pictures and voices, made once for each recipe."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from pathlib import PurePosixPath

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
from studio.domain.errors import Misconfigured, NotFound, after_the_answer
from studio.domain.media import Media, MediaKind
from studio.domain.money import Usage
from studio.domain.storyboard import Storyboard
from studio.domain.units import AssetId, Digest, SceneId, StorageKey, UserId
from studio.lanes import Lane
from studio.makers import Makers, Order, Picture, PictureMaker, SpeechMaker
from studio.ports import ArtifactStore
from studio.services import paces, pictures, scripts
from studio.services.charges import Payer
from studio.services.making import AssetsReport, Made, Making, OnDone, unwatched
from studio.services.media import UPLOADED, media_of
from studio.services.spending import Paid

Ask = Callable[..., Awaitable[Picture]]
_FOREIGN = {AssetKind.UPLOAD.value, AssetKind.STOCK.value}


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
    without: Collection[SceneId] = (),
    concurrency: int = 2,
) -> AssetsReport:
    """Make the pictures that are missing; one that fails leaves the others alone.

    ``without`` names scenes that are left as they are.

    Raises:
        ApprovalNeeded: The user sees the script first, and has not approved it.
    """
    await scripts.check(works, payer=payer, board=storyboard)

    def maker(scene_id: SceneId) -> PictureMaker:
        return makers.get(picture_maker(storyboard, scene_id))

    def quote(scene_id: SceneId) -> Usage:
        return pictures.quote(makers, storyboard, scene_id)

    async def make(scene_id: SceneId, order: Order) -> Paid[Made]:
        return await made_by(pictures.make, scene_id, order)

    async def make_softer(scene_id: SceneId, order: Order) -> Paid[Made]:
        return await made_by(pictures.make_softer, scene_id, order)

    async def made_by(ask: Ask, scene_id: SceneId, order: Order) -> Paid[Made]:
        request = pictures.asked(makers, storyboard, scene_id)
        named = picture_maker(storyboard, scene_id)
        picture = await ask(makers, named, request, order=order)
        with after_the_answer():
            made = await pictures.keep(store, picture, request)
        return Paid(Made(*made), picture.used or (quote(scene_id),))

    def lane(scene_id: SceneId) -> Lane:
        return makers.lane(picture_maker(storyboard, scene_id))

    making = Making(works, store, payer, AssetKind.PICTURE, maker, lane, quote, make, on_done)
    making.make_softer = make_softer
    wanted = _without(picture_recipes(storyboard, makers), without)
    return await making.run(wanted, concurrency=concurrency)


async def make_voices(
    works: Works,
    *,
    store: ArtifactStore,
    makers: Makers[SpeechMaker],
    payer: Payer,
    storyboard: Storyboard,
    on_done: OnDone = unwatched,
    without: Collection[SceneId] = (),
    concurrency: int = 2,
) -> AssetsReport:
    """Say the narrations that are missing; one that fails leaves the others alone.

    ``without`` names scenes that are left as they are.

    Raises:
        ApprovalNeeded: The user sees the script first, and has not approved it.
    """
    await scripts.check(works, payer=payer, board=storyboard)

    def maker(scene_id: SceneId) -> SpeechMaker:
        return makers.get(storyboard.style.voice.maker)

    def quote(scene_id: SceneId) -> Usage:
        return maker(scene_id).quote(speech_request(storyboard, scene_id))

    async def make(scene_id: SceneId, order: Order) -> Paid[Made]:
        request = speech_request(storyboard, scene_id)
        speech = await maker(scene_id).speak(request, order)
        key = content_key("voices", speech.wav, extension="wav")
        with after_the_answer():
            await store.put(key, speech.wav, media_type="audio/wav")
        words = [word.model_dump(mode="json") for word in speech.words]
        made = Made(key, {"duration_ms": speech.duration_ms, "words": words, **paces.said(request)})
        return Paid(made, speech.used or (quote(scene_id),))

    def lane(scene_id: SceneId) -> Lane:
        return makers.lane(storyboard.style.voice.maker)

    making = Making(works, store, payer, AssetKind.VOICE, maker, lane, quote, make, on_done)
    wanted = _without(voice_recipes(storyboard, makers), without)
    return await making.run(wanted, concurrency=concurrency)


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


def _without(
    recipes: Mapping[SceneId, Digest], scenes: Collection[SceneId]
) -> dict[SceneId, Digest]:
    return {scene: recipe for scene, recipe in recipes.items() if scene not in scenes}


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
