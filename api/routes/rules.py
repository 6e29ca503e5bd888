"""When the caller is asked before money is spent."""

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.rules import AskRuleShown
from studio.domain.budget import AskRule
from studio.services import rules

router = APIRouter(prefix="/v1/me/ask-rule", tags=["account"])


@router.get("", responses=responses(401, 403, 503))
async def show_rule(principal: Reader, parts: PartsDep, work: WorkDep) -> AskRuleShown:
    """Show the rule that holds for the caller: their own, or the installation's."""
    rule = await rules.of_user(work, owner_id=principal.user_id, usual=parts.studio.asks)
    return AskRuleShown.of(rule)


@router.put("", responses=responses(401, 403, 422, 503))
async def choose_rule(asked: AskRuleShown, principal: Writer, work: WorkDep) -> AskRuleShown:
    """Choose a rule of one's own; the installation's caps hold all the same."""
    rule = AskRule(above_usd=asked.ask_above_usd, unpriced=asked.ask_unpriced)
    await rules.choose(work, owner_id=principal.user_id, rule=rule)
    return AskRuleShown.of(rule)


@router.delete("", status_code=204, responses=responses(401, 403, 503))
async def forget_rule(principal: Writer, work: WorkDep) -> None:
    """Go back to the installation's rule."""
    await rules.forget(work, owner_id=principal.user_id)
