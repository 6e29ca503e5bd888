"""A user's rules: when to ask before money is spent, what to show first, who replaces whom."""

from dataclasses import dataclass

from studio.db.work import Work
from studio.domain.budget import AskRule
from studio.domain.errors import InvalidEdit
from studio.domain.haste import haste, is_hasty
from studio.domain.money import CallKind
from studio.domain.units import TurnId, UserId
from studio.domain.waits import WaitRule
from studio.makers import Makers, PictureMaker, SpeechMaker


@dataclass(frozen=True, slots=True)
class Replacement:
    """Who does the work of a maker that is down, without asking.

    Attributes:
        what: Pictures or voices.
        maker: Who is down, as settings name it.
        instead: Who does it then.
    """

    what: CallKind
    maker: str
    instead: str


async def of_user(work: Work, *, owner_id: UserId, usual: AskRule) -> AskRule:
    """Give a user's rule; ``usual`` where they have none."""
    row = await work.ask_rules.get(owner_id=owner_id)
    return usual if row is None else AskRule(above_usd=row.above_usd, unpriced=row.unpriced)


async def choose(work: Work, *, owner_id: UserId, rule: AskRule) -> None:
    """Keep a user's own rule."""
    await work.ask_rules.put(owner_id=owner_id, above_usd=rule.above_usd, unpriced=rule.unpriced)


async def forget(work: Work, *, owner_id: UserId) -> None:
    """Go back to the installation's rule."""
    await work.ask_rules.delete(owner_id=owner_id)


async def waits(work: Work, *, owner_id: UserId) -> WaitRule:
    """Give what a user wants to be shown before it is made; nothing where they have no rule."""
    row = await work.wait_rules.get(owner_id=owner_id)
    if row is None:
        return WaitRule()
    return WaitRule(script=row.script, above_s=row.above_s, above_scenes=row.above_scenes)


async def waits_now(work: Work, *, owner_id: UserId, turn_id: TurnId | None) -> WaitRule:
    """Give what a request waits for: nothing where the user's own message says "just make it"."""
    turn = turn_id and await work.turns.get(owner_id=owner_id, turn_id=turn_id)
    if turn and haste(turn.message):
        return WaitRule()
    return await waits(work, owner_id=owner_id)


async def is_in_haste(work: Work, *, owner_id: UserId, turn_id: TurnId) -> bool:
    """Tell whether the user's own message wants no question, whatever a model makes of it."""
    turn = await work.turns.get(owner_id=owner_id, turn_id=turn_id)
    return turn is not None and is_hasty(turn.message)


async def wait(work: Work, *, owner_id: UserId, rule: WaitRule) -> None:
    """Keep what a user wants to be shown before it is made."""
    await work.wait_rules.put(owner_id=owner_id, **rule.model_dump())


async def do_not_wait(work: Work, *, owner_id: UserId) -> None:
    """Forget what a user wanted to be shown."""
    await work.wait_rules.delete(owner_id=owner_id)


async def replacements(work: Work, *, owner_id: UserId) -> tuple[Replacement, ...]:
    """List who replaces whom by a user's rules."""
    rows = await work.replacements.list(owner_id=owner_id)
    return tuple(Replacement(CallKind(row.what), row.maker, row.instead) for row in rows)


def check_replacement(
    rule: Replacement, *, pictures: Makers[PictureMaker], speech: Makers[SpeechMaker]
) -> None:
    """Refuse a rule that could never hold.

    Raises:
        InvalidEdit: One of the makers is not here, or both are the same.
    """
    makers = pictures if rule.what is CallKind.PICTURE else speech
    there_are = ", ".join(makers.by_name)
    for name in (rule.maker, rule.instead):
        if name not in makers.by_name:
            raise InvalidEdit(f"{name!r} is not configured here. There are: {there_are}.")
    if rule.maker == rule.instead:
        raise InvalidEdit(f"{rule.maker!r} cannot replace itself. There are: {there_are}.")


async def replace(work: Work, *, owner_id: UserId, rule: Replacement) -> None:
    """Keep a rule on who replaces whom."""
    await work.replacements.put(
        owner_id=owner_id, what=rule.what.value, maker=rule.maker, instead=rule.instead
    )


async def do_not_replace(work: Work, *, owner_id: UserId, what: CallKind, maker: str) -> None:
    """Ask again where a maker is down."""
    await work.replacements.delete(owner_id=owner_id, what=what.value, maker=maker)
