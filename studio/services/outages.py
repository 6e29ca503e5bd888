"""Outages: which scenes a maker left undone, and who else could do them, at what price."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from studio.db.work import Works
from studio.domain import edit
from studio.domain import outage as words
from studio.domain.asset import picture_maker
from studio.domain.breaker import Flow
from studio.domain.changes import SceneChange, StyleChange
from studio.domain.errors import InvalidEdit, Misconfigured, ProviderRefused, StudioError
from studio.domain.gate import REFUSED, RETIRED, Alternative, Line, ProviderAsk, total
from studio.domain.money import CallKind
from studio.domain.retirement import pictures_moved
from studio.domain.storyboard import Storyboard
from studio.domain.trouble import Trouble, trouble_of
from studio.domain.units import AssetId, Digest, SceneId
from studio.lanes import Traffic
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.ports import ArtifactStore
from studio.services import assets, pictures, voices
from studio.services.charges import Payer
from studio.services.making import AssetsReport

GONE = frozenset({Trouble.MODEL.value, RETIRED})
"""Troubles that a newer model of the same vendor is a remedy for."""
SAMPLE_S = 30.0
"""Longest wait for a sample; the question goes without it."""
LANES: Mapping[CallKind, str] = {CallKind.PICTURE: "pictures", CallKind.VOICE: "speech"}


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who makes pictures and voices here, and how they do.

    Attributes:
        pictures: Makers of pictures.
        speech: Voices.
        traffic: How they do.
        titles: What people call them, by their lanes.
        today: The day; models end.
    """

    pictures: Makers[PictureMaker]
    speech: Makers[SpeechMaker]
    traffic: Traffic
    titles: Mapping[str, str]
    today: date

    def makers(self, what: CallKind) -> Makers[PictureMaker] | Makers[SpeechMaker]:
        """Give the makers of a kind."""
        return self.pictures if what is CallKind.PICTURE else self.speech

    def names(self, what: CallKind) -> tuple[str, ...]:
        """List the makers of a kind."""
        return tuple(self.makers(what).by_name)

    def named(self, what: CallKind, name: str) -> str:
        """Give who serves where a name is asked for; the name itself where nobody does."""
        try:
            return self.makers(what).named(name)
        except Misconfigured:
            return name

    def is_over(self, what: CallKind, name: str) -> bool:
        """Tell whether a maker's model has ended."""
        end = self.makers(what).ends.get(name)
        return end is not None and end.is_over(self.today)

    def title(self, what: CallKind, name: str) -> str:
        """Give what people call a maker."""
        vendor, _, model = name.partition(":")
        title = self.titles.get(f"{LANES[what]}/{vendor}", vendor)
        return f"{title} {model}".strip()

    async def flow(self, what: CallKind, name: str) -> tuple[Flow, datetime | None]:
        """Tell whether calls of a maker get through, and when it is asked again."""
        seen = await self.traffic.look(f"{LANES[what]}/{name.partition(':')[0]}")
        breaker = seen.road.breaker
        until = max(breaker.until if breaker.is_open else 0.0, seen.road.not_before)
        retry_at = datetime.fromtimestamp(until, UTC) if until > seen.now else None
        return breaker.flow(seen.now), retry_at


@dataclass(frozen=True, slots=True)
class Outage:
    """What a maker did not do, though it was agreed upon.

    Attributes:
        what: Pictures or voices.
        maker: Who, as settings name it.
        scenes: Which ones, in order.
        trouble: What it is in, ``"refused"`` or ``"retired"``.
        reason: What it said.
    """

    what: CallKind
    maker: str
    scenes: tuple[SceneId, ...]
    trouble: str
    reason: str


def find(
    storyboard: Storyboard, report: AssetsReport, *, what: CallKind, usual: str
) -> Outage | None:
    """Find the first maker that left scenes undone which another one could do; none is fine.

    Locked scenes are left out: nobody else may touch them.
    """
    stuck: dict[str, dict[SceneId, StudioError]] = {}
    for scene in storyboard.scenes:
        error = report.troubles.get(scene.id)
        if error is None or scene.locked or _trouble(error) is None:
            continue
        stuck.setdefault(_maker(storyboard, what, scene.id) or usual, {})[scene.id] = error
    if not stuck:
        return None
    maker, errors = next(iter(stuck.items()))
    # Whoever waits for its turn, or is turned away, met what the first one met.
    first = min(errors.values(), key=lambda error: error.code == "provider_down")
    return Outage(what, maker, tuple(errors), _trouble(first) or "", first.message)


def retired(
    shop: Workshop, storyboard: Storyboard, *, what: CallKind, missing: Collection[SceneId]
) -> Outage | None:
    """Find the first maker that has ended and should make what is missing; none is fine."""
    asked: dict[str, list[SceneId]] = {}
    for scene in storyboard.scenes:
        if scene.id in missing:
            maker = shop.named(what, _maker(storyboard, what, scene.id))
            asked.setdefault(maker, []).append(scene.id)
    maker = next((name for name in asked if shop.is_over(what, name)), None)
    if maker is None:
        return None
    reason = shop.makers(what).ends[maker].told(shop.today)
    return Outage(what, maker, tuple(asked[maker]), RETIRED, reason)


async def given_to(shop: Workshop, storyboard: Storyboard, outage: Outage, name: str) -> Storyboard:
    """Give what is undone to another maker; a video has one voice, so a voice says all of it.

    A model that has ended leaves all that is to come, too.

    Raises:
        InvalidEdit: None of its voices speaks the language.
    """
    if outage.what is CallKind.PICTURE and outage.trouble == RETIRED:
        return all_given_to(shop, storyboard, outage, name)
    if outage.what is CallKind.PICTURE:
        by = SceneChange(picture_maker=name)
        return reduce(lambda b, one: edit.rewrite_scene(b, one, by), outage.scenes, storyboard)
    now = storyboard.style.voice
    voice = await _voice(shop, storyboard, name, wanted=now.voice if outage.trouble in GONE else "")
    pitch = now.pitch_semitones if voice == now.voice else 0
    style = StyleChange(voice_maker=name, voice=voice, pitch_semitones=pitch)
    return edit.set_style(storyboard, style)


def all_given_to(shop: Workshop, storyboard: Storyboard, outage: Outage, name: str) -> Storyboard:
    """Give another maker all pictures to come of one that has ended."""
    return pictures_moved(
        storyboard,
        old=outage.maker,
        to=name,
        named=lambda each: shop.named(outage.what, each),
        anew=outage.scenes,
    )


async def question(
    shop: Workshop, storyboard: Storyboard, outage: Outage, *, left: Collection[str]
) -> ProviderAsk | None:
    """Give what to ask the user; ``None`` where nobody else is here.

    Args:
        shop: Who is here.
        storyboard: Of the video.
        outage: What is undone.
        left: Makers that were given up already.
    """
    found: list[Alternative] = []
    for name in _others(shop, outage):
        if name not in left:
            other = await _alternative(shop, storyboard, outage, name)
            found += [other] if other else []
    if not found:
        return None
    title, is_retired = shop.title(outage.what, outage.maker), outage.trouble == RETIRED
    numbers = tuple(storyboard.position(scene) + 1 for scene in outage.scenes)
    return ProviderAsk(
        what=outage.what,
        maker=outage.maker,
        title=title,
        trouble=outage.trouble,
        reason=outage.reason,
        undone=(words.over if is_retired else words.undone)(outage.what, title, numbers),
        numbers=numbers,
        is_divisible=outage.what is CallKind.PICTURE and not is_retired,
        retry_at=None if is_retired else (await shop.flow(outage.what, outage.maker))[1],
        alternatives=tuple(found),
    )


async def _alternative(
    shop: Workshop, storyboard: Storyboard, outage: Outage, name: str
) -> Alternative | None:
    """Price another maker; ``None`` where it is down itself, or has no voice for it."""
    if (await shop.flow(outage.what, name))[0] is Flow.STOPPED:
        return None
    try:
        board = await given_to(shop, storyboard, outage, name)
    except InvalidEdit:
        return None
    lines = _lines(shop, board, outage, storyboard)
    costs, agreed = total(lines), total(_lines(shop, storyboard, outage, storyboard))
    extra = None if costs is None or agreed is None else costs - agreed
    return Alternative(
        name=name,
        title=shop.title(outage.what, name),
        lines=lines,
        total_usd=costs,
        extra_usd=extra,
        price=words.price(costs, extra, count=len(lines) if outage.what is CallKind.PICTURE else 0),
    )


async def with_samples(
    works: Works,
    *,
    store: ArtifactStore,
    shop: Workshop,
    payer: Payer,
    storyboard: Storyboard,
    outage: Outage,
    ask: ProviderAsk,
) -> ProviderAsk:
    """Let the alternatives that cost nothing make the first scene, to be seen or heard.

    It is what they would make of it, so nothing is made twice where the user takes one of them.
    """
    tasted: list[Alternative] = []
    for each in ask.alternatives:
        if each.total_usd != Decimal(0):
            tasted.append(each)
            continue
        board = await given_to(shop, storyboard, outage, each.name)
        made = await _taste(works, store, shop, payer, board, outage)
        tasted.append(each.model_copy(update=made))
    return ask.model_copy(update={"alternatives": tuple(tasted)})


def only(outage: Outage, numbers: Sequence[int] | None, storyboard: Storyboard) -> Outage:
    """Keep those of its scenes that have these numbers; all of them without any."""
    if numbers is None:
        return outage
    kept = tuple(s for s in outage.scenes if storyboard.position(s) + 1 in numbers)
    return replace(outage, scenes=kept)


async def _taste(
    works: Works,
    store: ArtifactStore,
    shop: Workshop,
    payer: Payer,
    board: Storyboard,
    outage: Outage,
) -> dict[str, AssetId | None]:
    first = outage.scenes[0]
    shared: dict[str, Any] = {
        "store": store,
        "payer": payer,
        "storyboard": board,
        "without": [scene.id for scene in board.scenes if scene.id != first],
    }
    is_picture = outage.what is CallKind.PICTURE
    with suppress(TimeoutError):
        async with asyncio.timeout(SAMPLE_S):
            if is_picture:
                await assets.make_pictures(works, makers=shop.pictures, **shared)
            else:
                await assets.make_voices(works, makers=shop.speech, **shared)
    async with works.work() as work:
        found = await assets.find_for(
            work,
            owner_id=payer.owner_id,
            storyboard=board,
            pictures=shop.pictures,
            speech=shop.speech,
        )
    picture, voice = found[first].picture, found[first].voice
    if is_picture:
        return {"picture": picture.id if picture else None}
    return {"sample": voice.id if voice else None}


def _others(shop: Workshop, outage: Outage) -> list[str]:
    """List who else could do it, the successor of a model that is gone first."""
    names = [name for name in shop.names(outage.what) if _is_other(shop, name, outage)]
    return sorted(names, key=lambda name: not _is_kin(name, outage))


def _is_other(shop: Workshop, name: str, outage: Outage) -> bool:
    """Tell whether a maker helps: another model of the same vendor only where the model is gone."""
    vendor, _, model = name.partition(":")
    if name == outage.maker or shop.is_over(outage.what, name):
        return False
    if _is_kin(name, outage):
        return bool(model) and outage.trouble in GONE
    return not model or shop.is_over(outage.what, vendor)


def _is_kin(name: str, outage: Outage) -> bool:
    return name.partition(":")[0] == outage.maker.partition(":")[0]


def _maker(storyboard: Storyboard, what: CallKind, scene: SceneId) -> str:
    if what is CallKind.PICTURE:
        return picture_maker(storyboard, scene)
    return storyboard.style.voice.maker


async def _voice(shop: Workshop, storyboard: Storyboard, maker: str, *, wanted: str) -> str:
    """Choose among a maker's voices: the one that is wanted, where it has that, else its first."""
    language = storyboard.brief.language
    for name in dict.fromkeys((wanted, "")):
        with suppress(InvalidEdit):
            found = await voices.choose(
                shop.speech, name, maker=maker, language=language, usual=maker
            )
            return found.voice.id
    raise InvalidEdit(f"None of the voices of {maker} speaks {language!r}.")


def _trouble(error: StudioError) -> str | None:
    if isinstance(error, ProviderRefused):
        return REFUSED
    found = trouble_of(error)
    return None if found is None else found.value


def _lines(
    shop: Workshop, board: Storyboard, outage: Outage, agreed: Storyboard
) -> tuple[Line, ...]:
    """Price what is undone as a storyboard has it made; another voice says all scenes anew."""
    if outage.what is CallKind.PICTURE:
        recipes = assets.picture_recipes(board, shop.pictures)
        wanted = outage.scenes
    else:
        recipes = assets.voice_recipes(board, shop.speech)
        wanted = tuple(recipes) if board is not agreed else outage.scenes
    lines: dict[Digest, Line] = {}
    for scene in wanted:
        quoted = (
            pictures.quote(shop.pictures, board, scene)
            if outage.what is CallKind.PICTURE
            else voices.quote(shop.speech, board, scene)
        )
        lines[recipes[scene]] = Line(
            key=recipes[scene],
            scene=board.position(scene) + 1,
            what=outage.what,
            provider=quoted.provider,
            model=quoted.model,
            cost_usd=quoted.cost_usd,
        )
    return tuple(lines.values())
