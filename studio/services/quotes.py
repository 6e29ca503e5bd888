"""Quotes: what the calls that make a storyboard's pictures and voices cost, before any is made."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from studio.db.work import Work
from studio.domain.asset import picture_maker, speech_request
from studio.domain.estimate import Estimate, estimate
from studio.domain.money import CallKind, Usage
from studio.domain.storyboard import Storyboard
from studio.domain.units import Digest, SceneId, UserId
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import assets
from studio.services import pictures as asking


@dataclass(frozen=True, slots=True)
class Quoted:
    """One call.

    Attributes:
        key: Its idempotency key: the recipe of what it makes.
        scene: The number of the first scene that it is for, as people count.
        what: What is bought.
        used: What it uses at most, at its price.
        is_there: Whether its answer is there already.
    """

    key: Digest
    scene: int
    what: CallKind
    used: Usage
    is_there: bool


async def of_storyboard(
    work: Work,
    *,
    owner_id: UserId,
    storyboard: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> tuple[Quoted, ...]:
    """Quote every call that a storyboard is made of, each once; pictures first.

    Raises:
        Misconfigured: It names a maker that this installation does not have.
    """
    made = await assets.find_for(
        work, owner_id=owner_id, storyboard=storyboard, pictures=pictures, speech=speech
    )

    def picture(scene: SceneId) -> Usage:
        maker = pictures.get(picture_maker(storyboard, scene))
        return maker.quote(asking.asked(pictures, storyboard, scene))

    def voice(scene: SceneId) -> Usage:
        maker = speech.get(storyboard.style.voice.maker)
        return maker.quote(speech_request(storyboard, scene))

    seen = {scene: each.picture is not None for scene, each in made.items()}
    heard = {scene: each.voice is not None for scene, each in made.items()}
    drawn = assets.picture_recipes(storyboard, pictures)
    spoken = assets.voice_recipes(storyboard, speech)
    return (
        *_quoted(storyboard, drawn, CallKind.PICTURE, picture, is_there=seen),
        *_quoted(storyboard, spoken, CallKind.VOICE, voice, is_there=heard),
    )


def estimated(quoted: Iterable[Quoted]) -> Estimate:
    """Sum up what is still to be made, and what is there."""
    calls = tuple(quoted)
    return estimate(
        (call.used for call in calls if not call.is_there),
        there=(call.used for call in calls if call.is_there),
    )


def _quoted(
    storyboard: Storyboard,
    recipes: Mapping[SceneId, Digest],
    what: CallKind,
    quote: Callable[[SceneId], Usage],
    *,
    is_there: Mapping[SceneId, bool],
) -> Iterable[Quoted]:
    first: dict[Digest, SceneId] = {}
    for scene, recipe in recipes.items():
        first.setdefault(recipe, scene)
    for recipe, scene in first.items():
        number = storyboard.position(scene) + 1
        yield Quoted(recipe, number, what, quote(scene), is_there[scene])
