"""Questions: which calls a storyboard still needs, and whether the user must be asked first."""

from decimal import Decimal

from studio.db.repositories.gates import Decision
from studio.db.work import Work
from studio.domain.gate import Line, SpendAsk, covers, total
from studio.domain.storyboard import Storyboard
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import budgets, gates, quotes, rules
from studio.services.charges import Payer, in_force, is_covered


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
    quoted = await quotes.of_storyboard(
        work,
        owner_id=payer.owner_id,
        storyboard=storyboard,
        pictures=pictures,
        speech=speech,
    )
    return tuple(
        Line(
            key=call.key,
            scene=call.scene,
            what=call.what,
            provider=call.used.provider,
            model=call.used.model,
            cost_usd=call.used.cost_usd,
        )
        for call in quoted
        if not call.is_there and call.used.cost_usd != 0
    )


async def question(work: Work, *, payer: Payer, lines: tuple[Line, ...]) -> SpendAsk | None:
    """Give what to ask before these calls are made; ``None`` where nobody needs to be asked."""
    keys = [line.key for line in lines]
    said = await gates.decisions(work, payer.owner_id, payer.thread_id, keys)
    new = tuple(line for line in lines if not _is_granted(said.get(line.key), line))
    spent = await work.charges.spendings(
        owner_id=payer.owner_id,
        thread_id=payer.thread_id,
        turn_id=payer.turn_id,
        batch_id=payer.batch_id,
    )
    rule = await rules.of_user(work, owner_id=payer.owner_id, usual=payer.asks)
    known = sum((line.cost_usd or Decimal(0) for line in new), Decimal(0))
    is_unpriced = any(rule.applies(spent.unasked, line.cost_usd) for line in new)
    if not new or not (is_unpriced or rule.applies(spent.unasked, known)):
        return None
    if await is_covered(work, payer=payer, price_usd=total(new)):
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
