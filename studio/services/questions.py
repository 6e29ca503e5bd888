"""Questions: which calls a storyboard still needs, and whether the user must be asked first."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from studio.db.repositories.gates import Decision
from studio.db.work import Work
from studio.domain.asset import picture_maker, picture_request, speech_request
from studio.domain.gate import Line, SpendAsk, covers, total
from studio.domain.money import CallKind, Usage
from studio.domain.storyboard import Storyboard
from studio.domain.units import Digest, SceneId
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import assets, budgets, gates, rules
from studio.services.charges import Payer, in_force


async def missing(
    work: Work,
    *,
    payer: Payer,
    storyboard: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> tuple[Line, ...]:
    """List the calls that cost money and that a storyboard still needs, each once.

    Raises:
        Misconfigured: It names a maker that this installation does not have.
    """
    made = await assets.find_for(
        work,
        owner_id=payer.owner_id,
        storyboard=storyboard,
        pictures=pictures,
        speech=speech,
    )
    unseen = {
        scene: recipe
        for scene, recipe in assets.picture_recipes(storyboard, pictures).items()
        if made[scene].picture is None
    }
    unheard = {
        scene: recipe
        for scene, recipe in assets.voice_recipes(storyboard, speech).items()
        if made[scene].voice is None
    }

    def picture(scene: SceneId) -> Usage:
        maker = pictures.get(picture_maker(storyboard, scene))
        return maker.quote(picture_request(storyboard, scene))

    def voice(scene: SceneId) -> Usage:
        maker = speech.get(storyboard.style.voice.maker)
        return maker.quote(speech_request(storyboard, scene))

    seen = _lines(storyboard, unseen, CallKind.PICTURE, picture)
    heard = _lines(storyboard, unheard, CallKind.VOICE, voice)
    return (*seen, *heard)


async def question(work: Work, *, payer: Payer, lines: tuple[Line, ...]) -> SpendAsk | None:
    """Give what to ask before these calls are made; ``None`` where nobody needs to be asked."""
    keys = [line.key for line in lines]
    said = await gates.decisions(work, payer.owner_id, payer.thread_id, keys)
    new = tuple(line for line in lines if not _is_granted(said.get(line.key), line))
    spent = await work.charges.spendings(
        owner_id=payer.owner_id, thread_id=payer.thread_id, turn_id=payer.turn_id
    )
    rule = await rules.of_user(work, owner_id=payer.owner_id, usual=payer.asks)
    known = sum((line.cost_usd or Decimal(0) for line in new), Decimal(0))
    is_unpriced = any(rule.applies(spent.unasked, line.cost_usd) for line in new)
    if not new or not (is_unpriced or rule.applies(spent.unasked, known)):
        return None
    return SpendAsk(
        lines=new,
        total_usd=total(new),
        spent_usd=spent.request,
        above_usd=rule.above_usd,
        budgets=budgets.left_of(await in_force(work, payer=payer), budgets.amounts(spent)),
    )


def _is_granted(said: Decision | None, line: Line) -> bool:
    return said is not None and said.is_granted and covers(said.most_usd, line.cost_usd)


def _lines(
    storyboard: Storyboard,
    recipes: Mapping[SceneId, Digest],
    what: CallKind,
    quote: Callable[[SceneId], Usage],
) -> list[Line]:
    lines: dict[Digest, Line] = {}
    for scene, recipe in recipes.items():
        quoted = quote(scene)
        if recipe in lines or quoted.cost_usd == 0:
            continue
        lines[recipe] = Line(
            key=recipe,
            scene=storyboard.position(scene) + 1,
            what=what,
            provider=quoted.provider,
            model=quoted.model,
            cost_usd=quoted.cost_usd,
        )
    return list(lines.values())
