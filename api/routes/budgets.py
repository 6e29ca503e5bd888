"""Budgets: how much the caller may spend."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.budgets import BudgetsShown, LimitsShown, ThreadBudgetAsked, ThreadBudgetShown
from studio.db.work import Work
from studio.domain.budget import Amounts
from studio.domain.units import ThreadId, UserId
from studio.services import budgets

router = APIRouter(prefix="/v1", tags=["costs"])


@router.get("/budgets", responses=responses(401, 403, 503))
async def show_budgets(principal: Reader, parts: PartsDep, work: WorkDep) -> BudgetsShown:
    """Show what the operator allows the caller, what they chose, and what holds."""
    owner_id = principal.user_id
    budget = await budgets.of_user(work, owner_id=owner_id, usual=parts.studio.caps)
    return BudgetsShown.of(budget, await _spent(work, owner_id))


@router.put("/budgets", responses=responses(401, 403, 422, 503))
async def choose_budgets(
    asked: LimitsShown, principal: Writer, parts: PartsDep, work: WorkDep
) -> BudgetsShown:
    """Choose the caller's own limits, all three; none may be above what the operator allows."""
    owner_id = principal.user_id
    budget = await budgets.choose(
        work, owner_id=owner_id, usual=parts.studio.caps, limits=asked.limits()
    )
    return BudgetsShown.of(budget, await _spent(work, owner_id))


@router.get("/threads/{thread_id}/budget", responses=responses(401, 403, 404, 503))
async def show_thread_budget(
    thread_id: UUID, principal: Reader, parts: PartsDep, work: WorkDep
) -> ThreadBudgetShown:
    """Show what one thread may cost."""
    owner_id, thread = principal.user_id, ThreadId(thread_id)
    budget = await budgets.of_thread(
        work, owner_id=owner_id, thread_id=thread, usual=parts.studio.caps
    )
    return ThreadBudgetShown.of(budget, await _spent(work, owner_id, thread))


@router.put("/threads/{thread_id}/budget", responses=responses(401, 403, 404, 422, 503))
async def choose_thread_budget(
    thread_id: UUID,
    asked: ThreadBudgetAsked,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
) -> ThreadBudgetShown:
    """Choose the most that one thread may cost."""
    owner_id, thread = principal.user_id, ThreadId(thread_id)
    budget = await budgets.choose_for_thread(
        work,
        owner_id=owner_id,
        thread_id=thread,
        usual=parts.studio.caps,
        limit_usd=asked.limit_usd,
    )
    return ThreadBudgetShown.of(budget, await _spent(work, owner_id, thread))


async def _spent(work: Work, owner_id: UserId, thread_id: ThreadId | None = None) -> Amounts:
    spent = await work.charges.spendings(owner_id=owner_id, thread_id=thread_id, turn_id=None)
    return budgets.amounts(spent)
