"""Estimates: what making a storyboard's pictures and voices will cost, before anything is called."""

from collections.abc import Mapping

from studio.db.work import Work
from studio.domain.asset import SceneAssets, picture_maker, speech_request
from studio.domain.estimate import Estimate, estimate
from studio.domain.money import Usage
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId, UserId
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import assets, pictures

Found = Mapping[SceneId, SceneAssets]


async def of_making(
    work: Work,
    *,
    owner_id: UserId,
    storyboard: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> Estimate:
    """Tell what all that a storyboard lacks will cost at most."""
    found = await assets.find_for(
        work, owner_id=owner_id, storyboard=storyboard, pictures=pictures, speech=speech
    )
    return of_pictures(storyboard, found, pictures) + of_voices(storyboard, found, speech)


def of_pictures(storyboard: Storyboard, found: Found, makers: Makers[PictureMaker]) -> Estimate:
    """Tell what the pictures that a storyboard lacks will cost at most.

    Args:
        storyboard: To be shown.
        found: What exists for its scenes.
        makers: Who makes them.

    Raises:
        Misconfigured: A scene names a maker that is not here.
    """
    drawn = {
        (
            picture_maker(storyboard, scene.id),
            pictures.asked(makers, storyboard, scene.id),
        ): scene.id
        for scene in storyboard.scenes
        if scene.media is None
    }
    quotes = {
        scene_id: makers.get(name).quote(request) for (name, request), scene_id in drawn.items()
    }
    return _sum(quotes, {scene_id: found[scene_id].picture is not None for scene_id in quotes})


def of_voices(storyboard: Storyboard, found: Found, makers: Makers[SpeechMaker]) -> Estimate:
    """Tell what the voices that a storyboard lacks will cost at most; like ``of_pictures``."""
    maker = makers.get(storyboard.style.voice.maker)
    spoken = {
        speech_request(storyboard, scene.id): scene.id
        for scene in storyboard.scenes
        if scene.spoken
    }
    quotes = {scene_id: maker.quote(request) for request, scene_id in spoken.items()}
    return _sum(quotes, {scene_id: found[scene_id].voice is not None for scene_id in quotes})


def _sum(quotes: Mapping[SceneId, Usage], is_there: Mapping[SceneId, bool]) -> Estimate:
    return estimate(
        (quote for scene_id, quote in quotes.items() if not is_there[scene_id]),
        there=(quote for scene_id, quote in quotes.items() if is_there[scene_id]),
    )
