"""Begin a batch over HTTP, where the caller's approval comes with the call."""

from decimal import Decimal

from api.agui import signed
from api.schemas.batches import AgreementAsked, BatchShown
from api.state import Parts
from studio.db.work import Work
from studio.domain.batch import BatchCard
from studio.domain.budget import dollars
from studio.domain.errors import ApprovalNeeded
from studio.domain.units import BatchId, ThreadId, UserId
from studio.services import batch_plans, batches, conversations
from studio.services.batch_plans import Plan
from studio.services.batches import Terms
from studio.services.charges import Payer
from studio.services.storyboard_cards import board_of


async def known(work: Work, owner_id: UserId, batch_id: BatchId) -> BatchCard | None:
    """Give a batch that was begun before under the same id."""
    if await work.batches.get(owner_id=owner_id, batch_id=batch_id) is None:
        return None
    return await batches.get(work, owner_id=owner_id, batch_id=batch_id)


async def begin(
    parts: Parts,
    work: Work,
    asked: AgreementAsked,
    plan: Plan,
    *,
    owner_id: UserId,
    batch_id: BatchId,
    thread_id: ThreadId | None = None,
) -> BatchShown:
    """Begin a plan that the caller's yes covers; without a thread it gets one for its table.

    Raises:
        ApprovalNeeded: It costs more than the caller said yes to.
        BudgetExceeded: A cap stands in the way of the whole.
        Conflict: The id is taken by somebody else's.
    """
    studio = parts.studio
    payer = Payer(owner_id, None, None, caps=studio.caps, asks=studio.asks)
    _, must_ask = await batch_plans.question(
        work, payer=payer, plan=plan, budget_usd=asked.budget_usd
    )
    agreed = agreed_usd(asked, plan, must_ask=must_ask)
    if thread_id is None:
        thread = await conversations.create_thread(work, owner_id=owner_id, title=plan.title)
        thread_id = thread.id
    board = await board_of(
        work, owner_id=owner_id, thread_id=thread_id, events=studio.events, clock=studio.clock
    )
    card = await batches.begin(
        work,
        owner_id=owner_id,
        thread_id=thread_id,
        batch_id=batch_id,
        plan=plan,
        terms=Terms(agreed_usd=agreed, budget_usd=asked.budget_usd),
    )
    await board.show("batch", card, card_id=f"batch-{batch_id}")
    wake(parts, work)
    return shown(parts, owner_id, card).model_copy(update={"notes": list(plan.notes)})


def agreed_usd(asked: AgreementAsked, plan: Plan, *, must_ask: bool) -> Decimal | None:
    """Give what was agreed to.

    Raises:
        ApprovalNeeded: It costs more than the caller said yes to.
    """
    price, count = plan.total_usd, len(plan.videos)
    if price is None:
        if must_ask and not asked.yes_to_unpriced:
            raise ApprovalNeeded(
                f"Nobody knows what these {count} videos cost; send `yes_to_unpriced` to make them."
            )
        return None
    if must_ask and (asked.yes_usd is None or asked.yes_usd < price):
        raise ApprovalNeeded(
            f"These {count} videos cost up to {dollars(price)}; send `yes_usd` of at least that "
            "to make them."
        )
    return price if asked.yes_usd is None else max(price, asked.yes_usd)


def wake(parts: Parts, work: Work) -> None:
    """Ring for the batch's turns once they are committed."""

    async def ring() -> None:
        parts.wake_runner()

    work.after_commit(ring)


def shown(parts: Parts, owner_id: UserId, card: BatchCard) -> BatchShown:
    """Show a batch, its links signed."""
    return BatchShown.of(content(parts, owner_id, card))


def content(parts: Parts, owner_id: UserId, card: BatchCard) -> dict[str, object]:
    """Give a batch as the API tells it, its links signed."""
    return signed(card.model_dump(mode="json"), parts.signer(owner_id))
