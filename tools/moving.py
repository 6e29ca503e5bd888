"""Move a video on from a model that has ended, before it is called: one yes holds for the conversation."""

from collections.abc import Collection
from dataclasses import replace

from studio.domain.asset import SceneAssets
from studio.domain.errors import Conflict, NotApproved
from studio.domain.gate import RETIRED, Action, Answer, Gate, GateState, ProviderAsk
from studio.domain.money import CallKind
from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.services import gates, outages
from studio.services.outages import Outage, Workshop
from studio.services.storyboards import SavedStoryboard
from tools.approval import ask, asked_before, declined
from tools.context import ToolContext
from tools.outages import workshop
from tools.storyboards import change, known_assets


async def moved_on(
    context: ToolContext, saved: SavedStoryboard, *kinds: CallKind
) -> SavedStoryboard:
    """Give the version to make things of: none of its missing ones is left to a model that has ended.

    Args:
        context: The tool call.
        saved: The version.
        kinds: Pictures, voices or both.

    Raises:
        NotApproved: The user wants none of the others; nothing was called.
    """
    shop = workshop(context)
    for what in kinds:
        # As often as there are makers: the one that is moved to may have ended later, too.
        for _ in [name for name in shop.names(what) if shop.is_over(what, name)]:
            missing = await _missing(context, saved.storyboard, what)
            outage = outages.retired(shop, saved.storyboard, what=what, missing=missing)
            to = await _agreed(context, shop, saved, outage) if outage else None
            if outage is None or to is None:
                break
            saved = await _move(context, shop, saved, outage, to)
    return saved


async def _missing(
    context: ToolContext, storyboard: Storyboard, what: CallKind
) -> Collection[SceneId]:
    known = await known_assets(context, storyboard)
    return [scene.id for scene in storyboard.scenes if _lacks(scene, known[scene.id], what)]


def _lacks(scene: Scene, made: SceneAssets, what: CallKind) -> bool:
    if what is CallKind.PICTURE:
        return scene.media is None and made.picture is None
    return bool(scene.spoken) and made.voice is None


async def _agreed(
    context: ToolContext, shop: Workshop, saved: SavedStoryboard, outage: Outage
) -> str | None:
    """Give whom the user agreed to in this conversation, now or before; ``None`` where nobody is."""
    async with context.studio.work() as work:
        asked = await gates.of_thread(work, owner_id=context.owner_id, thread_id=context.thread_id)
    for gate in reversed(asked):
        name = _said(gate, outage)
        if name in shop.names(outage.what) and not shop.is_over(outage.what, name):
            return name
    key = _key(outage)
    before = await asked_before(context, key)
    question = before.ask if before else await _question(context, shop, saved, outage)
    if question is None:
        return None
    if not isinstance(question, ProviderAsk):
        raise Conflict("Another question was asked here before; send the message again.")
    gate = await ask(
        context,
        key=key,
        message=in_words(question),
        asked=question,
        within_s=context.studio.answer_within_s,
    )
    if gate.state is not GateState.APPROVED:
        raise NotApproved(f"{declined(gate)} {outage.reason}")
    return _said(gate, outage)


async def _question(
    context: ToolContext, shop: Workshop, saved: SavedStoryboard, outage: Outage
) -> ProviderAsk | None:
    question = await outages.question(shop, saved.storyboard, outage, left=())
    if question is None:
        return None
    return await outages.with_samples(
        context.studio.works,
        store=context.studio.store,
        shop=shop,
        payer=context.payer,
        storyboard=saved.storyboard,
        outage=outage,
        ask=question,
    )


async def _move(
    context: ToolContext, shop: Workshop, saved: SavedStoryboard, outage: Outage, to: str
) -> SavedStoryboard:
    board = await outages.given_to(shop, saved.storyboard, outage, to)

    def moved(newest: Storyboard) -> Storyboard:
        """Lay it over the newest version, which another edit may have changed."""
        if outage.what is CallKind.PICTURE:
            return outages.all_given_to(shop, newest, outage, to)
        style = newest.style.model_copy(update={"voice": board.style.voice})
        return newest.model_copy(update={"style": style})

    whole = "All pictures to come" if outage.what is CallKind.PICTURE else "The voice"
    return await change(
        replace(context, call_id=f"{context.call_id}:{_key(outage)}"),
        moved,
        message=f"{whole} by {to} instead of {outage.maker}, which has ended, as you said",
    )


def in_words(asked: ProviderAsk) -> str:
    """Ask who shall make all of it from now on, with what each costs more."""
    ways = " or ".join(f"{each.name} ({each.price})" for each in asked.alternatives)
    kept = " Pictures that are made already stay." if asked.what is CallKind.PICTURE else ""
    return f"{asked.undone} {asked.reason} Move this video to {ways}?{kept}"


def _said(gate: Gate, outage: Outage) -> str:
    """Give whom a yes to the same question named; empty where it is another one, or no yes."""
    asked = gate.ask
    if not isinstance(asked, ProviderAsk) or gate.state is not GateState.APPROVED:
        return ""
    if (asked.trouble, asked.what, asked.maker) != (RETIRED, outage.what, outage.maker):
        return ""
    chosen = asked.chosen((gate.answer or Answer(action=Action.APPROVE)).use)
    return chosen.name if chosen else ""


def _key(outage: Outage) -> str:
    return f"{outage.what}-ended-{outage.maker}"
